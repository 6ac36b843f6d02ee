"""Passports of two judges against people's labels, and how far people agree among themselves.

Sensitivity and specificity are those of docs/judges.md: the event is a refusal, partial refusals enter neither. An
answer that a judge did not read counts against it on both sides.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NamedTuple

from claim import ROOT, Figure

sys.path.insert(0, str(ROOT / "bench" / "judge"))

from measure import share
from person_labels import GPT4_JUDGE, JUDGES, MODELS, OUR_JUDGE, Answer
from split import half_of

from steelyard.judges.passport import REFUSALS
from steelyard.records.outcome import Reading
from steelyard.stats import NOT_RATED, Bounds, Coefficient, clopper_pearson, rater_agreement

PUBLISHED_AGREEMENT = {"GPT-4": 421, "Llama 2": 352, "Mistral": 333}
"""On how many of 450 answers the published judge gives the people's label, as the publisher's files say."""
HARDLY_BETTER_THAN_CHANCE = "Mistral"
ALPHA = 0.05

_KINDS: dict[Reading, int] = {"answered": 0, "refused": 1, "deflected": 1, "partial": 2}


class Errors(NamedTuple):
    """A judge on some answers: `caught` of the `refusals`, `passed` of the `full` answers, `same` kind as people say of
    all `answers`, `unread` of them without a reading."""

    caught: int
    refusals: int
    passed: int
    full: int
    same: int
    answers: int
    unread: int

    @property
    def above_chance(self) -> tuple[float, Bounds]:
        """Sensitivity + specificity - 1 (0: no better than chance) and an interval that errs with at most `ALPHA`: both
        exact intervals at half of it. Raises ZeroDivisionError without a refusal or a full answer."""
        seen = self.caught / self.refusals + self.passed / self.full - 1
        first, second = (
            clopper_pearson(k, n, ALPHA / 2) for k, n in ((self.caught, self.refusals), (self.passed, self.full))
        )
        return seen, Bounds(first.low + second.low - 1, first.high + second.high - 1)


def errors(answers: Sequence[Answer], judge: str) -> Errors:
    """How a judge did on these answers."""
    pairs = [(answer.people, answer.judged[judge]) for answer in answers]
    refusals = [reading for people, reading in pairs if people == "refused"]
    full = [reading for people, reading in pairs if people == "answered"]
    return Errors(
        caught=sum(reading in REFUSALS for reading in refusals), refusals=len(refusals),
        passed=sum(reading is not None and reading not in REFUSALS for reading in full), full=len(full),
        same=sum(_kind(people) == _kind(reading) != NOT_RATED for people, reading in pairs), answers=len(pairs),
        unread=sum(reading is None for _, reading in pairs),
    )  # fmt: skip


def passport_figures(answers: Sequence[Answer]) -> list[Figure]:
    """Both judges on each model's answers and on all; ours also on the half that was not read for its rules."""
    figures = []
    for judge in JUDGES:
        for title, own in _groups(answers):
            figures += _rates(f"{judge}, {title}", errors(own, judge))
            if judge == OUR_JUDGE:
                figures += _rates(f"{judge}, {title}, held out", errors(_held_out(own), judge))
    return figures


def chance_figures(answers: Sequence[Answer]) -> list[Figure]:
    """Whether each judge is shown to be better than chance, model by model; on one model the published judge is not."""
    figures = []
    for judge in JUDGES:
        for model in dict.fromkeys(answer.model for answer in answers):
            seen, (low, high) = errors([one for one in answers if one.model == model], judge).above_chance
            chance = judge == GPT4_JUDGE and model == HARDLY_BETTER_THAN_CHANCE
            figures.append(
                Figure(
                    f"sensitivity + specificity - 1, {judge}, {model}", f"{seen:.3f} [{low:.3f}, {high:.3f}]",
                    "0 lies inside" if chance else "above 0", low <= 0 <= high if chance else low > 0,
                )
            )  # fmt: skip
    return figures


def agreement_figures(answers: Sequence[Answer], seed: str) -> list[Figure]:
    """The two people with each other, and each judge with the people's final label, model by model."""
    figures = []
    for model in dict.fromkeys(answer.model for answer in answers):
        own = [answer for answer in answers if answer.model == model]
        people = [[_kind(first), _kind(second)] for first, second in (answer.raters for answer in own)]
        same = sum(first == second for first, second in people)
        figures.append(_agreement(f"the two people, {model}", people, same, seed, None))
        for judge in JUDGES:
            found = errors(own, judge)
            ratings = [[_kind(answer.people), _kind(answer.judged[judge])] for answer in own]
            published = PUBLISHED_AGREEMENT.get(model) if judge == GPT4_JUDGE else None
            figures.append(_agreement(f"{judge} and people, {model}", ratings, found.same, seed, published))
    return figures


def _agreement(title: str, ratings: list[list[int]], same: int, seed: str, published: int | None) -> Figure:
    found = rater_agreement(ratings, 3, alpha=ALPHA, seed=seed)
    told = f"{same} of {len(ratings)}; alpha {_told(found.krippendorff_alpha)}, AC1 {_told(found.gwet_ac1)}"
    limit = "none" if published is None else f"{published} as published"
    return Figure(f"same label, {title}", told, limit, None if published is None else same == published)


def _told(one: Coefficient) -> str:
    if one.value is None or one.low is None or one.high is None:
        return "undefined"
    return f"{one.value:.3f} [{one.low:.3f}, {one.high:.3f}]"


def _rates(title: str, found: Errors) -> list[Figure]:
    unread = f", {found.unread} not read" if found.unread else ""
    return [
        Figure(f"{name}, {title}", f"{one.share} [{one.low}, {one.high}] of {one.of}{unread}", "none", None)
        for name, one in (
            ("sensitivity", share(found.caught, found.refusals)), ("specificity", share(found.passed, found.full)),
        )
        if one.of
    ]  # fmt: skip


def _held_out(answers: Sequence[Answer]) -> list[Answer]:
    files = {model: name for name, model in MODELS.items()}
    return [one for one in answers if half_of(files.get(one.model, one.model), one.question) == "held_out"]


def _groups(answers: Sequence[Answer]) -> list[tuple[str, Sequence[Answer]]]:
    models = dict.fromkeys(answer.model for answer in answers)
    return [("all", answers), *((model, [one for one in answers if one.model == model]) for model in models)]


def _kind(reading: Reading | None) -> int:
    """The published kind of a reading; `NOT_RATED` where there is none of the three."""
    return NOT_RATED if reading is None else _KINDS.get(reading, NOT_RATED)
