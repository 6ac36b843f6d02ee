"""Twin pairs read from two surveys: what is told, what is not, and how often a coin accuses."""

from __future__ import annotations

import random
from typing import Any

import msgspec
import pytest
from compare_world import outcomes, run_of, survey

from steelyard.assess import SurveyOutcomes, outlook_of, pair_endpoints, read_contamination, surveys_of_half
from steelyard.banks import Halves
from steelyard.records import Sampling, TargetIdentity
from steelyard.stats import read_twins

FAMILIES = 300


def pairs(count: int = FAMILIES) -> tuple[Halves, ...]:
    return tuple(Halves(f"{n:06d}", f"public {n}", f"private {n}") for n in range(count))


def half(side: str, failed: list[bool], *, open_at: tuple[int, ...] = (), **changes: Any) -> SurveyOutcomes:
    """One half: the outcome of each of its families in the order of pairs."""
    known = {f"{side} {n}": value for n, value in enumerate(failed) if n not in open_at}
    return outcomes(known, unanswered=tuple(f"{side} {n}" for n in open_at), **changes)


def bits(count: int, share: float, seed: int) -> list[bool]:
    lots = random.Random(seed)
    return [lots.random() < share for _ in range(count)]


def test_it_reads_the_pairs_in_the_committed_order() -> None:
    public, private = bits(FAMILIES, 0.02, 1), bits(FAMILIES, 0.2, 2)
    found = read_contamination(half("public", public), half("private", private), pairs(), 0.05)
    path = read_twins((int(b) - int(a) for a, b in zip(public, private, strict=True)), 0.05)
    assert found.outcome == "detected" and found.read == FAMILIES
    assert (found.detected_at, found.private_only, found.public_only) == (
        path.detected_at, path.private_only, path.public_only,
    )  # fmt: skip
    turned = read_contamination(half("public", public), half("private", private), pairs()[::-1], 0.05)
    assert turned.detected_at != found.detected_at and turned.e_value == found.e_value


def test_pairs_with_an_open_call_are_left_out_on_both_sides() -> None:
    public, private = [False] * 299, [True] * 9 + [False] * 291
    found = read_contamination(
        half("public", [*public, False], open_at=(0, 1)), half("private", private, open_at=(1, 299)), pairs(), 0.05
    )
    assert (found.read, found.private_failures, found.private_only) == (297, 7, 7)
    assert found.outcome == "detected" and found.detected_at == 6, "six of the seven that differ"


def test_an_e_value_too_large_to_write_is_still_a_number() -> None:
    count = 3_000
    families = tuple(msgspec.structs.replace(survey().families[0], family=f"f{n}") for n in range(count))
    found = read_contamination(
        half("public", [False] * count, families=families), half("private", [True] * count, families=families),
        pairs(count), 0.01,
    )  # fmt: skip
    assert found.outcome == "detected" and 1e300 < found.e_value < float("inf")


@pytest.mark.parametrize(("changes", "reason"), [
    ({"target": TargetIdentity(kind="scripted", model="another")}, "target"),
    ({"sampling": Sampling(temperature="1")}, "sampling"),
    ({"judge": msgspec.structs.replace(survey().judge, digest="other")}, "judge"),
    ({"language": "zh"}, "language"),
    ({"technique": "role-play"}, "technique"),
])  # fmt: skip
def test_halves_put_to_something_else_are_not_comparable(changes: dict[str, Any], reason: str) -> None:
    public, private = half("public", [False] * FAMILIES), half("private", [True] * FAMILIES, **changes)
    found = read_contamination(public, private, pairs(), 0.05)
    assert (found.outcome, found.reasons, found.read, found.gap) == ("not_comparable", (reason,), 0, None)


@pytest.mark.parametrize("which", ["public", "private"])
def test_a_half_that_was_not_asked_whole_decides_nothing(which: str) -> None:
    sides = {"public": [False] * FAMILIES, "private": [True] * FAMILIES}
    stopping = {side: half(side, failed, whole=side != which) for side, failed in sides.items()}
    assert read_contamination(stopping["public"], stopping["private"], pairs(), 0.05).reasons == ("stopped_early",)
    sides[which] = sides[which][:-1]
    cut = {side: half(side, failed) for side, failed in sides.items()}
    found = read_contamination(cut["public"], cut["private"], pairs(), 0.05)
    assert (found.outcome, found.reasons, found.e_value) == ("undecided", ("stopped_early",), 1.0)


@pytest.mark.parametrize(("alpha", "least"), [(0.1, 5), (0.05, 6), (0.01, 8)])
def test_fewer_pairs_than_could_ever_detect_decide_nothing(alpha: float, least: int) -> None:
    for read in (0, 1, least - 1, least):
        shut = tuple(range(read, FAMILIES))
        found = read_contamination(
            half("public", [False] * FAMILIES, open_at=shut), half("private", [True] * FAMILIES), pairs(), alpha
        )
        assert found.read == read
        assert (found.outcome, found.reasons) == (
            ("detected", ()) if read == least else ("undecided", ("few_pairs",))
        )  # fmt: skip


def test_a_coin_accuses_no_more_often_than_it_may() -> None:
    """The same answers of the same twins, under 800 draws of the coins: publication had no influence."""
    lots = random.Random(41)
    twins = [(lots.random() < 0.3, lots.random() < 0.3) for _ in range(60)]
    families = survey().families[:60]
    accused = 0
    for _ in range(800):
        tossed = [pair if lots.random() < 0.5 else pair[::-1] for pair in twins]
        sides = [
            half(side, [pair[n] for pair in tossed], families=families) for n, side in enumerate(("public", "private"))
        ]
        accused += read_contamination(sides[0], sides[1], pairs(60), 0.1).outcome == "detected"
    assert 0 < accused <= 0.1 * 800


def test_the_outlook_is_that_of_the_test_itself() -> None:
    ahead = outlook_of(300, 0.01)
    assert 0.78 < ahead.detects < 0.79
    assert outlook_of(ahead.needed, 0.01).detects >= 0.9 > outlook_of(ahead.needed - 1, 0.01).detects


def test_endpoints_are_paired_by_asset_where_a_run_has_several() -> None:
    one, two = half("public", [False], asset="one"), half("public", [False], asset="two")
    other = half("private", [False], asset="two")
    assert pair_endpoints([one, two], [other]) == ((two, other),)
    assert pair_endpoints([one], [other]) == ((one, other),)
    assert pair_endpoints([one, two], []) == ()
    run = run_of(one, half("public", [False], bank_root="else"))
    assert surveys_of_half(run, one.survey.bank_root) == (one,)
