"""Text from a model, a file or the net, made fit to be shown: nothing unseen, nothing without end.

The ranges are written out, not asked of `unicodedata`, so that a report has the same bytes under every Python.
"""

from __future__ import annotations

import re

_UNSEEN_RANGES = (
    "\x00-\x1f\x7f-\x9f"  # C0, delete, C1: the terminal's commands
    "\u00ad\u034f\u061c\u06dd\u070f\u08e2\u115f\u1160\u17b4\u17b5\u180b-\u180f"  # soft hyphen, joiners, fillers
    "\u0600-\u0605\u0890\u0891"  # signs that enclose what follows
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffb"  # zero widths, separators, bidi
    "\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff"  # lone surrogates, private use, noncharacters
    "\U000110bd\U000110cd\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U0010ffff"  # tags, variation selectors 17 and up, private planes
)
_UNSEEN = re.compile(f"[{_UNSEEN_RANGES}]")
_UNSEEN_BUT_LAYOUT = re.compile(f"(?![\\n\\t])[{_UNSEEN_RANGES}]")


def visible(text: str, *, layout: bool = False) -> str:
    """`text` with every control, bidi, zero-width, private and surrogate character as its code point, ⟨U+202E⟩.

    With `layout`, newlines and tabs stay.
    """
    return (_UNSEEN_BUT_LAYOUT if layout else _UNSEEN).sub(lambda found: f"⟨U+{ord(found[0]):04X}⟩", text)


def bounded(text: str, characters: int, lines: int = 1_000_000) -> tuple[str, int]:
    """The beginning of `text`, at most so many characters and lines, and how many characters were left out."""
    end = min(len(text), characters)
    place = -1
    for _ in range(lines):
        place = text.find("\n", place + 1, end)
        if place < 0:
            break
    else:
        end = place
    return text[:end], len(text) - end


def brief(text: str, characters: int = 200) -> str:
    """One short visible line; what was left out is counted in a form that needs no language."""
    shown, rest = bounded(text, characters)
    return visible(shown) + (f"… ⟨+{rest}⟩" if rest else "")
