"""What a seal says of its rows, worked out again: for a run, and for the run it goes on from."""

from __future__ import annotations

from typing import Any

from . import statement
from .failed import Failed
from .replay import FILE as JOURNAL
from .replay import Replay
from .roots import check_marks, roots_of
from .verdicts import Recomputed, recompute

_Record = dict[str, Any]


def rows_sealed(seal: _Record) -> int:
    """How many rows a seal counts."""
    return sum(seal["roots"][name]["count"] for name in ("evidence", "surplus", "telemetry"))


def check_rows(plan: _Record, rows: Replay, said: _Record, journal: str, attestation: str) -> Recomputed:
    """The verdicts of the rows whose marks and roots a statement gives. Raises Failed, naming the files, when it gives
    others."""
    seal = said["predicate"]["seal"]
    check_marks(rows.leaves, seal["roots"]["marks"], rows_sealed(seal))
    again = recompute(plan, rows, interrupted=seal["interrupted"])
    sealed = seal["roots"]
    for name, found in roots_of(rows.leaves, again.counted).items():
        if sealed[name] != found:
            raise Failed("root_differs", journal, name, sealed=sealed[name]["count"], found=found["count"])
    if statement.digest_of(said, f"{JOURNAL}#evidence") != sealed["evidence"]["root"]:
        raise Failed("shape", attestation, "payload.subject[3]", wanted=sealed["evidence"]["root"])
    return again


def check_predicate(plan: _Record, again: Recomputed, predicate: _Record, attestation: str) -> None:
    """What a predicate says beside who signed follows from plan, verdicts and seal. Raises Failed."""
    wanted = statement.predicate_of(plan, again.verdicts, {**predicate["seal"], "plan": again.verdicts["plan"]})
    statement.same(attestation, statement.told(predicate), wanted, "payload.predicate")
