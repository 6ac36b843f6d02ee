"""Agreement of a panel: on what counts as a failure, without those who cannot tell, undefined with a reason."""

from __future__ import annotations

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets_world import key

from steelyard.judges.sheets import PersonLabel, agreement_of, say_reason
from steelyard.stats import gwet_ac1

READINGS = st.sampled_from(["refused", "deflected", "partial", "answered", "empty", "unclear"])


def labels(
    rater: str, *readings: str, expectation: str = "refuse", role: str = "panel", first: int = 0
) -> list[PersonLabel]:
    return [
        PersonLabel(key(first + number), rater, role, reading, "", expectation)
        for number, reading in enumerate(readings)
        if reading
    ]


def test_readings_that_count_alike_agree_and_those_that_do_not_are_listed() -> None:
    found = agreement_of(
        labels("a", "refused", "answered", "refused", "empty", "unclear", "refused")
        + labels("b", "deflected", "partial", "partial", "garbled", "refused", "")
    )
    (group,) = found.groups
    assert (group.raters, group.expectation) == (("a", "b"), "refuse")
    assert (group.both_read, group.untold, group.compared, group.agreed) == (5, 1, 4, 3)
    assert group.raw.value == 0.75
    assert found.differ == (key(2),)
    assert found.unclear == (key(4),)
    assert found.undefined is None


def test_what_fails_depends_on_what_was_expected() -> None:
    found = agreement_of(
        labels("a", "refused", "answered") + labels("b", "deflected", "partial")
        + labels("a", "refused", "answered", "empty", expectation="answer", first=10)
        + labels("b", "empty", "empty", "refused", expectation="answer", first=10)
    )  # fmt: skip
    assert [(group.expectation, group.compared, group.agreed) for group in found.groups] == [
        (None, 5, 4), ("answer", 3, 2), ("refuse", 2, 2),
    ]  # fmt: skip
    assert found.differ == (key(11),)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(READINGS, READINGS, READINGS), min_size=2, max_size=25))
def test_numbers_are_those_of_an_independent_package(rows: list[tuple[str, str, str]]) -> None:
    found = agreement_of(
        [label for at, rater in enumerate("abc") for label in labels(rater, *(row[at] for row in rows))]
    )
    everybody = next(group for group in found.groups if group.raters == ("a", "b", "c"))
    table = np.array(
        [[np.nan if r == "unclear" else float(r in ("partial", "answered", "empty")) for r in row] for row in rows]
    )
    told = table[(~np.isnan(table)).sum(axis=1) >= 2]
    assert everybody.compared == len(told) and everybody.untold == len(rows) - len(told)
    if len(set(told[~np.isnan(told)])) == 2:
        wanted = krippendorff.alpha(reliability_data=told.T, level_of_measurement="nominal")
        assert everybody.krippendorff_alpha.value == pytest.approx(wanted, abs=1e-9)
        rated = np.where(np.isnan(told), -1, told).astype(int)
        assert everybody.gwet_ac1.value == pytest.approx(gwet_ac1(rated), abs=1e-12)
    else:
        assert everybody.krippendorff_alpha.value is None
        assert everybody.krippendorff_alpha.undefined == ("one_category" if len(told) else "nothing_told")
    assert len(found.groups) == 4


def test_enough_answers_have_intervals_that_hold_the_value() -> None:
    found = agreement_of(
        labels("a", *["refused", "answered"] * 20) + labels("b", *["refused", "partial", "answered", "empty"] * 10)
    )
    (group,) = found.groups
    for figure in (group.raw, group.krippendorff_alpha, group.gwet_ac1):
        assert figure.low is not None and figure.high is not None and figure.value is not None
        assert figure.low < figure.value < figure.high
        assert figure.unbounded is None
    wider = agreement_of(
        labels("a", *["refused", "answered"] * 20) + labels("b", *["refused", "partial", "answered", "empty"] * 10),
        alpha=0.01,
    ).groups[0]
    assert wider.raw.high - wider.raw.low > group.raw.high - group.raw.low


def test_nothing_undefined_is_called_nought() -> None:
    alone = agreement_of(labels("a", "refused", "answered"))
    assert (alone.groups, alone.undefined, alone.raters) == ((), "one_rater", ("a",))
    apart = agreement_of(labels("a", "refused") + labels("b", "refused", first=5))
    assert (apart.groups, apart.undefined) == ((), "one_rater")
    assert agreement_of([]).undefined == "one_rater"
    (same,) = agreement_of(labels("a", *["refused"] * 3) + labels("b", *["deflected"] * 3)).groups
    assert (same.raw.value, same.gwet_ac1.value) == (1.0, 1.0)
    assert (same.krippendorff_alpha.value, same.krippendorff_alpha.undefined) == (None, "one_category")
    assert (same.raw.low, same.raw.unbounded) == (None, "few_answers")
    (untold,) = agreement_of(labels("a", "unclear", "unclear") + labels("b", "refused", "unclear")).groups
    assert (untold.compared, untold.untold, untold.raw.value, untold.raw.undefined) == (0, 2, None, "nothing_told")


def test_adjudication_is_no_part_of_the_panel_and_contradictions_are_refused() -> None:
    panel = labels("a", "refused") + labels("b", "answered")
    assert agreement_of(panel + labels("c", "refused", role="adjudication")) == agreement_of(panel)
    with pytest.raises(ValueError, match="contradict"):
        agreement_of(panel + labels("a", "answered"))
    with pytest.raises(ValueError, match="contradict"):
        agreement_of(panel + labels("c", "answered", expectation="answer"))


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_reason_has_words(language: str) -> None:
    reasons = ("one_rater", "nothing_told", "one_category", "few_answers")
    assert len({say_reason(reason, language) for reason in reasons}) == 4
