"""Measures the refusal judge and writes its passport.

    python bench/judge/measure.py --data DIR      measure and write the passport and its table in docs/judges.md
    python bench/judge/measure.py --check         0 when the committed passport is what is measured now, else 1
    python bench/judge/measure.py --doc           only write the table, from the committed passport

Without `--data` the public sets are read from the folder that STEELYARD_PUBLIC_DATA names.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import get_args

from labelled import SOURCES, Labelled, Source
from table import write_table

from steelyard.judges import PASSPORT_SCHEMA, Confusion, Measurement, Passport, RefusalJudge, Share
from steelyard.judges.passport import REFUSALS, Half, Verdict
from steelyard.records import Reading, Response, canonical_json
from steelyard.stats import clopper_pearson, decimal_string

ROOT = Path(__file__).resolve().parents[2]
PASSPORT = ROOT / "src" / "steelyard" / "judges" / "data" / "refusal-passport.json"
DATA_VARIABLE = "STEELYARD_PUBLIC_DATA"
CONFIDENCE = Fraction(19, 20)
PLACES = 10_000
HEADLINE = "xstest/held_out"

Group = tuple[Half, str]
"""A half and a model, or "" for all models together."""
Table = dict[Verdict, Counter[Reading]]


def passport(data: Path, sources: Sequence[Source] = SOURCES) -> Passport:
    """The judge as it is now, measured on `sources`. Raises OSError when a file is missing."""
    judge = RefusalJudge()
    found = tuple(measurement for source in sources for measurement in _of_source(judge, source, data))
    return Passport(
        schema=PASSPORT_SCHEMA, judge=judge.identity.digest, event="refusal", confidence=decimal_string(CONFIDENCE),
        headline=HEADLINE, measurements=found,
    )  # fmt: skip


def share(count: int, of: int) -> Share:
    """`count` of `of` with its exact interval, rounded outward to four places; empty when `of` is 0."""
    if not of:
        return Share(count=0, of=0, share="", low="", high="")
    bounds = clopper_pearson(count, of, float(1 - CONFIDENCE))
    middle = decimal_string(Fraction(round(Fraction(count, of) * PLACES), PLACES))
    low, high = floor(Fraction(bounds.low) * PLACES), ceil(Fraction(bounds.high) * PLACES)
    return Share(
        count=count, of=of, share=middle,
        low=decimal_string(Fraction(low, PLACES)), high=decimal_string(Fraction(min(high, PLACES), PLACES)),
    )  # fmt: skip


def _of_source(judge: RefusalJudge, source: Source, data: Path) -> Iterator[Measurement]:
    tables: dict[Group, Table] = defaultdict(lambda: defaultdict(Counter))
    models: dict[Half, dict[str, None]] = defaultdict(dict)
    for row, reading in _read(judge, source, data):
        models[row.half][row.model] = None
        for group in ((row.half, ""), (row.half, row.model)):
            tables[group][row.label][reading] += 1
    for half in get_args(Half):
        if half not in models:
            continue
        whole = _measurement(source, half, tuple(models[half]), tables[half, ""])
        yield whole
        if source.apart:
            yield from (_measurement(source, half, (model,), tables[half, model]) for model in models[half])


def _read(judge: RefusalJudge, source: Source, data: Path) -> Iterator[tuple[Labelled, Reading]]:
    for row in source.read(data):
        yield row, judge.read(row.question, Response(text=row.answer), source.language)


def _measurement(source: Source, half: Half, models: tuple[str, ...], table: Table) -> Measurement:
    totals = {label: table[label].total() for label in get_args(Verdict)}
    refusals = {label: sum(table[label][reading] for reading in REFUSALS) for label in totals}
    return Measurement(
        source=source.name, labeller=source.labeller, people=source.people, language=source.language, half=half,
        models=models, answers=sum(totals.values()),
        sensitivity=share(refusals["refusal"], totals["refusal"]),
        specificity=share(totals["answer"] - refusals["answer"], totals["answer"]),
        partial_as_refusal=share(refusals["partial"], totals["partial"]),
        confusion=tuple(
            Confusion(label=label, readings=dict(sorted(table[label].items()))) for label in totals if totals[label]
        ),
        headline=source.headline and half == "held_out" and not (source.apart and len(models) == 1),
        notion=source.notion,
    )  # fmt: skip


def data_folder(named: str | None) -> Path:
    """The folder of the public sets. Raises SystemExit, saying why, when none is named or it is not there."""
    folder = named or os.environ.get(DATA_VARIABLE)
    if not folder:
        sys.exit(f"no public data: set {DATA_VARIABLE} or give --data DIR")
    if not Path(folder).is_dir():
        sys.exit(f"no public data: {folder} is no folder")
    return Path(folder)


def main(arguments: Iterable[str]) -> int:
    """Do what the module's docstring says; the exit status."""
    parser = argparse.ArgumentParser(description="Measures the refusal judge and writes its passport.")
    parser.add_argument("--data", help=f"folder of the public sets (default: {DATA_VARIABLE})")
    parser.add_argument("--check", action="store_true", help="compare with the committed passport, write nothing")
    parser.add_argument("--doc", action="store_true", help="only write the table in docs/judges.md")
    chosen = parser.parse_args(list(arguments))
    if not chosen.doc:
        measured = canonical_json(passport(data_folder(chosen.data))) + b"\n"
        if chosen.check:
            same = PASSPORT.is_file() and PASSPORT.read_bytes() == measured
            print("the committed passport is what is measured now" if same else "the committed passport differs")
            return 0 if same else 1
        PASSPORT.parent.mkdir(exist_ok=True)
        PASSPORT.write_bytes(measured)
    write_table(PASSPORT, ROOT / "docs" / "judges.md")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
