"""Walking a folder that may be hostile: bounded, in a fixed order, never following a link, never opening what is not
a plain file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec

from steelyard.records import InputError

MAX_ENTRIES = 200_000
MAX_DEPTH = 64
SKIPPED_FOLDERS = frozenset({".git", ".hg", ".svn", "__pycache__", ".venv", "node_modules"})
"""Folders that hold no source of the system's own. History is a reading of its own, not part of the tree."""


class TreeEntry(msgspec.Struct, frozen=True):
    """One entry below a root. `path` is relative with forward slashes; `kind` is `file`, `link` or `other`;
    `size` in bytes, 0 for what is not a file."""

    path: str
    kind: str
    size: int


def walk_tree(root: Path) -> Iterator[TreeEntry]:
    """Entries below `root` (or `root` itself, when it is a file), sorted by path.

    Raises InputError when `root` does not exist, cannot be read, or holds more than MAX_ENTRIES entries.
    """
    try:
        status = root.stat()
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", source=str(root), mend="name an existing path"
        ) from error
    if stat.S_ISREG(status.st_mode):
        yield TreeEntry(root.name, "file", status.st_size)
        return
    if not stat.S_ISDIR(status.st_mode):
        raise InputError("is neither a file nor a folder", source=str(root), mend="name a plain file or a folder")
    yield from sorted(_entries(root), key=lambda entry: entry.path)


def _entries(root: Path) -> Iterator[TreeEntry]:
    folders: list[tuple[str, int]] = [("", 0)]
    seen = 0
    while folders:
        relative, depth = folders.pop()
        try:
            with os.scandir(root / relative) as scan:
                listing = list(islice(scan, MAX_ENTRIES + 1))
        except OSError:
            yield TreeEntry(relative, "other", 0)
            continue
        for entry in listing:
            seen += 1
            if seen > MAX_ENTRIES:
                raise InputError(
                    f"holds more than {MAX_ENTRIES:,} entries",
                    source=str(root),
                    mend="name the folder of the source itself",
                )
            path = f"{relative}/{entry.name}" if relative else entry.name
            found = _entry(entry, path)
            if found is not None:
                yield found
            elif entry.name not in SKIPPED_FOLDERS:
                if depth >= MAX_DEPTH:
                    yield TreeEntry(path, "other", 0)
                else:
                    folders.append((path, depth + 1))


def _entry(entry: os.DirEntry[str], path: str) -> TreeEntry | None:
    """What lies at `path`, None when it is a folder. What vanished since the listing is `other`."""
    try:
        if entry.is_symlink():
            return TreeEntry(path, "link", 0)
        if entry.is_dir(follow_symlinks=False):
            return None
        if entry.is_file(follow_symlinks=False):
            return TreeEntry(path, "file", entry.stat(follow_symlinks=False).st_size)
    except OSError:
        pass
    return TreeEntry(path, "other", 0)
