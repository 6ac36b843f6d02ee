"""The text of a page in one language: plain records that the templates lay out and nothing else.

A field named `quoted_...`, or a `Quote`, comes from the system, its files or its owner; all else is ours or the
catalogue's.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from steelyard.records import State

_NOTHING = Markup("")


@dataclass(frozen=True, slots=True)
class Quote:
    """Foreign text, cut to size; `rest` says in words what was left out."""

    text: str
    rest: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """To a requirement in the same page."""

    anchor: str
    id: str


@dataclass(frozen=True, slots=True)
class LinksText:
    """Links, and how many there are besides."""

    links: tuple[Link, ...]
    more: str


@dataclass(frozen=True, slots=True)
class Sign:
    """A state: its shape and its word."""

    state: State
    word: str
    shape: Markup


@dataclass(frozen=True, slots=True)
class StandardText:
    """What a standard comes to. `code` is empty where it has no published code."""

    code: str
    title: str
    sign: Sign
    total: str
    legend: tuple[tuple[Markup, str], ...]
    marks: Markup
    blocking: str
    fails: LinksText
    waits: LinksText


@dataclass(frozen=True, slots=True)
class Line:
    """A requirement in the lists at the top; `steps` would decide it where its evidence leaves it open."""

    link: Link
    code: str
    title: str
    blocking: bool
    unchecked: bool
    text: str
    steps: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LinesText:
    """One of these lists, and how many requirements it leaves out."""

    lines: tuple[Line, ...]
    more: str


@dataclass(frozen=True, slots=True)
class OpenLine:
    """One thing that would decide some requirements: a probe, which has an id, or people, papers, an asset.

    `blocking` says how many of them block, empty where none does.
    """

    name: str
    quoted_probe: str
    blocking: str
    requirements: LinksText


@dataclass(frozen=True, slots=True)
class ClaimText:
    """One of the three claims."""

    name: str
    what: str
    outcome: str
    css: str
    note: str


@dataclass(frozen=True, slots=True)
class ExampleText:
    """A failing answer."""

    question: Quote
    answer: Quote
    reading: str
    aspect: str
    note: str


@dataclass(frozen=True, slots=True)
class FindingText:
    """A defect."""

    quoted_place: str
    quoted_rule: str
    severity: str
    level: int
    excerpt: Quote
    mend: str
    risks: str


@dataclass(frozen=True, slots=True)
class FigureText:
    """A number with its name; `grade` says how it was inferred and who read, empty where nothing was measured."""

    term: str
    value: str
    grade: str = ""


@dataclass(frozen=True, slots=True)
class RiskRow:
    """One risk and the list it is on. `note` says what an undecided one would need."""

    quoted_id: str
    name: str
    outcome: str
    css: str
    count: str
    bounds: str
    note: str
    bar: Markup


@dataclass(frozen=True, slots=True)
class RisksText:
    """The lists of risks of one survey; `folded` where no one asked for them and none fails."""

    title: str
    what: str
    folded: bool
    rows: tuple[RiskRow, ...]


@dataclass(frozen=True, slots=True)
class PartText:
    """A threshold or check of a requirement."""

    title: str
    quoted_id: str
    name: str
    sign: Sign
    text: str
    notes: tuple[str, ...] = ()
    figures: tuple[FigureText, ...] = ()
    beam: Markup = _NOTHING
    position: str = ""
    trail: Markup = _NOTHING
    trail_words: str = ""
    claims: tuple[ClaimText, ...] = ()
    grade: str = ""
    risks: RisksText | None = None
    todo: tuple[str, ...] = ()
    examples_title: str = ""
    examples: tuple[ExampleText, ...] = ()
    examples_rest: str = ""
    findings_title: str = ""
    findings: tuple[FindingText, ...] = ()
    findings_rest: str = ""
    unread_title: str = ""
    unread: tuple[tuple[str, str], ...] = ()
    unread_rest: str = ""


@dataclass(frozen=True, slots=True)
class SameText:
    """A part that is shown in full under another requirement."""

    title: str
    sign: Sign
    link: Link


@dataclass(frozen=True, slots=True)
class CardText:
    """A requirement about which something is known."""

    anchor: str
    id: str
    code: str
    title: str
    text: str
    sign: Sign
    blocking: bool
    unchecked: bool
    parts: tuple[PartText, ...]
    same: tuple[SameText, ...]
    unserved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RestLine:
    """A requirement about which nothing is known. `waits` are what would decide it: words, or an id (True)."""

    anchor: str
    id: str
    title: str
    blocking: bool
    unchecked: bool
    sign: Sign
    waits: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class RestText:
    """Those of one standard."""

    code: str
    title: str
    lines: tuple[RestLine, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A term of the annex. `kind` is how its values are shown: `text`, `hash` or `quoted`; `pairs` are quoted."""

    term: str
    values: tuple[str, ...] = ()
    kind: str = "text"
    pairs: tuple[tuple[str, str], ...] = ()
    more: str = ""


@dataclass(frozen=True, slots=True)
class CompositionRow:
    """One part of a bank."""

    name: str
    quoted_id: str
    families: int
    counted: int
    failed: int
    bar: Markup


@dataclass(frozen=True, slots=True)
class AnnexGroup:
    """One survey, scan or the run as a whole."""

    title: str
    quoted_id: str
    entries: tuple[Entry, ...]
    composition: tuple[CompositionRow, ...] = ()
    composition_note: str = ""


@dataclass(frozen=True, slots=True)
class PageText:
    """Everything one language shows."""

    language: str
    tag: str
    self_name: str
    service_tag: str
    standards: tuple[StandardText, ...]
    head: tuple[Entry, ...]
    quoted_name: str
    interrupted: str
    not_met: LinesText
    undecided: LinesText
    met: LinesText
    attested: LinesText
    open_intro: str
    open_first: tuple[OpenLine, ...]
    open_others: tuple[OpenLine, ...]
    cards: tuple[CardText, ...]
    rest: tuple[RestText, ...]
    annex: tuple[AnnexGroup, ...]
    check_commands: tuple[tuple[str, str], ...]
    check_notes: tuple[str, ...]
    limits: tuple[str, ...]
    sections: tuple[tuple[str, str], ...]
    foot: tuple[tuple[str, str], ...]
