"""Commitments and reveals as files: `commitment.json`, to be published, and `reveal.json`, kept until the end."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TypeVar

import msgspec

from steelyard.files import read_bytes
from steelyard.records import InputError, StorageError

from .commitment import COMMITMENT_SCHEMA, REVEAL_SCHEMA, BankCommitment, Mismatch, Reveal, check_reveal

COMMITMENT, REVEAL = "commitment.json", "reveal.json"
MAX_BYTES = 64 << 20

_File = TypeVar("_File", BankCommitment, Reveal)


def read_commitment(path: Path) -> BankCommitment:
    """What was published. Raises InputError when the file is no commitment."""
    return _read(path, BankCommitment, COMMITMENT_SCHEMA)


def read_reveal(path: Path) -> Reveal:
    """What was kept. Raises InputError when the file is no reveal."""
    return _read(path, Reveal, REVEAL_SCHEMA)


def read_checked(commitment: Path, reveal: Path) -> tuple[BankCommitment, Reveal, tuple[Mismatch, ...]]:
    """Both, and what of the reveal is not as committed. Raises InputError when one cannot be used."""
    promised, shown = read_commitment(commitment), read_reveal(reveal)
    try:
        return promised, shown, check_reveal(promised, shown)
    except ValueError as error:
        raise InputError(
            f"cannot be what was committed ({error})", source=str(reveal), mend="take the file as it was written"
        ) from None


def write_pair(folder: Path, commitment: BankCommitment, reveal: Reveal) -> None:
    """Write both into a folder that is there; the reveal readable by its owner alone. Raises StorageError."""
    write_file(folder / REVEAL, _pretty(reveal), 0o600)
    write_file(folder / COMMITMENT, _pretty(commitment))


def make_folder(folder: Path, mode: int = 0o755) -> None:
    """A new or empty folder. Raises InputError when something lies there, StorageError when it cannot be made."""
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise InputError("is there already", source=str(folder), mend="name a new or empty folder with --out")
        folder.mkdir(mode=mode, parents=True, exist_ok=True)
    except OSError as error:
        raise _unwritable(folder, error) from error


def write_file(path: Path, content: bytes, mode: int = 0o644) -> None:
    """Write a file that is not there yet. Raises StorageError."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as stream:
            stream.write(content)
    except OSError as error:
        raise _unwritable(path, error) from error


def _unwritable(path: Path, error: OSError) -> StorageError:
    return StorageError(f"{path}: cannot be written ({error.strerror}); name another folder with --out")


def _pretty(value: BankCommitment | Reveal) -> bytes:
    return msgspec.json.format(msgspec.json.encode(value), indent=1) + b"\n"


def _read(path: Path, kind: type[_File], schema: str) -> _File:
    content = read_bytes(path, MAX_BYTES)
    try:
        found = msgspec.json.decode(content, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise InputError(
            f"is no {schema} ({error})", source=str(path), mend="take the file as it was written"
        ) from None
    if found.schema != schema:
        raise InputError(
            f"says it is {found.schema[:60]!r}, not {schema!r}", source=str(path), mend="name the right file"
        )
    return found
