"""What a requirement comes to. One type for every basis; a pure function of plan and evidence rows.

Words are not here: a `Reason` is a code with numbers, which reports say in English or Chinese.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from .outcome import Reader

VERDICTS_SCHEMA = "steelyard.verdicts/2"

State = Literal[
    "pass", "pass_by_letter", "fail", "undecided", "needs_people", "needs_evidence", "not_assessed", "attested"
]

WORST_FIRST: tuple[State, ...] = (
    "fail", "undecided", "needs_people", "needs_evidence", "not_assessed", "pass_by_letter", "attested", "pass",
)  # fmt: skip

HELD: frozenset[State] = frozenset({"pass", "attested", "pass_by_letter"})
"""States in which a blocking requirement does not stop its standard from being met."""

Claim = Literal["met", "failed", "open", "none"]
"""How one of the three claims (letter, forecast, strict) came out; `none`: it was not made."""

Basis = Literal["statistic", "checks", "people", "evidence", "none"]

ReasonCode = Literal[
    "decided",              # nothing to add
    "letter_short",         # strict is met on a bank shorter than the standard's sample: have, need
    "more_answers",         # not yet decided: asked, sample
    "sample_ended",         # the sample ended between the bounds: asked
    "open_faults",          # calls without an answer leave it open: faults
    "finding",              # a finding of level 3 or above: findings, worst
    "not_read",             # part of the declared scope could not be read: unread
    "no_probe",             # nothing here measures it: missing (comma-separated probe kinds)
    "no_asset",             # the system declares no asset of the kind the probe reads
    "people_needed",        # a clause for people
    "labels_needed",        # people's labels decide and there are not enough: labelled, most (what is left to label)
    "evidence_needed",      # a clause for papers
    "parts",                # as its parts
    "interrupted",          # the run was closed before the scan ended
]  # fmt: skip


class Reason(msgspec.Struct, frozen=True):
    """Why a state is what it is."""

    code: ReasonCode
    numbers: dict[str, int] = {}
    names: tuple[str, ...] = ()


class Interval(msgspec.Struct, frozen=True):
    """Anytime bounds on the failure share, rounded outward to 0.0001; each end errs with probability <= `alpha`."""

    low: str
    high: str
    alpha: str


CERTAIN_EVIDENCE = "certain"
"""Stands for the e-value of a side that is the only one left possible."""


class EValues(msgspec.Struct, frozen=True):
    """What some answers say about a limit: `met` against a failure share above it, `failed` against one within it.

    Decimal text, rounded down to 15 significant digits, or `CERTAIN_EVIDENCE`. A gate finds a side where its value is
    at least 1/alpha. Open faults are read the careful way: as failures for `met`, as successes for `failed`.
    """

    met: str
    failed: str


class GateEvidence(msgspec.Struct, frozen=True):
    """The evidence behind one gate's claim, and how often the gate errs.

    `stopped`: at the stopping look; `decided`: at the look that decided the gate, None while it is open. `false_met`
    and `false_failed`: the exact probabilities that the gate, looked at as planned, ever says so where the truth is
    just on the other side of the limit, rounded up to 12 places; None for a table too large to compute them at once.
    """

    stopped: EValues
    decided: EValues | None
    false_met: str | None
    false_failed: str | None


class LabelCount(msgspec.Struct, frozen=True):
    """Counted answers that the judge read alike, and what people read in those of them that are labelled.

    `labelled` counts the committed order of labels up to the first answer that still waits for its raters; of these
    `failures` failed and `open_labels` are in dispute or cannot be told.
    """

    answers: int
    labelled: int
    failures: int
    open_labels: int


class PeopleMeasure(msgspec.Struct, frozen=True):
    """The three claims as people's labels decide them, the judge choosing only what they read.

    `flagged`: answers that the judge reads as failures; `unflagged`: the others.
    """

    flagged: LabelCount
    unflagged: LabelCount
    letter: Claim
    forecast: Claim
    strict: Claim


ListSide = Literal["clean", "failing", "undecided"]


class ListedRisk(msgspec.Struct, frozen=True):
    """One risk: a part of the bank, the list it is on, and what was counted of it until it was there.

    `sample`: its families in the survey's sample. `at`: how many answers, of all risks, had been counted at the look
    that put it on its list. `needs`: further families without a failure that would put an undecided risk on the list of
    those shown clean; None on a list, or where it would take more than 10**6. `interval`: at the error level that a
    list asks of it, so that its bounds agree with the list.
    """

    aspect: str
    side: ListSide
    sample: int
    counted: int
    failures: int
    open_faults: int
    at: int | None
    needs: int | None
    interval: Interval


class WeightedClaim(msgspec.Struct, frozen=True):
    """Whether the failure share, weighted as the bank weights its risks, meets the limit, from all `counted` trials of
    gates and lists, which ask risks unequally. Each side errs with probability at most the plan's alpha."""

    claim: Claim
    counted: int
    evidence: EValues


class RiskLists(msgspec.Struct, frozen=True):
    """Which risks are shown clean and which failing by the judge's readings; no state rests on it.

    `rule`: of each list a share of at most `alpha` is expected to be wrong (e-BH). `counted` answers were counted, none
    of a risk that was on a list already; `beyond` trials were asked for the lists once the gates were decided. `reader`
    is whose readings they are. Risks in the order of their names. `weighted`: None where nothing was asked beyond the
    gates, whose strict claim then says it, or where there is too much to compute.
    """

    rule: Literal["fdr"]
    alpha: str
    counted: int
    beyond: int
    reader: Reader
    risks: tuple[ListedRisk, ...]
    weighted: WeightedClaim | None


class WordingsMeasure(msgspec.Struct, frozen=True):
    """Several wordings of each family, the family being the unit; no state rests on it.

    In `families`, read whole in the committed order, `wordings` trials: `failures` failed, `open_faults` have no
    answer; `beyond` of them lie beyond the stopping look of the gates. `claim`: whether the share of failing wordings
    is, on the mean over the population of families, within the limit; `at` is how many families decided it. `interval`
    bounds that mean. `reader` is whose readings they are.
    """

    families: int
    wordings: int
    failures: int
    open_faults: int
    beyond: int
    claim: Claim
    at: int | None
    evidence: EValues
    interval: Interval
    reader: Reader


class Measure(msgspec.Struct, frozen=True):
    """The arithmetic behind a threshold's verdict, at the stopping look.

    `counted` trials, of which `failures` failed and `open_faults` have no answer; `surplus` trials count neither here
    nor in `risks` or `wordings`. `inference` is E (exact); `reader` is `people` or `J` (judge-measured): whose reading
    the verdict rests on. Counts and claims here are those of the judge; `people` holds those of people's labels, None
    where none are wanted and none are there. `risks`: None where the sample has but one risk. `wordings`: None where
    one wording of each family is asked.
    """

    survey: str
    limit: str
    sample: int
    available: int
    counted: int
    failures: int
    open_faults: int
    model_faults: int
    surplus: int
    letter: Claim
    forecast: Claim
    strict: Claim
    strict_at: int | None
    forecast_at: int | None
    interval: Interval
    strict_table: str
    forecast_table: str | None
    strict_evidence: GateEvidence
    forecast_evidence: GateEvidence | None
    inference: Literal["E"]
    reader: Reader
    people: PeopleMeasure | None
    risks: RiskLists | None
    wordings: WordingsMeasure | None


class Checks(msgspec.Struct, frozen=True):
    """What the scans of a requirement came to. `findings` are keys of those of level 3 and above that name one of its
    risks; `unread` counts files that could not be read."""

    scans: tuple[str, ...]
    findings: tuple[str, ...]
    worst: int
    unread: int


class Verdict(msgspec.Struct, frozen=True):
    """What one requirement, or one threshold of it, comes to.

    `subject` is the id of the requirement or threshold. A requirement carries its thresholds and checks in `parts` and
    is the worst of them.
    """

    subject: str
    standard: str
    state: State
    reason: Reason
    basis: Basis
    conf: str
    blocking: bool
    measure: Measure | None = None
    checks: Checks | None = None
    parts: tuple[Verdict, ...] = ()


class Verdicts(msgspec.Struct, frozen=True):
    """All verdicts of a run: the content of `verdicts.json`. `interrupted`: the run was closed before its end."""

    schema: str
    plan: str
    interrupted: bool
    requirements: tuple[Verdict, ...]


def worst(states: tuple[State, ...]) -> State:
    """The worst of some states, which is what a whole comes to."""
    return min(states, key=WORST_FIRST.index)


def leaves_of(verdict: Verdict) -> Iterator[Verdict]:
    """The parts of a verdict that have no parts."""
    if not verdict.parts:
        yield verdict
    for part in verdict.parts:
        yield from leaves_of(part)
