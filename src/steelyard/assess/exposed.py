"""How often each question of a bank was sent to each vendor's endpoint (measurement standard, 7.3). Pure.

the question    the family: whoever has seen one wording knows the idea
one time        a trial of a run, whatever came of it: answered, open or surplus, or called and never finished; a copy
                of a run, or a run that goes on from another, holds the same first call and adds nothing
the vendor      the host the plan records leave for. A plan does not say which endpoint is at which host: where it
                records several, each of them counts. Without a record the endpoint is on this machine, by its model;
                what passes it on from there no plan knows. A model in this process has no vendor.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

import msgspec

from steelyard.banks import Bank
from steelyard.records import CallRow, Plan, Row, Survey, TrialRow, digest, trial_key
from steelyard.stats import Exposures

EXPOSURES_SCHEMA = "steelyard.exposures/1"
MOST = 2
"""How often a vendor may be sent a question before it is published."""


class Vendor(msgspec.Struct, frozen=True, order=True):
    """Who may have kept a question: a `host`, whoever serves a model on this `machine`, or nobody (`process`).

    `name`: the host, or the model.
    """

    place: Literal["host", "machine", "process"]
    name: str


class Sending(NamedTuple):
    """A question sent to a vendor; `call` tells one time from another."""

    family: str
    vendor: Vendor
    call: str


class QuestionExposure(msgspec.Struct, frozen=True):
    """How often one question was sent. `due`: so often to one vendor that it is to be published."""

    family: str
    aspect: str
    risk: str
    sent: tuple[tuple[Vendor, int], ...]
    due: bool


class VendorExposure(msgspec.Struct, frozen=True):
    """What one vendor was sent: `sendings` in all, of `seen` questions; `fresh` may still be asked, `due` no more."""

    vendor: Vendor
    sendings: int
    seen: int
    fresh: tuple[str, ...]
    due: tuple[str, ...]


class ExposureReading(msgspec.Struct, frozen=True):
    """All exposures of a bank in some runs. `questions` are those sent at least once, most often first; `due` those
    that some vendor was sent `most` times or more; `foreign`: trials of surveys of a bank with this name whose question
    is not in it, because the bank has changed since."""

    schema: str
    bank: str
    root: str
    families: int
    most: int
    runs: int
    foreign: int
    vendors: tuple[VendorExposure, ...]
    questions: tuple[QuestionExposure, ...]
    due: tuple[str, ...]


class ExposureCount:
    """Counts the sendings of one bank, run by run."""

    def __init__(self, bank: Bank) -> None:
        self._bank = bank
        self._families = {family.id for family in bank.families}
        self._sent: set[Sending] = set()
        self._foreign: set[str] = set()
        self._runs = 0

    def add(self, plan: Plan, rows: Iterable[Row]) -> None:
        """One more run: its plan, and all rows of its journal."""
        self._runs += 1
        first: dict[str, str] = {}
        trials: dict[str, TrialRow] = {}
        for row in rows:
            if isinstance(row, CallRow):
                first.setdefault(row.trial, row.key)
            elif isinstance(row, TrialRow):
                trials[row.key] = row
        for survey in plan.surveys:
            for family, trial in _asked(survey, trials, first):
                call = first.get(trial) or f"run {self._runs}, {trial}"  # killed before the call was noted
                if family in self._families:
                    self._sent |= {Sending(family, vendor, call) for vendor in vendors_of(plan, survey)}
                elif survey.bank == self._bank.manifest.id:
                    self._foreign.add(call)

    def reading(self, most: int = MOST) -> ExposureReading:
        """What was counted. Raises ValueError when `most` is below 1."""
        vendors = sorted({sending.vendor for sending in self._sent})
        counts = Exposures((sending.family, _key(sending.vendor)) for sending in self._sent)
        outside = Exposures((s.family, _key(s.vendor)) for s in self._sent if s.vendor.place != "process")
        due = outside.due(most)
        return ExposureReading(
            schema=EXPOSURES_SCHEMA, bank=self._bank.manifest.id, root=self._bank.root,
            families=len(self._bank.families), most=most, runs=self._runs, foreign=len(self._foreign),
            vendors=tuple(self._vendor(vendor, counts, most) for vendor in vendors),
            questions=self._questions(vendors, counts, set(due)), due=tuple(due),
        )  # fmt: skip

    def _vendor(self, vendor: Vendor, counts: Exposures, most: int) -> VendorExposure:
        families = [family.id for family in self._bank.families]
        times = [counts.count(family, _key(vendor)) for family in families]
        fresh = families if vendor.place == "process" else counts.fresh(families, _key(vendor), most)
        kept = set(fresh)
        return VendorExposure(
            vendor, sum(times), sum(time > 0 for time in times), tuple(fresh),
            tuple(family for family in families if family not in kept),
        )  # fmt: skip

    def _questions(self, vendors: list[Vendor], counts: Exposures, due: set[str]) -> tuple[QuestionExposure, ...]:
        found = []
        for family in self._bank.families:
            sent = tuple((vendor, n) for vendor in vendors if (n := counts.count(family.id, _key(vendor))))
            if sent:
                found.append(QuestionExposure(family.id, family.aspect, family.risk, sent, family.id in due))
        return tuple(sorted(found, key=lambda one: (-max(n for _, n in one.sent), one.family)))


def vendors_of(plan: Plan, survey: Survey) -> tuple[Vendor, ...]:
    """Who may have been sent the questions of a survey."""
    if survey.target.kind == "local":
        return (Vendor("process", survey.target.model),)
    hosts = sorted({consent.host.rstrip(".").lower() for consent in plan.consents})
    return tuple(Vendor("host", host) for host in hosts) or (Vendor("machine", survey.target.model),)


def _asked(survey: Survey, trials: dict[str, TrialRow], called: dict[str, str]) -> Iterable[tuple[str, str]]:
    """Family and key of each trial of a survey that was sent: there is a row of it, or a call of it alone."""
    for row in trials.values():
        if row.survey == survey.id:
            yield row.family, row.key
    target = digest(survey.target)
    for planned in survey.families:
        key = trial_key(
            item=planned.item, technique=survey.technique, target=target, sampling=survey.sampling
        )  # fmt: skip
        if key in called and key not in trials:
            yield planned.family, key


def _key(vendor: Vendor) -> str:
    return f"{vendor.place} {vendor.name}"
