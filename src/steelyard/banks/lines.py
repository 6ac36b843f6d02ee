"""Reading `families.jsonl`: one family a line, checked against its manifest."""

from __future__ import annotations

from pathlib import Path

import msgspec

from steelyard.files import read_text
from steelyard.records import InputError, Language

from .family import Family, FamilyLine, family_of
from .manifest import Manifest
from .texts import Complaint, check_author, check_script, check_text, folded

MAX_BYTES = 64 << 20
MAX_FAMILIES = 100_000
MAX_LINE = 256 << 10
MAX_WORDINGS = 20

_decode = msgspec.json.Decoder(FamilyLine).decode


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
        except Complaint as complaint:
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
        raise Complaint("the line is empty", "remove it")
    if len(line) > MAX_LINE:
        raise Complaint(f"the line is longer than {MAX_LINE:,} characters", "shorten its wordings")
    try:
        record = _decode(line)
    except msgspec.ValidationError as error:
        raise Complaint(f"this is not a family ({error})", "docs/banks.md lists the keys of a family") from None
    except msgspec.DecodeError as error:
        cut = "truncated" in str(error)
        problem = "the line is cut off" if cut else f"this is not JSON ({error})"
        raise Complaint(problem, "write one whole JSON object a line") from None
    _check_fields(record, manifest)
    _check_wordings(record.wordings, manifest.languages)
    return family_of(record)


def _check_fields(record: FamilyLine, manifest: Manifest) -> None:
    risks = manifest.aspects.get(record.aspect)
    if risks is None:
        raise Complaint(
            f"aspect {record.aspect[:80]!r} is not in the manifest", f"use one of {', '.join(manifest.aspects)}"
        )
    if record.risk not in risks:
        raise Complaint(
            f"risk {record.risk[:80]!r} is not one of aspect {record.aspect}", f"use one of {', '.join(risks)}"
        )
    if record.expect != manifest.expectation:
        raise Complaint(
            f"the family expects {record.expect!r} and the bank {manifest.expectation!r}", "keep one expectation a bank"
        )
    check_author(record.author)
    for name, text in (("origin", record.origin), ("author", record.author), ("idea", record.idea)):
        check_text(text, name)


def _check_wordings(wordings: dict[Language, tuple[str, ...]], languages: tuple[Language, ...]) -> None:
    for language in wordings:
        if language not in languages:
            raise Complaint(f"language {language!r} is not in the manifest", "add it there, or remove the wordings")
    for language in languages:
        texts = wordings.get(language, ())
        if not texts:
            raise Complaint(f"there is no wording in {language!r}", "write at least one")
        if len(texts) > MAX_WORDINGS:
            raise Complaint(f"there are {len(texts)} wordings in {language!r}", f"keep at most {MAX_WORDINGS}")
        for text in texts:
            check_text(text, f"a wording in {language!r}")
            check_script(text, language)


def _refuse_double(family: Family, number: int, seen: dict[str, int], texts: dict[str, int]) -> None:
    if family.id in seen:
        raise Complaint(f"the family stands on line {seen[family.id]} already", "remove one of the two")
    seen[family.id] = number
    for wording in family.wordings:
        key = folded(wording.text)
        if key in texts:
            raise Complaint(
                f"the wording {wording.text[:40]!r} stands on line {texts[key]} already", "remove one of the two"
            )
        texts[key] = number
