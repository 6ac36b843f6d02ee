"""Every name in the catalogue has a page that says everything once, in both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import pytest

from steelyard.catalog import WORDS, Page, find_page, load_catalogue, standard_names
from steelyard.probes import registered
from steelyard.records import LANGUAGES, InputError


def names() -> Iterator[tuple[str, str]]:
    """Every kind of page and a name that must lead to one."""
    catalogue = load_catalogue()
    yield from (("standard", name) for name in standard_names())
    yield from (("risk", name) for name in catalogue.taxonomy.risks)
    yield from (("control", name) for name in catalogue.controls)
    yield from (("probe", name) for name in catalogue.taxonomy.probe_kinds)
    yield from (("clause", item.ref) for item in catalogue.items())
    for standard in catalogue.standards.values():
        yield from (("threshold", f"{standard.id}:{threshold.id}") for threshold in standard.thresholds)


@pytest.fixture(scope="module")
def pages() -> list[tuple[str, str, Page]]:
    catalogue, here = load_catalogue(), registered()
    return [(kind, name, find_page(catalogue, name, here)) for kind, name in names()]


def test_every_name_has_its_page(pages: list[tuple[str, str, Page]]) -> None:
    # a threshold written inside a clause shares its id, and the clause's page shows it
    wrong = [(kind, name, page.kind) for kind, name, page in pages if page.kind not in {kind, "clause"}]
    assert wrong == []
    assert {kind for kind, _, _ in pages} == {"standard", "risk", "control", "probe", "clause", "threshold"}


def test_every_page_has_words_in_both_languages(pages: list[tuple[str, str, Page]]) -> None:
    maps = {key for control in load_catalogue().controls.values() for key in control.maps}
    for _, name, page in pages:
        for language in LANGUAGES:
            assert page.title(language).text or page.text(language).text or page.kind == "clause", name
            assert all(words(language).text for _, words in page.facts), name
            assert all(line.id or line.words(language).text for group in page.groups for line in group.lines), name
        keys = {page.kind, *(key for key, _ in page.facts), *(group.heading for group in page.groups)}
        assert keys <= set(WORDS) | maps, name
        assert all(group.lines for group in page.groups), name


def test_no_page_says_the_same_sentence_twice_at_its_head(pages: list[tuple[str, str, Page]]) -> None:
    for _, name, page in pages:
        for language in LANGUAGES:
            said = Counter(words(language).text for words in (page.title, page.text) if words)
            said += Counter(words(language).text for key, words in page.facts if key == "metric")
            assert [text for text, count in said.items() if count > 1] == [], (name, language)


def test_a_risk_shows_what_is_tied_to_it() -> None:
    catalogue = load_catalogue()
    page = find_page(catalogue, "C-OVERREFUSE", registered())
    groups = {group.heading: [line.id for line in group.lines] for group in page.groups}
    assert groups["clauses"] == [item.ref for item in catalogue.by_risk["C-OVERREFUSE"]]
    assert groups["controls"] == [control.id for control in catalogue.controls_by_risk["C-OVERREFUSE"]]
    assert groups["probes"] == list(catalogue.taxonomy.risks["C-OVERREFUSE"].probes)
    assert "OVERREFUSE-RATE" in groups["thresholds"]


@pytest.mark.parametrize(
    ("wanted", "page_id"),
    [
        ("tc260", "gbt45654"), ("GBT 45654", "gbt45654"), ("gbt45654:9.4", "gbt45654:9.4"),
        ("tc260:9.4", "gbt45654:9.4"), ("REFUSE-RATE", "gbt45654:REFUSE-RATE"),
        ("CN-GenAI-service", "cn-genai-service"),
    ],
)  # fmt: skip
def test_names_are_found_as_people_write_them(wanted: str, page_id: str) -> None:
    assert find_page(load_catalogue(), wanted, frozenset()).id == page_id


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("REFUSE-RAT", "did you mean REFUSE-RATE"),
        ("k-align", "did you mean K-ALIGN"),
        ("C-OVERREFUSAL", "did you mean C-OVERREFUSE"),
        ("gbt45654:9.40", "did you mean gbt45654:9.4"),
        ("no such thing at all", "see `steelyard standards list`"),
        ("\x1b[31m" + "x" * 10_000, "nothing in the catalogue"),
        ("9.4b", "holds the thresholds REFUSE-RATE"),
    ],
)
def test_an_unknown_name_suggests_near_ones(wanted: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        find_page(load_catalogue(), wanted, frozenset())
    assert len(str(caught.value)) < 300
    assert "\x1b" not in str(caught.value)


def test_an_id_that_several_standards_use_asks_which() -> None:
    catalogue = load_catalogue()
    count = Counter(item.id for item in catalogue.items())
    shared = next(name for name, number in count.items() if number > 1)
    with pytest.raises(InputError, match="names several clauses; write one of") as caught:
        find_page(catalogue, shared, frozenset())
    refs = [item.ref for item in catalogue.items() if item.id == shared]
    assert all(ref in caught.value.mend for ref in refs)
