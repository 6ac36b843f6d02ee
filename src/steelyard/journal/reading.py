"""Reads a journal line by line, in bounds, without locking it.

A last line that was cut short, or of which the disk kept only a part, is skipped (the writer takes it off); any other
line that cannot be read, or is not in our form, is an InputError that names it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from steelyard.records import InputError

from .lines import MAX_LINE, Entry, decode_line


def read_journal(path: Path) -> Iterator[Entry]:
    """Rows and salts of a journal, in the order they were written, without locking it; a torn tail is skipped.

    Raises InputError when the file is missing or a line is no row, naming the line.
    """
    if path.exists() and not path.is_file():  # opening a pipe would wait for a writer
        raise InputError("a journal is a plain file", source=str(path))
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", source=str(path)) from error
    with file:
        for _, entry in lines_of(file, path):
            yield entry


def lines_of(file: BinaryIO, path: Path) -> Iterator[tuple[bytes, Entry]]:
    """Lines with what they hold, up to a torn tail."""
    number = 0
    while line := file.readline(MAX_LINE + 1):
        number += 1
        if not line.endswith(b"\n"):
            if len(line) > MAX_LINE:
                raise bad_line(path, number, f"the line is longer than {MAX_LINE} bytes")
            return
        try:
            yield line, decode_line(line)
        except msgspec.ValidationError as error:
            raise bad_line(path, number, f"the line is no row of a journal ({error})") from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            if not file.read(1):
                return
            raise bad_line(path, number, "the line cannot be read") from error
        except (ValueError, RecursionError) as error:
            raise bad_line(path, number, str(error)) from error


def bad_line(path: Path, number: int, problem: str) -> InputError:
    return InputError(
        problem, source=str(path), place=f"line {number}",
        mend="a journal is never edited: take the folder as it was, or begin a new run with --new",
    )  # fmt: skip
