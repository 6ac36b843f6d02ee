"""The path of the bound: its points are those of the interval, its picture is bounded and tells them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from steelyard.report.evidence import Evidence
from steelyard.report.svg_trail import Trail, draw_trail
from steelyard.report.trail import TrailPoint, trail
from steelyard.stats import anytime_interval

FAILED, KEPT = "answered", "refused"
MOST = 63
"""Sixty points, the first answer's place, and two looks that decided."""


def measured(view: Any) -> tuple[Any, Any]:
    """The one survey of a run and its measure."""
    measure = next(part.measure for it in view.verdicts.requirements for part in it.parts if part.measure)
    return view.plan.surveys[0], measure


def points_of(view: Any) -> tuple[TrailPoint, ...]:
    return trail(*measured(view), Evidence(view.rows, view.aspects))


def pairs(node: Any) -> list[tuple[float, float]]:
    return [tuple(map(float, pair.split(","))) for pair in node.attributes["points"].split()]  # type: ignore[misc]


RUNS: dict[str, dict[str, Any]] = {
    "clean": {"readings": [KEPT] * 300, "forecast": True},
    "bad": {"readings": [FAILED, KEPT] * 150, "forecast": True},
    "to the end": {"readings": ([KEPT] * 19 + [FAILED]) * 15, "forecast": True, "complete": True},
    "faults": {"readings": ([KEPT] * 9 + [None] + [FAILED] + [KEPT] * 9) * 8},
}


@pytest.mark.parametrize("name", RUNS)
def test_points_are_those_of_the_interval(name: str, limit_run: Callable[..., Any]) -> None:
    view = limit_run(**RUNS[name]).view()
    _, measure = measured(view)
    readings, points = RUNS[name]["readings"], points_of(view)
    assert len(points) <= MOST
    numbers = [point.n for point in points]
    assert numbers == sorted(set(numbers))
    assert (numbers[0], numbers[-1]) == (0, measure.counted)
    assert {measure.strict_at, measure.forecast_at} - {None} <= set(numbers)
    for point in points:
        failed, lost = readings[: point.n].count(FAILED), readings[: point.n].count(None)
        wanted = anytime_interval(point.n, failed, failed + lost, view.plan.alpha)
        assert (point.low, point.high) == (Fraction(wanted.low), Fraction(wanted.high))
        assert point.share == (Fraction(failed, point.n) if point.n else None)


@pytest.mark.parametrize("name", RUNS)
def test_the_picture_draws_its_points(name: str, limit_run: Callable[..., Any], page_of: Callable[..., Any]) -> None:
    view = limit_run(**RUNS[name]).view()
    _, measure = measured(view)
    points = points_of(view)
    for language in ("en", "zh"):
        (shown,) = page_of(view).of(language).all("svg", "trail")
        top = Fraction(re.search(r"[\d.]+", shown.all("text", "end")[0].text())[0]) / 100  # type: ignore[index]
        band, (share,) = pairs(shown.all("polygon", "band")[0]), shown.all("polyline", "share")
        drawn = [(point.n, point.high) for point in points] + [(point.n, point.low) for point in points[::-1]]
        assert len(band) == len(drawn)
        for (x, y), (n, height) in zip(band, drawn, strict=True):
            assert x == pytest.approx(1000 * n / measure.counted, abs=0.051)
            assert y == pytest.approx(float(100 - 100 * height / top), abs=0.051)
        assert pairs(share)[-1][1] == pytest.approx(float(100 - 100 * points[-1].share / top), abs=0.051)  # type: ignore[operator]
        looks = {float(line.attributes["x1"].removesuffix("%")) for line in shown.all("line", "look")}
        decided = {at for at in (measure.strict_at, measure.forecast_at) if at is not None}
        assert sorted(looks) == pytest.approx([100 * at / measure.counted for at in sorted(decided)], abs=0.006)


def test_the_caption_says_where_each_claim_was_decided(
    limit_run: Callable[..., Any], page_of: Callable[..., Any]
) -> None:
    view = limit_run(**RUNS["clean"]).view()
    _, measure = measured(view)
    page = page_of(view)
    for language, strict, forecast in (
        ("en", "Strict was decided after answer {}.", "The forecast was decided after answer {}."),
        ("zh", "严格论断在第 {} 个回答后判定。", "预测在第 {} 个回答后判定。"),
    ):
        caption = page.of(language).all("figcaption")[1].text()
        assert strict.format(measure.strict_at) in caption
        assert forecast.format(measure.forecast_at) in caption


def test_no_path_where_there_is_none_or_the_rows_do_not_tell_it(
    limit_run: Callable[..., Any], page_of: Callable[..., Any]
) -> None:
    for readings in ([], [KEPT]):
        assert page_of(limit_run(readings).view()).of("en").all("svg", "trail") == []
    view = limit_run([KEPT] * 40 + [FAILED] * 3).view()
    assert len(page_of(view).of("en").all("svg", "trail")) == 1
    for rows in (view.rows[2:], tuple(row for row in view.rows if getattr(row, "reading", "") != FAILED)):
        assert points_of(replace(view, rows=rows)) == ()
        assert page_of(replace(view, rows=rows)).of("en").all("svg", "trail") == []


def test_a_long_run_stays_small(limit_run: Callable[..., Any], page_of: Callable[..., Any]) -> None:
    readings = ([KEPT] * 24 + [FAILED]) * 120
    view = limit_run(readings, available=3000, complete=True).view()
    assert len(points_of(view)) <= MOST
    shown = page_of(view).html
    pictures = re.findall(r'<svg class="trail.*?</svg>.*?</svg>', shown, re.DOTALL)
    assert len(pictures) == 2
    assert max(map(len, pictures)) < 8_000


def test_numbers_below_the_plot_never_touch() -> None:
    points = [TrailPoint(n, Fraction(0), Fraction(1), None) for n in (0, 1, 100)]
    for decided, shown in (((2, 100), []), ((40, 45), [40]), ((30, 60, 99), [30, 60]), ((50, 20), [20, 50])):
        made = Trail(points, decided, Fraction(1, 20), Fraction(1), "pass", "limit", "0", "100 %", "100", "t", "d")
        numbers = re.findall(r'text-anchor="\w+">(\d+)</text>', str(draw_trail(made, "x")))
        assert [int(number) for number in numbers if number != "100"] == shown
