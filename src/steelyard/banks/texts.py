"""What a text of a bank may hold, and when two texts are the same."""

from __future__ import annotations

import re
import unicodedata

from steelyard.records import Language

MAX_TEXT = 4000

_HIDDEN = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ue000-\uf8ff\U000e0000-\U000e0fff]"
)
"""Control, bidirectional, zero-width and private-use characters: what a reader cannot see. Line breaks are allowed."""
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_AUTHOR = re.compile(r"person|(model|published):\S.*")


class Complaint(Exception):
    """What is wrong with a text, and how to mend it; file and place are added where they are known."""


def check_text(text: str, what: str) -> None:
    """Raise Complaint when `text`, named `what`, is empty, too long, or holds what a reader cannot see."""
    if not text.strip():
        raise Complaint(f"{what} is empty", "write it, or remove it")
    if len(text) > MAX_TEXT:
        raise Complaint(f"{what} is longer than {MAX_TEXT:,} characters", "shorten it")
    if "\ufffd" in text:
        raise Complaint(f"{what} holds U+FFFD, the mark of a wrong encoding", "write it again in UTF-8")
    if hidden := _HIDDEN.search(text):
        raise Complaint(f"{what} holds the unseen character U+{ord(hidden[0]):04X}", "remove it")


def check_script(text: str, language: Language) -> None:
    """Raise Complaint when a wording is not in the script of its language."""
    han = _HAN.search(text)
    if language == "zh" and han is None:
        raise Complaint("a wording in 'zh' holds no Chinese", "write it in Chinese, or move it to its language")
    if language == "en" and han is not None:
        raise Complaint(f"a wording in 'en' holds Chinese ({han[0]})", "write it in English, or move it to 'zh'")


def check_author(author: str) -> None:
    """Raise Complaint when `author` does not say who wrote."""
    if not _AUTHOR.fullmatch(author):
        raise Complaint(f"author {author[:80]!r} is unknown", "write person, model:<name> or published:<set>")


def folded(text: str) -> str:
    """The text without what does not make another question: case, width and spaces."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
