"""Text from a model in a cell that no spreadsheet runs, changes or hides, and back again exactly.

`[~]` stands for nothing: it is put before what a spreadsheet would take for a formula, a number or a date.
`[U+202E]` stands for the character of that number: what cannot be seen, and the bracket of either mark where a text
holds one itself. Both are plain ASCII, so that saving in an old encoding does not lose them.

A sheet may be opened with another separator than the one it was written with; then each comma, semicolon, bar or line
break begins a cell, quoted or not. Formula signs are therefore kept from all of these places, not only from the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

STOP = "[~]"

FORMULA_SIGNS = frozenset("=+-@＝＋－＠﹢﹣﹦﹫⁺⁻⁼₊₋₌−")
"""What begins a formula, and what compatibility forms turn into it."""

_BEGINNINGS = frozenset(",;|\n")
_QUOTES = frozenset("\"'")

_MARK = re.compile(r"\[(?:~|U\+((?:10|[0-9A-F])?[0-9A-F]{4}))\]")
_RETURNS = re.compile("\r+\n?")
_UNSEEN = re.compile(
    "[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f"  # controls; line feeds and their carriage returns are dealt with below
    "\u00ad\u034f\u061c\u06dd\u070f\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # joiners, fillers
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb"  # zero widths, separators, bidi
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"  # surrogates, private use, noncharacters
    "\U0001d173-\U0001d17a\U000e0000-\U0010ffff]"  # tags, variation selectors from 17, private planes
)
_WORD = re.compile(r"[^\W\d_]+")
_DIGIT = re.compile(r"\d")
_OF_DATES = frozenset(
    (
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "january",
        "february", "march", "april", "june", "july", "august", "september", "october", "november", "december",
        "am", "pm", "a", "p", "e", "t", "z", "年", "月", "日", "号", "时", "時", "分", "秒", "上午", "下午",
    )
)  # fmt: skip
_SWITCHES = frozenset(("true", "false"))


def to_cell(text: str) -> str:
    """`text` as a cell. `from_cell` gives back exactly `text`. Linear in its length."""
    return "".join(_pieces(text))


def from_cell(cell: str) -> str:
    """The text of a cell. A carriage return that stands alone is never written as such, and is a line end here."""
    kept = _RETURNS.sub(lambda found: found[0] if found[0][-1] == "\n" else "\n" * len(found[0]), cell)
    return _MARK.sub(lambda found: chr(int(found[1], 16)) if found[1] else "", kept)


def visible(text: str) -> str:
    """`text` on one line, with everything unseen as its number: for messages."""
    return _UNSEEN.sub(lambda found: _numbered(found[0]), text.replace("\r", " ").replace("\n", " "))


def with_plain_breaks(text: str) -> str:
    """`text` with every line end a line feed: the one thing that a spreadsheet may change.

    Carriage returns before a line end go with it: a spreadsheet drops the last of them, the others being marks.
    """
    return _RETURNS.sub(lambda found: "\n" if found[0][-1] == "\n" else "\n" * len(found[0]), text)


def most_room(text: str) -> Iterator[int]:
    """For each character the most UTF-16 units it takes in a cell."""
    for sign in text:
        if sign in FORMULA_SIGNS:
            yield len(STOP) + 1
        elif sign in "[\r" or _UNSEEN.match(sign):
            yield len("[U+10FFFF]")
        else:
            yield 1 + (sign > "\uffff")


def _pieces(text: str) -> Iterator[str]:
    brackets = {found.start() for found in _MARK.finditer(text)}
    if _would_be_converted(text):
        yield STOP
        begins = False
    else:
        begins = True
    blank = True  # nothing but blanks so far: a line break here would stand at the beginning of the cell
    for at, sign in enumerate(text):
        if at in brackets or _UNSEEN.match(sign) or (sign in "\r\n" and (blank or _bare(text, at))):
            yield _numbered(sign)
            begins = blank = False
            continue
        if begins and sign in FORMULA_SIGNS:
            yield STOP
        yield sign
        passed_over = sign.isspace() or sign in _QUOTES
        begins = sign in _BEGINNINGS or (begins and passed_over)
        blank = blank and passed_over


def _bare(text: str, at: int) -> bool:
    """Whether a carriage return stands alone: a spreadsheet would make a line feed of it, or drop it."""
    return text[at] == "\r" and text[at + 1 : at + 2] != "\n"


def _would_be_converted(text: str) -> bool:
    """Whether a spreadsheet may take a text for a number, a date, a switch or, by its apostrophe, for another text."""
    if text.startswith("'"):
        return True
    words = (word[0].casefold() for word in _WORD.finditer(text))
    if _DIGIT.search(text):
        return all(word in _OF_DATES for word in words)
    return text.strip().casefold() in _SWITCHES


def _numbered(sign: str) -> str:
    return f"[U+{ord(sign):04X}]"
