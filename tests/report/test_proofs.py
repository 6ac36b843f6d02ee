"""Evidence and grades in words: what the annex says of e-values, and that every figure says how it was come by."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.records import LabelRow, TrialRow, label_key
from steelyard.report.evidence import Evidence
from steelyard.report.facts import gather
from steelyard.report.proof import e_value, needed
from steelyard.report.speaker import Speaker

FAILED, KEPT = "answered", "refused"
NUMBER = r"([\d.,]+|above 1,000,000|below 0\.001|certain)"


def entries(page: Any, language: str) -> dict[str, str]:
    """The annex of the first survey, by term."""
    group = next(it for it in page.of(language).all("section", "group") if it.all("table", "composition"))
    rows = [(row.all("dt"), row.all("dd")) for row in group.all("div") if row.all("dt")]
    return {term[0].text().strip(): value[0].text().strip() for term, value in rows}


def measure_of(view: Any) -> Any:
    return next(part.measure for it in view.verdicts.requirements for part in it.parts if part.measure)


def shown(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


def test_a_decided_gate_shows_what_was_needed_and_reached(
    limit_run: Callable[..., Any], page_of: Callable[..., Any]
) -> None:
    view = limit_run([KEPT] * 300, forecast=True).view()
    measure, said = measure_of(view), entries(page_of(view), "en")
    for name, evidence, at in (
        ("strict", measure.strict_evidence, measure.strict_at),
        ("forecast", measure.forecast_evidence, measure.forecast_at),
    ):
        text = said[f"Evidence of the {name} gate"]
        found = re.search(
            rf"after answer (\d+): the evidence for “within the limit” is {NUMBER}, .*; (\d+) is needed", text
        )
        assert found is not None, text
        assert (int(found[1]), found[3]) == (at, "20")
        assert 20 <= shown(found[2]) <= Fraction(evidence.decided.met)
        assert Fraction(evidence.decided.met) - shown(found[2]) < Fraction(1, 10)
        met, failed = re.findall(r"probability ([\d.]+)\s%", text)
        for rate, exact in ((met, evidence.false_met), (failed, evidence.false_failed)):
            assert 0 <= Fraction(rate) / 100 - Fraction(exact) < Fraction(1, 10_000)
    assert "20 is needed at 5 %" in said["What evidence means"]
    chinese = entries(page_of(view), "zh")
    assert "支持“在限值之内”的证据为 20" in chinese["严格判据的证据"]
    assert "在 5% 下需达到 20" in chinese["证据的含义"]


def test_an_open_gate_shows_where_counting_stopped(limit_run: Callable[..., Any], page_of: Callable[..., Any]) -> None:
    view = limit_run([KEPT] * 10 + [None]).view()
    said = entries(page_of(view), "en")
    text = said["Evidence of the strict gate"]
    assert "Where counting stopped, after 11" in text
    assert "Decided" not in text
    assert "Evidence of the forecast gate" not in said
    assert "1 call without an answer counts against either side" in said["What evidence means"]


def test_a_bank_at_its_end_is_certain(limit_run: Callable[..., Any], page_of: Callable[..., Any]) -> None:
    view = limit_run(([KEPT] * 19 + [FAILED]) * 15, forecast=True, complete=True).view()
    plain = limit_run(([KEPT] * 19 + [FAILED]) * 14 + [KEPT] * 20, forecast=True).view()
    assert "certain" in entries(page_of(plain), "en")["Evidence of the forecast gate"]
    assert "确定" in entries(page_of(plain), "zh")["预测判据的证据"]
    assert measure_of(view).letter == "met"


@given(st.fractions(min_value=0, max_value=10**9))
def test_an_e_value_is_never_shown_larger(value: Fraction) -> None:
    class English:
        def say(self, key: str, **values: str) -> str:
            return {"evidence.large": "above ", "evidence.small": "below "}.get(key, key) + values["n"]

    text = e_value(str(value), English())  # type: ignore[arg-type]
    if text.startswith("above "):
        assert value >= shown(text.removeprefix("above "))
    elif text.startswith("below "):
        assert 0 < value < shown(text.removeprefix("below "))
    else:
        assert shown(text) <= value
        assert value - shown(text) <= max(value / 100, Fraction(1, 1000))


@pytest.mark.parametrize(("alpha", "need"), [("0.05", "20"), ("0.01", "100"), ("0.0005", "2,000"), ("0.3", "3.4")])
def test_what_is_needed_is_rounded_up(alpha: str, need: str) -> None:
    assert needed(alpha) == need


# Grades


def test_every_figure_says_how_it_was_come_by_and_who_read(
    limit_run: Callable[..., Any], page_of: Callable[..., Any]
) -> None:
    for labeller, readers in (("rule:refusal", ("read by a program", "由程序判读")),
                              ("person", ("read by people", "由人判读"))):  # fmt: skip
        page = page_of(limit_run([KEPT] * 30 + [FAILED], labeller=labeller).view())
        for language, reader, exact, counted in (
            ("en", readers[0], "exact", "a description"), ("zh", readers[1], "精确", "仅为描述"),
        ):  # fmt: skip
            shown = page.of(language)
            _, count, interval, _ = shown.all("dl", "figures")[0].all("dd")
            assert counted in count.text()
            assert exact in interval.text()
            for node in (count, interval, *shown.all("figcaption"), *shown.all("table", "composition")):
                assert reader in node.text()
            captions = [node.text() for node in shown.all("figcaption")]
            assert len(captions) == 2
            assert all(exact in caption for caption in captions)
            assert counted in shown.all("table", "composition")[0].all("caption")[0].text()
            assert [exact in node.text() for node in shown.all("p", "grade")] == [True]


LETTER = re.compile(r"(?<![\w.-])[EJDF](?![\w.-])|(?<![\w.-])A(?= \()")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_letters_of_grades_stand_in_the_annex_alone(page: Any, language: str) -> None:
    annex = 0
    for section in page.of(language).all("section", "row"):
        letters = LETTER.findall(section.text(without="quoted"))
        if section.has("annex"):
            annex += len(letters)
        else:
            assert letters == []
    assert annex >= 4
    head = page.of(language).all("div", "standards")[0].text(without="quoted")
    assert LETTER.findall(head) == []


# Where people's labels decide


def with_people(view_of: Any, readings: dict[int, str]) -> Any:
    """The run with two raters' labels on some of its answers."""
    trials = [row for row in view_of.rows if isinstance(row, TrialRow)]
    labels = []
    for at, reading in readings.items():
        for rater in ("person:a", "person:b"):
            key = label_key(trial=trials[at].key, judge="panel", labeller=rater)
            labels.append(LabelRow(key, trials[at].key, "panel", rater, reading))  # type: ignore[arg-type]
    return tuple(labels)


def test_the_evidence_stays_the_judges_where_people_decide(
    limit_run: Callable[..., Any], page_of: Callable[..., Any]
) -> None:
    sample = limit_run([KEPT] * 40 + [FAILED] * 4)
    alone = measure_of(sample.view())
    sample = replace(sample, rows=sample.rows + with_people(sample.view(), {0: "answered", 41: "refused"}))
    view = sample.view()
    measure = measure_of(view)
    assert measure.people is not None
    assert measure.reader == "people"
    assert (measure.strict_evidence, measure.failures) == (alone.strict_evidence, alone.failures)
    page = page_of(view)
    for language, own, note in (
        ("en", "read by a program", "People’s labels decide this limit"), ("zh", "由程序判读", "本限值由人工标注判定"),
    ):  # fmt: skip
        part = page.of(language).all("section", "part")[0]
        assert note in part.text()
        assert own in part.all("dl", "figures")[0].text()
        assert all(own in node.text() for node in part.all("figcaption"))
    assert "This evidence is that of the judge’s readings" in entries(page, "en")["What evidence means"]
    assert "此证据基于判读者的读法" in entries(page, "zh")["证据的含义"]
    facts = gather(view)
    speaker = Speaker(view, facts, Evidence(view.rows, view.aspects), "en")
    assert "as the judge program reads" in speaker.sentences.reach(measure)
