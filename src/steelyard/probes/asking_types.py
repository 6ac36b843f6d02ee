"""What goes into the asking loop and what comes out of it."""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from steelyard.records import InputError, Row
from steelyard.stats import GateReading, PathReading, RiskReading


class JournalLike(Protocol):
    """Where rows go. A row that was appended survives the death of the process."""

    def append(self, row: Row, /) -> object:
        """Write a row, at once."""
        ...


class Limits(msgspec.Struct, frozen=True):
    """How hard a target is asked; none of it changes a verdict.

    `retries` of one asking come after its first attempt. `max_calls` and `max_tokens` bound this run of the command,
    not those before it; tokens are those the service reports, and calls under way may go a little over. A service that
    asks to wait longer than `longest_wait_s` ends the run; it can be resumed later.
    """

    max_concurrency: int = 64
    deadline_s: float = 60.0
    retries: int = 3
    max_calls: int | None = None
    max_tokens: int | None = None
    longest_wait_s: float = 300.0

    def __post_init__(self) -> None:
        bad = self.max_concurrency < 1 or self.deadline_s <= 0 or self.retries < 0 or self.longest_wait_s < 0
        if bad or any(bound is not None and bound < 1 for bound in (self.max_calls, self.max_tokens)):
            raise InputError("a limit on calls, tokens or time must be above zero")


Ended = Literal["decided", "sample", "calls", "tokens", "wait"]
"""Why asking ended: every gate is decided and nothing beyond the gates needs more, all is asked, a budget is used up,
or the service asks to wait."""


class Progress(msgspec.Struct, frozen=True):
    """A look at an asking under way. `window`: how many calls the service is trusted with at once; `risks`
    and `families`: the lists of risks and the claim on families, once the gates are decided and where they are wanted.
    """

    reading: PathReading
    size: int
    calls: int
    answers: int
    in_flight: int
    window: int
    risks: RiskReading | None
    families: GateReading | None


class AskReport(msgspec.Struct, frozen=True):
    """What an asking came to. Counts of calls and tokens are those of this run of the command.

    `finished`: nothing is left to ask; otherwise the same journal resumes it. `answers` and `surplus` count all trials
    with an answer, and those that nothing counts. `risks`, `families`: as in `Progress`. `faults` are calls without an
    answer, `asked_again` positions that were asked a second time; `most_in_flight` calls were made at once.
    """

    ended: Ended
    finished: bool
    reading: PathReading
    risks: RiskReading | None
    families: GateReading | None
    answers: int
    surplus: int
    calls: int
    faults: int
    asked_again: int
    tokens_in: int
    tokens_out: int
    most_in_flight: int
