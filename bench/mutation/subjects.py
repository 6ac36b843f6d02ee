"""What is mutated, which tests are to notice it, and where things lie.

Modules are named by their path under src/. A module's tests are the fast ones (not marked slow) of the named folders
that run a line of it.
"""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "mutation"
TOOL = BUILD / "tool"
"""Where Makefile unpacks the pinned wheels of requirements.txt."""
RESULT = ROOT / "bench" / "results" / "mutation.json"
PAGE = ROOT / "docs" / "mutation.md"
REASONS = Path(__file__).with_name("survivors.json")

LEAST_SHARE = 0.9
"""Of the mutants, how many must be noticed."""

_ARITHMETIC = ("tests/stats",)
_DECISIONS = ("tests/verify", "tests/assess", "tests/records")
_STATS = (
    "gates", "mixture", "walk", "path", "claims", "exact", "rates", "staircase", "intervals", "multiple", "riskboard",
    "labelgate", "samplefit", "nullfit", "strata", "clusters", "evalues",
)  # fmt: skip
_VERDICTS = (
    "steelyard/assess/verdicts.py", "steelyard/records/outcome.py", "steelyard/records/verdict.py",
    "steelyard_verify/gates.py", "steelyard_verify/path.py", "steelyard_verify/claims.py",
    "steelyard_verify/verdicts.py", "steelyard_verify/evidence.py",
)  # fmt: skip

SUBJECTS: dict[str, tuple[str, ...]] = {
    **{f"steelyard/stats/{name}.py": _ARITHMETIC for name in _STATS},
    **dict.fromkeys(_VERDICTS, _DECISIONS),
}
"""Module: folders of its tests."""

UNUSED = frozenset({"test_tables_are_quick", "test_an_interval_is_quick"})
"""Tests that measure time: on a busy machine they fail by themselves."""
