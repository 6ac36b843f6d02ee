"""Reading a bank's files: bounded, UTF-8, and every complaint with file, place and mend."""

from __future__ import annotations

from pathlib import Path

from steelyard.records import InputError

_BOMS = {
    b"\xef\xbb\xbf": "UTF-8 with a byte order mark",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}


def read_text(path: Path, max_bytes: int) -> str:
    """The text of a UTF-8 file of at most `max_bytes`.

    Raises InputError when the file is missing, unreadable, no regular file, too large, empty or not plain UTF-8.
    """
    data = _read_bytes(path, max_bytes)
    if not data.strip():
        raise InputError("the file is empty", source=str(path), mend="write the bank's content into it")
    for mark, name in _BOMS.items():
        if data.startswith(mark):
            raise InputError(f"the file is {name}", source=str(path), mend="save it as UTF-8 without a byte order mark")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise InputError(
            f"byte {data[error.start]:#04x} is not UTF-8", source=str(path), place=f"line {line}",
            mend="save the file as UTF-8",
        ) from None  # fmt: skip


def _read_bytes(path: Path, max_bytes: int) -> bytes:
    if not path.exists():
        raise InputError(
            "there is no such file", source=str(path), mend="a bank holds manifest.yaml and families.jsonl"
        )
    if not path.is_file():  # a pipe or a device would hang or never end
        raise InputError("this is not a regular file", source=str(path), mend="put a file here")
    try:
        with path.open("rb") as file:
            data = file.read(max_bytes + 1)
    except OSError as error:
        raise InputError(
            f"the file cannot be read ({error.strerror})", source=str(path), mend="check its permissions"
        ) from None
    if len(data) > max_bytes:
        raise InputError(
            f"the file is larger than {max_bytes:,} bytes", source=str(path), mend="split it into several banks"
        )
    return data
