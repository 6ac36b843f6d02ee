"""Whether publication helped a system: both halves of twin pairs, each from a run, in the committed order. Pure.

Measurement standard, 7.1. The test is exact where both runs asked the whole of their half: then no answer had a say in
which pairs are read. Pairs of which a call stayed open are left out, on both sides alike.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from math import exp
from typing import Literal

import msgspec

from steelyard.banks import Halves
from steelyard.records import Reader
from steelyard.stats import Gap, pair_law, read_twins, sequential_outlook, twin_boundary, twin_gap

from .outcomes import RunOutcomes, SurveyOutcomes

CONTAMINATION_SCHEMA = "steelyard.contamination/1"

Outcome = Literal["detected", "not_detected", "undecided", "not_comparable"]
Reason = Literal["target", "sampling", "judge", "language", "technique", "stopped_early", "few_pairs"]
"""Why nothing is told: two systems, other settings, judges, languages or techniques; a run that was not asked to its
end; fewer pairs than could ever detect."""

PRIVATE_RATE, PUBLIC_RATE, CORRELATION, POWER = 0.2, 0.1, 0.5, 0.9
"""The leak that the outlook is about: failures of private and of published twins, how alike twins are, the chance."""
_LARGEST_LOG = 700.0
_SEARCHED = 1_000
"""Pairs beyond which nobody looks: at an error level of 1 % this leak is found among 400."""


class Outlook(msgspec.Struct, frozen=True):
    """What pairs show of a leak by which `public` of the published twins fail and `private` of the others.

    `detects`: the chance that the pairs read detect it; `needed`: the pairs that detect it with chance `power`. The
    difficulties of twins have the correlation `correlation`.
    """

    private: float
    public: float
    correlation: float
    power: float
    detects: float
    needed: int


class Contamination(msgspec.Struct, frozen=True):
    """What the two halves come to at one endpoint, at error level `alpha`.

    Of `pairs` committed, `read` have an answer on both sides. `detected_at` is the number of pairs read when the
    e-value first reached 1/alpha. `gap` is the private failure share less the public one, approximate. Counts and what
    follows from them are of the pairs read; where nothing is read they are 0 or None.
    """

    asset: str
    model: str
    outcome: Outcome
    reasons: tuple[Reason, ...]
    reader: Reader
    pairs: int
    read: int = 0
    private_failures: int = 0
    public_failures: int = 0
    private_only: int = 0
    public_only: int = 0
    e_value: float = 1.0
    detected_at: int | None = None
    gap: Gap | None = None
    outlook: Outlook | None = None


def read_contamination(
    public: SurveyOutcomes, private: SurveyOutcomes, pairs: Sequence[Halves], alpha: float
) -> Contamination:
    """What the published and the private half say of one endpoint, `pairs` in the committed order.

    Raises ValueError when alpha is outside (0, 1).
    """
    reader: Reader = "people" if public.reader == private.reader == "people" else "J"
    found = Contamination(
        public.survey.asset, public.survey.target.model, "not_comparable", _apart(public, private), reader, len(pairs)
    )
    if found.reasons:
        return found
    if not (public.whole and public.ended and private.whole and private.ended):
        return msgspec.structs.replace(found, outcome="undecided", reasons=("stopped_early",))
    both = [
        (private.failed[pair.private], public.failed[pair.public])
        for pair in pairs
        if pair.private in private.failed and pair.public in public.failed
    ]
    return _read(found, both, alpha)


def _read(found: Contamination, both: Sequence[tuple[bool, bool]], alpha: float) -> Contamination:
    """`both`: of each pair read whether the private and whether the published twin failed."""
    path = read_twins((int(private) - int(public) for private, public in both), alpha)
    if twin_boundary(len(both), alpha)[-1] > len(both):  # not even if each private twin alone had failed
        return msgspec.structs.replace(found, outcome="undecided", reasons=("few_pairs",), read=len(both))
    return msgspec.structs.replace(
        found, outcome="not_detected" if path.detected_at is None else "detected", read=len(both),
        private_failures=sum(private for private, _ in both), public_failures=sum(public for _, public in both),
        private_only=path.private_only, public_only=path.public_only,
        e_value=exp(min(path.log_e_value, _LARGEST_LOG)), detected_at=path.detected_at,
        gap=twin_gap(path.private_only, path.public_only, len(both), alpha), outlook=outlook_of(len(both), alpha),
    )  # fmt: skip


@lru_cache(maxsize=64)
def outlook_of(pairs: int, alpha: float) -> Outlook:
    """What so many pairs, read one after the other, show of a leak from 20 to 10 % of failures."""
    law = pair_law(PRIVATE_RATE, PUBLIC_RATE, CORRELATION)

    def detects(cap: int) -> float:
        return sequential_outlook(law, alpha=alpha, cap=cap).detects

    needed = bisect_left(range(1, _SEARCHED), POWER, key=detects) + 1
    return Outlook(PRIVATE_RATE, PUBLIC_RATE, CORRELATION, POWER, detects(min(pairs, _SEARCHED)), needed)


def surveys_of_half(run: RunOutcomes, root: str) -> tuple[SurveyOutcomes, ...]:
    """The surveys of a run that asked the bank of this root."""
    return tuple(one for one in run.surveys if one.survey.bank_root == root)


def pair_endpoints(
    public: Sequence[SurveyOutcomes], private: Sequence[SurveyOutcomes]
) -> tuple[tuple[SurveyOutcomes, SurveyOutcomes], ...]:
    """Surveys of the same endpoint: the two where each run has one, else those of one asset and threshold."""
    if len(public) == len(private) == 1:
        return ((public[0], private[0]),)
    there = {(one.survey.asset, one.threshold): one for one in private}
    return tuple(
        (one, there[one.survey.asset, one.threshold]) for one in public if (one.survey.asset, one.threshold) in there
    )


def _apart(public: SurveyOutcomes, private: SurveyOutcomes) -> tuple[Reason, ...]:
    """Why the two halves were not put to one system in one way; empty when they were."""
    one, other = public.survey, private.survey
    same: dict[Reason, bool] = {
        "target": one.target == other.target,
        "sampling": one.sampling == other.sampling,
        "judge": one.judge == other.judge,
        "language": public.language == private.language,
        "technique": one.technique == other.technique,
    }
    return tuple(reason for reason, agrees in same.items() if not agrees)
