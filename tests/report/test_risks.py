"""Risk by risk: the lists of a survey in the page and on a terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from steelyard.report import summary_lines

SIDES = {
    "clean": ("Shown clean", "证实在限值内"),
    "failing": ("Shown failing", "证实超出限值"),
    "undecided": ("Undecided", "未定"),
}


def over_risks(limit_run: Callable[..., Any], names: list[str], failing: set[str], each: int, asked_on: bool) -> Any:
    """A view of a survey whose risks are `names`, `each` families of each asked; those of `failing` fail."""
    sample = limit_run(["refused"] * len(names) * each, available=300, size=len(names) * each, complete=True)
    survey = sample.plan.surveys[0]
    families = tuple(
        msgspec.structs.replace(family, aspect=names[i % len(names)]) for i, family in enumerate(survey.families)
    )
    survey = msgspec.structs.replace(survey, families=families, composition=dict.fromkeys(names, each + 50))
    plan = msgspec.structs.replace(sample.plan, surveys=(survey,), risk_lists=asked_on)
    fails = {family.item for family in families if family.aspect in failing}
    keys = {row.key for row in sample.rows if getattr(row, "item", None) in fails}
    rows = tuple(
        msgspec.structs.replace(row, reading="answered") if getattr(row, "trial", None) in keys else row
        for row in sample.rows
    )
    return replace(sample, plan=plan, rows=rows).view()


def lists_of(view: Any) -> Any:
    parts = [part for verdict in view.verdicts.requirements for part in verdict.parts if part.measure]
    return parts[0].measure.risks


@pytest.fixture(scope="session")
def three(limit_run: Callable[..., Any]) -> Any:
    """One risk fails, one is shown clean, one has too few answers."""
    view = over_risks(limit_run, ["A.1a", "A.1b", "A.1c", "A.1c"], {"A.1b"}, 70, asked_on=True)
    assert [risk.side for risk in lists_of(view).risks] == ["undecided", "failing", "clean"]
    return view


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_risk_stands_with_its_list_its_counts_and_its_bounds(
    three: Any, page_of: Callable[..., Any], language: str
) -> None:
    (table,) = page_of(three).of(language).all("table", "risks")
    rows = table.all("tbody")[0].all("tr")
    risks = {risk.aspect: risk for risk in lists_of(three).risks}
    assert [row.all("code")[0].text().strip() for row in rows] == ["A.1b", "A.1a", "A.1c"], "failing first"
    for row in rows:
        risk, text = risks[row.all("code")[0].text().strip()], row.text()
        assert SIDES[risk.side][language == "zh"] in text
        assert str(risk.counted) in text and str(risk.failures) in text
        assert len(row.all("svg", "risk")) == 1
        needs = row.all("span", "aside")
        assert bool(needs) == (risk.side == "undecided")
    undecided = rows[1].text()
    assert str(risks["A.1a"].needs) in undecided
    assert str(three.plan.surveys[0].composition["A.1a"] - risks["A.1a"].counted) in undecided


def test_the_bounds_agree_with_the_list(three: Any) -> None:
    for risk in lists_of(three).risks:
        low, high, limit = float(risk.interval.low), float(risk.interval.high), 0.05
        assert {"clean": high <= limit, "failing": low > limit, "undecided": low <= limit < high}[risk.side]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_it_says_what_a_list_promises_and_by_whose_reading(
    three: Any, page_of: Callable[..., Any], language: str
) -> None:
    (details,) = [node for node in page_of(three).of(language).all("details") if node.all("table", "risks")]
    promise = {
        "en": (
            "as the judge reads", "at most 5 % is expected to be wrong", "undecided, not passed",
            "exact, read by a program",
        ),
        "zh": ("按判读程序的读法", "出错的比例预期不超过 5%", "未定，而非通过", "精确，由程序判读"),
    }[language]  # fmt: skip
    text = details.text().replace("\N{NO-BREAK SPACE}", " ")
    for words in promise:
        assert words in text
    assert "--risk-lists" not in text
    assert "open" in details.attributes


def test_lists_that_nobody_asked_for_are_folded_and_say_how_to_go_on(
    limit_run: Callable[..., Any], page_of: Callable[..., Any]
) -> None:
    view = over_risks(limit_run, ["A.1a", "A.1b"], set(), 30, asked_on=False)
    (details,) = [node for node in page_of(view).of("en").all("details") if node.all("table", "risks")]
    assert "open" not in details.attributes
    assert "2 undecided" in details.text()
    assert "A run with --risk-lists goes on with those undecided." in details.text()


def test_a_sample_of_one_risk_has_no_lists(limit_run: Callable[..., Any], page_of: Callable[..., Any]) -> None:
    view = over_risks(limit_run, ["A.1a"], set(), 60, asked_on=True)
    assert lists_of(view) is None
    assert page_of(view).of("en").all("table", "risks") == []
    assert not any("shown clean" in line for line in summary_lines(view, "en"))


def test_a_bar_never_leaves_its_scale(three: Any, page_of: Callable[..., Any]) -> None:
    for bar in page_of(three).of("en").all("svg", "risk"):
        (interval,) = bar.all("rect", "interval")
        start, width = (float(interval.attributes[name].rstrip("%")) for name in ("x", "width"))
        assert 0 <= start <= start + width <= 100.01
        assert bar.attributes["aria-label"].startswith("From 0 to 25")


@pytest.mark.parametrize(
    ("rate", "outcome"), [({}, "the limit met"), ({"A.1a", "A.1b"}, "the limit failed"), ({"half"}, "decide nothing")]
)
def test_the_rate_weighted_as_in_the_bank_is_told_where_lists_asked_on(
    limit_run: Callable[..., Any], page_of: Callable[..., Any], rate: set[str], outcome: str
) -> None:
    """Gates decided after few answers, lists after more: risks are then asked unequally."""
    sample = limit_run(["refused"] * 240, available=240)
    survey = sample.plan.surveys[0]
    names = ["A.1a", "A.1b"]
    families = tuple(msgspec.structs.replace(f, aspect=names[i % 3 == 0]) for i, f in enumerate(survey.families))
    survey = msgspec.structs.replace(survey, families=families, composition={"A.1a": 160, "A.1b": 80})
    plan = msgspec.structs.replace(sample.plan, surveys=(survey,), risk_lists=True)
    failing = {f.item for i, f in enumerate(families) if f.aspect in rate or ("half" in rate and 5 <= i < 14)}
    keys = {row.key for row in sample.rows if getattr(row, "item", None) in failing}
    rows = tuple(
        msgspec.structs.replace(row, reading="answered") if getattr(row, "trial", None) in keys else row
        for row in sample.rows
    )
    view = replace(sample, plan=plan, rows=rows).view()
    lists = lists_of(view)
    assert lists.beyond
    (details,) = [node for node in page_of(view).of("en").all("details") if node.all("table", "risks")]
    assert f"{lists.weighted.counted} answers together" in details.text()
    assert outcome in details.text()


def test_a_terminal_names_what_fails(three: Any) -> None:
    english = "\n".join(summary_lines(three, "en"))
    assert "REFUSE-RATE: of 3 risks 1 shown clean, 1 shown failing (A.1b), 1 undecided." in english
    assert "证实超出限值 1 个（A.1b）" in "\n".join(summary_lines(three, "zh"))
