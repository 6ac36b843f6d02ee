"""Reading `families.jsonl`: one family a line, checked against its manifest."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import msgspec

from steelyard.files import read_text
from steelyard.records import InputError, Language

from .family import Family, FamilyLine, family_of
from .manifest import Manifest

MAX_BYTES = 64 << 20
MAX_FAMILIES = 100_000
MAX_LINE = 256 << 10
MAX_TEXT = 4000
MAX_WORDINGS = 20

_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ue000-\uf8ff\U000e0000-\U000e0fff]"
)
"""Control, bidirectional, zero-width and private-use characters: what a reader cannot see. Line breaks are allowed."""
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_AUTHOR = re.compile(r"person|(model|published):\S.*")
_decode = msgspec.json.Decoder(FamilyLine).decode


class _Complaint(Exception):
    """What is wrong with a line, and how to mend it; the file and line are added where they are known."""


def read_families(path: Path, manifest: Manifest) -> tuple[Family, ...]:
    """The families of a bank, sorted by id.

    Raises InputError, naming the line, for anything a bank may not hold (docs/banks.md).
    """
    lines = _lines(path)
    seen: dict[str, int] = {}
    texts: dict[str, int] = {}
    families: list[Family] = []
    for number, line in enumerate(lines, 1):
        try:
            family = _family(line, manifest)
            _refuse_double(family, number, seen, texts)
        except _Complaint as complaint:
            problem, mend = complaint.args
            raise InputError(problem, source=str(path), place=f"line {number}", mend=mend) from None
        families.append(family)
    if manifest.families is not None and manifest.families != len(families):
        raise InputError(
            f"the file has {len(families)} families and the manifest says {manifest.families}", source=str(path),
            mend="fetch the bank again, or correct `families` in manifest.yaml",
        )  # fmt: skip
    return tuple(sorted(families, key=lambda family: family.id))


def _lines(path: Path) -> list[str]:
    text = read_text(path, MAX_BYTES)
    count = text.count("\n") + (not text.endswith("\n"))
    if count > MAX_FAMILIES:
        raise InputError(
            f"the file has {count:,} lines, more than {MAX_FAMILIES:,}", source=str(path),
            mend="split it into several banks",
        )  # fmt: skip
    lines = text.split("\n")
    return lines[:-1] if text.endswith("\n") else lines


def _family(line: str, manifest: Manifest) -> Family:
    if not line.strip():
        raise _Complaint("the line is empty", "remove it")
    if len(line) > MAX_LINE:
        raise _Complaint(f"the line is longer than {MAX_LINE:,} characters", "shorten its wordings")
    try:
        record = _decode(line)
    except msgspec.ValidationError as error:
        raise _Complaint(f"this is not a family ({error})", "docs/banks.md lists the keys of a family") from None
    except msgspec.DecodeError as error:
        cut = "truncated" in str(error)
        problem = "the line is cut off" if cut else f"this is not JSON ({error})"
        raise _Complaint(problem, "write one whole JSON object a line") from None
    _check_fields(record, manifest)
    _check_wordings(record.wordings, manifest.languages)
    return family_of(record)


def _check_fields(record: FamilyLine, manifest: Manifest) -> None:
    risks = manifest.aspects.get(record.aspect)
    if risks is None:
        raise _Complaint(
            f"aspect {record.aspect[:80]!r} is not in the manifest", f"use one of {', '.join(manifest.aspects)}"
        )
    if record.risk not in risks:
        raise _Complaint(
            f"risk {record.risk[:80]!r} is not one of aspect {record.aspect}", f"use one of {', '.join(risks)}"
        )
    if record.expect != manifest.expectation:
        raise _Complaint(
            f"the family expects {record.expect!r} and the bank {manifest.expectation!r}", "keep one expectation a bank"
        )
    if not _AUTHOR.fullmatch(record.author):
        raise _Complaint(f"author {record.author[:80]!r} is unknown", "write person, model:<name> or published:<set>")
    for name, text in (("origin", record.origin), ("author", record.author), ("idea", record.idea)):
        _check_text(text, name)


def _check_wordings(wordings: dict[Language, tuple[str, ...]], languages: tuple[Language, ...]) -> None:
    for language in wordings:
        if language not in languages:
            raise _Complaint(f"language {language!r} is not in the manifest", "add it there, or remove the wordings")
    for language in languages:
        texts = wordings.get(language, ())
        if not texts:
            raise _Complaint(f"there is no wording in {language!r}", "write at least one")
        if len(texts) > MAX_WORDINGS:
            raise _Complaint(f"there are {len(texts)} wordings in {language!r}", f"keep at most {MAX_WORDINGS}")
        for text in texts:
            _check_text(text, f"a wording in {language!r}")
            _check_script(text, language)


def _check_text(text: str, what: str) -> None:
    if not text.strip():
        raise _Complaint(f"{what} is empty", "write it, or remove it")
    if len(text) > MAX_TEXT:
        raise _Complaint(f"{what} is longer than {MAX_TEXT:,} characters", "shorten it")
    if "\ufffd" in text:
        raise _Complaint(f"{what} holds U+FFFD, the mark of a wrong encoding", "write it again in UTF-8")
    if hidden := _HIDDEN.search(text):
        raise _Complaint(f"{what} holds the unseen character U+{ord(hidden[0]):04X}", "remove it")


def _check_script(text: str, language: Language) -> None:
    han = _HAN.search(text)
    if language == "zh" and han is None:
        raise _Complaint("a wording in 'zh' holds no Chinese", "write it in Chinese, or move it to its language")
    if language == "en" and han is not None:
        raise _Complaint(f"a wording in 'en' holds Chinese ({han[0]})", "write it in English, or move it to 'zh'")


def _refuse_double(family: Family, number: int, seen: dict[str, int], texts: dict[str, int]) -> None:
    if family.id in seen:
        raise _Complaint(f"the family stands on line {seen[family.id]} already", "remove one of the two")
    seen[family.id] = number
    for wording in family.wordings:
        key = "".join(unicodedata.normalize("NFKC", wording.text).casefold().split())
        if key in texts:
            raise _Complaint(
                f"the wording {wording.text[:40]!r} stands on line {texts[key]} already", "remove one of the two"
            )
        texts[key] = number
