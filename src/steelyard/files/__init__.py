"""What people write, read in bounds, every complaint with file, place and mend; and where their own files lie."""

from .places import user_folder
from .text import read_bytes, read_text
from .yamldata import YamlDocument, parse_yaml, read_yaml

__all__ = ["YamlDocument", "parse_yaml", "read_bytes", "read_text", "read_yaml", "user_folder"]
