"""The journal: an append-only file of one line a row, with one writer.

Rules
    one writer       an exclusive lock on the file itself, held while it is open; a second one is told RunBusy
    one write        a row is one `write`, made at once: whatever kills the process loses no row that was appended
    to the disk      in groups, at most 50 ms or 256 rows later; with durable="each", before `append` returns
    torn tail        a last line that was cut short is taken off when the journal is opened for writing; readers skip it
    anything else    a line that cannot be read, or not in our form, or a key twice, is an InputError that names it
    no room          what could not be written whole is taken back; what was written before stands (StorageError)
    no clock         nothing here reads one
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from steelyard.records import CallRow, Row, StorageError

from .flush import Flusher, data_sync
from .lines import MAX_LINE, encode_line, key_bytes, salt_of
from .lock import open_locked
from .reading import bad_line, lines_of, read_journal
from .seen import Seen

Durable = Literal["group", "each"]


class Journal:
    """A journal open for appending. Make one with `Journal.open`; use it from one thread."""

    def __init__(self, path: Path, fd: int, run_key: bytes, durable: Durable) -> None:
        self.path = path
        self._fd, self._run_key = fd, run_key
        self._seen = Seen()
        self._end = self._count = 0
        self._flusher = Flusher(fd) if durable == "group" else None

    @classmethod
    def open(cls, path: Path, run_key: bytes, *, durable: Durable = "group") -> Journal:
        """Open or create the journal at `path`, lock it, and cut a torn tail. `run_key`: 32 bytes.

        Raises RunBusy when another process writes it, InputError when it holds what no journal holds, StorageError
        when it cannot be opened.
        """
        fd = open_locked(path, create=True)
        try:
            journal = cls(path, fd, run_key, durable)
        except BaseException:
            os.close(fd)
            raise
        try:
            journal._take_in()
        except BaseException:
            journal.close()
            raise
        return journal

    def __len__(self) -> int:
        """Rows in the file."""
        return self._count

    def append(self, row: Row) -> bool:
        """Write a row at once; False when the very same row is there already.

        A call row whose key is there is dropped too: a clock set back never stops a run. Raises ValueError when
        another row has its key or it cannot be written as JSON, StorageError when the disk refuses it.
        """
        key = key_bytes(row)
        line = encode_line(row, salt_of(self._run_key, row.key))
        if len(line) > MAX_LINE:
            raise ValueError(f"a row of {len(line)} bytes is longer than a line of the journal may be ({MAX_LINE})")
        if self._seen.add(key) and self._has(row):
            return False
        self._write(line)
        return True

    def rows(self) -> Iterator[Row]:
        """The rows, in the order they were written."""
        return (entry.row for entry in read_journal(self.path))

    def keys(self) -> Iterator[bytes]:
        """The keys of the rows, 32 bytes each, in the order they were written."""
        return (bytes.fromhex(row.key) for row in self.rows())

    def close(self) -> None:
        """Bring everything to the disk and release the lock. Raises StorageError when the disk refuses."""
        if self._fd < 0:
            return
        error: OSError | None = None
        if self._flusher is not None:
            self._flusher.close()
            error = self._flusher.error
        os.close(self._fd)
        self._fd = -1
        if error is not None:
            raise self._refused(error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _take_in(self) -> None:
        """Learn the keys there are; cut a torn tail."""
        with self.path.open("rb") as file:
            for number, (line, entry) in enumerate(lines_of(file, self.path), start=1):
                if self._seen.add(bytes.fromhex(entry.row.key)) and _is_double(self.path, entry.row.key):
                    raise bad_line(self.path, number, f"a second row has the key {entry.row.key}")
                self._end += len(line)
                self._count += 1
        try:
            os.ftruncate(self._fd, self._end)
        except OSError as error:
            raise self._refused(error) from error

    def _has(self, row: Row) -> bool:
        for there in self.rows():
            if there.key == row.key:
                if there != row and not isinstance(row, CallRow):
                    raise ValueError(f"the journal holds another row with the key {row.key}")
                return True
        return False

    def _write(self, line: bytes) -> None:
        if self._flusher is not None and self._flusher.error is not None:
            raise self._refused(self._flusher.error)
        try:
            rest = line[os.write(self._fd, line) :]
            while rest:  # a short write means a full disk: the next one says so
                rest = rest[os.write(self._fd, rest) :]
            if self._flusher is None:
                data_sync(self._fd)
        except OSError as error:
            with suppress(OSError):  # a torn tail that stays is cut when the journal is opened again
                os.ftruncate(self._fd, self._end)
            raise self._refused(error) from error
        self._end += len(line)
        self._count += 1
        if self._flusher is not None:
            self._flusher.wrote()

    def _refused(self, error: OSError) -> StorageError:
        return StorageError(
            f"{self.path}: cannot be written ({error.strerror}); the {self._count} rows written before stand"
        )


def _is_double(path: Path, key: str) -> bool:
    return sum(entry.row.key == key for entry in read_journal(path)) > 1
