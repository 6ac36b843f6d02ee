"""Reading back what the organiser kept of a sheet."""

from __future__ import annotations

from pathlib import Path

import msgspec

from steelyard.files import read_text
from steelyard.records import InputError

from .make import check_rater, is_key, row_id
from .model import MAX_BATCH, MAX_BYTES, MAX_ROWS, SHEET_SCHEMA, Manifest

_decode = msgspec.json.Decoder(Manifest).decode
_MEND = "take the manifest as it was written"


def read_manifest(path: Path) -> Manifest:
    """A manifest, every row of it named as its trial demands.

    Raises InputError when the file is none, was changed or cut off, or goes beyond the bounds.
    """
    text = read_text(path, MAX_BYTES)
    try:
        manifest = _decode(text)
        check_rater(manifest.rater)
    except (msgspec.DecodeError, InputError) as error:
        raise InputError(f"is not a sheet's manifest ({error})", source=str(path), mend=_MEND) from None
    if manifest.schema != SHEET_SCHEMA:
        raise InputError(
            f"its schema is {manifest.schema[:40]!r}, not {SHEET_SCHEMA!r}", source=str(path),
            mend="read it with the version that wrote it",
        )  # fmt: skip
    if problem := _problem(manifest):
        raise InputError(problem, source=str(path), mend=_MEND)
    return manifest


def _problem(manifest: Manifest) -> str:
    """What is wrong with a manifest, "" when nothing is."""
    if not is_key(manifest.plan) or not 1 <= manifest.batch <= MAX_BATCH:
        return "its plan or batch is none"
    if not 1 <= len(manifest.rows) <= MAX_ROWS:
        return f"it has {len(manifest.rows):,} rows"
    if len({row.trial for row in manifest.rows}) < len(manifest.rows):
        return "a trial is in it twice"
    for number, row in enumerate(manifest.rows, 1):
        named = row_id(
            plan=manifest.plan, role=manifest.role, rater=manifest.rater, batch=manifest.batch, trial=row.trial
        )
        if not is_key(row.trial) or row.row != named or row.left_out < 0:
            return f"row {number} is not the one that was sent"
    return ""
