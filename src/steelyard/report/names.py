"""The catalogue's words as a report asks for them."""

from __future__ import annotations

import re

from steelyard.catalog import Catalogue, Item, Standard, Words
from steelyard.records import InputError, Language

_FIRST_CLAUSE = re.compile(r"[;；。]|\.(?=\s|$)")
_DIGIT = re.compile(r"\d")
_LONGEST_TITLE = 110


class CatalogueNames:
    """Names from a catalogue; the empty string where it has none in a language, never the other language."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    def standard_code(self, standard: str) -> str:
        """The code of the document in force, where the title begins with it; a code has a digit, a name has not."""
        found = self._standard(standard)
        codes = [str(entry.get("code", "")) for entry in found.header.get("documents", ())] if found else []
        title = found.title.en if found else ""
        return next((code for code in reversed(codes) if _DIGIT.search(code) and title.startswith(code)), "")

    def standard_title(self, standard: str, language: Language) -> str:
        """The title without its code."""
        found = self._standard(standard)
        title = _in(found.title, language) if found else ""
        rest = title.removeprefix(self.standard_code(standard)).lstrip(" :：")
        return rest[:1].upper() + rest[1:]

    def requirement_title(self, standard: str, requirement: str, language: Language) -> str:
        """The first clause of the title, or of the text where nobody wrote a title."""
        item = self._item(standard, requirement)
        if item is None:
            return ""
        clause = _FIRST_CLAUSE.split(_in(item.title, language) or _in(item.text, language), maxsplit=1)[0].strip()
        if len(clause) > _LONGEST_TITLE:
            clause = clause[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(" ,，") + "…"
        return clause

    def requirement_text(self, standard: str, requirement: str, language: Language) -> str:
        """The paraphrase, where it says more than the title."""
        item = self._item(standard, requirement)
        text = _in(item.text, language) if item else ""
        title = self.requirement_title(standard, requirement, language)
        return "" if text.rstrip(".。") == title.rstrip(".。") else text

    def threshold_name(self, standard: str, threshold: str, language: Language) -> str:
        """What the number is a number of."""
        found = self._standard(standard)
        every = found.thresholds if found else ()
        return next((_in(entry.metric, language) for entry in every if entry.id == threshold), "")

    def risk_name(self, risk: str, language: Language) -> str:
        """A risk of the taxonomy."""
        found = self._catalogue.taxonomy.risks.get(risk)
        return _in(found.title, language) if found else ""

    def probe_name(self, probe: str, language: Language) -> str:
        """What a kind of probe looks at."""
        found = self._catalogue.taxonomy.probe_kinds.get(probe)
        return _in(found.title, language) if found else ""

    def aspect_name(self, standard: str, aspect: str, language: Language) -> str:
        """An item of the standard's annexes, or a risk."""
        item = self._item(standard, aspect)
        return _in(item.title, language) if item else self.risk_name(aspect, language)

    def _standard(self, standard: str) -> Standard | None:
        return self._catalogue.standards.get(standard)

    def _item(self, standard: str, item: str) -> Item | None:
        try:
            return self._catalogue.standards[standard].item(item)
        except (KeyError, InputError):
            return None


def _in(words: Words, language: Language) -> str:
    return words.zh if language == "zh" else words.en
