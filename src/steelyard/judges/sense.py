"""Whether an answer holds words at all: nothing, noise, or something to read."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Literal

_SPEAKING = re.compile(r"\w")
_SYMBOL = frozenset(("So", "Sm", "Sc"))
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\U000f0000-\U0010ffff\ud800-\udfff]")
_MOJIBAKE = re.compile("[\u00c2\u00c3\u00e2-\u00ef][\u0080-\u00bf\u0152-\u0178\u2018-\u2122]|ã[\u0080-\u00bf]")
_TOKEN = re.compile("[\u3400-\u9fff\u3040-\u30ff]|[^\\W\u3400-\u9fff\u3040-\u30ff]{1,200}")

_SAMPLE = 4_000
"""Noise is looked for in this many characters from the start: enough to tell, and bounded."""

Sense = Literal["empty", "garbled", "words"]


def sense_of(folded: str) -> Sense:
    """What a folded answer is made of.

    `empty`: nothing but white space. `garbled`: no letter, digit or symbol; broken characters; one or a few tokens
    over and over; unbroken runs of letters that are no words. Everything else is `words`.
    """
    if not folded:
        return "empty"
    head = folded[:_SAMPLE]
    if not _SPEAKING.search(folded) and not any(unicodedata.category(char) in _SYMBOL for char in head):
        return "garbled"
    broken = len(_UNREADABLE.findall(head)) + len(_MOJIBAKE.findall(head))
    if broken * 5 > len(head):
        return "garbled"
    return "garbled" if _stuck(head) or _unbroken(head) else "words"


def _stuck(head: str) -> bool:
    """Whether a few tokens repeat without end: forty or more tokens of which at most one in twelve is new."""
    tokens = _TOKEN.findall(head)
    if len(tokens) < 40:
        return False
    counts = Counter(tokens)
    return len(counts) * 12 <= len(tokens) or counts.most_common(1)[0][1] * 2 > len(tokens)


def _unbroken(head: str) -> bool:
    """Whether most of the letters stand in runs far longer than any word (encoded text, keyboard noise)."""
    outside_code = " ".join(head.split("```")[::2])
    runs = [token for token in _TOKEN.findall(outside_code) if token.isascii()]
    letters = sum(map(len, runs))
    return letters >= 60 and 2 * sum(len(run) for run in runs if len(run) > 40) > letters
