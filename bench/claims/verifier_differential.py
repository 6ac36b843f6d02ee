"""verifier-differential: the stranger's arithmetic, written apart, against ours on runs drawn by lot; what it costs.

Every run is judged by the assessor and recomputed by `steelyard_verify` from plan and journal alone. Compared is the
whole record of verdicts, field by field, and the roots. A run is also changed in one reading now and then: that the
comparison can fail is part of what it shows.
"""

from __future__ import annotations

import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from certificate_run import Certificate, certificate_run
from claim import ROOT, Claim, Figure, Measurement, main

from steelyard.journal import roots
from steelyard.records import CERTAIN_EVIDENCE, canonical_json
from steelyard_verify.failed import Failed
from steelyard_verify.planned import read_plan
from steelyard_verify.replay import replay
from steelyard_verify.roots import roots_of
from steelyard_verify.strictjson import parse
from steelyard_verify.verdicts import recompute

sys.path.insert(0, str(ROOT / "tests"))
from verify_world import Made, make_run

CLAIM = Claim(
    name="verifier-differential",
    sentence="The verifier, written apart with the standard library alone, comes to every verdict, table, interval, "
    "e-value, error probability and list of risks that the assessor came to; a certificate is checked offline in less "
    "than two seconds, and one changed answer is found.",
    promised="issue 4, what must be shown, 5; measurement.md 10, goal 12",
    limit="all runs agree, e-values to 1e-9 and in every digit; 2 s",
)

SEED = 20_261_125
RUNS, QUICK_RUNS = 10_000, 150
MOST_FAMILIES = 30
CHANGED_EVERY = 10
CLOSE = Decimal("1e-9")
SECONDS = 2.0
CHECKS = 5
FLIPS, QUICK_FLIPS = 100, 10
_MISSING = "nothing"
_SIDES = ("clean", "failing", "undecided")

_KINDS = (
    (("stopped", "decided"), "e-values"),
    (("false_met", "false_failed"), "error probabilities"),
    (("interval",), "ends of intervals"),
    (("strict_table", "forecast_table"), "hashes of boundary tables"),
    (("people",), "figures of people's labels"),
    (("risks",), "figures of lists of risks"),
    (("state",), "states of requirements and thresholds"),
    (("letter", "forecast", "strict"), "claims"),
)
"""Which kind of figure a field of the record is, by a name on the way to it; what is none of these is a count."""


class Tally:
    """What was compared and what agreed. `furthest`: the largest relative difference of two e-values."""

    def __init__(self) -> None:
        self.compared: Counter[str] = Counter()
        self.agreed: Counter[str] = Counter()
        self.furthest = Decimal(0)
        self.first = ""

    def note(self, kind: str, agrees: bool, where: str) -> None:
        """One thing compared."""
        self.compared[kind] += 1
        self.agreed[kind] += agrees
        if not agrees and not self.first:
            self.first = where

    def figure(self, name: str, kind: str) -> Figure:
        """All of a kind must agree, and there must be some."""
        agreed, compared = self.agreed[kind], self.compared[kind]
        return Figure(name, f"{agreed:,} of {compared:,} the same", "all", agreed == compared > 0)


def kind_of(path: tuple[str, ...]) -> str:
    """What kind of figure lies at a place of the record."""
    return next((kind for names, kind in _KINDS if set(names) & set(path)), "counts and reasons")


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Plain values of a record, with the names that lead there."""
    if isinstance(value, dict) and value:
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from leaves(inner, (*path, str(index)))
    else:
        yield path, value


def recomputed(made: Made, lines: list[bytes]) -> tuple[Any, set[str], dict[str, Any]]:
    """What the verifier comes to: verdicts, counted trials, roots. Raises Failed."""
    plan = read_plan(canonical_json(made.plan))
    found = replay(plan, lines, interrupted=made.interrupted)
    again = recompute(plan, found, interrupted=made.interrupted)
    return again.verdicts, again.counted, roots_of(found.leaves, again.counted)


def compare(made: Made, tally: Tally, seed: int) -> None:
    """One run, field by field."""
    ours = parse(canonical_json(made.judgement.verdicts), "verdicts.json")
    sealed = roots(made.entries, made.judgement.counted)
    theirs: Any = {}
    counted: set[str] = set()
    found: dict[str, Any] = {}
    try:
        theirs, counted, found = recomputed(made, made.lines)
    except Failed as error:
        tally.note("runs", False, f"seed {seed}: {error}")
    there = dict(leaves(theirs))
    for path, value in leaves(ours):
        other = there.pop(path, _MISSING)
        tally.note(kind_of(path), value == other, f"seed {seed}: {'.'.join(path)}: {value} and {other}")
        if kind_of(path) == "e-values":
            tally.furthest = max(tally.furthest, _apart(value, other))
    same = {name: {"root": getattr(sealed, name).root, "count": getattr(sealed, name).count} for name in found}
    tally.note("roots", bool(found) and found == same and counted == made.judgement.counted, f"seed {seed}: roots")
    if theirs:
        tally.note("runs", theirs == ours and not there, f"seed {seed}: the records differ")
    for path, value in leaves(ours):
        tally.compared["decided by people"] += path[-2:] == ("people", "strict")
        tally.compared[f"risks {value}"] += path[-1] == "side"
    tally.compared["tables"] += sum(1 + (survey.forecast_table is not None) for survey in made.plan.surveys)


def _apart(one: Any, other: Any) -> Decimal:
    """The relative difference of two e-values; infinite where only one is a number."""
    if one == other:
        return Decimal(0)
    if not (isinstance(one, str) and isinstance(other, str)) or {CERTAIN_EVIDENCE, _MISSING} & {one, other}:
        return Decimal("Infinity")
    first, second = Decimal(one), Decimal(other)
    return abs(first - second) / max(abs(first), abs(second))


def notices(made: Made, draw: random.Random) -> bool | None:
    """Whether one reading turned round in the journal is noticed; None where the run has none to turn."""
    places = [at for at, line in enumerate(made.lines) if b'"reading":"refused"' in line]
    if not places:
        return None
    at, lines = draw.choice(places), list(made.lines)
    lines[at] = lines[at].replace(b'"reading":"refused"', b'"reading":"answered"')
    sealed = roots(made.entries, made.judgement.counted)
    try:
        verdicts, counted, found = recomputed(made, lines)
    except Failed:
        return True
    same_roots = all(found[name]["root"] == getattr(sealed, name).root for name in found)
    return not same_roots or counted != made.judgement.counted or canonical_json(verdicts) != canonical_json(
        made.judgement.verdicts
    )  # fmt: skip


def differential(runs: int) -> tuple[Tally, list[Figure]]:
    """Runs drawn by lot, each judged twice."""
    tally, draw, turned = Tally(), random.Random(SEED), Counter[bool | None]()
    for number in range(runs):
        made = make_run(SEED + number, most=MOST_FAMILIES)
        compare(made, tally, SEED + number)
        if number % CHANGED_EVERY == 0:
            turned[notices(made, draw)] += 1
    noticed, changed = turned[True], turned[True] + turned[False]
    return tally, [
        tally.figure("runs whose verdicts agree in every field", "runs"),
        *(tally.figure(kind, kind) for _, kind in _KINDS),
        Figure("largest relative difference of two e-values", f"{tally.furthest:.1e}" if tally.furthest else "0",
               "1e-9", tally.furthest <= CLOSE),
        tally.figure("counts and reasons", "counts and reasons"),
        tally.figure("roots of evidence, surplus and telemetry", "roots"),
        Figure("boundary tables recomputed from limit, alpha and size", f"{tally.compared['tables']:,}", "none", None),
        Figure("verdicts of parts that people decide", f"{tally.compared['decided by people']:,}", "none", None),
        Figure("risks on a list", ", ".join(f"{tally.compared[f'risks {side}']:,} {side}" for side in _SIDES), "none",
               None),
        Figure("runs with one reading turned round, noticed", f"{noticed} of {changed}", "all",
               noticed == changed > 0),
        *([Figure("first difference", tally.first, "none", False)] if tally.first else []),
    ]  # fmt: skip


def checked(app: Path, run: Certificate) -> tuple[int, dict[str, Any], float, float]:
    """One check by the zipapp in an empty environment: status, what it said, wall and processor seconds."""
    command = [sys.executable, "-I", "-S", str(app), str(run.folder), "--key", str(run.public), "--json"]
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    done = subprocess.run(command, env={}, capture_output=True, check=False)
    wall, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return done.returncode, json.loads(done.stdout), wall, spent


def certificate(flips: int) -> list[Figure]:
    """A certificate of 300 and 300 families: what a check costs, and whether a changed answer is found."""
    with tempfile.TemporaryDirectory() as room:
        run, app = certificate_run(Path(room), SEED), Path(room) / "steelyard-verify.pyz"
        build = [sys.executable, str(ROOT / "tools" / "build_verifier.py"), str(app)]
        subprocess.run(build, check=True, capture_output=True)
        checks = [checked(app, run) for _ in range(CHECKS)]
        wall, spent = (statistics.median(check[part] for check in checks) for part in (2, 3))
        holds = all((status, said["result"]) == (0, "holds") for status, said, _, _ in checks)
        size = (run.folder / "journal.jsonl").stat().st_size
        found = sum(_flipped(app, run, random.Random(SEED + number)) for number in range(flips))
    return [
        Figure("a certificate of two samples of 300, checked by the zipapp", "holds" if holds else "does not hold",
               "holds", holds),
        Figure("its check, median of five", f"{wall:.2f} s", f"under {SECONDS:.0f} s", wall < SECONDS),
        Figure("of that, processor time", f"{spent:.2f} s", "none", None),
        Figure("its answers, rows and journal", f"{run.answers:,} counted, {run.rows:,} rows, {size / 1024:,.0f} KiB",
               "none", None),
        Figure("one sign of one answer changed", f"{found} of {flips} found, line named", "all", found == flips),
    ]  # fmt: skip


def _flipped(app: Path, run: Certificate, draw: random.Random) -> bool:
    """Whether one sign changed in one answer is found, and its line named."""
    journal = run.folder / "journal.jsonl"
    whole = journal.read_bytes()
    lines = whole.splitlines(keepends=True)
    at = draw.choice([number for number, line in enumerate(lines) if b'"text":"' in line])
    start = lines[at].index(b'"text":"') + len(b'"text":"')
    place = start + draw.randrange(lines[at].index(b'"', start) - start)
    sign = bytes([lines[at][place] ^ 1]) if lines[at][place : place + 1].isalpha() else b"x"
    lines[at] = lines[at][:place] + sign + lines[at][place + 1 :]
    try:
        journal.write_bytes(b"".join(lines))
        status, said, _, _ = checked(app, run)
    finally:
        journal.write_bytes(whole)
    return (status, said["result"], said.get("file")) == (1, "fails", "journal.jsonl") and str(at + 1) in said["place"]


def measure(quick: bool) -> Measurement:
    """The runs drawn by lot, then the certificate."""
    runs = QUICK_RUNS if quick else RUNS
    sealed = certificate(QUICK_FLIPS if quick else FLIPS)
    tally, figures = differential(runs)
    return Measurement(
        measured=f"{tally.agreed['runs']:,} of {tally.compared['runs']:,} runs agree in every field, "
        f"{tally.agreed['e-values']:,} of {tally.compared['e-values']:,} e-values in every digit; a certificate is "
        f"checked in {sealed[1].measured}, {sealed[4].measured}",
        figures=(*figures, *sealed),
        seed=str(SEED),
        notes=(
            f"Each run: up to three surveys of up to {MOST_FAMILIES} families, limits from 0.02 to 0.9, every purpose, "
            "attempts that share alpha, looks after 1, 2 or 7 answers, faults, surplus, runs broken off, two or three "
            "raters with disputes and adjudications, scans with findings.",
            "E-values and error probabilities come from different arithmetic on the two sides: decimals of 50 digits "
            "and counted orders here, outward-rounded decimals and weights in units of 1e-60 there.",
            "The certificate fails 4.8 % of its answers where 5 % may fail, so that every answer of both samples is "
            "asked; two people read each. It is checked as `env -i python3 -I -S`; the zipapp is built for this from "
            "the sources.",
        ),
    )


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
