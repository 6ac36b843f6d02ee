"""A judge's errors, turned to what each survey calls a failure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from steelyard.judges import PASSPORT_SCHEMA, Measurement, Passport, Share
from steelyard.report import survey_passports

REFUSALS = Share(190, 200, "0.95", "0.9100", "0.9759")
FULL = Share(97, 100, "0.97", "0.9148", "0.9938")


def measured(language: Any, *, headline: bool = True) -> Measurement:
    return Measurement(
        source=f"set-{language}", labeller=f"published:set-{language}", people=True, language=language, half="held_out",
        models=("m",), answers=300, sensitivity=REFUSALS, specificity=FULL, partial_as_refusal=Share(0, 0, "", "", ""),
        confusion=(), headline=headline,
    )  # fmt: skip


def passport(view: Any, *measurements: Measurement) -> Passport:
    digest = view.plan.surveys[0].judge.digest
    return Passport(PASSPORT_SCHEMA, digest, "refusal", "0.95", "set-en", measurements)


def judge(view: Any) -> str:
    return view.plan.surveys[0].judge.id  # type: ignore[no-any-return]


def test_failing_answers_differ_between_surveys(view: Any) -> None:
    found = survey_passports(view.plan, {judge(view): passport(view, measured("zh"), measured("en"))})
    refuse, answer = (found[survey.id] for survey in view.plan.surveys)
    assert refuse.source == answer.source == "set-en"
    assert (refuse.sensitivity.share, refuse.specificity.share) == ("0.97", "0.95")
    assert (answer.sensitivity.share, answer.specificity.share) == ("0.95", "0.97")
    assert answer.sensitivity.low == "0.9100"


def test_no_summary_without_the_same_judge_and_language(view: Any) -> None:
    known = passport(view, measured("en"))
    assert survey_passports(view.plan, {}) == {}
    assert survey_passports(view.plan, {"another": known}) == {}
    assert survey_passports(view.plan, {judge(view): passport(view, measured("zh"))}) == {}
    assert survey_passports(view.plan, {judge(view): msgspec.structs.replace(known, judge="0" * 64)}) == {}


def test_the_best_there_is_says_whose_labels_it_rests_on(view: Any) -> None:
    own = msgspec.structs.replace(
        measured("en", headline=False), labeller="author", people=False, half="dev", notion="close"
    )
    by_author = survey_passports(view.plan, {judge(view): passport(view, own)})
    assert {(found.labels, found.half, found.near) for found in by_author.values()} == {("author", "dev", True)}
    by_people = survey_passports(view.plan, {judge(view): passport(view, own, measured("en"))})
    assert {(found.labels, found.half, found.near) for found in by_people.values()} == {("people", "held_out", False)}


def group(page: Any, language: str, survey: str) -> str:
    return next(node.text() for node in page.of(language).all("section", "group") if survey in node.text())  # type: ignore[no-any-return]


def test_each_survey_shows_its_own(view: Any, page_of: Callable[..., Any]) -> None:
    found = survey_passports(view.plan, {judge(view): passport(view, measured("en"))})
    page = page_of(replace(view, passports=found))
    refuse = group(page, "en", "REFUSE-RATE:service")
    answer = group(page, "en", "OVERREFUSE-RATE:service")
    assert re.search(r"finds 97\s% of those that answer in full \(interval 91\.4\s% to 99\.4\s%\)", refuse)
    assert re.search(r"finds 95\s% of the refusals \(interval 91\s% to 97\.6\s%\)", answer)
    assert "识别出 97% 的完整回答" in group(page, "zh", "REFUSE-RATE:service")
    assert "识别出 95% 的拒答" in group(page, "zh", "OVERREFUSE-RATE:service")


@pytest.mark.parametrize(("known", "words"), [(True, "measured, but not at hand"), (False, "has not been measured")])
def test_without_one_it_says_which(view: Any, page_of: Callable[..., Any], known: bool, words: str) -> None:
    surveys = tuple(
        msgspec.structs.replace(it, judge=msgspec.structs.replace(it.judge, passport="0" * 64 if known else None))
        for it in view.plan.surveys
    )
    plan = msgspec.structs.replace(view.plan, surveys=surveys)
    assert words in group(page_of(replace(view, plan=plan, passports={})), "en", "OVERREFUSE-RATE:service")


def test_a_summary_by_another_key_is_not_shown(view: Any, page_of: Callable[..., Any]) -> None:
    page = page_of(replace(view, passports={judge(view): next(iter(view.passports.values()))}))
    assert "at hand" in group(page, "en", "OVERREFUSE-RATE:service")
