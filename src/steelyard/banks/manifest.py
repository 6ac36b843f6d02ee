"""The manifest of a bank: what it is, whom it serves, what it must cover; read with the line of every complaint."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec

from steelyard.files import read_yaml
from steelyard.records import Expectation, Language

MAX_BYTES = 256 << 10

Id = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,63}$")]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=4000)]


class Bilingual(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages."""

    en: Words
    zh: Words

    def __getitem__(self, language: Language) -> str:
        return self.zh if language == "zh" else self.en


class SizeThresholds(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ids of the thresholds of the standard that say how large a bank of this kind must be."""

    total: str | None = None
    each: str | None = None


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Content of `manifest.yaml`.

    `aspects` maps every aspect the bank should cover to the risks its families may carry; `families`, where given, is
    how many lines `families.jsonl` must have.
    """

    id: Id
    version: Words
    title: Bilingual
    licence: Words
    standard: Words
    slice: Words
    expectation: Expectation
    languages: Annotated[tuple[Language, ...], msgspec.Meta(min_length=1, max_length=2)]
    authorship: Bilingual
    about: Bilingual
    limits: Bilingual
    aspects: Annotated[
        dict[str, Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]], msgspec.Meta(min_length=1, max_length=1000)
    ]
    sizes: SizeThresholds = SizeThresholds()
    families: Annotated[int, msgspec.Meta(ge=1)] | None = None


def read_manifest(path: Path) -> Manifest:
    """The manifest of a bank. Raises InputError with file, line and mend."""
    return read_yaml(path, MAX_BYTES).convert(Manifest, "docs/banks.md lists the keys of a manifest")
