"""From the words of a command to a system that is ready and the plan for it."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

from steelyard.assess import Prepared, granted, next_attempt, prepare
from steelyard.catalog import load_standard
from steelyard.records import InputError, Plan

from .options import Deciding, Effort, Subject

DEFAULT_STANDARD = "gbt45654"


async def prepared_for(manifest_path: Path | None, subject: Subject, effort: Effort) -> Prepared:
    """Read, open and fingerprint what is named; close it after use. Raises InputError."""
    effort.limits()
    manifest, base = subject.manifest(manifest_path)
    standards = [load_standard(name) for name in dict.fromkeys(subject.standard or (DEFAULT_STANDARD,))]
    consents = granted(manifest, datetime.now(UTC).date(), yes=subject.yes)
    return await prepare(
        manifest, base, standards, consents=consents, deadline_s=effort.deadline, banks=subject.bank
    )  # fmt: skip


RUNS = Path("runs")
"""Where runs lie that are given no folder of their own."""


def plan_for(prepared: Prepared, deciding: Deciding, *, out: Path | None = None, new: bool = False) -> Plan:
    """The plan, with a fresh nonce, of a run in `out` or below `RUNS`. Raises InputError when no alpha is left."""
    nonce = secrets.token_hex(32)
    if not deciding.spend:
        return prepared.plan(deciding.rules(nonce))
    attempt = next_attempt(prepared.plan(deciding.rules(nonce)), out=out, parent=RUNS, new=new)
    try:
        return prepared.plan(deciding.rules(nonce, attempt))
    except ValueError as error:
        raise InputError(
            str(error), source="--spend", mend="a fresh bank and a fresh folder begin anew, and must be declared"
        ) from None
