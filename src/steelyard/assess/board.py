"""A leaderboard over a hidden bank: an append-only chain of attempts, and what each of them shows. Pure.

the ladders  in `ladders`: one for each owner and threshold
the chain    each attempt holds the digest of the one before, and its own: one that was changed, moved or taken out
             breaks it. Who has the file can make a whole new chain; a head that was noted elsewhere tells that
the terms    the first attempt at a threshold sets what its ladders are about: bank, judge, language, technique, size
once         a run is what was planned and what was answered: it is entered once, whatever is read into it later
"""

from __future__ import annotations

import msgspec

from steelyard.records import Expectation, Language, digest

BOARD_SCHEMA = "steelyard.board/1"
NO_IMPROVEMENT = "no improvement"
UNSEALED = "unsealed"


class BoardTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the scores at a threshold are about. `bank` is the bank's root, `judge` the digest of the judge's rules;
    `families` how many question families each run was asked."""

    bank: str
    judge: str
    language: Language
    technique: str
    expectation: Expectation
    families: int


class Attempt(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One run at one threshold, as the board holds it.

    `run` digests the plan and the answers, `plan` is the plan's hash, `root` the sealed evidence root or "unsealed";
    `attempt` counts those of this owner at this threshold, from 1; `score` is what was shown: a decimal string, or "no
    improvement". `before` is the digest of the attempt before, `digest` that of all other fields.
    """

    before: str
    run: str
    plan: str
    root: str
    owner: str
    system: str
    asset: str
    threshold: str
    terms: BoardTerms
    attempt: int
    score: str
    digest: str


class Board(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A leaderboard: all attempts, oldest first."""

    schema: str
    attempts: tuple[Attempt, ...] = ()

    @property
    def head(self) -> str:
        """Digest of the last attempt; whoever has noted it can tell whether the board was rewritten since."""
        return self.attempts[-1].digest if self.attempts else digest(self.schema)


def new_board() -> Board:
    """A board without attempts."""
    return Board(BOARD_SCHEMA)


def owner_key(owner: str) -> str:
    """What an owner is told by: capitals and spaces make no second one."""
    return " ".join(owner.split()).casefold()


def digest_of(attempt: Attempt) -> str:
    """The digest an attempt must hold."""
    plain = msgspec.to_builtins(attempt)
    del plain["digest"]
    return digest(plain)
