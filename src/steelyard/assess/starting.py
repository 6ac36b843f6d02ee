"""Which run a command begins or goes on with (design section 4, run folder)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from steelyard.journal import PLAN
from steelyard.records import InputError, Plan, PlanChanged, SteelyardError, plan_hash

from .folder import RunFolder, identity_but_seed, new_folder, refuse_changed, runs_in
from .planning import Rules


class Start(msgspec.Struct, frozen=True):
    """A run to bring to its end, under the plan in its folder. `attempt` counts runs of this plan beside it, from 1."""

    run: RunFolder
    plan: Plan
    resumed: bool
    attempt: int


def start(plan: Plan, *, out: Path | None, parent: Path, new: bool) -> Start:
    """The run this plan is for: an unfinished one of the same plan but for the seed, else a fresh one.

    `out` names the folder of the run itself; without it, runs lie below `parent`. A run in `out` that has ended is
    given back as it is. Raises PlanChanged when the run there was begun under another plan, InputError when `out` holds
    something else or `new` would write over a run, StorageError when the folder cannot be made.
    """
    found = _there(out, new=new) if out is not None else None if new else _unfinished(plan, parent)
    if found is None:
        run = RunFolder(out) if out is not None else _free(new_folder(parent, plan))
        run.begin(plan)
        return Start(run, plan, resumed=False, attempt=attempt_of(run, plan))
    known = found.plan()
    refuse_changed(found, known, plan)
    if plan.seed_origin == "given" and plan.order_seed != known.order_seed:
        raise PlanChanged(
            "was begun with another seed", source=str(found.path),
            mend="leave --seed out to go on with it, name another folder with --out, or start afresh with --new",
        )  # fmt: skip
    return Start(found, known, resumed=True, attempt=attempt_of(found, known))


def refuse_edited(begun: Start, plan_under: Callable[[Rules], Plan]) -> None:
    """Raise PlanChanged when the plan in the folder is not what its own seed gives, its order and wordings included."""
    known = begun.plan
    given = known.order_seed if known.seed_origin == "given" else None
    wanted = plan_under(Rules(
        purpose=known.purpose, attempt=known.attempt, look_every=known.look_every, complete=known.complete,
        people=any(survey.people.decides for survey in known.surveys), risk_lists=known.risk_lists,
        wordings=known.wordings, nonce=known.nonce, seed=given,
    ))  # fmt: skip
    if msgspec.structs.replace(wanted, consents=known.consents) != known:
        raise PlanChanged(
            "is not what its seed gives: it was edited", source=str(begun.run.path / PLAN),
            mend="restore the file, or start afresh with --new",
        )  # fmt: skip


def attempt_of(run: RunFolder, plan: Plan) -> int:
    """The number of this run among those of the same plan (but for the seed) in the folder that holds it, from 1.

    A successor has its parent's very plan and is no further attempt.
    """
    wanted = identity_but_seed(plan)
    plans = [known for other in runs_in(run.path.absolute().parent)[::-1] if (known := _plan_of(other)) is not None]
    attempts = list(dict.fromkeys(plan_hash(known) for known in plans if identity_but_seed(known) == wanted))
    own = plan_hash(plan)
    return attempts.index(own) + 1 if own in attempts else len(attempts) + 1


def next_attempt(plan: Plan, *, out: Path | None, parent: Path, new: bool) -> int:
    """The number of the attempt that a command with `plan` makes or goes on with, where attempts share alpha.

    Every run of this system against these standards in the folder counts, whatever its rules and however it ended; a
    successor does not. Raises InputError as `start`.
    """
    found = _there(out, new=new) if out is not None else None if new else _unfinished(plan, parent)
    known = _plan_of(found) if found is not None else None
    if known is not None and known.attempt is not None:
        return known.attempt
    home = parent if out is None else out.absolute().parent
    plans = [each for other in runs_in(home) if (each := _plan_of(other)) is not None]
    return 1 + len({plan_hash(each) for each in plans if _subject(each) == _subject(plan)})


def _there(out: Path, *, new: bool) -> RunFolder | None:
    try:
        return _run_in(out, new=new)
    except OSError as error:
        raise InputError(
            f"cannot be used ({error.strerror})", source=str(out), mend="name another folder with --out"
        ) from None


def _run_in(out: Path, *, new: bool) -> RunFolder | None:
    for above in out.absolute().parents:
        if (above / PLAN).exists():
            raise InputError(
                f"lies inside the run {above}, to which nothing is added", source=str(out),
                mend="name another folder with --out",
            )  # fmt: skip
    if not out.exists():
        return None
    if not out.is_dir():
        raise InputError("is not a folder", source=str(out), mend="name a folder for the run with --out")
    if (out / PLAN).exists():
        if new:
            raise InputError("holds a run already", source=str(out), mend="name another folder with --out")
        return RunFolder(out)
    if any(_foreign(out)):
        raise InputError("is not empty and holds no run", source=str(out), mend="name another folder with --out")
    return None


def _foreign(folder: Path) -> Iterator[Path]:
    """What lies in a folder beside drafts that a killed process left."""
    return (path for path in folder.iterdir() if not (path.name.startswith(".") and path.name.endswith(".part")))


def _unfinished(plan: Plan, parent: Path) -> RunFolder | None:
    """The newest unfinished run of the same system and standards."""
    subject = _subject(plan)
    for run in runs_in(parent):
        if not run.finished and (known := _plan_of(run)) is not None and _subject(known) == subject:
            return run
    return None


def _subject(plan: Plan) -> tuple[object, ...]:
    return plan.system.name, plan.system.owner, tuple(standard.id for standard in plan.standards)


def _plan_of(run: RunFolder) -> Plan | None:
    """The plan of a neighbour, None when it cannot be read: that is its own command's matter."""
    try:
        return run.plan()
    except SteelyardError:
        return None


def _free(run: RunFolder) -> RunFolder:
    """This folder, or the first of its name with a number that is not taken."""
    number = 1
    path = run.path
    while path.exists():
        number += 1
        path = run.path.with_name(f"{run.path.name}-{number}")
    return RunFolder(path)
