"""A leaderboard as arithmetic and as a chain: what any attempts show, and what any edit breaks."""

from __future__ import annotations

import random
import time
from collections import Counter
from fractions import Fraction

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.assess.board import NO_IMPROVEMENT, Board, BoardTerms, new_board, owner_key
from steelyard.assess.ladders import Submission, decode_board, enter, standings
from steelyard.records import InputError, canonical_json, digest
from steelyard.stats import decimal_string, new_ladder, submit_score

FAMILIES = 64
TERMS = BoardTerms("b" * 64, "j" * 64, "en", "plain", "refuse", FAMILIES)


def submission(number: int, passed: int, owner: str = "O", threshold: str = "T") -> Submission:
    return Submission(
        digest(number), digest(-number), "unsealed", owner, f"s{number}", "a", threshold, TERMS, passed, 0
    )


submissions = st.lists(
    st.builds(
        submission, st.integers(0, 30), st.integers(0, FAMILIES), st.sampled_from(["O", "o ", "P"]),
        st.sampled_from(["T", "U"]),
    ),
    max_size=12,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(submissions)
def test_what_is_written_is_read_back_and_each_owner_has_his_ladder(given: list[Submission]) -> None:
    board = enter(new_board(), given)
    assert decode_board(canonical_json(board), "b") == board
    states = {}
    seen: set[tuple[str, str]] = set()
    expected = []
    for one in given:
        if (one.run, one.threshold) in seen:
            continue
        seen.add((one.run, one.threshold))
        key = owner_key(one.owner), one.threshold
        release = submit_score(states.get(key, new_ladder(FAMILIES)), Fraction(one.passed, FAMILIES))
        states[key] = release.state
        expected.append(decimal_string(release.shown) if release.improved else NO_IMPROVEMENT)
    assert [one.score for one in board.attempts] == expected
    assert Counter((owner_key(one.owner), one.threshold, one.attempts) for one in standings(board)) == Counter(
        (*key, state.attempts) for key, state in states.items()
    )


@settings(max_examples=40, deadline=None)
@given(submissions, st.integers(0, 12))
def test_entering_twice_or_in_parts_is_entering_once(given: list[Submission], cut: int) -> None:
    whole = enter(new_board(), given)
    assert enter(whole, given) == whole
    assert enter(enter(new_board(), given[:cut]), given[cut:]) == whole


@settings(max_examples=80, deadline=None)
@given(submissions.filter(bool), st.data())
def test_any_other_character_breaks_the_chain(given: list[Submission], data: st.DataObject) -> None:
    content = bytearray(canonical_json(enter(new_board(), given)))
    place = data.draw(st.integers(0, len(content) - 1))
    other = data.draw(st.integers(32, 126).filter(lambda sign: sign != content[place]))
    content[place] = other
    with pytest.raises(InputError):
        decode_board(bytes(content), "b")


def test_improvements_below_a_step_stay_hidden_however_many() -> None:
    """Handing in variants and keeping the better ones climbs by what is shown, and that is nothing here."""
    draw = random.Random(3)
    passed = [48] + [48 + draw.randint(-8, 8) for _ in range(200)]
    board = enter(new_board(), [submission(number, value) for number, value in enumerate(passed)])
    assert [one.score for one in board.attempts[1:]] == [NO_IMPROVEMENT] * 200
    assert standings(board)[0].attempts == 201


def test_other_terms_and_too_many_attempts_are_refused() -> None:
    board = enter(new_board(), [submission(1, 3)])
    for change in ({"families": 65}, {"judge": "k" * 64}, {"language": "zh"}):
        other = msgspec.structs.replace(submission(2, 5), terms=msgspec.structs.replace(TERMS, **change))
        with pytest.raises(InputError, match=next(iter(change))):
            enter(board, [submission(3, 60), other])


def test_a_long_board_is_read_in_seconds() -> None:
    board = enter(new_board(), [submission(number, number % FAMILIES) for number in range(2_000)])
    content = canonical_json(board)
    start = time.perf_counter()
    assert isinstance(decode_board(content, "b"), Board)
    assert time.perf_counter() - start < 10
