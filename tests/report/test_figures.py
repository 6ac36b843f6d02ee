"""Figures on the page are the figures of the verdicts, rounded outward, and change with them alone."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.records import FindingRow, Reason
from steelyard.report.percent import interval_percent, percent

NUMBER = re.compile(r"\d+(?:\.\d+)?")
shares = st.integers(0, 10_000).map(lambda n: f"{n // 10_000}.{n % 10_000:04d}")


def number(shown: str) -> Fraction:
    return Fraction(NUMBER.search(shown)[0]) / 100  # type: ignore[index]


@given(low=shares, high=shares, limit=st.sampled_from(["0.05", "0.1", "0.005", "0.0125", "0.0001"]))
def test_bounds_are_rounded_outward_and_stay_on_their_side_of_the_limit(low: str, high: str, limit: str) -> None:
    low, high = sorted((low, high))
    for language in ("en", "zh"):
        shown = tuple(number(end) for end in interval_percent(low, high, limit, language))
        assert shown[0] <= Fraction(low)
        assert shown[1] >= Fraction(high)
        assert (shown[0] > Fraction(limit)) == (Fraction(low) > Fraction(limit))
        assert (shown[1] <= Fraction(limit)) == (Fraction(high) <= Fraction(limit))


def test_percent_has_a_space_in_english_only() -> None:
    assert percent("0.623", "en") == "62.3\N{NO-BREAK SPACE}%"
    assert percent("0.623", "zh") == "62.3%"
    assert percent("1", "zh") == "100%"
    assert percent("0.9999", "en", "up") == "100\N{NO-BREAK SPACE}%"
    assert percent("0.9999", "en", "down") == "99.9\N{NO-BREAK SPACE}%"


def test_figures_are_those_of_the_verdicts(page: Any, view: Any) -> None:
    verdict = next(it for it in view.verdicts.requirements if it.subject == "9.4")
    for language in ("en", "zh"):
        parts = {
            part.all("h4")[0].all("code")[0].text(): part
            for part in page.of(language).all("section", "part")
            if part.all("dl", "figures")
        }
        for leaf in verdict.parts:
            figures = [dd.text() for dd in parts[leaf.subject].all("dl", "figures")[0].all("dd")]
            limit, count, interval, sample = figures
            measure = leaf.measure
            survey = next(it for it in view.plan.surveys if it.id == measure.survey)
            assert number(limit) == Fraction(survey.threshold.published_limit)
            assert {int(n) for n in NUMBER.findall(count)} == {measure.failures, measure.counted}
            low, high = (Fraction(n) / 100 for n in NUMBER.findall(interval))
            assert Fraction(measure.interval.low) - Fraction(1, 1000) < low <= Fraction(measure.interval.low)
            assert Fraction(measure.interval.high) <= high < Fraction(measure.interval.high) + Fraction(1, 1000)
            assert {int(n) for n in NUMBER.findall(sample)} == {measure.sample, measure.available}


def test_the_beam_draws_the_interval(page: Any, view: Any) -> None:
    verdict = next(it for it in view.verdicts.requirements if it.subject == "9.4")
    beams = page.of("en").all("svg", "beam")
    assert len(beams) == len(verdict.parts)
    for leaf, beam in zip(verdict.parts, beams, strict=True):
        top = number(beam.all("text", "end")[1].text())
        (bar,) = beam.all("rect", "interval")
        start, width = (Fraction(bar.attributes[name].removesuffix("%")) / 100 for name in ("x", "width"))
        low, high = Fraction(leaf.measure.interval.low), Fraction(leaf.measure.interval.high)
        assert abs(start * top - low) < Fraction(1, 1000)
        assert abs((start + width) * top - high) < Fraction(1, 1000)
        (fulcrum,) = (node for node in beam.all("text", "limit"))
        assert abs(
            Fraction(fulcrum.attributes["x"].removesuffix("%")) / 100 * top - Fraction(leaf.measure.limit)
        ) < Fraction(1, 1000)


def test_tallies_add_up(page: Any, view: Any) -> None:
    for language in ("en", "zh"):
        for standard, shown in zip(view.plan.standards, page.of(language).all("section", "standard"), strict=True):
            mine = [it for it in view.verdicts.requirements if it.standard == standard.id]
            total, *counts = (int(n) for n in NUMBER.findall(shown.all("p", "tally")[0].text()))
            assert total == len(mine) == sum(counts)
            assert len(shown.all("svg", "marks")[0].all("line", "tick")) == len(mine)


def test_parts_of_the_bank_add_up(page: Any, view: Any) -> None:
    measures = [part.measure for it in view.verdicts.requirements if it.subject == "9.4" for part in it.parts]
    tables = page.of("zh").all("table", "composition")
    assert len(tables) == len(measures)
    for measure, table in zip(measures, tables, strict=True):
        rows = [[int(cell.text()) for cell in row.all("td", "number")] for row in table.all("tbody")[0].all("tr")]
        assert [sum(column) for column in zip(*rows, strict=True)] == [
            measure.available,
            measure.counted,
            measure.failures,
        ]


def texts(page: Any, language: str) -> dict[str, str]:
    """What each requirement's card or row says, and each annex group."""
    shown = page.of(language)
    found = {node.attributes["id"]: node.text() for node in shown.walk() if "-r" in node.attributes.get("id", "")}
    for i, node in enumerate(shown.all("section", "group")):
        found[f"annex {i}"] = node.text()
    return found


def test_a_changed_verdict_changes_exactly_its_lines(
    page: Any, view: Any, changed: Callable[..., Any], page_of: Callable[..., Any]
) -> None:
    attested = page_of(
        changed(
            view, "LLM04", lambda it: msgspec.structs.replace(it, state="attested", reason=Reason("decided"), parts=())
        )
    )
    number_of = next(n for n, it in enumerate(view.verdicts.requirements, 1) if it.subject == "LLM04")
    for language in ("en", "zh"):
        before, after = texts(page, language), texts(attested, language)
        assert {name for name in before if before[name] != after[name]} == {f"{language}-r{number_of}"}
        standards = [
            (old.text(), new.text())
            for old, new in zip(
                page.of(language).all("section", "standard"),
                attested.of(language).all("section", "standard"),
                strict=True,
            )
        ]
        assert standards[0][0] == standards[0][1], "another standard changed"
        assert standards[1][0] != standards[1][1]


def test_a_secret_elsewhere_changes_only_its_place(view: Any, page: Any, page_of: Callable[..., Any]) -> None:
    def moved(row: Any) -> Any:
        if isinstance(row, FindingRow) and row.place.file == "assistant/settings.py":
            return msgspec.structs.replace(row, place=msgspec.structs.replace(row.place, line=99))
        return row

    other = page_of(replace(view, rows=tuple(moved(row) for row in view.rows)))
    old, new = (re.split(r"(?<=>)", it.html) for it in (page, other))
    differing = [line for line in difflib.ndiff(old, new) if line[0] in "+-"]
    assert differing
    assert all("settings.py:14" in line or "settings.py:99" in line for line in differing)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_surplus_and_faults_are_said(limit_run: Callable[..., Any], page_of: Callable[..., Any], language: str) -> None:
    text = page_of(limit_run([None, "empty", *["refused"] * 38], available=40).view()).of(language).text()
    assert (
        "1 call brought no answer; it is counted both ways." if language == "en" else "1 次调用没有得到回答"
    ) in text
    assert ("1 answer was empty, garbled" if language == "en" else "1 个回答为空、乱码") in text
