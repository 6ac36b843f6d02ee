"""What is mutated, which tests are to notice it, and where things lie.

Modules are named by their path under src/. A module's tests are the fast ones (not marked slow) that run a line of it.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "mutation"
TOOL = BUILD / "tool"
"""Where Makefile unpacks the pinned wheels of requirements.txt."""
RESULT = ROOT / "bench" / "results" / "mutation.json"
PAGE = ROOT / "docs" / "mutation.md"
REASONS = Path(__file__).with_name("survivors.json")

LEAST_SHARE = 0.9
"""Of the mutants, how many must be noticed."""

_STATS = {
    "gates": "gates mixture", "mixture": "mixture gates", "walk": "path ahead", "path": "path ahead",
    "claims": "claims", "exact": "exact", "rates": "rates", "staircase": "staircase", "intervals": "intervals",
    "multiple": "multiple", "riskboard": "multiple", "riskpath": "riskpath multiple", "labelgate": "labelgate",
    "samplefit": "labelgate", "nullfit": "strata labelgate", "strata": "strata", "clusters": "clusters",
    "evalues": "evalues",
}  # fmt: skip
_DECISIONS = ("tests/verify", "tests/assess", "tests/records")
_VERDICTS = (
    "steelyard/assess/verdicts.py", "steelyard/records/outcome.py", "steelyard/records/verdict.py",
    "steelyard_verify/gates.py", "steelyard_verify/path.py", "steelyard_verify/claims.py",
    "steelyard_verify/verdicts.py", "steelyard_verify/evidence.py",
)  # fmt: skip


class Subject(NamedTuple):
    """Where a module's tests are, and the files (beginnings of names) of those that are run whatever they cost."""

    folders: tuple[str, ...]
    closest: tuple[str, ...]


SUBJECTS: dict[str, Subject] = {
    **{
        f"steelyard/stats/{name}.py": Subject(
            ("tests/stats",), tuple(f"tests/stats/test_{file}.py" for file in files.split())
        )
        for name, files in _STATS.items()
    },
    **dict.fromkeys(_VERDICTS, Subject(_DECISIONS, ("tests/verify/test_outcomes.py", "tests/assess/test_verdicts.py"))),
}
"""By module."""

UNUSED = frozenset({"test_tables_are_quick", "test_an_interval_is_quick"})
"""Tests that measure time: on a busy machine they fail by themselves."""
