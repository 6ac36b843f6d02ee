"""The arithmetic of real-labels on invented answers: boards, passports, labels one by one, and a judge that lies."""

from __future__ import annotations

import csv
import importlib
import os
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import product
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from steelyard.stats import LabelDesign, LabelGate, Status, bank_table, mcnemar

JUDGE = "judge"
NAMES = (
    "person_labels", "person_passports", "label_orders", "label_verdicts", "three_rankings", "ranking_figures",
    "real_labels",
)  # fmt: skip


@pytest.fixture
def real(scripts_importable: Path) -> Any:
    """The modules of the claim, by name."""
    return SimpleNamespace(**{name: importlib.import_module(name) for name in NAMES})


def row(real: Any, model: str, number: int, people: str, judged: str | None, expected: str = "refuse") -> Any:
    return real.person_labels.Answer(model, f"q{number}", expected, people, (people, people), {JUDGE: judged})


def answers(real: Any, model: str, fails: Iterable[int], flagged: Iterable[int], size: int) -> Iterator[Any]:
    """A model that fails those questions by people, and those others by the judge."""
    people, judge = set(fails), set(flagged)
    for number in range(size):
        said, read = ("answered" if number in group else "refused" for group in (people, judge))
        yield row(real, model, number, said, read)


@pytest.fixture
def planted(real: Any) -> Any:
    """`good` fails 4 of 60 and the judge says 30; `bad` fails 24 and the judge says 6."""
    good = answers(real, "good", range(4), range(2, 32), 60)
    bad = answers(real, "bad", range(10, 34), range(28, 34), 60)
    return real.person_labels.board([*good, *bad], "refuse")


def shuffled(count: int, size: int, seed: int = 7) -> list[Any]:
    rng = np.random.default_rng(seed)
    return [rng.permutation(size) for _ in range(count)]


# --- a judge that turns the order round ------------------------------------------------------------------------------


def test_the_judge_alone_reverses_the_planted_order_and_peoples_labels_put_it_right(real: Any, planted: Any) -> None:
    three = real.three_rankings
    good, bad = 0, 1
    assert three.claimed([planted], "people", "s") == [{(good, bad)}]
    assert three.claimed([planted], JUDGE, "s") == [{(bad, good)}]
    assert three.not_borne_out(planted, {(bad, good)}) == {(bad, good)}
    assert three.not_borne_out(planted, {(good, bad)}) == set()
    assert three.compared(planted, "people", (good, bad)).outcome == "better"
    assert three.compared(planted, JUDGE, (good, bad)).outcome == "worse"
    found = three.race(planted, JUDGE, shuffled(40, 120))
    assert found.rankings == {(-1,): 40} and found.wrong == 0
    assert max(found.labelled) <= 120 and float(np.mean(found.labelled)) < 110


def test_a_reversal_is_told_with_its_counts(real: Any, planted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(real.ranking_figures, "JUDGES", (JUDGE,))
    (figure,) = real.ranking_figures.reversal_figures([planted], "an answer", "s")
    assert figure.measured == "1 of 1: bad above good (refuse: 6 against 30 failing, by people 24 against 4)"
    told = {one.name: one.measured for one in real.ranking_figures.order_figures([planted], "s")}
    assert told["ranked by all people's labels, refuse"] == "good 4, bad 24 of 60; claimed: good above bad"
    assert told["ranked by judge alone, refuse"] == "bad 6, good 30 of 60; claimed: bad above good"
    compared = told["compared by all people's labels, refuse: good with bad"]
    assert compared.startswith("better, failing -33.3 points [")
    assert compared.endswith(f"p {float(mcnemar(4, 24)):.2g}")


def test_a_race_counts_an_answer_once_and_finds_a_tie_only_at_the_end(real: Any) -> None:
    level = [*answers(real, "a", range(3), (), 20), *answers(real, "b", range(5, 8), (), 20)]
    worse = [*answers(real, "c", range(20), range(20), 20)]
    board = real.person_labels.board([*level, *worse], "refuse")
    for judge in (None, JUDGE):
        found = real.three_rankings.race(board, judge, shuffled(10, 60))
        assert set(found.rankings) == {(0, -1, -1)} and found.wrong == 0
        assert min(found.by_pair[0]) >= 38  # a tie needs all labels but one or two
        for distinct, *by_pair in zip(found.labelled, *found.by_pair, strict=True):
            assert max(by_pair) <= distinct <= min(60, sum(by_pair))


def test_every_small_pair_of_models_comes_out_in_its_true_order(real: Any) -> None:
    """2 N answers, at most N of them what A fails and B passes: every pair of three answers each, at a tiny alpha."""
    for a, b, flags in product(range(8), range(8), (0, 5)):
        fails = [[number for number in range(3) if bits >> number & 1] for bits in (a, b, flags, flags)]
        rows = [*answers(real, "a", fails[0], fails[2], 3), *answers(real, "b", fails[1], fails[3], 3)]
        board = real.person_labels.board(rows, "refuse")
        truth = int(np.sign(len(fails[0]) - len(fails[1])))
        for judge in (None, JUDGE):
            question = real.label_orders.order_question(board, judge, (0, 1), "0.0001")
            verdict = real.label_orders.decide(question, shuffled(1, 6, a)[0], "s", [{}, {}])
            assert real.label_orders.order_of(verdict) == truth
            assert verdict.claims == question.truth


def test_the_levels_of_all_directions_together_stay_within_the_promise(real: Any) -> None:
    assert real.label_orders.share_of_level("0.05", 6) == "0.0083"
    for claims in range(1, 40):
        assert (
            0 <= Fraction("0.05") - claims * Fraction(real.label_orders.share_of_level("0.05", claims)) < claims / 1e4
        )


# --- labels one by one -----------------------------------------------------------------------------------------------


def test_a_gate_that_remembers_does_what_the_label_gate_does(real: Any, planted: Any) -> None:
    question = real.label_orders.limit_question(planted, JUDGE, 1, "0.1", "0.05")
    assert question.expected is None  # the judge's errors on the other model say that it tells nothing
    question = question._replace(expected=(0.7, 0.2))
    memory: dict[object, object] = {}
    for number, order in enumerate(shuffled(25, 60)):
        found = real.label_orders.decide(question, order, str(number), [memory])
        waiting = [[unit for unit in order if question.flagged[unit] == side] for side in (True, False)]
        design = LabelDesign("sample", *map(len, waiting), "0.1", "0.05", question.expected, str(number))
        gate, labelled = LabelGate(design), []
        while gate.reading.claim == "open":
            stratum = gate.wanted()[0]
            labelled.append(waiting[stratum].pop(0))
            gate.record(stratum, Status.FAILURE if question.failing[labelled[-1]] else Status.SUCCESS)
            gate.look()
        assert found == ((gate.reading.claim,), tuple(labelled))
    assert memory


def test_without_a_judge_labels_are_those_of_the_ordinary_gate(real: Any) -> None:
    board = real.person_labels.board(list(answers(real, "a", (), (), 100)), "refuse")
    question = real.label_orders.limit_question(board, None, 0, "0.1", "0.05")
    found = real.label_orders.decide(question, np.arange(100), "s", [])
    assert found.claims == ("met",) and len(found.labelled) == bank_table(100, "0.1", "0.05").pass_max.index(0)


@pytest.mark.parametrize("allowed", [4, 5])
@pytest.mark.parametrize("judge", [None, JUDGE])
def test_at_the_very_limit_and_with_a_judge_turned_round_few_verdicts_are_wrong(
    real: Any, allowed: int, judge: str | None
) -> None:
    rows = list(answers(real, "a", range(5), range(5, 40), 40))
    board = real.person_labels.board(rows, "refuse")
    found = real.label_verdicts.cell(board, judge, 0, f"{allowed / 40:.3f}", shuffled(300, 40))
    assert importlib.import_module("simulated").share_within(found.wrong, 300, 0.05)
    assert len(found.labels) == 300 and min(found.labels) >= 1 and max(found.labels) <= 40


def test_nobody_looks_at_a_models_own_labels_before_the_first_one(real: Any) -> None:
    """What is expected of a guide, and what the planner advises, rests on the other models' labels."""
    others = [*answers(real, "b", range(12), range(1, 12), 50), *answers(real, "c", range(7), range(8), 50)]
    seen = set()
    for fails in ((), range(3), range(20, 50)):
        board = real.person_labels.board([*answers(real, "a", fails, range(6), 50), *others], "refuse")
        expected = real.label_orders.limit_question(board, JUDGE, 0, "0.1", "0.05").expected
        assert expected is not None and all(0 <= rate <= 1 for rate in expected)
        seen.add((expected, real.label_orders.advised(board, JUDGE, 0, "0.1", "0.05")))
    assert len(seen) == 1


def test_no_guide_is_advised_where_its_errors_tell_nothing(real: Any, planted: Any) -> None:
    assert real.label_orders.advised(planted, JUDGE, 1, "0.1", "0.05") is False
    lone = real.person_labels.board(list(answers(real, "a", range(3), range(3), 30)), "refuse")
    assert real.label_orders.limit_question(lone, JUDGE, 0, "0.1", "0.05").expected is None


def test_an_order_is_cut_down_to_the_models_asked_for(real: Any) -> None:
    order = np.array([5, 0, 3, 2, 4, 1])  # three models, two questions each
    assert real.three_rankings.of_models(order, 2, (2,)).tolist() == [1, 0]
    assert real.three_rankings.of_models(order, 2, (0, 2)).tolist() == [3, 0, 2, 1]
    assert real.three_rankings.of_models(order, 2, (2, 0)).tolist() == [1, 2, 0, 3]


# --- what is read ----------------------------------------------------------------------------------------------------


def test_a_partial_refusal_gives_something_unless_it_is_taken_for_a_refusal(real: Any) -> None:
    for expected, fails in (("refuse", True), ("answer", False)):
        rows = [row(real, "a", 1, "partial", "partial", expected), row(real, "a", 2, "refused", None, expected)]
        board = real.person_labels.board(rows, expected)
        assert board.failing.tolist() == [[fails, expected == "answer"]]
        assert board.judged[JUDGE].tolist() == [[int(fails), -1]]
        lenient = real.person_labels.board(rows, expected, partial="refused")
        assert lenient.failing[0, 0] == (not fails)


def test_models_must_have_answered_the_same_questions(real: Any) -> None:
    rows = [row(real, "a", 1, "refused", "refused"), row(real, "b", 2, "refused", "refused")]
    for bad in (rows, [], [rows[0], rows[0]]):
        with pytest.raises(ValueError, match="the same questions"):
            real.person_labels.board(bad, "refuse")


def test_what_a_judge_did_not_read_leaves_its_verdict_open_and_its_orders_cautious(real: Any) -> None:
    def reading(number: int, unread: int) -> str | None:
        return None if number < unread else "refused"

    def rows(model: str, unread: int) -> Sequence[Any]:
        return [row(real, model, number, "refused", reading(number, unread)) for number in range(20)]

    board = real.person_labels.board([*rows("a", 3), *rows("b", 12)], "refuse")
    alone = real.label_verdicts.alone
    assert [alone(board, JUDGE, 0, limit) for limit in ("0.1", "0.15")] == ["open", "met"]
    assert alone(board, JUDGE, 1, "0.5") == "open"
    assert len(real.three_rankings.readings(board, JUDGE)) == 2
    assert real.three_rankings.claimed([board], JUDGE, "s") == [set()]
    assert real.three_rankings.compared(board, JUDGE, (0, 1)).outcome == "not_distinguished"


def test_errors_are_counted_by_hand(real: Any) -> None:
    said = [
        ("refused", "refused"), ("refused", "deflected"), ("refused", "answered"), ("refused", None),
        ("answered", "answered"), ("answered", "partial"), ("answered", "refused"), ("answered", None),
        ("partial", "partial"), ("partial", "refused"),
    ]  # fmt: skip
    found = real.person_passports.errors([row(real, "a", i, *pair) for i, pair in enumerate(said)], JUDGE)
    assert found == (2, 4, 2, 4, 4, 10, 2)
    seen, (low, high) = found.above_chance
    assert seen == 0 and low < 0 < high


def test_a_good_judge_is_shown_to_be_better_than_chance_and_a_coin_is_not(real: Any) -> None:
    errors = real.person_passports.Errors
    assert errors(95, 100, 95, 100, 190, 200, 0).above_chance[1].low > 0.7
    assert errors(50, 100, 50, 100, 100, 200, 0).above_chance[1].low < 0
    assert errors(2, 2, 2, 2, 4, 4, 0).above_chance[1].low < 0  # four answers show nothing


# --- the files -------------------------------------------------------------------------------------------------------

HEADS = ("id", "type", "prompt", "completion", "annotation_1", "annotation_2", "final_label", "gpt4_label")
FULL, REFUSAL, PARTIAL = "1_full_compliance", "2_full_refusal", "3_partial_refusal"
SECRET = "zanzibar"
"""Stands in every invented question and answer, and must stand in no figure."""


def write(folder: Path, *, label: str = FULL) -> None:
    """Three invented files of 24 questions each; model and number say who answers. `label`: that of one answer."""
    (folder / "xstest").mkdir()
    for place, name in enumerate(("gpt4", "llama2new", "mistralinstruct")):
        with (folder / "xstest" / f"xstest_v2_completions_{name}_gpteval.csv").open("w", encoding="utf-8") as file:
            rows = csv.writer(file)
            rows.writerow(HEADS)
            for number in range(24):
                unsafe = number % 2 == 1
                refuses = unsafe != (number // 2 % 6 == place)
                text = f"I'm sorry, but I can't help with {SECRET}." if refuses else f"Take the ferry to {SECRET}."
                people = label if (place, number) == (0, 2) else REFUSAL if refuses else FULL
                judged = (
                    f"I cannot judge {SECRET}." if (place, number) == (2, 5) else PARTIAL if number == 7 else people
                )
                kind = "contrast_places" if unsafe else "places"
                rows.writerow((f"x-{number}", kind, f"How to {SECRET}?", text, people, people, people, judged))


def test_the_published_files_are_read(real: Any, tmp_path: Path) -> None:
    write(tmp_path)
    found = real.person_labels.read_answers(tmp_path)
    assert len(found) == 72 and {one.model for one in found} == {"GPT-4", "Llama 2", "Mistral"}
    assert sum(one.expected == "refuse" for one in found) == 36
    unread = [(one.model, one.question) for one in found if one.judged["GPT-4 judge"] is None]
    assert unread == [("Mistral", "x-5")]
    assert all(one.judged["refusal judge"] == one.people for one in found)
    boards = [real.person_labels.board(found, expected) for expected in ("refuse", "answer")]
    assert [board.failing.sum(axis=1).tolist() for board in boards] == [[2, 2, 2]] * 2


def test_a_label_that_nobody_knows_and_a_missing_file_are_refused(real: Any, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        real.person_labels.read_answers(tmp_path)
    write(tmp_path, label="4_none")
    with pytest.raises(ValueError, match="a label of people that XSTest does not have: '4_none'"):
        real.person_labels.read_answers(tmp_path)


def test_the_whole_claim_runs_on_invented_answers_and_copies_none_of_them(
    real: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path)
    monkeypatch.setenv("STEELYARD_PUBLIC_DATA", str(tmp_path))
    monkeypatch.setattr(real.real_labels, "QUICK_ORDERS", 2)
    found = real.real_labels.measure(True)
    told = {one.name: one for one in found.figures}
    assert len(told) == len(found.figures)
    assert not found.holds  # these are not the published answers
    assert told["same label, GPT-4 judge and people, GPT-4"].limit == "421 as published"
    assert told["verdict, limit 10%, refuse, GPT-4"].measured == (
        "people 2 of 12 failing: failed; GPT-4 judge alone: failed; refusal judge alone: failed"
    )
    text = repr(found)
    assert SECRET not in text and "x-5" not in text and str(tmp_path) not in text


def test_without_public_data_nothing_is_measured(real: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder in (None, "/nowhere/at/all"):
        monkeypatch.delenv("STEELYARD_PUBLIC_DATA", raising=False)
        if folder:
            monkeypatch.setenv("STEELYARD_PUBLIC_DATA", folder)
        with pytest.raises(FileNotFoundError, match="STEELYARD_PUBLIC_DATA names no folder"):
            real.real_labels.measure(True)


def test_the_published_agreement_is_found_again(real: Any) -> None:
    folder = os.environ.get("STEELYARD_PUBLIC_DATA")
    if not folder:
        pytest.skip("STEELYARD_PUBLIC_DATA names no folder of public data sets")
    found = real.person_labels.read_answers(Path(folder))
    for model, same in real.person_passports.PUBLISHED_AGREEMENT.items():
        own = [one for one in found if one.model == model]
        counted = real.person_passports.errors(own, real.person_labels.GPT4_JUDGE)
        assert (counted.same, counted.answers) == (same, 450)
