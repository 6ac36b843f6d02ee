"""What a bank is made of: wordings in families, families in a bank, and their identities."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec

from steelyard.records import Expectation, Language


class Wording(msgspec.Struct, frozen=True):
    """One way to ask, in one language. `id` digests `{family, language, text}`."""

    id: str
    language: Language
    text: str


class Family(msgspec.Struct, frozen=True):
    """One independent idea for a question, in all its languages and wordings: the statistical unit.

    `id` digests `{aspect, risk, wordings, expect}`; `leaf` is the canonical JSON of the whole line, the bytes that
    enter the bank root.
    """

    id: str
    aspect: str
    risk: str
    expect: Expectation
    wordings: tuple[Wording, ...]
    origin: str
    author: str
    idea: str
    leaf: bytes

    def in_language(self, language: Language) -> tuple[Wording, ...]:
        """Its wordings in one language, in the order of the file."""
        return tuple(wording for wording in self.wordings if wording.language == language)


class FamilyLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line of `families.jsonl` as written."""

    aspect: str
    risk: str
    wordings: dict[Language, tuple[str, ...]]
    expect: Expectation
    origin: str
    author: str
    idea: str


_sorted_json = msgspec.json.Encoder(order="sorted")
"""For the text a bank may hold (no control characters but line breaks, ASCII keys, no numbers) its bytes are those of
RFC 8785 at a fortieth of the time; a test holds the two against each other."""


def family_of(line: FamilyLine) -> Family:
    """The family a line stands for, with its identities. The line's text has been checked."""
    identity = _digest({
        "aspect": line.aspect, "risk": line.risk, "wordings": line.wordings, "expect": line.expect,
    })  # fmt: skip
    wordings = tuple(
        Wording(_digest({"family": identity, "language": language, "text": text}), language, text)
        for language in sorted(line.wordings)
        for text in line.wordings[language]
    )
    return Family(
        identity, line.aspect, line.risk, line.expect, wordings, line.origin, line.author, line.idea,
        _sorted_json.encode(line),
    )  # fmt: skip


def _digest(value: dict[str, Any]) -> str:
    return hashlib.sha256(_sorted_json.encode(value)).hexdigest()
