"""Reads a run folder: its five plain files, a sixth where it goes on from another run, and nothing else; no link is
followed, every size is bounded."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from .failed import Failed
from .replay import MAX_LINE

PLAN, JOURNAL, VERDICTS, REPORT, ATTESTATION = FILES = (
    "plan.json", "journal.jsonl", "verdicts.json", "report.html", "attestation.dsse.json",
)  # fmt: skip
PARENT = "parent.dsse.json"
"""Only in a run that goes on from a sealed one."""

MAX_RECORD = 64 * 1024 * 1024
MAX_REPORT = 1024 * 1024 * 1024
MAX_LINES = 10_000_000


class Folder:
    """A run folder whose listing was checked."""

    def __init__(self, path: Path) -> None:
        try:
            names = sorted(entry.name for entry in path.iterdir())
        except OSError as error:
            raise Failed("unreadable", str(path), why=error.strerror) from error
        for name in names:
            if name not in (*FILES, PARENT):
                raise Failed("foreign_file", name)
        for name in FILES:
            if name not in names:
                raise Failed("unsealed" if name == ATTESTATION else "missing_file", name)
        self._path, self._names = path, frozenset(names)

    def has(self, name: str) -> bool:
        """Whether a file of this name is there."""
        return name in self._names

    def read(self, name: str) -> bytes:
        """The whole of a record."""
        with self._open(name) as file:
            content = file.read(MAX_RECORD + 1)
        if len(content) > MAX_RECORD:
            raise Failed("too_large", name, limit=MAX_RECORD)
        return content

    def digest(self, name: str) -> str:
        """SHA-256, hex, of a file of any content."""
        found, size = hashlib.sha256(), 0
        with self._open(name) as file:
            while block := file.read(1 << 20):
                size += len(block)
                if size > MAX_REPORT:
                    raise Failed("too_large", name, limit=MAX_REPORT)
                found.update(block)
        return found.hexdigest()

    def lines(self) -> Iterator[bytes]:
        """The lines of the journal, newlines included; none longer than one byte above the bound."""
        with self._open(JOURNAL) as file:
            for _ in range(MAX_LINES):
                line = file.readline(MAX_LINE + 1)
                if not line:
                    return
                yield line
        raise Failed("too_many", JOURNAL, limit=MAX_LINES)

    @contextmanager
    def _open(self, name: str) -> Iterator[BinaryIO]:
        fd = self._descriptor(name)
        try:
            with os.fdopen(fd, "rb") as file:
                yield file
        except OSError as error:
            raise Failed("unreadable", name, why=error.strerror) from error

    def _descriptor(self, name: str) -> int:
        flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            fd = os.open(self._path / name, flags)
        except OSError as error:
            code = "not_plain" if (self._path / name).is_symlink() else "unreadable"
            raise Failed(code, name, why=error.strerror) from error
        if not stat.S_ISREG(os.fstat(fd).st_mode):
            os.close(fd)
            raise Failed("not_plain", name)
        return fd
