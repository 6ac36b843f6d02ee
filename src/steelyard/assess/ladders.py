"""What each attempt on a leaderboard shows, and whether a board is one that was written so. Pure.

A ladder for each owner and threshold: a score is shown, rounded to a step, only where it exceeds the owner's best by
more than a step of 1/sqrt(families); else "no improvement" (measurement standard, 7.3).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

import msgspec

from steelyard.records import InputError, canonical_json
from steelyard.stats import LadderState, decimal_string, exact_rate, new_ladder, submit_score

from .board import BOARD_SCHEMA, NO_IMPROVEMENT, Attempt, Board, BoardTerms, digest_of, new_board, owner_key

MOST_ATTEMPTS = 10_000
_MEND = "take the file as `steelyard ladder` left it, or begin another"


class Submission(msgspec.Struct, frozen=True):
    """A run at one threshold, to be entered. `passed` of the terms' families passed; `open_faults` have no answer and
    did not pass."""

    run: str
    plan: str
    root: str
    owner: str
    system: str
    asset: str
    threshold: str
    terms: BoardTerms
    passed: int
    open_faults: int


class BoardStanding(msgspec.Struct, frozen=True):
    """What is shown of one owner at one threshold after so many attempts: the best score, and the system that had it.
    `step` is the least improvement that is shown."""

    owner: str
    threshold: str
    system: str
    score: str
    attempts: int
    step: str


def decode_board(content: bytes, source: str) -> Board:
    """A board from its bytes. Raises InputError, naming the attempt, when anything of it was changed by hand."""
    try:
        board = msgspec.json.decode(content, type=Board)
        again = canonical_json(board)
    except (ValueError, RecursionError) as error:
        raise InputError(f"is no leaderboard ({error})", source=source, mend=_MEND) from error
    if board.schema != BOARD_SCHEMA:
        raise InputError(f"is not of the form {BOARD_SCHEMA}", source=source, mend=_MEND)
    if again != content:
        raise InputError("is not in the form it was written in: it was edited", source=source, mend=_MEND)
    if len(board.attempts) > MOST_ATTEMPTS:
        raise InputError(f"holds more than {MOST_ATTEMPTS:,} attempts", source=source, mend=_MEND)
    ladders = Ladders(new_board())
    for number, attempt in enumerate(board.attempts, 1):
        if problem := ladders.flaw_of(attempt):
            raise InputError(problem, source=source, place=f"attempt {number}", mend=_MEND)
        ladders.take(attempt)
    return board


def enter(board: Board, submissions: Iterable[Submission]) -> Board:
    """The board with these attempts added in their order; those it holds already are passed over.

    Raises InputError when a ladder at that threshold is about something else, or the board is full.
    """
    ladders = Ladders(board)
    added = []
    for one in submissions:
        if not ladders.holds(one):
            added.append(ladders.attempt_of(one))
            ladders.take(added[-1])
    if len(board.attempts) + len(added) > MOST_ATTEMPTS:
        raise InputError(f"a board holds at most {MOST_ATTEMPTS:,} attempts: nothing was entered", mend="begin another")
    return msgspec.structs.replace(board, attempts=(*board.attempts, *added))


def standings(board: Board) -> tuple[BoardStanding, ...]:
    """What is shown of each owner at each threshold, the best first; thresholds in the order they came."""
    places = list(dict.fromkeys(one.threshold for one in board.attempts))
    ladders = Ladders(board)
    best: dict[tuple[str, str], Attempt] = {}
    for one in board.attempts:
        if one.score != NO_IMPROVEMENT:
            best[owner_key(one.owner), one.threshold] = one
    found = [
        BoardStanding(
            one.owner, one.threshold, one.system, one.score, ladders.states[key].attempts,
            decimal_string(ladders.states[key].step),
        )
        for key, one in best.items()
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: (places.index(one.threshold), -exact_rate(one.score), one.owner)))


class Ladders:
    """All ladders of a board, by owner and threshold, as they stand."""

    def __init__(self, board: Board) -> None:
        self._head, self._seen = new_board().head, set[tuple[str, str, str]]()
        self._terms: dict[str, BoardTerms] = {}
        self.states: dict[tuple[str, str], LadderState] = {}
        for attempt in board.attempts:
            self.take(attempt)

    def holds(self, one: Submission | Attempt) -> bool:
        """Whether this run is on the board at this threshold."""
        return (one.run, one.threshold, one.asset) in self._seen

    def take(self, attempt: Attempt) -> None:
        """One more attempt, as it was written."""
        before = self._state(attempt)
        best = before.best if attempt.score == NO_IMPROVEMENT else exact_rate(attempt.score)
        self.states[owner_key(attempt.owner), attempt.threshold] = LadderState(before.step, best, before.attempts + 1)
        self._terms[attempt.threshold] = attempt.terms
        self._seen.add((attempt.run, attempt.threshold, attempt.asset))
        self._head = attempt.digest

    def attempt_of(self, one: Submission) -> Attempt:
        """The attempt to be written for a run. Raises InputError when the ladder is about something else."""
        known = self._terms.get(one.threshold, one.terms)
        if known != one.terms:
            raise InputError(
                f"the board's scores at {one.threshold} are about another {_differing(known, one.terms)}: nothing was "
                "entered",
                source=one.system, mend="name another board for it",
            )  # fmt: skip
        release = submit_score(self._state(one), Fraction(one.passed, one.terms.families))
        bare = Attempt(
            before=self._head, run=one.run, plan=one.plan, root=one.root, owner=one.owner, system=one.system,
            asset=one.asset, threshold=one.threshold, terms=one.terms, attempt=release.state.attempts,
            score=decimal_string(release.shown) if release.improved else NO_IMPROVEMENT, digest="",
        )  # fmt: skip
        return msgspec.structs.replace(bare, digest=digest_of(bare))

    def flaw_of(self, attempt: Attempt) -> str:
        """What shows that nobody wrote this attempt after those before by `attempt_of`; empty when nothing does."""
        if attempt.before != self._head or attempt.digest != digest_of(attempt):
            return "does not follow from what stands before it: the board was edited"
        if self._terms.get(attempt.threshold, attempt.terms) != attempt.terms:
            return "is about something else than those before it"
        if self.holds(attempt):
            return "is of a run that the board holds already"
        return "" if attempt.terms.families > 1 and self._could_show(attempt) else "shows what no ladder shows"

    def _could_show(self, attempt: Attempt) -> bool:
        """Whether count and score come next on its ladder, whatever the score behind them was."""
        state = self._state(attempt)
        if attempt.attempt != state.attempts + 1:
            return False
        if attempt.score == NO_IMPROVEMENT:
            return state.best is not None
        try:
            shown = exact_rate(attempt.score)
        except ValueError:
            return False
        on_step = shown == 1 or (shown / state.step).denominator == 1
        return on_step and (state.best is None or shown > state.best)

    def _state(self, one: Submission | Attempt) -> LadderState:
        return self.states.get((owner_key(one.owner), one.threshold)) or new_ladder(one.terms.families)


def _differing(known: BoardTerms, other: BoardTerms) -> str:
    return ", ".join(name for name in known.__struct_fields__ if getattr(known, name) != getattr(other, name))
