"""A claim, what a run measured of it, and the result file that says so.

A claim script defines `CLAIM = Claim(...)`, a function that measures, and ends with `sys.exit(main(CLAIM, measure))`.
The environment variable QUICK asks the same question with fewer repeats; a quick result never replaces a full one.
"""

from __future__ import annotations

import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import msgspec

ROOT = Path(__file__).resolve().parents[2]
RESULTS = ROOT / "bench" / "results"
RESULTS_VARIABLE = "STEELYARD_CLAIM_RESULTS"
"""Names another folder for results (tests use it)."""


class Claim(msgspec.Struct, frozen=True):
    """A promise. `sentence` says it, `promised` where it is made, `limit` what must be reached, in few words."""

    name: str
    sentence: str
    promised: str
    limit: str


class Figure(msgspec.Struct, frozen=True):
    """One number of a claim as a reader sees it. `holds` is None where a number is only reported."""

    name: str
    measured: str
    limit: str
    holds: bool | None


class Measurement(msgspec.Struct, frozen=True):
    """What a run came to. `measured`: the figures that matter in one line; `libraries`: whose versions matter."""

    measured: str
    figures: tuple[Figure, ...]
    seed: str = ""
    notes: tuple[str, ...] = ()
    libraries: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every figure with a limit holds, and there is one."""
        judged = [figure.holds for figure in self.figures if figure.holds is not None]
        return bool(judged) and all(judged)


class Result(msgspec.Struct, frozen=True):
    """A result file. `seconds` is wall time."""

    claim: Claim
    command: str
    measured: str
    limit: str
    holds: bool
    figures: tuple[Figure, ...]
    notes: tuple[str, ...]
    seed: str
    quick: bool
    seconds: float
    versions: dict[str, str]
    cpu: str
    cores: int


Measure = Callable[[bool], Measurement]
"""Measures; told whether the run is a quick one."""


def main(claim: Claim, measure: Measure) -> int:
    """Measure, write the result, say it in one line; the exit status: 0 when the claim holds, 1 when it falls short."""
    quick = os.environ.get("QUICK", "0") not in {"", "0"}
    began = time.monotonic()
    try:
        found = measure(quick)
    except Exception as error:  # noqa: BLE001 - what cannot be measured falls short, whatever the reason
        reason = f"{type(error).__name__}: {error}".splitlines()[0]
        found = Measurement("could not be measured", (Figure("measured at all", reason, "yes", False),))
    result = result_of(claim, found, quick, time.monotonic() - began)
    write(result, Path(os.environ.get(RESULTS_VARIABLE, RESULTS)))
    _say(result)
    return 0 if result.holds else 1


def write(result: Result, folder: Path) -> Path:
    """Write a result file into `folder`, a quick one into its sub-folder `quick`; returns where."""
    path = (folder / "quick" if result.quick else folder) / f"{result.claim.name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = msgspec.json.format(msgspec.json.encode(result), indent=2)
    path.write_bytes(text + b"\n")
    return path


def read(folder: Path) -> list[Result]:
    """The full results in `folder`, by name."""
    return [msgspec.json.decode(path.read_bytes(), type=Result) for path in sorted(folder.glob("*.json"))]


def result_of(claim: Claim, found: Measurement, quick: bool, seconds: float) -> Result:
    """The result file's content, with versions and machine as they are now."""
    return Result(
        claim=claim, command=f"make claim NAME={claim.name}{' QUICK=1' if quick else ''}", measured=found.measured,
        limit=claim.limit, holds=found.holds, figures=found.figures, notes=found.notes, seed=found.seed, quick=quick,
        seconds=round(seconds, 1), versions=_versions(found.libraries), cpu=_cpu(), cores=os.cpu_count() or 1,
    )  # fmt: skip


def _say(result: Result) -> None:
    for figure in result.figures:
        if figure.holds is False:
            print(f"  {figure.name}: {figure.measured} (limit {figure.limit}) falls short", file=sys.stderr)
    print(f"{result.claim.name}: {result.measured} (limit {result.limit}) {'holds' if result.holds else 'falls short'}")


def _versions(libraries: Sequence[str]) -> dict[str, str]:
    found = {"python": platform.python_version()}
    for name in ("steelyard", "msgspec", *libraries):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def _cpu() -> str:
    """What the processor calls itself."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        lines = []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.processor() or platform.machine())
