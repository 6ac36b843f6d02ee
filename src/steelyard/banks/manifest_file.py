"""Reading `manifest.yaml`, every complaint with its line."""

from __future__ import annotations

from pathlib import Path

from steelyard.files import read_yaml

from .manifest import Manifest

MAX_BYTES = 256 << 10


def read_manifest(path: Path) -> Manifest:
    """The manifest of a bank. Raises InputError with file, line and mend."""
    return read_yaml(path, MAX_BYTES).convert(Manifest, "docs/banks.md lists the keys of a manifest")
