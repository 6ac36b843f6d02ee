"""Every error a user can meet, and the exit code it leaves with.

    SteelyardError               exit
      InputError                  2   a file, flag or setting is wrong: file, place, mend
        PlanChanged               2   the run folder holds another plan; the difference is shown
      RunBusy                     2   another process holds the run
      StorageError                4   the disk is full, the folder cannot be written
      TargetUnavailable           4   nothing of what is assessed answers

A fault of a single call is no exception here: it is a `Fault` record, because an open fault is evidence.
"""

from __future__ import annotations


class SteelyardError(Exception):
    """Base of all: its text is one sentence for a person."""

    exit_code = 4


class InputError(SteelyardError):
    """What a user wrote or named cannot be used.

    `source` is the file or flag, `place` where in it (line, field), `problem` what is wrong, `mend` what to do.
    """

    exit_code = 2

    def __init__(self, problem: str, *, source: str = "", place: str = "", mend: str = "") -> None:
        self.problem, self.source, self.place, self.mend = problem, source, place, mend
        where = ", ".join(part for part in (source, place) if part)
        text = f"{where}: {problem}" if where else problem
        super().__init__(f"{text}; {mend}" if mend else text)


class PlanChanged(InputError):
    """A run folder was begun under a different plan."""


class RunBusy(SteelyardError):
    """Another process is writing this run."""

    exit_code = 2


class StorageError(SteelyardError):
    """The run could not be written; what was written before stands."""


class TargetUnavailable(SteelyardError):
    """The target answers nothing at all: wrong address, no such model, refused key."""
