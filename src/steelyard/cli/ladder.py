"""`steelyard ladder`: runs entered on a leaderboard that gives little of its hidden bank away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cyclopts import Parameter

from steelyard.assess import (
    UNSEALED,
    Attempt,
    Board,
    BoardStanding,
    RunFolder,
    Submission,
    enter,
    evidence_rows,
    open_board,
    read_board,
    run_outcomes,
    standings,
    submissions_of,
    write_board,
)
from steelyard.records import InputError

from .ladder_lines import ladder_lines
from .schemas import print_schema
from .terminal import Json, Lang, print_json, print_lines
from .words import spoken

LADDER_SCHEMA = "steelyard.ladder/1"


class Entered(msgspec.Struct, frozen=True):
    """What became of one run at one threshold. `known`: the board held it already, and nothing was added; `attempt` is
    how it stands there."""

    folder: str
    known: bool
    open_faults: int
    attempt: Attempt


class LadderReading(msgspec.Struct, frozen=True):
    """What `ladder --json` prints. `head` is the digest of the last attempt, to be noted elsewhere."""

    schema: str
    board: str
    head: str
    attempts: int
    entered: tuple[Entered, ...]
    standings: tuple[BoardStanding, ...]


def ladder(
    board: Path | None = None,
    /,
    *runs: Path,
    head: Annotated[
        str | None, Parameter(help="A head noted earlier: refuse the board unless it has grown from there.")
    ] = None,
    schema: Annotated[
        Literal["ladder", "board"] | None, Parameter(help="Print a JSON Schema and do nothing else.")
    ] = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Enter runs on a leaderboard over a hidden bank, or show it: a score is shown only where it improves by a step.

    Exit: 0 entered or shown, whatever the scores; 2 usage, or the board was edited; 4 it could not be written.

    Parameters
    ----------
    board
        File of the leaderboard; made when the first run is entered.
    runs
        Folders of complete runs, in the order in which they were submitted.
    """
    if schema is not None:
        return print_schema(msgspec.json.schema(LadderReading if schema == "ladder" else Board))
    if board is None or not board.name:
        raise InputError("the leaderboard is not named", mend="name its file, then the runs to enter")
    found = _entered(board, runs, head) if runs else _reading(board, _after(head, read_board(board), board), ())
    return print_json(found) if json else print_lines(ladder_lines(found, spoken(lang)))


def _entered(path: Path, folders: Sequence[Path], head: str | None) -> LadderReading:
    """Enter all runs, or none of them."""
    submitted = [(folder, one) for folder in folders for one in _submissions(folder)]
    with open_board(path) as before:
        after = enter(_after(head, before, path), [one for _, one in submitted])
        if after != before:
            write_board(path, after)
    held = {(one.run, one.threshold, one.asset): place for place, one in enumerate(after.attempts)}
    new, entered = len(before.attempts), []
    for folder, one in submitted:
        place = held[one.run, one.threshold, one.asset]
        entered.append(Entered(str(folder), place != new, one.open_faults, after.attempts[place]))
        new += place == new
    return _reading(path, after, entered)


def _reading(path: Path, board: Board, entered: Sequence[Entered]) -> LadderReading:
    return LadderReading(
        schema=LADDER_SCHEMA, board=str(path), head=board.head, attempts=len(board.attempts), entered=tuple(entered),
        standings=standings(board),
    )  # fmt: skip


def _after(head: str | None, board: Board, path: Path) -> Board:
    """The board, if it has grown from the head that was noted."""
    if head is not None and head not in {one.digest for one in board.attempts}:
        raise InputError(
            "the board does not hold this head: it was cut short or written anew", source=str(path), place="--head",
            mend="take the board that was there when the head was noted",
        )  # fmt: skip
    return board


def _submissions(folder: Path) -> tuple[Submission, ...]:
    run = RunFolder(folder)
    plan, rows = run.plan(), tuple(evidence_rows(run.journal))
    try:
        outcomes = run_outcomes(plan, rows, finished=run.finished, sealed=run.sealed)
    except ValueError as error:
        raise InputError(
            f"the plan is none that steelyard freezes ({error})", source=str(folder), mend="take the folder as it was"
        ) from error
    root = _sealed_root(folder) if run.sealed else UNSEALED
    return submissions_of(plan, rows, outcomes, root=root, source=str(folder))


def _sealed_root(folder: Path) -> str:
    """The evidence root of a sealed run that is whole; by which key it was signed is for `verify` to say."""
    from steelyard_verify.failed import Failed
    from steelyard_verify.folder import Folder
    from steelyard_verify.run import check
    from steelyard_verify.words import say as put

    try:
        checked = check(Folder(folder), None, datetime.now(UTC).date())
    except Failed as failed:
        raise InputError(
            put(failed.code, "en", **failed.facts), source=str(folder / failed.file), place=failed.place,
            mend="a sealed run never changes: take the folder as it was",
        ) from None  # fmt: skip
    return str(checked.predicate["seal"]["roots"]["evidence"]["root"])
