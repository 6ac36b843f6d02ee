"""The lines of a report as its readers see them, each with the place it stands at."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

_VOID = frozenset({"meta", "input", "path", "line", "rect", "circle"})
_LINES = frozenset(
    {"p", "li", "dt", "dd", "th", "td", "h1", "h2", "h3", "h4", "h5", "summary", "blockquote", "caption", "pre",
     "text", "title", "desc", "figcaption"}
)  # fmt: skip
_HEADS = frozenset({"dt", "th"})
_NAMED = {
    "masthead", "examples", "findings", "composition", "claims", "risks", "figures", "todo", "foot", "contents", "open",
}  # fmt: skip
_COUNTED = {"standard", "part", "group"}


class Line(NamedTuple):
    """A line of text: language, place (sections, outermost first), what it is called there, and what it says."""

    language: str
    place: str
    label: str
    text: str


class _Open(NamedTuple):
    tag: str
    piece: str
    words: list[str]
    css: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[Line] = []
        self._open: list[_Open] = []
        self._head = ""
        self._seen: Counter[str] = Counter()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _VOID:
            return
        given = {name: value or "" for name, value in attrs}
        classes = given.get("class", "").split()
        self._open.append(_Open(tag, self._piece(tag, given, classes), [], classes[0] if classes else ""))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A drawn shape: no words."""

    def handle_endtag(self, tag: str) -> None:
        closed = self._open.pop()
        assert closed.tag == tag, f"</{tag}> closes <{closed.tag}>"
        text = " ".join("".join(closed.words).split())
        language, _, place = self._place().partition("/")
        if tag not in _LINES or not text or language not in {"en", "zh"}:
            return
        if tag in _HEADS:
            self._head = text
        label = self._head if tag in _HEADS | {"dd", "td"} or self._within("dd") else f"{tag} {closed.css}".strip()
        self.lines.append(Line(language, place, label, text))

    def handle_data(self, data: str) -> None:
        holder = next((each for each in reversed(self._open) if each.tag in _LINES), None)
        if holder is not None:
            holder.words.append(data if self._open[-1].tag in {"a", *_LINES} else f" {data} ")

    def _piece(self, tag: str, given: dict[str, str], classes: list[str]) -> str:
        if "page" in classes:
            return next(name for name in classes if name.startswith("lang-")).removeprefix("lang-")
        if tag == "article":
            self._seen.clear()
            return given["id"].partition("-")[2]
        if tag == "section" and "row" in classes:
            self._seen.clear()
            return given["aria-labelledby"].partition("-")[2]
        for name in classes:
            if name in _COUNTED and tag == "section":
                place = f"{self._place()}/{name}"
                self._seen[place] += 1
                return f"{name}{self._seen[place]}"
            if name in _NAMED:
                return name
        return "figure" if tag == "figure" else ""

    def _place(self) -> str:
        return "/".join(each.piece for each in self._open if each.piece)

    def _within(self, tag: str) -> bool:
        return any(each.tag == tag for each in self._open)


def report_lines(report: Path) -> list[Line]:
    """All lines of a report, both languages, in their order."""
    reader = _Reader()
    reader.feed(report.read_text(encoding="utf-8"))
    reader.close()
    return reader.lines


def differing(before: Iterable[Line], after: Iterable[Line]) -> tuple[list[Line], list[Line]]:
    """Lines that are only in the one report, and lines that are only in the other."""
    one, other = Counter(before), Counter(after)
    return list((one - other).elements()), list((other - one).elements())
