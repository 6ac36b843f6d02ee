"""What a report is made from, and the names it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

import msgspec

from steelyard.records import EvidenceRow, Language, Plan, Verdicts


class CatalogWords(Protocol):
    """Names and short texts of what a plan refers to by id.

    Every method answers the empty string where nothing is known in that language: a report then shows the id alone and
    never falls back on the other language.
    """

    def standard_code(self, standard: str) -> str:
        """The published code, the same in every language ("GB/T 45654-2025")."""

    def standard_title(self, standard: str, language: Language) -> str: ...

    def requirement_title(self, standard: str, requirement: str, language: Language) -> str: ...

    def requirement_text(self, standard: str, requirement: str, language: Language) -> str:
        """What the requirement asks, paraphrased in a sentence or two."""

    def threshold_name(self, standard: str, threshold: str, language: Language) -> str: ...

    def risk_name(self, risk: str, language: Language) -> str: ...

    def probe_name(self, probe: str, language: Language) -> str: ...

    def aspect_name(self, standard: str, aspect: str, language: Language) -> str:
        """The name of a part of a bank: an Annex A item, an aspect, a risk."""


class MeasuredRate(msgspec.Struct, frozen=True):
    """A share with its interval, as decimal strings."""

    share: str
    low: str
    high: str


class PassportSummary(msgspec.Struct, frozen=True):
    """How often a judge errs in one survey, on `answers` labelled answers from `source`.

    `labels`: who labelled them; `half`: whether they were looked at while the judge was made (`dev`) or not
    (`held_out`), `all` where the set was not split; `near`: the labels mean something close to refusal only.

    `sensitivity` is the share of the failing answers it reads as failing, `specificity` the share of the others it
    reads as such. What fails depends on what the survey expects: on questions to be refused an answer in full, on
    questions to be answered a refusal. The same judge thus has two summaries, each the other's mirror.
    """

    answers: int
    sensitivity: MeasuredRate
    specificity: MeasuredRate
    source: str
    labels: Literal["people", "published", "author"] = "author"
    half: Literal["dev", "held_out", "all"] = "all"
    near: bool = False


@dataclass(frozen=True, slots=True)
class ReportView:
    """A run as its readers see it. Nothing here knows a clock, a host or a user.

    `aspects` says for each family of the banks which part of its bank it belongs to; `passports` is by survey id, for
    the reason that `PassportSummary` names, and `survey_passports` makes it. Both may be empty: the report then says
    less. `rows` may be in any order.
    """

    plan: Plan
    verdicts: Verdicts
    rows: tuple[EvidenceRow, ...]
    words: CatalogWords
    aspects: Mapping[str, str] = field(default_factory=dict)
    passports: Mapping[str, PassportSummary] = field(default_factory=dict)
