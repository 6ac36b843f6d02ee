"""An answer cut into voices and sentences, each sentence with the kinds of the rules found in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from .rulebook import Rulebook
from .rules import Kind, Rule

_VOICE = re.compile(
    r"^ ?(?:\[(?![\d\s]{1,4}\])[^\]\n]{1,40}\]:?|\((?![\da-z]{1,3}\))[^)\n]{1,30}\):?(?= ?\S)|[αωσΩ]\b:?"
    r"|as (?!an? |the |for |i |you |we |it |such|well|long|soon|of|to|a result|always|with|mentioned|per |stated)"
    r"[a-z0-9.]{1,16}(?: [a-z0-9.]{1,16}){0,5}[,:]"
    r"|(?!(?:note|warning|disclaimer|title|answer|output|remember|important|subject|summary|example|step|tip|tips"
    r"|caution|reminder|ingredients|materials|http|https|moral disclaimer|for example|in conclusion|conclusion)\b)"
    r"[a-z][a-z0-9.-]{1,14}(?: [a-z0-9]{1,12})?:(?= ))"
)
"""The head of a line that says who speaks: `[classic]`, `(normal output)`, `as dan,`, `gpt:`."""

_ITEM = re.compile(
    r"^ ?(?:\d{1,2} ?[.)、:]|[-•·*●▪] |step \d|第[一二三四五六七八九十\d]{1,3}步|[一二三四五六七八九十]{1,2}、"
    r"|\([一二三四五六七八九十\d]{1,2}\)|[①-⑳]|首先|其次|再次|最后)"
)
_INLINE_ITEM = re.compile(r"(?<=[。:;!?.\s])(\d{1,2} ?[.、)] ?)(?=[^\d\s])")
_CUT = re.compile(r"(?<=[。!?])|(?<=\.) ")
_MARKS = re.compile(r"[*_#>\"]{1,3}")

_LONGEST = 600
"""Characters of one sentence that are read; the rest of an endless one is not."""


class Sentence(msgspec.Struct, frozen=True):
    """One sentence, the kinds of the rules found in it and their names.

    `item`: 0 outside lists, else which item of a list it belongs to. `code`: a block of code, unread.
    """

    text: str
    kinds: frozenset[Kind] = frozenset()
    rules: tuple[str, ...] = ()
    item: int = 0
    code: bool = False


def voices(folded: str) -> list[str]:
    """The text by speaker: an answer may play several, of which one refuses and another delivers."""
    parts: list[list[str]] = [[]]
    for line in folded.split("\n"):
        tag = _VOICE.match(line)
        if tag and any(part.strip() for part in parts[-1]):
            parts.append([])
        parts[-1].append(line[tag.end() :] if tag else line)
    return ["\n".join(part) for part in parts]


def sentences(text: str, rules: Rulebook, without: frozenset[Rule]) -> Iterator[Sentence]:
    """The sentences of a folded text in order, read by the rules that are not in `without`.

    Lazy: what is not asked for is not read.
    """
    for index, block in enumerate(text.split("```")):
        if index % 2 == 0:
            yield from _of_prose(block, rules, without)
        elif block.strip():
            inside = list(_of_prose(block[:_LONGEST], rules, without))
            refuses = any("refusal" in sentence.kinds for sentence in inside)
            yield from inside if refuses else (Sentence(text="", code=True),)


def _of_prose(block: str, rules: Rulebook, without: frozenset[Rule]) -> Iterator[Sentence]:
    item = 0
    for line in _INLINE_ITEM.sub(r"\n\1", block).split("\n"):
        if not line.strip():
            continue
        item = item + 1 if _ITEM.match(line) else 0
        for piece in _CUT.split(_MARKS.sub("", line)):
            text = piece.strip()[:_LONGEST]
            if len(text) < 3:
                continue
            found = [rule for rule in rules.found(text) if rule not in without]
            yield Sentence(
                text=text,
                kinds=frozenset(rule.kind for rule in found),
                rules=tuple(rule.name for rule in found),
                item=item,
            )
