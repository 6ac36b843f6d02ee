"""The file of a leaderboard: read whole, written whole or not at all, by one command at a time.

The lock lies beside it (`.NAME.lock`), for the file itself is replaced by each writing; it stays there and is empty.
"""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from steelyard.files import read_bytes
from steelyard.records import InputError, RunBusy, StorageError, canonical_json

from .board import Board, new_board
from .ladders import decode_board

MAX_BYTES = 64 * 1024 * 1024
WAIT_S = 10.0
_STEP_S = 0.05


def read_board(path: Path) -> Board:
    """The board in a file. Raises InputError when it cannot be read, is none, or was edited."""
    return decode_board(read_bytes(path, MAX_BYTES), str(path))


@contextmanager
def open_board(path: Path) -> Iterator[Board]:
    """The board in a file, a new one where there is none, with nobody else writing it while the context lasts.

    Raises RunBusy when another command holds it too long, InputError as `read_board`, StorageError when no lock can be
    made beside it.
    """
    lock = _locked(path)
    try:
        yield read_board(path) if os.path.lexists(path) else new_board()
    finally:
        os.close(lock)


def write_board(path: Path, board: Board) -> None:
    """Replace the board, inside `open_board`. Raises StorageError when it cannot be written; the old one stands."""
    draft = path.with_name(f".{path.name}.part")
    try:
        with draft.open("wb") as file:
            file.write(canonical_json(board))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise StorageError(f"{path}: cannot be written ({error.strerror}); the board is as it was") from error


def _locked(path: Path) -> int:
    beside = path.with_name(f".{path.name}.lock")
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    try:
        fd = os.open(beside, flags, 0o666)  # as the board itself: by the user's mask
    except FileNotFoundError:
        raise InputError("its folder does not exist", source=str(path), mend="make the folder first") from None
    except OSError as error:
        raise StorageError(f"{beside}: cannot be opened ({error.strerror}); the board is as it was") from error
    until = time.monotonic() + WAIT_S
    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return fd
        except OSError as error:
            if error.errno not in {errno.EWOULDBLOCK, errno.EAGAIN}:
                os.close(fd)
                raise StorageError(f"{beside}: cannot be locked ({error.strerror})") from error
        if time.monotonic() > until:
            os.close(fd)
            raise RunBusy(f"{path}: another command is writing this board; give the command again")
        time.sleep(_STEP_S)
