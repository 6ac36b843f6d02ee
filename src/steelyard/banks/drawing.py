"""Pairs of twins drawn from templates: both twins of a pair from one law, each by itself, never the same question.

Everything is drawn from one secret of 32 bytes by HMAC-SHA256, so that whoever learns it later can draw it again.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator

import msgspec

from steelyard.records import InputError

from .family import Family, FamilyLine, family_of
from .templates import Template, TwinTemplates, Value
from .texts import folded

_TRIES = 1000
"""Draws that may meet a question that is there already, before a template counts as used up."""


class TwinPair(msgspec.Struct, frozen=True):
    """Two questions of one template. `id` says where the pair stands in the committed order."""

    id: str
    template: str
    first: Family
    second: Family


def draw_pairs(templates: TwinTemplates, pairs: int, secret: bytes) -> tuple[TwinPair, ...]:
    """`pairs` pairs, the templates taking turns. No question stands twice in all of them.

    Raises InputError when a template has too few questions for that.
    """
    seen: set[str] = set()
    lot = _lots(secret)
    found = []
    for number in range(pairs):
        template = templates.templates[number % len(templates.templates)]
        first, second = (_fresh(templates, template, lot, seen) for _ in range(2))
        found.append(TwinPair(f"{number + 1:06d}", template.id, first, second))
    return tuple(found)


def _fresh(templates: TwinTemplates, template: Template, lot: Iterator[int], seen: set[str]) -> Family:
    """A question of a template that is in none of its languages one of `seen`, to which it is added."""
    for _ in range(_TRIES):
        values: dict[str, Value] = {name: known[next(lot) % len(known)] for name, known in template.slots.items()}
        texts = {language: template.filled(language, values) for language in templates.languages}
        keys = {f"{language} {folded(text)}" for language, text in texts.items()}
        if not keys & seen:
            seen |= keys
            return family_of(FamilyLine(
                aspect=template.aspect, risk=template.risk, expect=templates.expectation, origin=templates.origin,
                author=templates.author, idea=template.idea,
                wordings={language: (text,) for language, text in texts.items()},
            ))  # fmt: skip
    raise InputError(
        f"template {template.id} has too few different questions for so many pairs", source=templates.id,
        mend="give its slots more values, add templates, or ask for fewer pairs",
    )  # fmt: skip


def _lots(secret: bytes) -> Iterator[int]:
    """Whole numbers of 64 bits without end; their remainder by a few hundred values is as good as even."""
    number = 0
    while True:
        block = hmac.digest(secret, b"draw\x00" + number.to_bytes(8, "big"), "sha256")
        yield from (int.from_bytes(block[start : start + 8], "big") for start in range(0, 32, 8))
        number += 1
