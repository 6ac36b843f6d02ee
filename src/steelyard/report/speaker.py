"""A run and a language: what every part of a page asks for."""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from steelyard.records import Language, Measure, State

from .content import Link, Quote, Sign
from .evidence import Evidence
from .facts import Facts, Item
from .percent import exact_percent
from .safe import bounded, brief
from .say import listed, say
from .sentences import Sentences
from .svg import draw_state
from .view import ReportView

TAGS: dict[Language, str] = {"en": "en", "zh": "zh-Hans"}
"""Language tags as HTML wants them."""


class Speaker:
    """One run in one language."""

    def __init__(self, view: ReportView, facts: Facts, evidence: Evidence, language: Language) -> None:
        self.view, self.facts, self.evidence, self.language = view, facts, evidence, language
        self.alpha = exact_percent(view.plan.alpha, language)

    def say(self, key: str, **values: str | int) -> str:
        """A phrase in this language."""
        return say(key, self.language, **values)

    @cached_property
    def reader(self) -> str:
        """Who read the answers: `J` where a judge program read any, else `people`; empty where nothing was measured."""
        readers = {leaf.measure.reader for item in self.facts.items for leaf in item.leaves if leaf.measure}
        return "J" if "J" in readers else "".join(readers)

    @cached_property
    def sentences(self) -> Sentences:
        """Verdicts in sentences."""
        return Sentences(self.facts, self.evidence, self.language)

    def grade(self, inference: Literal["exact", "description"], measure: Measure) -> str:
        """How a figure was inferred and who read the answers behind it, in words."""
        read = self.say(f"grade.read.{self.facts.read_by(measure)}")
        return self.say("grade.both", inference=self.say(f"grade.{inference}"), read=read)

    def sign(self, state: State) -> Sign:
        """A state's shape and word."""
        return Sign(state, self.say(f"state.{state}"), draw_state(state))

    def anchor(self, item: Item) -> str:
        """Where a requirement stands in this language's page."""
        return f"{self.language}-r{item.number}"

    def link(self, item: Item) -> Link:
        """To a requirement."""
        return Link(f"#{self.anchor(item)}", brief(item.verdict.subject, 40))

    def links(self, items: list[Item], most: int) -> tuple[tuple[Link, ...], str]:
        """To some requirements, and how many more there are in words."""
        rest = len(items) - most
        return tuple(self.link(item) for item in items[:most]), self.say("decide.more", n=rest) if rest > 0 else ""

    def code(self, standard: str) -> str:
        """The shortest name of a standard: its published code, else its title in this language, else its id."""
        words = self.view.words
        return brief(words.standard_code(standard) or words.standard_title(standard, self.language) or standard, 80)

    def title(self, item: Item) -> str:
        """A requirement's title, or the names of its risks where the catalogue has no title in this language."""
        words, verdict = self.view.words, item.verdict
        title = words.requirement_title(verdict.standard, verdict.subject, self.language)
        return title or self.risks(item.planned.risks)

    def risks(self, risks: tuple[str, ...]) -> str:
        """Names of some risks; one without a name in this language goes unnamed."""
        names = (self.view.words.risk_name(risk, self.language) for risk in risks)
        return listed([name for name in names if name], self.language)

    def quote(self, text: str, characters: int, lines: int = 1) -> Quote:
        """Foreign text cut to size."""
        shown, rest = bounded(text, characters, lines)
        return Quote(shown, self.say("more.characters", n=rest) if rest else "")
