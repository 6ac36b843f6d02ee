"""Reading what people write: bounded, UTF-8, and every complaint with file, place and mend."""

from .text import read_bytes, read_text
from .yamldata import YamlDocument, parse_yaml, read_yaml

__all__ = ["YamlDocument", "parse_yaml", "read_bytes", "read_text", "read_yaml"]
