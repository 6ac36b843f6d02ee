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
from .roots import check_marks, roots_of
from .verdicts import recompute

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
    if named is None or not folder.has(PARENT):
        if named is not None:
            raise Failed("missing_file", PARENT)
        if folder.has(PARENT):
            raise Failed("foreign_file", PARENT)
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
    count = sum(seal["roots"][name]["count"] for name in ("evidence", "surplus", "telemetry"))
    _same("rows", named["rows"], count)
    _same("evidence", named["evidence"], seal["roots"]["evidence"]["root"])
    if statement.digest_of(said, f"{JOURNAL}#evidence") != named["evidence"]:
        raise Failed("shape", PARENT, "payload.subject[3]", wanted=named["evidence"])
    _check_rows(folder, plan, said["predicate"], count)
    for leaf in rows.leaves[count:]:
        if leaf.line not in rows.people_lines:
            raise Failed("not_added", JOURNAL, f"line {leaf.line}")
    return "parent" in said["predicate"]


def _check_rows(folder: Folder, plan: _Record, predicate: _Record, count: int) -> None:
    """The first `count` rows are those of the parent, and its predicate follows from them."""
    seal = predicate["seal"]
    before = replay(plan, islice(folder.lines(), count), interrupted=seal["interrupted"])
    check_marks(before.leaves, seal["roots"]["marks"], count)
    again = recompute(plan, before, interrupted=seal["interrupted"])
    for name, found in roots_of(before.leaves, again.counted).items():
        if seal["roots"][name] != found:
            raise Failed("root_differs", PARENT, name, sealed=seal["roots"][name]["count"], found=found["count"])
    if not again.finished and not seal["interrupted"]:
        raise Failed("unfinished", PARENT, "payload.predicate.seal.interrupted")
    wanted = statement.predicate_of(plan, again.verdicts, {**seal, "plan": again.verdicts["plan"]})
    statement.same(PARENT, statement.told(predicate), wanted, "payload.predicate")


def _same(name: str, recorded: object, recomputed: object) -> None:
    if recorded != recomputed:
        raise Failed("differs", "attestation.dsse.json", f"payload.predicate.parent.{name}", recorded=recorded,
                     recomputed=recomputed)  # fmt: skip
