"""A fingerprint names content: not clocks, not order, not where the folder lies, and nothing outside it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from steelyard.records import InputError
from steelyard.system import tree_digest, walk_tree


def make(folder: Path, files: dict[str, str]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return folder


FILES = {"a.py": "1", "b/c.py": "2", "b/d.py": "3"}


def test_the_same_content_elsewhere_and_later_is_the_same(tmp_path: Path) -> None:
    one = make(tmp_path / "one", FILES)
    other = make(tmp_path / "other", dict(reversed(FILES.items())))
    os.utime(other / "a.py", (1, 1))
    assert tree_digest(one) == tree_digest(other)
    shutil.move(one, tmp_path / "moved")
    assert tree_digest(tmp_path / "moved") == tree_digest(other)


@pytest.mark.parametrize("change", ["content", "name", "new", "gone", "link"])
def test_any_change_of_content_shows(tmp_path: Path, change: str) -> None:
    folder = make(tmp_path / "f", FILES)
    before = tree_digest(folder)
    match change:
        case "content":
            (folder / "a.py").write_text("2")
        case "name":
            (folder / "a.py").rename(folder / "z.py")
        case "new":
            (folder / "new").write_text("")
        case "gone":
            (folder / "b/c.py").unlink()
        case "link":
            (folder / "a.py").unlink()
            (folder / "a.py").symlink_to("b/c.py")
    assert tree_digest(folder) != before


def test_links_are_not_followed_and_odd_entries_do_not_hang(tmp_path: Path) -> None:
    folder = make(tmp_path / "f", FILES)
    (folder / "loop").symlink_to("..")
    os.mkfifo(folder / "pipe")
    kinds = {entry.path: entry.kind for entry in walk_tree(folder)}
    assert kinds["loop"] == "link"
    assert kinds["pipe"] == "other"
    assert len(kinds) == len(FILES) + 2
    tree_digest(folder)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        tree_digest(tmp_path / "absent")
