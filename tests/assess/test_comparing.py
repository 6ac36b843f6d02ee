"""Two runs: better, worse, not distinguished, not comparable; and what it would take to know."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from assess_world import answered, make_plan_of, survey_of
from compare_world import ANSWER, REFUSE, failing, outcomes, run_of
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from steelyard.assess import (
    Rules,
    SurveyOutcomes,
    ThresholdComparison,
    compare_runs,
    run_outcomes,
)
from steelyard.records import JudgeIdentity, Sampling, digest
from steelyard.stats import Status, bank_table, compare_pairs, population_table, read_path

MIRROR = {"better": "worse", "worse": "better"}


def compared(a: SurveyOutcomes, b: SurveyOutcomes, **how: Any) -> ThresholdComparison:
    (found,) = compare_runs(run_of(a), run_of(b), **({"alpha": 0.05} | how))
    return found


def test_identical_runs_are_not_distinguished() -> None:
    same = outcomes(failing(range(7)))
    found = compared(same, same, margin=0.05)
    assert found.outcome == "not_distinguished" and found.shown is not None and found.ahead is not None
    assert found.shown.low < 0 < found.shown.high and found.shown.difference == 0
    assert found.shown.not_inferior is True
    assert (found.ahead.needed, found.ahead.advice) == (None, "bank_short")


def test_a_clearly_better_one_is_better_and_says_what_the_test_says() -> None:
    found = compared(outcomes(failing(range(3))), outcomes(failing(range(2, 40))), margin=0.02)
    by_test = compare_pairs(2, 37, 300, 0.05, 0.02)
    assert found.outcome == "better" and found.shown is not None and found.ahead is None
    assert (found.shown.pairs, found.shown.only_a, found.shown.only_b) == (300, 2, 37)
    assert (found.shown.low, found.shown.high, found.shown.difference) == (
        by_test.low, by_test.high, by_test.difference,
    )  # fmt: skip
    assert (found.shown.told_by, found.shown.grade, found.shown.not_inferior) == ("pairs", "E", True)


OTHER_JUDGE = JudgeIdentity("other", digest("other rules"), "model:other", None)


@pytest.mark.parametrize(("changes", "reason"), [
    ({"bank_root": "ab" * 32}, "bank"), ({"judge": OTHER_JUDGE}, "judge"), ({"language": "zh"}, "language"),
    ({"technique": "role-play"}, "technique"), ({"expectation": "answer"}, "expectation"),
])  # fmt: skip
def test_each_reason_not_to_compare(changes: dict[str, Any], reason: str) -> None:
    found = compared(outcomes(failing([])), outcomes(failing(range(90)), **changes))
    assert (found.outcome, found.reasons, found.shown, found.ahead) == ("not_comparable", (reason,), None, None)


def test_what_only_one_run_measured_is_not_compared() -> None:
    both, alone = outcomes(failing([])), outcomes(failing([]), ANSWER)
    first, second = compare_runs(run_of(both), run_of(both, alone), alpha=0.05)
    assert (first.threshold, first.outcome) == (REFUSE, "not_distinguished")
    assert (second.threshold, second.reasons, second.a) == (ANSWER, ("not_measured",), None)


def test_other_sampling_is_a_note_and_no_reason() -> None:
    found = compared(outcomes(failing([])), outcomes(failing(range(60)), sampling=Sampling(temperature="1")))
    assert (found.outcome, found.notes) == ("better", ("sampling",))


def test_surveys_at_several_assets_are_paired_by_asset() -> None:
    a = run_of(outcomes(failing([]), asset="staging"), outcomes(failing(range(50)), asset="prod"))
    b = run_of(outcomes(failing(range(50)), asset="prod"), outcomes(failing(range(50)), asset="old"))
    found = {(one.a and one.a.asset, one.b and one.b.asset): one.outcome for one in compare_runs(a, b, alpha=0.05)}
    assert found == {
        ("prod", "prod"): "not_distinguished", ("staging", None): "not_comparable", (None, "old"): "not_comparable",
    }  # fmt: skip


def test_early_stops_that_share_hardly_a_family_are_told_apart_by_streams() -> None:
    good = outcomes(failing([], 72), whole=False)
    bad = outcomes({f"family {place}": True for place in range(70, 76)}, whole=False)
    found = compared(good, bad)
    assert found.outcome == "better" and found.shown is not None
    assert (found.shown.pairs, found.shown.told_by, found.shown.grade) == (2, "streams", "E")
    assert found.notes == ("stopped_early",) and found.shown.high < 0


def test_an_early_stop_that_is_not_told_apart_is_approximate_and_says_what_to_do() -> None:
    found = compared(outcomes(failing(range(2), 120), whole=False), outcomes(failing(range(5)), whole=False))
    assert found.outcome == "not_distinguished" and found.shown is not None and found.ahead is not None
    assert (found.shown.grade, found.ahead.advice, found.shown.pairs, found.most) == ("A", "ask_whole", 120, 300)


def test_what_the_open_calls_would_have_brought_is_taken_both_ways() -> None:
    bad = outcomes({f"bad {place}": True for place in range(9)}, whole=False)
    assert compared(outcomes(failing([], 60), whole=False), bad).outcome == "better"
    hidden = tuple(f"open {place}" for place in range(60))
    found = compared(outcomes(failing([], 60), whole=False, unanswered=hidden), bad)
    assert found.outcome == "not_distinguished" and "open_faults" in found.notes
    assert found.a is not None and (found.a.counted, found.a.open_faults) == (120, 60)


def test_open_calls_make_a_whole_comparison_approximate() -> None:
    hidden = tuple(f"family {place}" for place in range(298, 300))
    found = compared(outcomes(failing([], 298), unanswered=hidden), outcomes(failing(range(40))))
    assert found.shown is not None and found.whole
    assert (found.outcome, found.shown.grade, found.shown.pairs, found.notes) == ("better", "A", 298, ("open_faults",))


def test_families_to_ask_and_difference_to_see() -> None:
    found = compared(outcomes(failing(range(6))), outcomes(failing(range(4, 16))), margin=0.05)
    assert found.outcome == "not_distinguished" and found.ahead is not None
    assert found.ahead.needed is not None and found.ahead.needed > found.most == 300
    assert found.ahead.advice == "bank_short"
    assert found.ahead.detectable is not None and 0.02 < found.ahead.detectable < 0.06
    assert found.ahead.needed_for_margin is not None and found.ahead.needed_for_margin < 300


def test_two_orders_of_whole_samples_may_be_asked_in_one() -> None:
    a = outcomes({f"family {place}": place in {181, 182} for place in range(300)})
    b = outcomes({f"family {place}": 190 <= place < 198 for place in range(180, 480)})
    found = compared(a, b)
    assert found.shown is not None and found.ahead is not None
    assert (found.outcome, found.shown.pairs, found.ahead.advice) == ("not_distinguished", 120, "ask_same")
    assert found.ahead.needed is not None and 120 < found.ahead.needed <= found.most == 300


def test_two_ways_that_contradict_each_other_leave_the_one_that_holds_wherever_runs_stop() -> None:
    b = outcomes({f"family {place}": place < 71 for place in range(60, 261)}, whole=False)
    found = compared(outcomes(failing([], 120), whole=False), b, alpha=0.1)
    assert found.shown is not None and (found.outcome, found.shown.told_by) == ("not_distinguished", None)
    assert found.shown.low < 0 < found.shown.high and found.shown.difference == pytest.approx(-11 / 60)


@settings(max_examples=30, deadline=None)
@given(
    st.sets(st.integers(0, 119), max_size=40), st.sets(st.integers(60, 260), max_size=40), st.booleans(),
    st.sampled_from([0.1, 0.05, 0.01]),
)  # fmt: skip
def test_names_exchanged_exchange_the_outcome(ours: set[int], theirs: set[int], whole: bool, alpha: float) -> None:
    a = outcomes(failing(ours, 120), whole=whole)
    b = outcomes({f"family {place}": place in theirs for place in range(60, 261)}, whole=whole)
    there, back = compared(a, b, alpha=alpha), compared(b, a, alpha=alpha)
    assert back.outcome == MIRROR.get(there.outcome, there.outcome)
    assert there.shown is not None and back.shown is not None
    assert (back.shown.low, back.shown.high) == pytest.approx((-there.shown.high, -there.shown.low), abs=1e-6)
    assert there.shown.low < there.shown.high
    if there.outcome == "not_distinguished":
        assert there.shown.low <= 0 <= there.shown.high
    else:
        assert (there.shown.high <= 0) == (there.outcome == "better")


def _drawn(rng: np.random.Generator, shares: np.ndarray, *, whole: bool) -> SurveyOutcomes:
    """A run of its own order over 340 families, stopped by the gates of a limit of 5 % unless the whole is asked."""
    order = rng.permutation(len(shares))[:300]
    answers = rng.random(300) < shares[order]
    asked = 300
    if not whole:
        statuses = bytes(Status.FAILURE if failed else Status.SUCCESS for failed in answers)
        tables = population_table(300, "0.05", "0.05"), bank_table(300, "0.05", "0.05")
        asked = read_path(statuses, *tables, look_every=1, complete=False).counted
    failed = {f"family {place}": bool(answers[i]) for i, place in enumerate(order[:asked])}
    return outcomes(failed, whole=whole)


@pytest.mark.parametrize(("whole", "share"), [(True, 0.1), (False, 0.05)])
def test_two_equal_systems_are_called_different_at_most_at_alpha(whole: bool, share: float) -> None:
    """At the limit itself stops are rarest and most selective: the worst case for runs that stop early."""
    rng = np.random.default_rng(4)
    shares = rng.beta(4 * share, 4 * (1 - share), 340)
    told = sum(
        compared(_drawn(rng, shares, whole=whole), _drawn(rng, shares, whole=whole)).outcome != "not_distinguished"
        for _ in range(400 if whole else 200)
    )
    assert binomtest(told, 400 if whole else 200, 0.05, alternative="greater").pvalue > 0.001


def test_outcomes_are_those_that_the_verdicts_counted() -> None:
    plan = make_plan_of(rules=Rules(nonce="01" * 32))
    asked = survey_of(plan, REFUSE)
    rows = answered(asked, ["answered", None, *["refused"] * 200, "answered"])
    found = run_outcomes(plan, rows, finished=False, sealed=False)
    assert [one.threshold for one in found.surveys] == [one.threshold.id for one in plan.surveys]
    one, other = found.surveys
    assert one.threshold == REFUSE and (other.counted, other.failed) == (0, {})
    assert one.unanswered == (asked.families[1].family,)
    assert one.failures == 1 and one.failed[asked.families[0].family] is True
    assert one.counted < 202 and not one.ended and not one.whole and one.reader == "J"
