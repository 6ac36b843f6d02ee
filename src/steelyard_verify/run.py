"""The check, in the order in which trust is earned: signature, digests, plan, rows, roots, verdicts, predicate, and
the run before, where there is one."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any, NamedTuple

from . import envelope, statement
from .failed import Failed
from .folder import ATTESTATION, PLAN, REPORT, VERDICTS, Folder
from .planned import read_plan
from .replay import FILE as JOURNAL
from .replay import Replay, replay
from .sealed import check_predicate, check_rows
from .strictjson import parse
from .successor import check_parent

_Record = dict[str, Any]


class Checked(NamedTuple):
    """A run that holds. `key` is None when no signature was checked; `grandparent`: the run before names one too."""

    key: envelope.Key | None
    plan: _Record
    verdicts: _Record
    predicate: _Record
    replay: Replay
    grandparent: bool


def check(folder: Folder, keys: list[envelope.Key] | None, today: date) -> Checked:
    """Check a run; `keys` None leaves the signature alone. Raises Failed at the first thing that does not hold."""
    sealed = envelope.read_envelope(folder.read(ATTESTATION))
    key = None if keys is None else envelope.check_signature(sealed, keys, today)
    said = statement.read_statement(sealed.payload)
    predicate: _Record = said["predicate"]
    seal = predicate["seal"]
    plan_bytes, verdict_bytes = folder.read(PLAN), folder.read(VERDICTS)
    for name, found in (
        (PLAN, hashlib.sha256(plan_bytes).hexdigest()),
        (VERDICTS, hashlib.sha256(verdict_bytes).hexdigest()),
        (REPORT, folder.digest(REPORT)),
    ):
        _sealed(name, statement.digest_of(said, name), found)
    plan = read_plan(plan_bytes)
    if key is not None:
        envelope.check_scope(key, [standard["id"] for standard in plan["standards"]])
    rows = replay(plan, folder.lines(), interrupted=seal["interrupted"])
    again = check_rows(plan, rows, said, JOURNAL, ATTESTATION)
    statement.same(VERDICTS, parse(verdict_bytes, VERDICTS), again.verdicts, "")
    check_predicate(plan, again, predicate, ATTESTATION)
    grandparent = check_parent(folder, predicate, plan, again.verdicts["plan"], rows, keys, today)
    if not again.finished and not seal["interrupted"]:
        raise Failed("unfinished", VERDICTS, "interrupted")
    return Checked(key, plan, again.verdicts, predicate, rows, grandparent)


def _sealed(name: str, sealed: str, found: str) -> None:
    if sealed != found:
        raise Failed("digest_differs", name, "", sealed=sealed, found=found)
