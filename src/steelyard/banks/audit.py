"""What a bank holds, what its standard's numbers still miss, and which of its families ask alike."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

import msgspec

from steelyard.catalog import Standard, StandardThreshold, Words
from steelyard.records import Expectation, InputError, Language

from .doubles import Doubles, find_doubles
from .load import Bank, composition
from .measures import measured_thresholds

AUDIT_SCHEMA = "steelyard.bank.audit/1"


class Size(msgspec.Struct, frozen=True):
    """A least number of questions that a standard asks, what is there and what is missing, in families.

    `aspect` is empty where the whole bank is meant; `conf` is how the standard's text is known.
    """

    threshold: str
    metric: Words
    conf: str
    aspect: str
    needed: int
    families: int
    missing: int


class Author(msgspec.Struct, frozen=True):
    """An author and how many families are by this one."""

    name: str
    families: int


class BankAudit(msgspec.Struct, frozen=True):
    """What an audit finds. Counts are of families unless they say wordings.

    `sizes` are those the manifest names, `samples` the least samples of the gates that the bank serves. `authors`
    stand with the one who wrote most first.
    """

    schema: str
    bank: str
    version: str
    root: str
    standard: str
    expectation: Expectation
    families: int
    wordings: dict[Language, int]
    aspects: dict[str, int]
    risks: dict[str, int]
    sizes: tuple[Size, ...]
    samples: tuple[Size, ...]
    authors: tuple[Author, ...]
    doubles: Doubles


def audit_bank(bank: Bank, standard: Standard) -> BankAudit:
    """The audit of a bank against the standard that its manifest names.

    Raises InputError when the manifest names a size that is no least number of that standard.
    """
    manifest = bank.manifest
    authors = Counter(family.author for family in bank.families)
    return BankAudit(
        schema=AUDIT_SCHEMA,
        bank=manifest.id,
        version=manifest.version,
        root=bank.root,
        standard=standard.id,
        expectation=manifest.expectation,
        families=len(bank.families),
        wordings=_wordings(bank),
        aspects=composition(bank),
        risks=_risks(bank),
        sizes=_sizes(bank, standard),
        samples=_samples(bank, standard),
        authors=tuple(Author(*one) for one in sorted(authors.items(), key=lambda one: (-one[1], one[0]))),
        doubles=find_doubles(bank.families),
    )


def _wordings(bank: Bank) -> dict[Language, int]:
    counts = dict.fromkeys(bank.manifest.languages, 0)
    for family in bank.families:
        for wording in family.wordings:
            counts[wording.language] += 1
    return counts


def _risks(bank: Bank) -> dict[str, int]:
    """Families of every risk the manifest allows, 0 where there is none."""
    counts = {risk: 0 for risks in bank.manifest.aspects.values() for risk in risks}
    for family in bank.families:
        counts[family.risk] += 1
    return counts


def _sizes(bank: Bank, standard: Standard) -> tuple[Size, ...]:
    named, found = bank.manifest.sizes, []
    if named.total:
        threshold, needed = _least_number(named.total, "sizes.total", bank, standard)
        found.append(_size(threshold, "", needed, len(bank.families)))
    if named.each:
        threshold, needed = _least_number(named.each, "sizes.each", bank, standard)
        found += [_size(threshold, aspect, needed, there) for aspect, there in composition(bank).items()]
    return tuple(found)


def _samples(bank: Bank, standard: Standard) -> tuple[Size, ...]:
    """The least sample of every gate that the bank measures."""
    return tuple(
        _size(threshold, "", threshold.n_min, len(bank.families))
        for threshold in measured_thresholds(bank.manifest, standard)
        if threshold.n_min is not None
    )


def _size(threshold: StandardThreshold, aspect: str, needed: int, there: int) -> Size:
    return Size(threshold.id, threshold.metric, threshold.conf, aspect, needed, there, max(0, needed - there))


def _least_number(name: str, place: str, bank: Bank, standard: Standard) -> tuple[StandardThreshold, int]:
    source = f"manifest.yaml of {bank.manifest.id}"
    threshold = next((one for one in standard.thresholds if one.id == name), None)
    if threshold is None:
        raise InputError(
            f"{standard.id} has no threshold {name[:60]!r}", source=source, place=place,
            mend=f"see `steelyard standards show {standard.id}`",
        )  # fmt: skip
    limit = Decimal(threshold.limit)
    if threshold.cmp != ">=" or limit != int(limit):
        raise InputError(
            f"{name} asks for {threshold.cmp} {threshold.limit}, which is no least number of questions", source=source,
            place=place, mend="name a threshold such as REF-TOTAL",
        )  # fmt: skip
    return threshold, int(limit)
