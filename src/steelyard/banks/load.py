"""A bank from its name or folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import msgspec

from steelyard.journal import leaf_hash, merkle_root
from steelyard.records import InputError

from .family import Family
from .lines import read_families
from .manifest import Manifest, read_manifest

_BUNDLED = Path(__file__).parent / "data"


class Bank(msgspec.Struct, frozen=True):
    """A set of questions with one expectation. `families` are sorted by id; `root` is their Merkle root, hex."""

    manifest: Manifest
    families: tuple[Family, ...]
    root: str


def bundled_banks() -> tuple[str, ...]:
    """Names of the banks that come with the package."""
    return tuple(sorted(path.parent.name for path in _BUNDLED.glob("*/manifest.yaml")))


def load_bank(name_or_path: str | Path) -> Bank:
    """A bundled bank by its name, any other by its folder.

    Raises InputError with file, line and mend when there is none or its files do not fit docs/banks.md.
    """
    folder = _folder(name_or_path)
    manifest = read_manifest(folder / "manifest.yaml")
    families = read_families(folder / "families.jsonl", manifest)
    return bank_of(manifest, families)


def bank_of(manifest: Manifest, families: Iterable[Family]) -> Bank:
    """The bank that these families make, which have been checked against the manifest."""
    ordered = tuple(sorted(families, key=lambda family: family.id))
    return Bank(manifest, ordered, merkle_root(leaf_hash(family.leaf) for family in ordered).hex())


def composition(bank: Bank) -> dict[str, int]:
    """Families of each aspect of the manifest, 0 where there is none."""
    counts = dict.fromkeys(bank.manifest.aspects, 0)
    for family in bank.families:
        counts[family.aspect] += 1
    return counts


def _folder(name_or_path: str | Path) -> Path:
    bundled = bundled_banks()
    if isinstance(name_or_path, str) and name_or_path in bundled:
        return _BUNDLED / name_or_path
    folder = Path(name_or_path)
    if not folder.is_dir():
        raise InputError(
            f"there is no bank {str(name_or_path)[:200]!r}", source="bank",
            mend=f"name a folder that holds one, or one of {', '.join(bundled) or 'no bundled banks'}",
        )  # fmt: skip
    return folder
