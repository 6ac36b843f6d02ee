"""The lock of a run: an exclusive `flock` on its journal, held as long as the descriptor is open."""

from __future__ import annotations

import errno
import fcntl
import os
import stat
from pathlib import Path

from steelyard.records import InputError, RunBusy, StorageError


def open_locked(path: Path, *, create: bool) -> int:
    """Descriptor of the journal at `path`, open for appending, with the exclusive lock held until it is closed.

    Raises RunBusy, InputError when it is no regular file or missing and not to be made, and StorageError.
    """
    fd = _open(path, create=create)
    try:
        regular = stat.S_ISREG(os.fstat(fd).st_mode)
        if regular:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return fd
    except BlockingIOError as error:
        os.close(fd)
        raise RunBusy(f"{path}: another process is writing this run; wait for it or stop it") from error
    except OSError as error:
        os.close(fd)
        raise StorageError(f"{path}: cannot be locked ({error.strerror})") from error
    os.close(fd)
    raise InputError("a journal is a plain file", source=str(path))


def _open(path: Path, *, create: bool) -> int:
    flags = os.O_RDWR | os.O_APPEND | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK | (os.O_CREAT if create else 0)
    try:
        return os.open(path, flags, 0o600)
    except FileNotFoundError as error:
        raise InputError("there is no journal here", source=str(path), mend="name the folder of a run") from error
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.EISDIR, errno.ENXIO}:
            raise InputError("a journal is a plain file, not a link or folder", source=str(path)) from error
        raise StorageError(f"{path}: cannot be opened for writing ({error.strerror})") from error
