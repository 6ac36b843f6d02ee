"""A successor: a sealed run that goes on in a folder of its own, because a sealed run never changes (design section 4).

It has its parent's plan and, byte for byte, its parent's rows; its own rows come after them. The parent's attestation
lies beside them, so that whoever checks the successor sees what was sealed before and that rows were only added.
"""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
import shutil
from contextlib import suppress
from pathlib import Path

import msgspec

from steelyard.files import read_bytes
from steelyard.records import InputError, StorageError

from .leaves import Roots
from .names import ATTESTATION, JOURNAL, PARENT, PLAN, REPORT, VERDICTS

_MAX_RECORD = 64 * 1024 * 1024
_COPIED = ((PLAN, PLAN), (JOURNAL, JOURNAL), (VERDICTS, VERDICTS), (REPORT, REPORT), (ATTESTATION, PARENT))


class Parent(msgspec.Struct, frozen=True):
    """The run that a successor goes on from: digest of its attestation file, evidence root, number of rows."""

    attestation: str
    evidence: str
    rows: int


class _Seal(msgspec.Struct, frozen=True):
    roots: Roots


class _Predicate(msgspec.Struct, frozen=True):
    seal: _Seal


class _Statement(msgspec.Struct, frozen=True):
    predicate: _Predicate


class _Envelope(msgspec.Struct, frozen=True):
    payload: str


def begin_successor(sealed: Path, out: Path) -> None:
    """Make the folder `out` with plan, rows, results and attestation of the run in `sealed`: whole or not at all.

    It has ended as its parent has, so that no assessment goes on with it if the labels never come.

    Raises InputError when `sealed` is not sealed or cannot be read, or `out` is there already or lies inside a run;
    StorageError when the folder cannot be written.
    """
    if not (sealed / ATTESTATION).is_file():
        raise InputError("is not sealed", source=str(sealed), mend="add to the run itself, or seal it first")
    if os.path.lexists(out):
        raise InputError(
            "is there already", source=str(out),
            mend="if it is this run's successor, give the labels to it; else name another folder with --out",
        )  # fmt: skip
    if any((above / PLAN).exists() for above in out.resolve().parents):
        raise InputError(
            "lies inside a run, to which nothing is added", source=str(out), mend="name another folder with --out"
        )
    draft = out.with_name(f".{out.name}.{secrets.token_hex(8)}.part")
    try:
        draft.mkdir(parents=True)
        for name, there in _COPIED:
            shutil.copyfile(sealed / name, draft / there, follow_symlinks=False)
            _to_disk(draft / there)
        draft.rename(out)
    except OSError as error:
        with suppress(OSError):
            shutil.rmtree(draft)
        raise StorageError(
            f"{out}: cannot be made ({error.strerror}); nothing was changed, make room or name another with --out"
        ) from error


def parent_of(folder: Path) -> Parent | None:
    """The parent that a run folder names, None where it is no successor. Raises InputError when it cannot be read."""
    path = folder / PARENT
    if not os.path.lexists(path):
        return None
    content = read_bytes(path, _MAX_RECORD)
    try:
        payload = base64.b64decode(msgspec.json.decode(content, type=_Envelope).payload, validate=True)
        roots = msgspec.json.decode(payload, type=_Statement).predicate.seal.roots
    except (ValueError, RecursionError) as error:
        raise InputError(
            f"is no attestation ({error})", source=str(path), mend="take the file as it was in the sealed run"
        ) from error
    return Parent(
        attestation=hashlib.sha256(content).hexdigest(),
        evidence=roots.evidence.root,
        rows=roots.evidence.count + roots.surplus.count + roots.telemetry.count,
    )


def _to_disk(path: Path) -> None:
    with path.open("rb") as file:
        os.fsync(file.fileno())
