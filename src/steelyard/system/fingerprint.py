"""What exactly was assessed: a hash of an asset's content that ignores order, clocks and where the folder lies."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from steelyard.records import InputError, digest

from .tree import walk_tree


def file_digest(path: Path) -> str:
    """SHA-256, hex, of a plain file's content. Raises InputError when it cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        with os.fdopen(descriptor, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise InputError(
            f"cannot be read ({error.strerror})", source=str(path), mend="check its permissions"
        ) from error


def tree_digest(root: Path) -> str:
    """Identity of a file or folder: the digest of every entry's relative path, kind and content.

    Links count by where they point, not by what lies there; sockets, pipes and devices by being there.
    """
    entries: list[list[str]] = []
    for entry in walk_tree(root):
        path = root if root.is_file() else root / entry.path
        if entry.kind == "file":
            content = file_digest(path)
        elif entry.kind == "link":
            content = hashlib.sha256(os.fsencode(path.readlink())).hexdigest()
        else:
            content = ""
        entries.append([entry.path.encode("utf-8", "surrogateescape").hex(), entry.kind, content])
    return digest(entries)
