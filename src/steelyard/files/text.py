"""Bytes and text of a file that a user names, whatever it turns out to be."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from steelyard.records import InputError

_MARKS = {b"\xef\xbb\xbf": "UTF-8 with a byte order mark", b"\xff\xfe": "UTF-16", b"\xfe\xff": "UTF-16"}


def read_bytes(path: Path, max_bytes: int) -> bytes:
    """Content of a regular file of at most `max_bytes`.

    Raises InputError when it is missing, unreadable, no regular file (a pipe or device would hang), or larger.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    except FileNotFoundError:
        raise InputError("there is no such file", source=str(path), mend="check the name") from None
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", source=str(path), mend="check permissions") from None
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise InputError("is not a regular file", source=str(path), mend="name a file")
    with os.fdopen(descriptor, "rb") as stream:
        data = stream.read(max_bytes + 1)
    if len(data) > max_bytes:
        raise InputError(
            f"is larger than {max_bytes:,} bytes", source=str(path), mend="check that it is the right file"
        )
    return data


def read_text(path: Path, max_bytes: int) -> str:
    """Text of a UTF-8 file of at most `max_bytes`.

    Raises InputError as `read_bytes` does, and when the file is empty or not plain UTF-8.
    """
    data = read_bytes(path, max_bytes)
    if not data.strip():
        raise InputError("is empty", source=str(path), mend="write its content, or name another file")
    for mark, name in _MARKS.items():
        if data.startswith(mark):
            raise InputError(f"is {name}", source=str(path), mend="save it as UTF-8 without a byte order mark")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"byte {data[error.start]:#04x} is not UTF-8",
            source=str(path),
            place=f"line {line}",
            mend="save the file as UTF-8",
        ) from None
