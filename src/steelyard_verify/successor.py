"""A run that goes on from a sealed one: the same plan, the same rows, and after them nothing but people's labels."""

from __future__ import annotations

import hashlib
from datetime import date
from itertools import islice
from typing import Any

from . import envelope, statement
from .failed import Failed
from .folder import PARENT, PLAN, Folder
from .replay import FILE as JOURNAL
from .replay import Replay, replay
from .sealed import check_predicate, check_rows, rows_sealed

_Record = dict[str, Any]


def check_parent(
    folder: Folder, predicate: _Record, plan: _Record, plan_digest: str, rows: Replay,
    keys: list[envelope.Key] | None, today: date,
) -> bool:  # fmt: skip
    """Check the run before, where there is one; whether it has a parent of its own. Raises Failed.

    The seal of the parent must hold for the first of the `rows` of this run, under one of the `keys`, and what it says
    must follow from them; its own parent, if it names one, is taken on trust.
    """
    named = predicate.get("parent")
    if folder.has(PARENT) != (named is not None):
        raise Failed("foreign_file" if named is None else "missing_file", PARENT)
    if named is None:
        return False
    content = folder.read(PARENT)
    _same("attestation", named["attestation"], hashlib.sha256(content).hexdigest())
    sealed = envelope.read_envelope(content, PARENT)
    if keys is not None:
        key = envelope.check_signature(sealed, keys, today, PARENT)
        envelope.check_scope(key, [standard["id"] for standard in plan["standards"]], PARENT)
    said = statement.read_statement(sealed.payload, PARENT)
    if statement.digest_of(said, PLAN) != plan_digest:
        raise Failed("other_plan", PARENT, "payload.subject[0]")
    seal = said["predicate"]["seal"]
    count = rows_sealed(seal)
    _same("rows", named["rows"], count)
    _same("evidence", named["evidence"], seal["roots"]["evidence"]["root"])
    before = replay(plan, islice(folder.lines(), count), interrupted=seal["interrupted"])
    again = check_rows(plan, before, said, PARENT, PARENT)
    if not again.finished and not seal["interrupted"]:
        raise Failed("unfinished", PARENT, "payload.predicate.seal.interrupted")
    check_predicate(plan, again, said["predicate"], PARENT)
    for leaf in rows.leaves[count:]:
        if leaf.line not in rows.people_lines:
            raise Failed("not_added", JOURNAL, f"line {leaf.line}")
    return "parent" in said["predicate"]


def _same(name: str, recorded: object, recomputed: object) -> None:
    if recorded != recomputed:
        raise Failed("differs", "attestation.dsse.json", f"payload.predicate.parent.{name}", recorded=recorded,
                     recomputed=recomputed)  # fmt: skip
