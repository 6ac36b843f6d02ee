"""What a run comes to, before any language: order, tallies, what blocks, which measurement belongs to whom."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from steelyard.records import (
    HELD,
    WORST_FIRST,
    InputError,
    Measure,
    PlannedRequirement,
    Reader,
    State,
    Survey,
    Verdict,
    leaves_of,
    reader_of,
)

from .view import ReportView

WAITING: frozenset[State] = frozenset({"not_assessed", "needs_people", "needs_evidence"})
"""States in which nothing was measured: something is missing that would decide."""


@dataclass(frozen=True, slots=True)
class Item:
    """A requirement. `number` counts from 1 over the whole report; `measured` are the leaves with something to show."""

    number: int
    verdict: Verdict
    planned: PlannedRequirement
    leaves: tuple[Verdict, ...]
    measured: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class Standard:
    """A standard and its requirements, worst first within those that block, then the others."""

    id: str
    items: tuple[Item, ...]

    @property
    def blocking(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.verdict.blocking)

    @property
    def tally(self) -> dict[State, int]:
        """How many requirements are in each state, best first; met and not met are always there."""
        counts = Counter(item.verdict.state for item in self.items)
        order: tuple[State, ...] = (
            "pass", "pass_by_letter", "attested", "fail", "undecided", "needs_people", "needs_evidence", "not_assessed",
        )  # fmt: skip
        return {state: counts[state] for state in order if counts[state] or state in {"pass", "fail"}}

    @property
    def state(self) -> State:
        """What the standard comes to: met when every blocking requirement is."""
        states = {item.verdict.state for item in self.blocking}
        if "fail" in states:
            return "fail"
        if not states or states - HELD:
            return "undecided"
        return "pass_by_letter" if "pass_by_letter" in states else "pass"


@dataclass(frozen=True, slots=True)
class Facts:
    """The whole run. `owners` says under which requirement a measurement is shown in full, by `evidence_of`;
    `interrupted` that the run was closed before its end and cannot go on."""

    standards: tuple[Standard, ...]
    surveys: dict[str, Survey]
    owners: dict[str, Item]
    interrupted: bool

    def read_by(self, measure: Measure) -> Reader:
        """Who read what a measure counts: the survey's judge, also where people's labels decide."""
        return reader_of(self.surveys[measure.survey].judge.labeller)

    @property
    def items(self) -> list[Item]:
        """Every requirement of every standard: blocking ones first, then worst first, then as planned."""
        return sorted((item for standard in self.standards for item in standard.items), key=_urgency)

    @property
    def cards(self) -> list[Item]:
        """Requirements about which something was measured, found or attested."""
        return [item for item in self.items if item.measured or item.verdict.state == "attested"]

    @property
    def rest(self) -> list[Item]:
        """The others, as planned."""
        shown = {item.number for item in self.cards}
        return sorted((item for item in self.items if item.number not in shown), key=lambda item: item.number)


def gather(view: ReportView) -> Facts:
    """Put verdicts beside the plan they answer.

    Raises InputError when a verdict speaks of a requirement or survey that the plan does not have.
    """
    planned = {(entry.standard, entry.id): entry for entry in view.plan.requirements}
    surveys = {survey.id: survey for survey in view.plan.surveys}
    by_standard: dict[str, list[Item]] = {standard.id: [] for standard in view.plan.standards}
    for number, verdict in enumerate(view.verdicts.requirements, 1):
        entry = planned.get((verdict.standard, verdict.subject))
        if entry is None:
            raise InputError(f"a verdict speaks of requirement {verdict.subject[:80]!r}, which the plan does not have")
        leaves = tuple(leaves_of(verdict))
        for leaf in leaves:
            if leaf.measure and leaf.measure.survey not in surveys:
                raise InputError(
                    f"a verdict speaks of survey {leaf.measure.survey[:80]!r}, which the plan does not have"
                )
        measured = tuple(leaf for leaf in leaves if evidence_of(leaf))
        by_standard.setdefault(verdict.standard, []).append(Item(number, verdict, entry, leaves, measured))
    standards = tuple(
        Standard(name, tuple(sorted(items, key=_urgency))) for name, items in by_standard.items() if items
    )
    facts = Facts(standards, surveys, {}, view.verdicts.interrupted)
    for item in facts.cards:
        for leaf in item.measured:
            facts.owners.setdefault(evidence_of(leaf), item)
    return facts


def evidence_of(leaf: Verdict) -> str:
    """What identifies the measurement behind a leaf; empty when it has none worth showing."""
    if leaf.measure:
        return f"survey {leaf.measure.survey}"
    checks = leaf.checks
    if checks and (checks.findings or checks.unread or leaf.state in {"pass", "undecided"}):
        return f"checks {leaf.state} {' '.join(checks.findings or checks.scans)}"
    return ""


def _urgency(item: Item) -> tuple[bool, int, int]:
    return not item.verdict.blocking, WORST_FIRST.index(item.verdict.state), item.number
