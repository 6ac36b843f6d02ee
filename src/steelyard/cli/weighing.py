"""From the words of a command to a system that is ready and the plan for it."""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from pathlib import Path

from steelyard.assess import Prepared, granted, prepare
from steelyard.catalog import load_standard
from steelyard.records import Plan

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


def plan_for(prepared: Prepared, deciding: Deciding) -> Plan:
    """The plan, with a fresh nonce."""
    return prepared.plan(deciding.rules(secrets.token_hex(32)))
