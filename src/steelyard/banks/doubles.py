"""Families that ask alike: wordings of one language that share most of their text.

A wording is folded (NFKC, lower case, punctuation dropped; in Chinese spaces too) and cut into shingles: every run of
5 characters in English, of 3 in Chinese. Two wordings share a skeleton when the Jaccard share of their shingles is at
least 40 %, and are near-equal from 70 %. Each family is held against those before it, in order of id, and named once,
with the one it resembles most.

The search is that of prefix filtering (Bayardo, Ma and Srikant, "Scaling up all pairs similarity search", WWW 2007):
only wordings that share one of their rarer shingles are compared. It leaves no pair out unless so many wordings share a
shingle that its list is full; then it compares a wording with the few that share most listed shingles with it, so that
work grows with the number of families and not with its square, and `exhaustive` is false.
"""

from __future__ import annotations

import re
import unicodedata
import zlib
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from steelyard.records import Language

from .family import Family

SKELETON_PERCENT = 40
NEAR_PERCENT = 70
SHINGLE: dict[Language, int] = {"en": 5, "zh": 3}
_WORD = re.compile(r"\w+")
_MOST_ALIKE = 32
"""Wordings that one is compared with when a list is full."""
_LISTED = 1_000_000
"""A list is full at `_LISTED` over the wordings of its language, or at `_MOST_ALIKE`, so that work stays linear."""
_COUNTERS = 1 << 20


class Double(msgspec.Struct, frozen=True):
    """A family and the earlier one it resembles most: family ids, their two texts, the Jaccard share in whole percent.

    `near_equal`: the share is at least NEAR_PERCENT.
    """

    family: str
    earlier: str
    language: Language
    text: str
    earlier_text: str
    percent: int
    near_equal: bool


class Doubles(msgspec.Struct, frozen=True):
    """Every family that resembles an earlier one, the most alike first. `exhaustive`: no comparison was left out."""

    pairs: tuple[Double, ...]
    exhaustive: bool


class _Asked(NamedTuple):
    """A wording: the place of its family, its text, its shingles as numbers."""

    family: int
    text: str
    marks: array[int]


def shingles(text: str, language: Language) -> frozenset[str]:
    """The shingles of a wording; one, the whole text, when it is shorter than a shingle."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    folded = ("" if language == "zh" else " ").join(words)
    size = SHINGLE[language]
    return frozenset(folded[start : start + size] for start in range(max(1, len(folded) - size + 1)))


def find_doubles(families: Sequence[Family]) -> Doubles:
    """The doubles among `families`, held against each other in the order given."""
    best: dict[int, Double] = {}
    exhaustive = True
    for language in sorted({wording.language for family in families for wording in family.wordings}):
        search = _Search([
            _Asked(place, wording.text, _marks(wording.text, language))
            for place, family in enumerate(families)
            for wording in family.in_language(language)
        ])  # fmt: skip
        for asked, earlier, percent in search.alike():
            if asked.family not in best or percent > best[asked.family].percent:
                best[asked.family] = Double(
                    families[asked.family].id, families[earlier.family].id, language, asked.text, earlier.text,
                    percent, percent >= NEAR_PERCENT,
                )  # fmt: skip
        exhaustive &= search.exhaustive
    return Doubles(tuple(sorted(best.values(), key=lambda double: (-double.percent, double.family))), exhaustive)


def _marks(text: str, language: Language) -> array[int]:
    """Shingles as numbers of four bytes, the same on every machine: 100,000 families of them fit in memory."""
    return array("I", {zlib.crc32(shingle.encode()) for shingle in shingles(text, language)})


class _Search:
    """The wordings of one language, in the order of families."""

    def __init__(self, wordings: list[_Asked]) -> None:
        self._wordings = wordings
        self.exhaustive = True
        self._most_listed = max(_MOST_ALIKE, _LISTED // max(1, len(wordings)))
        self._lists: dict[int, list[int]] = {}
        self._seen = array("I", bytes(4 * _COUNTERS))  # how often a mark stands, by its last bits
        for asked in wordings:
            for mark in asked.marks:
                self._seen[mark % _COUNTERS] += 1

    def alike(self) -> Iterator[tuple[_Asked, _Asked, int]]:
        """Every wording that resembles one of an earlier family, that one, and their share in percent."""
        for number, asked in enumerate(self._wordings):
            prefix = sorted(asked.marks, key=lambda mark: (self._seen[mark % _COUNTERS], mark))
            prefix = prefix[: len(prefix) - _suffix(len(prefix))]
            marks, best, most = frozenset(asked.marks), None, SKELETON_PERCENT - 1
            for other in self._candidates(asked, prefix):
                percent = _percent(marks, self._wordings[other].marks)
                if percent > most:
                    best, most = other, percent
            if best is not None:
                yield asked, self._wordings[best], most
            self._list(number, prefix)

    def _candidates(self, asked: _Asked, prefix: list[int]) -> list[int]:
        """Earlier wordings of other families that may be alike."""
        common: Counter[int] = Counter()
        full = False
        for mark in prefix:
            listed = self._lists.get(mark, ())
            full |= len(listed) >= self._most_listed
            common.update(listed)
        if full:
            self.exhaustive = False
            return [n for n, _ in common.most_common(_MOST_ALIKE) if self._wordings[n].family != asked.family]
        size = len(asked.marks)
        return sorted(
            number
            for number, shared in common.items()
            if shared >= _least(size, len(self._wordings[number].marks))
            and self._wordings[number].family != asked.family
        )

    def _list(self, number: int, prefix: list[int]) -> None:
        for mark in prefix:
            if self._seen[mark % _COUNTERS] > 1:  # a mark that stands once leads nowhere
                listed = self._lists.setdefault(mark, [])
                if len(listed) < self._most_listed:
                    listed.append(number)


def _percent(marks: frozenset[int], others: array[int]) -> int:
    shared = len(marks.intersection(others))
    return 100 * shared // (len(marks) + len(others) - shared)


def _suffix(size: int) -> int:
    """Of so many marks, the common ones that need not be looked at: two alike wordings share one of the others."""
    return (SKELETON_PERCENT * size - 1) // 100


def _least(size: int, other: int) -> int:
    """The marks that the prefixes of two alike wordings of these sizes share at least.

    Alike means sharing p / (1 + p) of the sum of the sizes; whichever prefix ends first, what lies beyond it is all
    that the prefixes can miss.
    """
    return -(-SKELETON_PERCENT * (size + other) // (100 + SKELETON_PERCENT)) - _suffix(max(size, other))
