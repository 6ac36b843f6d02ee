"""`steelyard standards list | show | coverage`: the catalogue on a terminal or as JSON."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Annotated

from cyclopts import Parameter

from steelyard.catalog import (
    Catalogue,
    Coverage,
    Page,
    Standard,
    Words,
    coverage,
    find_page,
    load_catalogue,
    load_standard,
    word,
)
from steelyard.records import Language

from .terminal import Json, Lang, Text, print_json, print_lines
from .words import spoken

LIST_SCHEMA = "steelyard.catalog.list/1"
COVERAGE_SCHEMA = "steelyard.catalog.coverage/1"


def _registered() -> frozenset[str]:
    from steelyard.probes import registered  # the registry imports every probe; listing standards needs none

    return registered()


Probes = Annotated[Callable[[], frozenset[str]], Parameter(parse=False)]


def standards_list(*, json: Json = False, lang: Lang = None) -> int:
    """Standards at hand, and the names that select them."""
    catalogue = load_catalogue()
    if json:
        return print_json({"schema": LIST_SCHEMA, **_counts(catalogue), "standards": [
            {"id": s.id, "names": s.names, "title": s.title, "clauses": len(s.items), "text_seen": _seen(s)}
            for s in catalogue.standards.values()
        ]})  # fmt: skip
    return print_lines(_list_lines(catalogue, spoken(lang)))


def standards_show(name: str, /, *, json: Json = False, lang: Lang = None, probes: Probes = _registered) -> int:
    """A standard, clause, threshold, risk, control or probe kind with everything tied to it.

    Parameters
    ----------
    name
        A name or id: gbt45654, 9.4, aisvs:C2.1, REFUSE-RATE, A-INJECT, K-ALIGN, refusal-bank.
    """
    page = find_page(load_catalogue(), name, probes())
    return print_json(page) if json else print_lines(_page_lines(page, spoken(lang)))


def standards_coverage(
    standard: str | None = None, /, *, json: Json = False, lang: Lang = None, probes: Probes = _registered
) -> int:
    """What the probes registered here can answer, clause by clause for one standard or in numbers for all.

    Parameters
    ----------
    standard
        A standard's name; all when left out.
    """
    registered = probes()
    chosen = load_standard(standard) if standard else None
    covered = coverage(registered, standards=(chosen,) if chosen else ())
    if json:
        return print_json({"schema": COVERAGE_SCHEMA, "registered": sorted(registered),
                            "risks": covered.risks, "items": covered.items})  # fmt: skip
    return print_lines(_coverage_lines(covered, registered, chosen, spoken(lang)))


def _said(words: Words, language: Language) -> str:
    """The words, marked when nobody has written them in this language."""
    phrase = words(language)
    return phrase.text + (word("original", language) if phrase.text and phrase.language != language else "")


def _counts(catalogue: Catalogue) -> dict[str, int]:
    return {
        "risks": len(catalogue.taxonomy.risks),
        "controls": len(catalogue.controls),
        "probes": len(catalogue.taxonomy.probe_kinds),
        "items": sum(1 for _ in catalogue.items()),
    }


def _seen(standard: Standard) -> int:
    return sum(item.conf == "V" for item in standard.items)


def _list_lines(catalogue: Catalogue, language: Language) -> Iterator[Text]:
    standards = list(catalogue.standards.values())
    yield Text(word("list_head", language).format(standards=len(standards), **_counts(catalogue)))
    yield Text("")
    for standard in standards:
        yield Text(f"{', '.join(standard.names)}  {_said(standard.title, language)}", "bold")
        count = word("row_clauses" if standard.items else "no_clauses", language)
        yield Text("    " + count.format(clauses=len(standard.items), seen=_seen(standard)))
    yield Text("")
    yield Text(word("list_hint", language))


def _page_lines(page: Page, language: Language) -> Iterator[Text]:
    yield Text("  ".join(part for part in (page.id, _said(page.title, language)) if part), "bold")
    yield Text(word(page.kind, language))
    if page.text:
        yield Text("")
        yield Text(_said(page.text, language))
    yield Text("")
    colon = "：" if language == "zh" else ": "
    for key, words in page.facts:
        yield Text(word(key, language) + colon + _said(words, language))
    for group in page.groups:
        yield Text("")
        yield Text(word(group.heading, language), "bold")
        for line in group.lines:
            unchecked = word("unchecked", language) if line.conf not in ("", "V") else ""
            parts = (
                line.id,
                _said(line.words, language),
                _bracketed(_said(line.note, language)),
                _bracketed(unchecked),
            )
            yield Text("  " + "  ".join(part for part in parts if part))


def _bracketed(text: str) -> str:
    return f"[{text}]" if text else ""


def _coverage_lines(
    covered: Coverage, registered: frozenset[str], chosen: Standard | None, language: Language
) -> Iterator[Text]:
    catalogue = load_catalogue()
    kinds = len(catalogue.taxonomy.probe_kinds)
    yield Text(word("coverage_head", language).format(here=len(registered), kinds=kinds))
    yield Text("")
    for standard_id in dict.fromkeys(row.standard for row in covered.items):
        counts = covered.counts(standard_id)
        said = "  ".join(f"{word(reach, language)} {count}" for reach, count in counts.items())
        yield Text(f"{standard_id}  {said}", "bold")
    for row in covered.items if chosen else covered.risks:
        missing = word("missing", language).format(names=", ".join(row.missing)) if row.missing else ""
        note = word("by_risk", language) if row.by_risk else ""
        parts = (row.subject, word(row.reach, language), missing, _bracketed(note))
        yield Text("  " + "  ".join(part for part in parts if part))
