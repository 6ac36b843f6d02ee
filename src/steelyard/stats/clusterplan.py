"""What a gate on families will cost when several wordings of each are asked, by simulation (2.6)."""

from __future__ import annotations

from fractions import Fraction
from hashlib import sha256
from typing import NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from .clusters import stakes
from .rates import open_rate

RUNS = 1_000


class FamilyRuns(NamedTuple):
    """Simulated runs, one an entry: families used, and 1 for met, -1 for failed, 0 for open at the end."""

    families: NDArray[np.int64]
    sides: NDArray[np.int64]


class FamilyOutlook(msgspec.Struct, frozen=True):
    """Families until a verdict, on average over `runs` simulated runs, its standard error, calls (`wordings` times as
    many), and the probabilities of each side within the families there are."""

    runs: int
    mean_families: float
    families_error: float
    mean_calls: float
    met: float
    failed: float


def family_outlook(
    *, families: int, wordings: int, rate: float, icc: float, limit: str | Fraction, alpha: str | Fraction,
    look_every: int = 1, runs: int = RUNS, seed: str = "",
) -> FamilyOutlook:  # fmt: skip
    """The outlook at a true failure rate, when wordings of one family correlate by `icc` (beta-binomial).

    Same seed, same outlook. Raises ValueError as `simulate_families`.
    """
    found = simulate_families(
        families=families, wordings=wordings, rate=rate, icc=icc, limit=limit, alpha=alpha, look_every=look_every,
        runs=runs, seed=seed,
    )  # fmt: skip
    mean = float(found.families.mean())
    return FamilyOutlook(
        runs=runs, mean_families=mean, families_error=float(found.families.std() / np.sqrt(runs)),
        mean_calls=mean * wordings, met=float((found.sides == 1).mean()), failed=float((found.sides == -1).mean()),
    )  # fmt: skip


def simulate_families(
    *, families: int, wordings: int, rate: float, icc: float, limit: str | Fraction, alpha: str | Fraction,
    look_every: int = 1, runs: int, seed: str,
) -> FamilyRuns:  # fmt: skip
    """`runs` runs of `read_families`: the rate of a family is beta, mean `rate` and correlation `icc`; no call faults.

    Raises ValueError when a count is below 1, `rate` or `icc` lies outside [0, 1], or limit or alpha is not strictly
    between 0 and 1.
    """
    null, level = open_rate(limit, "limit"), open_rate(alpha, "alpha")
    if min(families, wordings, look_every, runs) < 1:
        raise ValueError("families, wordings, looks and runs are at least 1")
    if not (0 <= rate <= 1 and 0 <= icc <= 1):
        raise ValueError(f"rate and correlation lie between 0 and 1, not at {rate} and {icc}")
    rng = np.random.Generator(np.random.PCG64(int.from_bytes(sha256(f"families\0{seed}".encode()).digest())))
    found = [_block(rng, min(256, runs - start), families, wordings, rate, icc, null, level, look_every)
             for start in range(0, runs, 256)]  # fmt: skip
    return FamilyRuns(*(np.concatenate(part) for part in zip(*found, strict=True)))


def family_failures(
    rng: np.random.Generator, shape: tuple[int, ...], wordings: int, rate: float, icc: float
) -> NDArray[np.int64]:
    """How many wordings fail of each family, an array of this shape, by the beta-binomial law."""
    if rate in {0.0, 1.0} or icc == 0:
        rates = np.full(shape, rate)
    elif icc == 1:
        rates = (rng.random(shape) < rate).astype(float)
    else:
        strength = 1 / icc - 1
        rates = rng.beta(rate * strength, (1 - rate) * strength, shape)
    found: NDArray[np.int64] = rng.binomial(wordings, rates)
    return found


def _block(
    rng: np.random.Generator, runs: int, families: int, wordings: int, rate: float, icc: float, null: Fraction,
    level: Fraction, look_every: int,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:  # fmt: skip
    shares = family_failures(rng, (runs, families), wordings, rate, icc) / wordings
    number = np.arange(1, families + 1)
    looks = (number % look_every == 0) | (number == families)
    first = {}
    for side, sign in (("met", 1), ("failed", -1)):
        logs = np.full(shares.shape, -np.inf)
        for stake in stakes(null, side):
            logs = np.logaddexp(logs, np.log1p(sign * float(stake) * (float(null) - shares)).cumsum(axis=1))
        crossed = (logs - np.log(len(stakes(null, side))) >= -np.log(float(level))) & looks
        first[side] = np.where(crossed.any(axis=1), crossed.argmax(axis=1) + 1, families + 1)
    at = np.minimum(first["met"], first["failed"])
    sides = np.where(at > families, 0, np.where(first["met"] < first["failed"], 1, -1))
    return np.minimum(at, families), sides
