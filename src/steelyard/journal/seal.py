"""Sealing: the last act on a run. Nothing of it changes afterwards.

Rules
    the journal is locked while it is sealed; a run that is being written is RunBusy; a torn tail is taken off
    a sealed run is not sealed again
    what is signed was made here: verdicts.json must be exactly what plan and journal come to, or the seal is refused
    a run without verdicts is unfinished: it is refused, or closed as interrupted by `close`
    the envelope appears whole or not at all
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol, TypeVar

import msgspec

from steelyard.files import read_bytes
from steelyard.records import CallRow, EvidenceRow, InputError, Plan, StorageError, Verdicts, canonical_json

from .dsse import envelope
from .keys import SigningKey
from .leaves import Roots, roots
from .lines import Entry
from .lock import open_locked
from .names import ATTESTATION, JOURNAL, PLAN, REPORT, VERDICTS
from .reading import lines_of
from .statement import statement
from .successor import parent_of

_MAX_RECORD = 64 * 1024 * 1024

_T = TypeVar("_T", Plan, Verdicts)


class Judged(Protocol):
    """What plan and rows come to: the verdicts, and the keys of the trials that count."""

    @property
    def verdicts(self) -> Verdicts: ...
    @property
    def counted(self) -> frozenset[str]: ...


Judge = Callable[[Plan, list[EvidenceRow], bool], Judged]
"""Pure: plan, evidence rows and whether the run was interrupted, to what they come to."""

Close = Callable[[Plan, Judged], None]
"""Writes verdicts.json and report.html of a run that is closed before its end."""


class Seal(msgspec.Struct, frozen=True):
    """What was signed."""

    path: Path
    keyid: str
    roots: Roots
    interrupted: bool


def seal_run(
    folder: Path, key: SigningKey, judge: Judge, *, close: Close | None = None, signed_by: str | None = None,
    attempt: int | None = None,
) -> Seal:  # fmt: skip
    """Sign a run and write `attestation.dsse.json` into its folder.

    Without `close` an unfinished run is refused; with it, it is closed as interrupted first. `signed_by` is a name to
    put under the seal, `attempt` the number of this attempt where it is known.

    Raises InputError when the run is sealed, unfinished or not consistent, RunBusy while it is written, StorageError
    when the folder cannot be written.
    """
    with _locked(folder / JOURNAL) as journal:
        for draft in folder.glob(f".{ATTESTATION}.*"):  # of a seal that was killed; a check would call it foreign
            with suppress(OSError):
                draft.unlink()
        if os.path.lexists(folder / ATTESTATION):
            raise InputError(
                "is sealed already", source=str(folder), mend="a sealed run never changes; begin a new one with --new"
            )
        plan = _record(folder / PLAN, Plan)
        entries = _entries(folder / JOURNAL, journal)
        verdicts, judged = _verdicts(folder, plan, entries, judge, close)
        found = _roots(folder, entries, judged.counted)
        payload = statement(
            plan, verdicts, _digest_of(folder / REPORT), found, signed_by=signed_by, attempt=attempt,
            parent=parent_of(folder),
        )  # fmt: skip
        _write_new(folder / ATTESTATION, envelope(payload, key))
    return Seal(folder / ATTESTATION, key.public.keyid, found, verdicts.interrupted)


@contextmanager
def _locked(journal: Path) -> Iterator[int]:
    fd = open_locked(journal, create=False)
    try:
        yield fd
    finally:
        os.close(fd)


def _entries(path: Path, fd: int) -> list[Entry]:
    """All rows. A torn tail is taken off: whoever checks the seal reads the journal to its last byte."""
    entries: list[Entry] = []
    end = 0
    with path.open("rb") as file:
        for line, entry in lines_of(file, path):
            entries.append(entry)
            end += len(line)
    try:
        if os.fstat(fd).st_size > end:
            os.ftruncate(fd, end)
            os.fsync(fd)
    except OSError as error:
        raise StorageError(f"{path}: cannot be written ({error.strerror}); the run is as it was, unsealed") from error
    return entries


def _verdicts(
    folder: Path, plan: Plan, entries: list[Entry], judge: Judge, close: Close | None
) -> tuple[Verdicts, Judged]:
    rows = [row for row, _ in entries if not isinstance(row, CallRow)]
    path = folder / VERDICTS
    if not path.exists():
        if close is None:
            raise InputError(
                "is not finished", source=str(folder),
                mend="give the same assess command again, or close it as interrupted with --partial",
            )  # fmt: skip
        close(plan, judge(plan, rows, True))
    verdicts = _record(path, Verdicts)
    judged = judge(plan, rows, verdicts.interrupted)
    if judged.verdicts != verdicts:
        raise InputError(
            "does not say what plan and journal come to", source=str(path),
            mend="give the command that came last again: assess, or review in",
        )  # fmt: skip
    return verdicts, judged


def _record(path: Path, kind: type[_T]) -> _T:
    content = read_bytes(path, _MAX_RECORD)
    try:
        record = msgspec.json.decode(content, type=kind)
        again = canonical_json(record)
    except (ValueError, RecursionError) as error:
        raise InputError(f"cannot be understood ({error})", source=str(path)) from error
    if again != content:
        raise InputError("is not in the form it was written in", source=str(path), mend="take the file as it was")
    return record


def _roots(folder: Path, entries: list[Entry], counted: frozenset[str]) -> Roots:
    try:
        return roots(entries, counted)
    except ValueError as error:
        raise InputError(str(error), source=str(folder / JOURNAL)) from error


def _digest_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest()
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", source=str(path), mend="make it with: steelyard report"
        ) from error


def _write_new(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except OSError as error:
        raise StorageError(f"{path}: cannot be written ({error.strerror}); the run is as it was, unsealed") from error
    finally:
        with suppress(OSError):
            draft.unlink()
