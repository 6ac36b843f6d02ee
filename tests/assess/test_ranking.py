"""Several runs: ranks, dominance, other lists, and why there is no total score."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import jsonschema
import msgspec
import numpy as np
import pytest
from assess_world import TARGET
from compare_world import ANSWER, REFUSE, failing, outcomes, run_of
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest

from steelyard.assess import (
    Contestant,
    Dimension,
    Published,
    RunOutcomes,
    against_published,
    against_runs,
    contestants_of,
    count_orders,
    no_total,
    published_schema,
    rank_systems,
    read_pareto,
    read_published,
    seed_of,
)
from steelyard.records import InputError

SEED = "a seed"


def system(name: str, harmful: range, unhelpful: range = range(0)) -> RunOutcomes:
    """A system that fails these families at each threshold."""
    return run_of(outcomes(failing(harmful)), outcomes(failing(unhelpful), ANSWER), name=name)


BOARD = (
    system("good", range(3)), system("middle", range(30), range(200, 203)),
    system("also middle", range(2, 31)), system("bad", range(90), range(100)),
)  # fmt: skip


def refuse(dimensions: tuple[Dimension, ...]) -> Dimension:
    return next(each for each in dimensions if each.threshold == REFUSE)


def test_ranks_say_what_is_shown_and_no_more() -> None:
    ranked = rank_systems(contestants_of(BOARD), alpha=0.05, seed=SEED)
    found = refuse(ranked.dimensions)
    assert {place.system: (place.best, place.worst) for place in found.places} == {
        "good": (1, 1), "middle": (2, 3), "also middle": (2, 3), "bad": (4, 4),
    }  # fmt: skip
    assert (found.top, found.families) == (("good",), 300)
    assert {(claim.better, claim.worse) for claim in found.claims} == {
        ("good", "middle"), ("good", "also middle"), ("good", "bad"), ("middle", "bad"), ("also middle", "bad"),
    }  # fmt: skip
    assert ("good", "bad") not in found.edges and len(found.edges) == 4
    assert all(claim.difference > 0 for claim in found.claims)


def test_identical_systems_are_not_ordered() -> None:
    same = [system(name, range(9)) for name in ("one", "two", "three")]
    systems = contestants_of(same)
    ranked = rank_systems(systems, alpha=0.05, seed=SEED)
    assert {(place.best, place.worst) for place in refuse(ranked.dimensions).places} == {(1, 3)}
    pareto = read_pareto(systems, ranked, alpha=0.05, margin=0.05)
    assert pareto is not None and set(pareto.front) == {"one", "two", "three"}


def test_the_order_of_the_arguments_has_no_say() -> None:
    def claims(runs: tuple[RunOutcomes, ...]) -> set[tuple[str, str, float]]:
        systems = contestants_of(runs)
        ranked = rank_systems(systems, alpha=0.05, seed=seed_of(systems))
        return {(one.better, one.worse, one.adjusted) for each in ranked.dimensions for one in each.claims}

    assert claims(BOARD) == claims(BOARD[::-1]) == claims((BOARD[2], BOARD[0], BOARD[3], BOARD[1]))


def test_two_equal_systems_are_ordered_at_most_at_alpha() -> None:
    rng = np.random.default_rng(7)
    told, shares = 0, rng.beta(0.4, 3.6, 300)
    for seed in range(400):
        drawn = [rng.random(300) < shares for _ in range(2)]
        runs = [run_of(outcomes(failing(np.flatnonzero(each).tolist())), name=f"{i}") for i, each in enumerate(drawn)]
        ranked = rank_systems(contestants_of(runs), alpha=0.05, seed=str(seed))
        told += bool(ranked.dimensions[0].claims)
    assert binomtest(told, 400, 0.05, alternative="greater").pvalue > 0.001


def test_what_was_asked_otherwise_or_shares_too_little_is_not_ranked() -> None:
    odd = run_of(outcomes(failing([]), bank_root="ab" * 32, technique="role-play"), name="odd")
    ranked = rank_systems(contestants_of([BOARD[0], odd]), alpha=0.05, seed=SEED)
    assert {each.threshold: each.reasons for each in ranked.dimensions} == {
        REFUSE: ("bank", "technique"), ANSWER: ("not_measured",),
    }  # fmt: skip
    assert ranked.boards == {} and refuse(ranked.dimensions).places == ()
    assert read_pareto(contestants_of([BOARD[0], odd]), ranked, alpha=0.05, margin=0.05) is None
    early = run_of(outcomes({f"family {place}": False for place in range(291, 360)}, whole=False), name="early")
    (found,) = rank_systems(contestants_of([run_of(outcomes(failing([]))), early]), alpha=0.05, seed=SEED).dimensions
    assert (found.reasons, found.families, found.notes) == (("few_families",), 9, ("stopped_early",))


@pytest.mark.parametrize(("runs", "names"), [
    ([("A", "m"), ("B", "m")], ["A", "B"]),
    ([("A", "m"), ("A", "n"), ("B", "m")], ["A (m)", "A (n)", "B"]),
    ([("A", "m"), ("A", "m")], ["A (m, ", "A (m, "]),
    ([("A (m)", "m"), ("A", "m"), ("A", "n")], ["A (m) (m, ", "A (m, ", "A (n)"]),
])  # fmt: skip
def test_names_are_unique_and_as_short_as_can_be(runs: list[tuple[str, str]], names: list[str]) -> None:
    found = [each.name for each in contestants_of([
        run_of(outcomes(failing(range(place)), target=msgspec.structs.replace(TARGET, model=model)), name=name)
        for place, (name, model) in enumerate(runs)
    ])]  # fmt: skip
    assert len(set(found)) == len(found)
    assert all(one.startswith(start) for one, start in zip(found, names, strict=True)), found
    twins = [each.name for each in contestants_of([run_of(outcomes(failing([])))] * 2)]
    assert [name[:2] for name in twins] == ["1.", "2."]


def test_dominance_over_all_thresholds() -> None:
    runs = [system("good", range(25)), system("bad", range(80), range(3)), system("shy", range(0), range(90))]
    systems = contestants_of(runs)
    found = read_pareto(systems, rank_systems(systems, alpha=0.05, seed=SEED), alpha=0.05, margin=0.05)
    assert found is not None and set(found.front) == {"good", "shy"}
    relations = {(pair.first, pair.second): (pair.relation, pair.better_at, pair.worse_at) for pair in found.pairs}
    assert relations["good", "bad"] == ("dominates", (REFUSE,), ())
    assert relations["bad", "shy"] == ("trades", (ANSWER,), (REFUSE,))


def published(better: str = "higher", **values: float) -> Published:
    return Published("a board", better, values)  # type: ignore[arg-type]


def kinds(systems: tuple[Contestant, ...], against: Published) -> dict[frozenset[str], str]:
    ranked = rank_systems(systems, alpha=0.05, seed=SEED)
    found = against_published(systems, ranked, against, alpha=0.05, seed=SEED)
    one = next(each for each in found.lists if each.threshold == REFUSE)
    assert -1 <= one.low < one.high <= 1 and one.low <= one.tau <= one.high
    return {frozenset((pair.first, pair.second)): pair.kind for pair in one.pairs}


def test_against_a_published_list_reversals_are_real_or_noise() -> None:
    systems = contestants_of(BOARD)
    found = kinds(systems, published(**{"good": 1, "middle": 3, "also middle": 2, "bad": 0}))
    assert found[frozenset(("good", "middle"))] == "reversed"
    assert found[frozenset(("good", "bad"))] == "same"
    assert found[frozenset(("middle", "also middle"))] == "noise"
    same = published("lower", **{"good": 1, "middle": 2, "also middle": 2, "bad": 4})
    assert kinds(systems, same)[frozenset(("good", "middle"))] == "same"
    assert len(kinds(systems, published(good=2, bad=1))) == 1
    with pytest.raises(InputError, match="1 of our systems"):
        kinds(systems, published(good=2, other=1))


def test_against_a_second_set_of_runs() -> None:
    systems = contestants_of(BOARD)
    ranked = rank_systems(systems, alpha=0.05, seed=SEED)
    turned = contestants_of([system("good", range(90)), system("bad", range(3)), system("new", range(3))])
    found = against_runs(systems, ranked, turned, alpha=0.05, seed=SEED)
    assert found.left_out == ("also middle", "middle", "new")
    one = next(each for each in found.lists if each.threshold == REFUSE)
    assert [(pair.first, pair.second, pair.kind) for pair in one.pairs] == [("good", "bad", "reversed")]
    assert one.tau == -1


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 5), st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=6))
def test_orders_are_counted_as_by_trying_all(items: int, pairs: list[tuple[int, int]]) -> None:
    above = {(a, b) for a, b in pairs if a < b < items}
    tried = sum(all(order.index(a) < order.index(b) for a, b in above) for order in permutations(range(items)))
    assert count_orders(items, above) == tried


def test_in_place_of_a_total_score() -> None:
    systems = contestants_of(BOARD)
    ranked = rank_systems(systems, alpha=0.05, seed=SEED)
    pareto = read_pareto(systems, ranked, alpha=0.05, margin=0.05)
    found = no_total([each.name for each in systems], ranked, pareto)
    assert {one.threshold: (one.allowed, one.all) for one in found.orders}[REFUSE] == (2, 24)
    assert found.overall is not None and found.overall.allowed is not None
    assert 2 <= found.overall.allowed <= 24
    shares = {one.system: one.share for one in found.firsts}
    assert shares["good"] == 1.0 and shares["bad"] == 0.0 and found.weightings > 100
    many = contestants_of([run_of(outcomes(failing(range(i), 20)), name=f"s{i}") for i in range(13)])
    crowd = no_total([each.name for each in many], rank_systems(many, alpha=0.05, seed=SEED), None)
    assert (crowd.orders[0].allowed, crowd.overall) == (None, None)


def test_a_better_clone_of_the_worst_does_not_change_who_is_first() -> None:
    clones = [*BOARD, *(system(f"clone {i}", range(90 - i), range(100)) for i in range(3))]
    with_clones = refuse(rank_systems(contestants_of(clones), alpha=0.05, seed=SEED).dimensions)
    assert with_clones.top == ("good",)


@pytest.mark.parametrize(("text", "said"), [
    ("", "empty"),
    ("[]", "object"),
    ("{source: s, better: higher, values: {a: 1}}", "values"),
    ("{source: s, better: best, values: {a: 1, b: 2}}", "better"),
    ("{source: s, better: higher, values: {a: 1, b: two}}", "values"),
    ("{source: s, better: higher, values: {a: 1, b: .inf}}", "values.b"),
    ("{source: s, better: higher, values: {a: 1, b: .nan}}", "values.b"),
    ("{source: '', better: higher, values: {a: 1, b: 2}}", "source"),
    ("{source: s, better: higher, values: {a: 1, b: 2}, weight: 1}", "weight"),
    ("{source: s, better: higher, values: {a: 1, a: 2}}", "stands on line 1 already"),
])  # fmt: skip
def test_what_is_no_published_list_is_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "list.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as refused:
        read_published(path)
    assert said in str(refused.value) and str(path) in str(refused.value)


def test_a_published_list_may_be_json_and_follows_the_schema(tmp_path: Path) -> None:
    path = tmp_path / "list.json"
    path.write_text('{"source": "s", "better": "lower", "values": {"a": 1, "b b": 2.5}}', encoding="utf-8")
    assert read_published(path).values == {"a": 1.0, "b b": 2.5}
    jsonschema.validate({"source": "s", "better": "lower", "values": {"a": 1, "b b": 2.5}}, published_schema())
