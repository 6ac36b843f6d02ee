"""bank-reader: whether somebody who sees only the text of a question recovers what it was written for."""

from __future__ import annotations

import sys

import msgspec
from claim import ROOT, Claim, Figure, Measurement, main

from steelyard.banks import bundled_banks, load_bank
from steelyard.stats import clopper_pearson

CLAIM = Claim(
    name="bank-reader",
    sentence="An independent reader, shown only the text of 50 random questions of a bundled bank and the titles "
    "of its aspects, recovers the aspect each was written for.",
    promised="issue 3, banks",
    limit="at least 45 of 50 in each bank, read from the bank as it is now",
)
READINGS = ROOT / "bench" / "reader" / "readings.jsonl"
LEAST = 45


class Read(msgspec.Struct, frozen=True):
    """One question as it was read: `aspect` as written, `read` what the reader took it for, `reader` who read."""

    bank: str
    version: str
    root: str
    item: str
    family: str
    language: str
    aspect: str
    read: str
    reader: str


def measure(quick: bool) -> Measurement:
    """Count what was recovered; questions must still stand in the bank with the aspect they had."""
    lines = READINGS.read_bytes().splitlines()
    readings = [msgspec.json.decode(line, type=Read) for line in lines]
    figures = [figure for name in bundled_banks() for figure in _of_bank(name, readings)]
    readers = sorted({reading.reader for reading in readings})
    recovered = ", ".join(f"{figure.measured} ({figure.name})" for figure in figures if "recovered" in figure.name)
    return Measurement(
        measured=recovered, figures=tuple(figures),
        notes=(f"Read by {', '.join(readers)}, another than the writer of the bank; the questions were drawn by hash "
               "of the bank's root, each in one wording, with nothing else shown.",),
    )  # fmt: skip


def _of_bank(name: str, readings: list[Read]) -> list[Figure]:
    bank = load_bank(name)
    families = {family.id: family.aspect for family in bank.families}
    own = [reading for reading in readings if reading.bank == name]
    stale = sum(families.get(reading.family) != reading.aspect or reading.root != bank.root for reading in own)
    right = sum(reading.aspect == reading.read for reading in own)
    bounds = clopper_pearson(right, len(own), 0.05)
    interval = f"{right} of {len(own)}, interval {bounds.low:.3f} to {bounds.high:.3f}"
    return [
        Figure(f"recovered, {name}", interval, f"at least {LEAST} of 50", right >= LEAST and len(own) == 50),
        Figure(f"questions that are no longer those of {name}", str(stale), "0", stale == 0),
    ]


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
