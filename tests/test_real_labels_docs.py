"""docs/real-labels.md: every number on it stands in the committed result or is computed here; so do its pictures.

No public data is needed: the page is held against bench/results/real-labels.json, and that by the claim itself.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from math import ceil, floor
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

from steelyard.stats import Bank, bank_table, endings

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/real-labels.md"
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?(?:e-\d+)?")
EXPECTED = {"to be refused": "refuse", "to be answered": "answer"}
JUDGES = {"GPT-4": "GPT-4 judge", "ours": "refusal judge"}
NO_JUDGE = "no judge"


@cache
def plots() -> ModuleType:
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        return importlib.import_module("label_plots")
    finally:
        sys.path.remove(str(ROOT / "tools"))


def told(name: str) -> str:
    return str(plots().figures()[name])


def found(pattern: str, text: str) -> tuple[str, ...]:
    match = re.search(pattern, text)
    assert match, f"{pattern} in {text}"
    return match.groups()


def per_cent(low: str, high: str) -> tuple[str, str]:
    """Both ends rounded outward to a tenth of a per cent."""
    return f"{floor(Fraction(low) * 1000) / 10:.1f}", f"{ceil(Fraction(high) * 1000) / 10:.1f}"


# --- the tables ------------------------------------------------------------------------------------------------------


def passport_rows() -> Iterator[str]:
    for short, judge in JUDGES.items():
        for model in plots().MODELS:
            title = f"{judge}, {model}" + (", held out" if short == "ours" else "")
            cells = []
            for name in ("sensitivity", "specificity"):
                share, low, high, of = found(r"^([\d.]+) \[([\d.]+), ([\d.]+)\] of (\d+)", told(f"{name}, {title}"))
                down, up = per_cent(low, high)
                cells.append(f"{100 * float(share):.1f} % of {of} ({down} to {up})")
            same = ""
            if short == "GPT-4":
                (same,) = found(r"^(\d+ of 450);", told(f"same label, {judge} and people, {model}"))
            name = f"{short}, {model}" + (", held out" if short == "ours" else "")
            yield f"| {name} | {' | '.join(cells)} | {same} |".replace("|  |", "| |")


def verdict_rows() -> Iterator[str]:
    for title, expected in EXPECTED.items():
        for model in plots().MODELS:
            cells = []
            for way in ("people", *JUDGES.values()):
                table = "all people's labels" if way == "people" else f"{way} alone"
                count = plots().ranking(table, expected).counts[model]
                pattern = r"failing: (\w+)" if way == "people" else rf"{way} alone: (\w+)"
                verdicts = [told(f"verdict, limit {limit}, {expected}, {model}") for limit in ("5%", "10%")]
                sides = [found(pattern, one)[0] for one in verdicts]
                right = [found(r"failing: (\w+)", one)[0] for one in verdicts]
                words = ", ".join(sides)
                assert sides == right or not any(a == b for a, b in zip(sides, right, strict=True))
                cells.append(f"{count}: {words if sides == right else f'**{words}**'}")
            yield f"| {title}: {model} | {' | '.join(cells)} |"


def label_rows() -> Iterator[str]:
    for title, expected in EXPECTED.items():
        for model in plots().MODELS:
            cells = []
            for guide in (NO_JUDGE, *JUDGES.values()):
                means = []
                for limit in ("5%", "10%"):
                    mean, size = found(
                        r"; ([\d.]+) of (\d+) labels", told(f"labels, limit {limit}, {expected}, {model}, {guide}")
                    )
                    means.append(whole(mean))
                cells.append(" / ".join(means))
            yield f"| {title}: {model} | {' | '.join(cells)} | {size} |"


def ranking_rows() -> Iterator[str]:
    for title, expected in EXPECTED.items():
        cells = []
        for guide in (NO_JUDGE, *JUDGES.values()):
            mean, size = plots().revealed(guide, expected)[1].split(" of ")
            cells.append(whole(mean))
        yield f"| {title} | {' | '.join(cells)} | {size} |"


def whole(mean: str) -> str:
    return f"{floor(Fraction(mean) + Fraction(1, 2))}"


# --- the sentences ---------------------------------------------------------------------------------------------------


def judges_numbers() -> Iterator[tuple[str, str]]:
    for model in plots().MODELS:
        (share,) = found(r"^([\d.]+)", told(f"sensitivity, GPT-4 judge, {model}"))
        yield f"finds {model}", f"{100 * float(share):.1f}"
    (share,) = found(r"^([\d.]+)", told("sensitivity, GPT-4 judge, all"))
    yield "finds all", f"{100 * float(share):.1f}"
    same, alpha, ac1 = found(r"^(\d+) of 450; alpha (-?[\d.]+) .*AC1 ([\d.]+) ",
                             told("same label, GPT-4 judge and people, Mistral"))  # fmt: skip
    yield from (("same", same), ("alpha", alpha), ("ac1", ac1))
    full, unread = found(r" of (\d+), (\d+) not read$", told("specificity, GPT-4 judge, Mistral"))
    yield from (("full", full), ("unread", unread))
    seen, low, high = found(r"^([\d.]+) \[-([\d.]+), ([\d.]+)\]$",
                            told("sensitivity + specificity - 1, GPT-4 judge, Mistral"))  # fmt: skip
    yield from (("chance", seen), ("chance low", low), ("chance high", high))
    for model in plots().MODELS:
        same, alpha = found(r"^(\d+) of 450; alpha ([\d.]+) ", told(f"same label, the two people, {model}"))
        yield from ((f"people {model}", same), (f"alpha {model}", alpha))


def orders_numbers() -> Iterator[tuple[str, str]]:
    compared = "compared by {}, refuse: GPT-4 with Llama 2"
    people = told(compared.format("all people's labels"))
    judge = told(compared.format("GPT-4 judge alone"))
    low, high = found(r"^not distinguished, failing \+0\.0 points \[-([\d.]+), \+([\d.]+)\]", people)
    yield from (("points low", low), ("points high", high))
    points, p_value = found(r"^better, failing -([\d.]+) points .*, p (.+)$", judge)
    yield from (("points judge", points), ("p judge", p_value))
    strict = told("orders claimed by the GPT-4 judge alone and not borne out, a partial refusal taken for an answer")
    _, _, a, b = found(r"^1 of 6: GPT-4 above Llama 2 \(refuse: (\d+) against (\d+) failing, by people (\d+) against "
                       r"(\d+)\)$", strict)  # fmt: skip
    assert a == b
    yield "level", a
    lenient = told("orders claimed by the GPT-4 judge alone and not borne out, a partial refusal taken for a refusal")
    first, second, a, b = found(r"^1 of 6: GPT-4 above Llama 2 \(refuse: (\d+) against (\d+) failing, by people (\d+) "
                                r"against (\d+)\)$", lenient)  # fmt: skip
    assert int(a) > int(b) and int(first) < int(second)
    yield from (("lenient gpt", first), ("lenient llama", second), ("lenient a", a), ("lenient b", b))
    ours = told("orders claimed by the refusal judge alone and not borne out, a partial refusal taken for an answer")
    assert ours.startswith("0 of ")
    races = [told(f"ranked by labels one by one, {expected}, {guide}")
             for expected in EXPECTED.values() for guide in (NO_JUDGE, *JUDGES.values())]  # fmt: skip
    yield "race wrong", max((found(r"^([\d.]+)% of 500 orders wrong", one)[0] for one in races), key=float)
    race = told("ranked by labels one by one, refuse, GPT-4 judge")
    yield "race labels", whole(found(r"; ([\d.]+) of", race)[0])
    yield "below gpt", whole(found(r"GPT-4 above Mistral ([\d.]+)", race)[0])
    yield "below llama", whole(found(r"Llama 2 above Mistral ([\d.]+)", race)[0])
    assert "GPT-4 level with Llama 2" in race


def labels_numbers() -> Iterator[tuple[str, str]]:
    shares = []
    for title in (NO_JUDGE, *JUDGES.values(), *(f"{judge} where the planner advises it" for judge in JUDGES.values())):
        (share,) = found(r"^(\d+)% of labelling everything", told(f"labels over all models and limits, {title}"))
        shares.append(share)
        yield f"share {title}", share
    yield from (("least", min(shares, key=int)), ("most", max(shares, key=int)))
    for short, judge in JUDGES.items():
        (right,) = found(r", (\d+) of 12 times rightly$", told(f"the planner advises the {judge} as guide"))
        yield f"right {short}", right
    decided = [text for name, text in plots().figures().items() if name.startswith("labels, limit ")]
    assert len(decided) == 36
    yield "wrong", max((found(r"^([\d.]+)% of 500 orders wrong", one)[0] for one in decided), key=float)
    for guide in (NO_JUDGE, *JUDGES.values()):
        yield f"edge {guide}", found(r"^([\d.]+)% ", told(f"wrong at the very limit, worst of 12, {guide}"))[0]
    wrong = told("wrong verdicts by the GPT-4 judge alone")
    yield from zip(("wrong verdicts", "verdicts"), found(r"^(\d+) of (\d+):", wrong), strict=True)
    assert told("wrong verdicts by the refusal judge alone") == "0 of 12"
    yield from exact_edges()
    for title, guide in (("saved", "GPT-4 judge"), ("unsaved", NO_JUDGE)):
        yield title, whole(str(plots().spread("answer", "GPT-4", guide).mean))


def exact_edges() -> Iterator[tuple[str, str]]:
    """The chance of a wrong verdict without a guide, exact, where limits are put at the counts and one below."""
    (worst,) = found(r"\((.+)\)$", told(f"wrong at the very limit, worst of 12, {NO_JUDGE}"))
    chances = {}
    for size, expected in ((200, "refuse"), (250, "answer")):
        for model, count in plots().ranking("all people's labels", expected).counts.items():
            for allowed in (int(count), int(count) - 1):
                table = bank_table(size, f"{allowed / size:.4f}", "0.05")
                side = "failed" if allowed == int(count) else "met"
                chances[f"{expected}, {model}, {count} failing and {allowed} allowed"] = sum(
                    end.probability for end in endings(table, None, Bank(size, int(count))) if end.strict == side
                )
    assert len(chances) == 12
    yield "exact worst", f"{100 * chances[worst]:.1f}"
    yield "exact most", f"{100 * max(chances.values()):.1f}"
    assert max(chances.values()) <= 0.05


@cache
def numbers() -> dict[str, str]:
    return dict([*judges_numbers(), *orders_numbers(), *labels_numbers()])


SENTENCES = (
    "Of {verdicts} verdicts it gets {wrong verdicts} wrong",
    "It finds {finds GPT-4} % of the refusals of GPT-4, {finds Llama 2} % of Llama 2's, and {finds Mistral} % of "
    "Mistral's, where it is not shown to be better than a coin",
    "{least} % to {most} % of all labels were enough, and the verdict was another than that of all labels in at most "
    "{wrong} % of 500 orders",
    "over all models the published judge finds {finds all} % of refusals",
    "On Mistral's answers it gives people's label {same} times of 450, and Gwet's AC1 is {ac1}: "
    "{full} of those answers are full ones, and to say so of everything would agree more often still",
    "sensitivity + specificity − 1: here {chance}, with an interval from −{chance low} to {chance high}. "
    "Krippendorff's alpha says the same: {alpha}. On {unread} of those answers",
    "on {people GPT-4}, {people Llama 2} and {people Mistral} of the 450 answers (alpha {alpha GPT-4}, "
    "{alpha Llama 2}, {alpha Mistral})",
    "GPT-4 and Llama 2 fail {level} of the questions to be refused each: not distinguished (a difference between "
    "−{points low} and +{points high} points is possible)",
    "claims that GPT-4 is better, by {points judge} points, with a p-value of {p judge}",
    "people count {lenient a} failure of GPT-4 and {lenient b} of Llama 2, and the same judge {lenient gpt} against "
    "{lenient llama}",
    "in all but {race wrong} % of 500 orders, at worst",
    "Most of the {race labels} go into one question",
    "That Mistral stands below GPT-4 takes {below gpt} of them, below Llama 2 {below llama}",
    "{saved} labels instead of {unsaved}, because",
    "Over all {verdicts} verdicts labels come to {share no judge} % of everything without a guide, "
    "{share GPT-4 judge} % with the GPT-4 judge, {share refusal judge} % with ours",
    "it says rightly in {right GPT-4} of {verdicts} cases for the GPT-4 judge, in {right ours} for ours",
    "labels come to {share GPT-4 judge where the planner advises it} % and "
    "{share refusal judge where the planner advises it} %",
    "it erred in {wrong} % of orders at most",
    "Without a guide the worst of those 12 gave {edge no judge} % of 500 orders (its exact probability is "
    "{exact worst} %, the rest is luck; of all 12 the largest is {exact most} %), with the GPT-4 judge as guide "
    "{edge GPT-4 judge} %, with ours {edge refusal judge} %",
)  # fmt: skip

SETTINGS = {"450", "200", "250", "25", "95", "5", "10", "12", "20", "500", "400", "63", "35", "2"}
"""What may stand outside those sentences: the sizes of the data, limits and what they allow, the promised error, our
judge's count beside people's (in the table above it), and the 2 N answers of a pair."""


def flat(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def fill(template: str) -> str:
    return re.sub(r"\{([^}]+)\}", lambda match: numbers()[match[1]], template)


# --- the page --------------------------------------------------------------------------------------------------------


def test_every_number_of_the_page_is_what_was_measured_or_is_computed_now() -> None:
    page = flat(re.sub(r"^    .*$", "", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE))
    missing = []
    rows = [*passport_rows(), *verdict_rows(), *label_rows(), *ranking_rows()]
    for sentence in [*map(flat, rows), *(flat(fill(one)) for one in SENTENCES)]:
        if sentence not in page:
            missing.append(sentence)
        page = page.replace(sentence, " ~ ")
    assert not missing
    rest = re.sub(r"GPT-4|Llama 2|real-labels|\]\([^)]*\)|`[^`]*`", "", page)
    assert set(NUMBER.findall(rest)) <= SETTINGS, "a number that nothing computes"


def test_each_table_has_the_rows_that_are_checked_and_no_others() -> None:
    rows = [*passport_rows(), *verdict_rows(), *label_rows(), *ranking_rows()]
    lines = re.findall(r"^\|.*$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(lines) == len(rows) + 2 * 4


def test_what_is_said_of_all_guides_is_so() -> None:
    """A guide saves labels on each verdict "failed" of questions to be answered, and costs where few are failing."""
    for model in ("GPT-4", "Llama 2"):
        plain, *guided = (plots().spread("answer", model, guide).mean for guide in (NO_JUDGE, *JUDGES.values()))
        assert max(guided) < plain / 2
    for model in ("GPT-4", "Llama 2"):
        plain, *guided = (plots().spread("refuse", model, guide).mean for guide in (NO_JUDGE, *JUDGES.values()))
        assert min(guided) > plain
    assert plots().ranking("refusal judge alone", "answer").counts["Llama 2"] == "63"
    assert plots().ranking("all people's labels", "answer").counts["Llama 2"] == "35"


def test_the_order_of_people_is_found_label_by_label_and_reversed_by_nobody_else() -> None:
    for expected in EXPECTED.values():
        people = plots().ranking("all people's labels", expected)
        for guide in (NO_JUDGE, *JUDGES.values()):
            assert plots().revealed(guide, expected)[0].above == people.above
    judge = plots().ranking("GPT-4 judge alone", "refuse")
    assert judge.above - plots().ranking("all people's labels", "refuse").above == {("GPT-4", "Llama 2")}
    ours = plots().ranking("refusal judge alone", "answer")
    assert plots().ranking("all people's labels", "answer").above - ours.above == {("Mistral", "GPT-4")}


def test_the_planner_is_mostly_right() -> None:
    for short in JUDGES:
        assert int(numbers()[f"right {short}"]) > 6


def test_links_lead_somewhere_and_pictures_have_words() -> None:
    links = re.findall(r"(!?)\[([^\]]*)\]\(([^)]+)\)", PAGE.read_text(encoding="utf-8"))
    assert len(links) > 8
    for picture, words, target in links:
        assert (PAGE.parent / target).is_file(), target
        assert not picture or len(words) > 20
    assert [Path(target).name for picture, _, target in links if picture] == [name for name, _ in plots().pictures()]


def test_the_page_is_short_and_claims_nothing_for_the_product() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 160
    for word in ("certified", "compliant", "is safe", "may launch"):
        assert word not in text.lower()


def test_the_result_says_what_is_sample_and_what_is_population_and_holds() -> None:
    result: Any = json.loads((ROOT / "bench/results/real-labels.json").read_text(encoding="utf-8"))
    assert result["holds"] and not result["quick"]
    assert [note.partition(":")[0] for note in result["notes"][:2]] == ["Sample", "Population"]


# --- the pictures ----------------------------------------------------------------------------------------------------


def test_the_pictures_are_those_that_the_result_draws_now() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs/img").glob("real-labels-*.svg")}
    drawn = dict(plots().pictures())
    assert kept.keys() == drawn.keys()
    assert [name for name, text in drawn.items() if kept[name] != text] == [], "run tools/label_plots.py"


def test_a_picture_can_be_read_aloud_in_light_and_dark_and_fetches_nothing() -> None:
    space = "{http://www.w3.org/2000/svg}"
    for name, text in plots().pictures():
        root: Any = ET.fromstring(text)
        assert root.get("role") == "img"
        named = {child.get("id") for child in root if child.tag in {f"{space}title", f"{space}desc"} and child.text}
        assert set(root.get("aria-labelledby").split()) == named and len(named) == 2, name
        assert {one.tag.removeprefix(space) for one in root.iter()} <= {
            "svg", "title", "desc", "style", "rect", "text", "path", "circle",
        }  # fmt: skip
        assert "url(" not in text and "href" not in text and "@import" not in text
        assert "prefers-color-scheme:dark" in text
        width, height = (float(part) for part in root.get("viewBox").split()[2:])
        for one in root.iter():
            x, y = (float(one.get(axis) or one.get(f"c{axis}") or 0) for axis in "xy")
            assert 0 <= x <= width and 0 <= y <= height, (name, one.tag)
