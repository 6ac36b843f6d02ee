"""How often an interval holds the truth: by enumeration, or on clusters drawn; and what peers' intervals are."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable
from math import sqrt
from pathlib import Path

import numpy as np
from claim import ROOT
from scipy.stats import binom, norm

PEER_PYTHON = ROOT / "build" / "peers" / "venv" / ("Scripts" if sys.platform == "win32" else "bin") / "python"
UNPACKED = ROOT / "build" / "peers" / "unpacked"

Interval = tuple[float, float]
Cell = tuple[int, float]
"""Answers, and the true share."""
Law = dict[tuple[int, int], Interval | None]
"""Intervals by (failures, answers)."""


def normal_interval(failures: int, answers: int, alpha: float) -> Interval:
    """The textbook's: share and as many of its standard errors to each side."""
    share = failures / answers
    half = norm.ppf(1 - alpha / 2) * sqrt(share * (1 - share) / answers)
    return share - half, share + half


def coverage(intervals: Law, answers: int, share: float) -> float:
    """The exact chance that the interval holds `share`; an interval not given does not."""
    counts = np.arange(answers + 1)
    chances = binom.pmf(counts, answers, share)
    held = [
        chance > 0 and (found := intervals.get((int(k), answers))) is not None and found[0] <= share <= found[1]
        for k, chance in zip(counts, chances, strict=True)
    ]
    return float(chances[np.array(held)].sum())


def law_of(method: Callable[[int, int], Interval], cells: Iterable[Cell]) -> Law:
    """The method's interval for every count with a chance worth counting in any cell."""
    return {(k, n): method(k, n) for k, n in counts_of(cells)}


def counts_of(cells: Iterable[Cell]) -> list[tuple[int, int]]:
    """(failures, answers) that together have all but a millionth of the chance in some cell."""
    return sorted({(k, n) for n, share in cells for k in plausible(n, share)})


def worst(intervals: Law, cells: Iterable[Cell]) -> tuple[float, int, float]:
    """The least coverage, and where."""
    return min((coverage(intervals, n, share), n, share) for n, share in cells)


def peers(request: dict[str, object]) -> dict[str, list[Interval | None]]:
    """What the peers answer. Raises OSError or CalledProcessError when they cannot be run."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "request.json"
        path.write_text(json.dumps(request), encoding="utf-8")
        command = [str(PEER_PYTHON), str(ROOT / "bench" / "peers" / "intervals.py"), str(UNPACKED), str(path)]
        done = subprocess.run(command, capture_output=True, check=True)
    found: dict[str, list[Interval | None]] = json.loads(done.stdout)
    return found


def plausible(answers: int, share: float) -> range:
    """The counts that together have all but a millionth of the chance."""
    return range(int(binom.ppf(5e-7, answers, share)), int(binom.isf(5e-7, answers, share)) + 1)


def drawn(rng: np.random.Generator, sizes: np.ndarray, share: float, correlation: float, runs: int) -> np.ndarray:
    """Failures by (run, cluster): beta-binomial with this intracluster correlation."""
    shape = (runs, len(sizes))
    if correlation:
        a, b = share * (1 - correlation) / correlation, (1 - share) * (1 - correlation) / correlation
        return rng.binomial(sizes, rng.beta(a, b, shape))
    return rng.binomial(sizes, share, shape)


def sizes_of(clusters: int, answers: int, *, unequal: bool = False) -> np.ndarray:
    """Cluster sizes, all `answers` or spread about it by a factor of ten."""
    if not unequal:
        return np.full(clusters, answers)
    spread = np.geomspace(1, 10, clusters)
    return np.maximum(1, np.round(answers * spread / spread.mean())).astype(int)
