"""`steelyard bank exposures`: how often each question was sent to each vendor, and which are to be retired."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cyclopts import Parameter

from steelyard.assess import (
    MOST,
    PLAN,
    ExposureCount,
    ExposureReading,
    RunFolder,
    Vendor,
    VendorExposure,
    runs_in,
)
from steelyard.banks import load_bank
from steelyard.journal import read_journal
from steelyard.records import InputError, Language

from .schemas import print_schema
from .terminal import Json, Lang, Text, print_json, print_lines
from .words import spoken
from .words_compare import listed, said
from .words_exposures import WORDS

HIGHEST_MOST = 1_000
_SHOWN = 20


def bank_exposures(
    bank: str | None = None,
    /,
    *runs: Path,
    most: Annotated[int, Parameter(help="So often sent to one vendor, a question is to be retired.")] = MOST,
    schema: Annotated[Literal["exposures"] | None, Parameter(help="Print the JSON Schema and do nothing else.")] = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """How often each question was sent to each vendor's endpoint, which may still be asked, which are to be retired.

    Exit: 0 told, whatever the counts; 2 usage, or a run that cannot be read.

    Parameters
    ----------
    bank
        The name of a bundled bank, or the folder of another.
    runs
        Folders of runs, or folders that hold them.
    """
    if schema is not None:
        return print_schema(msgspec.json.schema(ExposureReading))
    if bank is None or not runs:
        raise InputError("a bank and at least one run are needed", mend="name a bank, then run folders")
    if not 1 <= most <= HIGHEST_MOST:
        raise InputError(f"must lie between 1 and {HIGHEST_MOST:,}", source="--most", mend="1 or 2 is usual")
    counted = ExposureCount(load_bank(bank))
    for run in _runs(runs):
        counted.add(run.plan(), (entry.row for entry in read_journal(run.journal)))
    found = counted.reading(most)
    return print_json(found) if json else print_lines(exposure_lines(found, spoken(lang)))


def _runs(named: tuple[Path, ...]) -> list[RunFolder]:
    """The runs that are named, or lie in a folder that is, each once. Raises InputError where there is none."""
    found: dict[Path, RunFolder] = {}
    for folder in named:
        runs = [RunFolder(folder)] if (folder / PLAN).exists() else runs_in(folder)
        if not runs:
            raise InputError("holds no run", source=str(folder), mend="name a run folder, or one that holds runs")
        found |= {run.path.resolve(): run for run in runs}
    return list(found.values())


def exposure_lines(found: ExposureReading, language: Language) -> Iterator[Text]:
    """Exposures, line by line."""
    yield Text(_say("head", language, bank=found.bank, families=found.families, runs=found.runs), "bold")
    if found.foreign:
        yield Text(_say("foreign", language, n=found.foreign))
    if not found.vendors:
        yield Text(_say("none", language))
        return
    for vendor in found.vendors:
        yield from _vendor_lines(vendor, found, language)
    if not found.due:
        yield Text(_say("nothing_due", language, most=found.most))
        return
    yield Text(_say("due", language, n=len(found.due), most=found.most), "bold")
    for question in [one for one in found.questions if one.due][:_SHOWN]:
        sent = listed((_say("times", language, vendor=_vendor(vendor, language), n=n) for vendor, n in question.sent),
                      language)  # fmt: skip
        yield Text(_say("question", language, family=question.family[:12], aspect=question.aspect, sent=sent))
    if len(found.due) > _SHOWN:
        yield Text(_say("more", language, n=len(found.due) - _SHOWN))


def _vendor_lines(one: VendorExposure, found: ExposureReading, language: Language) -> Iterator[Text]:
    yield Text(_say("vendor", language, vendor=_vendor(one.vendor, language), seen=one.seen, sendings=one.sendings))
    if one.vendor.place == "process":
        yield Text(_say("kept_by_nobody", language))
        return
    fresh, never = len(one.fresh), found.families - one.seen
    yield Text(_say("fresh", language, fresh=fresh, never=never, due=len(one.due), most=found.most))


def _vendor(vendor: Vendor, language: Language) -> str:
    return _say(f"place.{vendor.place}", language, name=vendor.name)


def _say(key: str, language: Language, **values: object) -> str:
    return said(WORDS, key, language, **values)
