"""Several runs of one system on one bank as tries at the same prompts (measurement standard, 8). Pure.

a prompt     a wording that every run asked: the statistical unit, for a bank's sample has one wording of each family
a try        one run's answer to it. It breaks the system where the answer is a failure; without an answer it is open
complete     each run asked its whole sample: where a run stopped by its answers, who was asked depends on them
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Literal

import msgspec

from steelyard.records import CallRow, Language, Plan, Reader, Row, Survey, TrialRow

from .comparing import Reason, reasons_apart
from .outcomes import RunOutcomes, SurveyOutcomes, run_outcomes

TryReason = Reason | Literal["target", "sampling", "not_complete", "prompts"]
"""Why runs are not tries at the same thing; `prompts`: they have none in common."""
TryNote = Literal["temperature_zero", "seed_fixed", "answers_identical", "other_prompts", "open_faults"]
"""What a reader should know: tries that are no independent draws, and why; prompts that not every run asked are left
out; some tries have no answer and are read both ways."""


class RunTries(msgspec.Struct, frozen=True):
    """A run as a try. `answers`: digests of answers, by survey and item; `calls`: keys of its calls."""

    outcomes: RunOutcomes
    answers: dict[str, dict[str, str]]
    calls: frozenset[str]


class SurveyTries(msgspec.Struct, frozen=True):
    """Tries at one threshold, in the order the runs were named.

    `broken` has for each prompt whether each try broke the system, None where a try has no answer; `alike` counts the
    prompts that got at least two answers, all of them the same text, of `repeated` that got at least two.
    """

    survey: Survey
    language: Language
    reader: Reader
    broken: dict[str, tuple[bool | None, ...]]
    alike: int
    repeated: int
    notes: tuple[TryNote, ...]

    @property
    def tries(self) -> int:
        """How many tries each prompt had."""
        return len(next(iter(self.broken.values())))

    @property
    def temperature(self) -> Decimal | str:
        """What answers were drawn at; a text where it is no number."""
        return _temperature(self.survey)

    @property
    def independent(self) -> bool:
        """Whether nothing shows that tries were not drawn independently."""
        return not {"temperature_zero", "seed_fixed", "answers_identical"} & set(self.notes)


def run_tries(plan: Plan, rows: Iterable[Row], *, finished: bool, sealed: bool) -> RunTries:
    """A run as a try, from its plan and all rows of its journal. Raises ValueError for a plan that nobody freezes."""
    known = tuple(rows)
    evidence = [row for row in known if not isinstance(row, CallRow)]
    answers: dict[str, dict[str, str]] = {}
    for row in evidence:
        if isinstance(row, TrialRow) and row.response is not None:
            text = row.response.text.encode("utf-8", "surrogatepass")
            answers.setdefault(row.survey, {})[row.item] = hashlib.sha256(text).hexdigest()
    return RunTries(
        run_outcomes(plan, evidence, finished=finished, sealed=sealed), answers,
        frozenset(row.key for row in known if isinstance(row, CallRow)),
    )  # fmt: skip


def reasons_against(runs: Sequence[SurveyOutcomes | None]) -> tuple[TryReason, ...]:
    """Why these are no tries at the same thing, or not complete; empty when they are."""
    known = [one for one in runs if one is not None]
    if len(known) < len(runs):
        return ("not_measured",)
    first = known[0]
    found: dict[TryReason, None] = dict.fromkeys(reason for one in known[1:] for reason in reasons_apart(first, one))
    holds: dict[TryReason, bool] = {
        "target": all(one.survey.target == first.survey.target for one in known),
        "sampling": len({_settings(one.survey) for one in known}) == 1,
        "not_complete": all(one.whole and one.ended for one in known),
        "prompts": bool(_common(known)),
    }
    return (*found, *(reason for reason, good in holds.items() if not good))


def survey_tries(runs: Sequence[SurveyOutcomes], answers: Sequence[dict[str, str]]) -> SurveyTries:
    """The tries of some runs that agree; `answers`: digests by item, of each run."""
    common = _common(runs)
    families = [{planned.item: planned.family for planned in one.survey.families} for one in runs]
    broken = {
        item: tuple(one.failed.get(known[item]) for one, known in zip(runs, families, strict=True)) for item in common
    }
    texts = [[found for known in answers if (found := known.get(item)) is not None] for item in common]
    repeated = [each for each in texts if len(each) > 1]
    alike = sum(len(set(each)) == 1 for each in repeated)
    notes = _notes(runs, broken, alike=bool(repeated) and alike == len(repeated))
    return SurveyTries(runs[0].survey, runs[0].language, runs[0].reader, broken, alike, len(repeated), notes)


def _notes(
    runs: Sequence[SurveyOutcomes], broken: dict[str, tuple[bool | None, ...]], *, alike: bool
) -> tuple[TryNote, ...]:
    several = len(runs) > 1
    cold = _temperature(runs[0].survey) == 0
    seeds = [one.survey.sampling.seed for one in runs if one.survey.sampling.seed is not None]
    holds: dict[TryNote, bool] = {
        "temperature_zero": several and cold,
        "seed_fixed": not cold and len(set(seeds)) < len(seeds),
        "answers_identical": several and alike,
        "other_prompts": any(len(one.survey.families) > len(broken) for one in runs),
        "open_faults": any(None in tries for tries in broken.values()),
    }
    return tuple(note for note, true in holds.items() if true)


def _common(runs: Sequence[SurveyOutcomes]) -> list[str]:
    """Prompts that all of them asked, sorted: no order of asking has a say."""
    asked = [{planned.item for planned in one.survey.families} for one in runs]
    return sorted(asked[0].intersection(*asked[1:]))


def _settings(survey: Survey) -> tuple[Decimal | str, int]:
    """How answers are drawn, but for the seed, which independent tries do not share."""
    return _temperature(survey), survey.sampling.max_tokens


def _temperature(survey: Survey) -> Decimal | str:
    """The number, however it was written; the text where it is none."""
    try:
        found = Decimal(survey.sampling.temperature)
    except InvalidOperation:
        return survey.sampling.temperature
    return found if found.is_finite() else survey.sampling.temperature
