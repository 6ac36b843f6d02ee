"""The pictures of docs/real-labels.md, drawn from the result of the claim real-labels: no public data is needed.

    python tools/label_plots.py [OUT]

writes OUT/real-labels-<name>.svg (OUT is docs/img when not given), the same byte for byte wherever it runs, in the
style of `plots`.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from html import escape
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from plots import RIGHT, WIDTH, Judged, document, draw_judged, short

RESULT = Path(__file__).resolve().parents[1] / "bench" / "results" / "real-labels.json"
MODELS = ("GPT-4", "Llama 2", "Mistral")
EXPECTATIONS = {"refuse": "to be refused", "answer": "to be answered"}
GUIDES = {"no judge": "no guide", "GPT-4 judge": "guide: GPT-4", "refusal judge": "guide: our judge"}
LIMIT = "5%"

_STYLE = ".plain{fill:var(--soft)}.third{stroke:var(--soft);stroke-width:2.5}.mark{fill:var(--one)}"


_RANK = 25
"""How far apart two ranks are drawn."""


class Spread(NamedTuple):
    """Labels until a verdict: on average, and from and to in nine of ten orders, of so many answers."""

    mean: float
    low: int
    high: int
    answers: int


class Ranking(NamedTuple):
    """One way to rank: `counts` of failures as told, and claimed (better, worse) pairs."""

    counts: dict[str, str]
    above: frozenset[tuple[str, str]]

    def ranks(self, model: str) -> tuple[int, int]:
        """The best and the worst rank that the claims leave."""
        better = sum(worse == model for _, worse in self.above)
        worse = sum(better == model for better, _ in self.above)
        return 1 + better, len(MODELS) - worse


@cache
def figures() -> dict[str, str]:
    """What was measured, by the figure's name."""
    return {one["name"]: one["measured"] for one in json.loads(RESULT.read_text(encoding="utf-8"))["figures"]}


def judged(title: str) -> Judged:
    """A judge's shares, `title` as in the result."""
    return Judged(*(_shares(figures()[f"{name}, {title}"]) for name in ("sensitivity", "specificity")))


def spread(expected: str, model: str, guide: str) -> Spread:
    """Labels to a verdict at 5 %."""
    told = figures()[f"labels, limit {LIMIT}, {expected}, {model}, {guide}"]
    found = re.search(r"; ([\d.]+) of (\d+) labels, nine in ten orders (\d+) to (\d+)$", told)
    assert found, told
    return Spread(float(found[1]), int(found[3]), int(found[4]), int(found[2]))


def ranking(way: str, expected: str) -> Ranking:
    """A way to rank all answers: `all people's labels`, or a judge alone."""
    told = figures()[f"ranked by {way}, {expected}"]
    counts, claims = told.split("; claimed: ")
    found = (re.fullmatch(r"(.+?) (\d+(?: to \d+)?)", one) for one in counts.rpartition(" of ")[0].split(", "))
    above = [] if claims == "none" else [tuple(one.split(" above ")) for one in claims.split(", ")]
    return Ranking({one[1]: one[2] for one in found if one}, frozenset((first, second) for first, second in above))


def revealed(guide: str, expected: str) -> tuple[Ranking, str]:
    """The usual ranking by labels one by one, and the labels it took ("313.5 of 750")."""
    told = figures()[f"ranked by labels one by one, {expected}, {guide}"]
    found = re.search(r"; ([\d.]+ of \d+) labels; alone: (.+)$", told)
    assert found, told
    above = set()
    for one in found[2].split(", "):
        pair = re.fullmatch(r"(.+) (above|below) (.+) [\d.]+", one)
        if pair:
            above.add((pair[1], pair[3]) if pair[2] == "above" else (pair[3], pair[1]))
    return Ranking({}, frozenset(above)), found[1]


def draw_passports() -> str:
    """Both judges, model by model."""
    titles = [(f"GPT-4 on {model}’s", f"GPT-4 judge, {model}") for model in MODELS]
    titles += [(f"ours on {model}’s", f"refusal judge, {model}, held out") for model in MODELS]
    return draw_judged(
        "How often two judges read as people do", "● refusals found   ■ full answers passed",
        "lines: exact 95% intervals",
        "For the published GPT-4 judge and for our refusal judge, on each model’s answers: the share of refusals found "
        "and of full answers passed. The published judge finds fewer of each model’s refusals than of the one before, "
        "and of Mistral’s hardly any; ours finds about half of Mistral’s.",
        [(name, judged(title)) for name, title in titles],
    )  # fmt: skip


def draw_labels() -> str:
    """Labels to a verdict at 5 %, with and without a judge as guide."""
    left, top, step, most = 200, 92, 66, 250
    rows = [(expected, model) for expected in EXPECTATIONS for model in MODELS]
    bottom = top + step * len(rows)
    legend = zip(("◆", "●", "■"), GUIDES.values(), strict=True)
    parts = [_text(8, 52, "   ".join(f"{mark} {name}" for mark, name in legend), "soft"),
             _text(WIDTH - RIGHT, 52, "lines: nine in ten orders", "soft", "end")]  # fmt: skip

    def at(labels: float) -> str:
        return short(left + (WIDTH - left - RIGHT - 8) * labels / most)

    for labels in range(0, most + 1, 50):
        parts.append(f'<path class="grid" d="M{at(labels)} {top - 14}V{bottom - 14}"/>')
        parts.append(_text(at(labels), bottom + 6, str(labels), "soft", "middle"))
    for row, (expected, model) in enumerate(rows):
        y = top + step * row
        parts += [_text(8, y + 14, model), _text(8, y + 33, EXPECTATIONS[expected], "soft")]
        for place, (guide, look) in enumerate(zip(GUIDES, ("third", "one", "two"), strict=True)):
            found, line = spread(expected, model, guide), y + 17 * place
            parts.append(f'<path class="{look}" d="M{at(found.low)} {line}H{at(found.high)}"/>')
            parts.append(_mark(look, float(at(found.mean)), line))
        parts.append(f'<path class="limit" d="M{at(found.answers)} {y - 8}v50"/>')
    parts.append(_text(WIDTH - RIGHT, bottom + 26, "people’s labels until the verdict is known", "soft", "end"))
    return document(
        f"Labels to a verdict at a limit of {LIMIT}",
        "For each model and kind of question the labels needed, on average and in nine of ten orders, without a judge "
        "as guide and with each of two; a dotted line stands where all answers are labelled. A guide saves most "
        "labels where a model fails questions to be answered, and costs some where hardly an answer fails.",
        bottom + 40, parts, _STYLE,
    )  # fmt: skip


def draw_rankings() -> str:
    """The ranks that each way of counting leaves."""
    left, column, top, step = 92, 133, 104, 32
    ways = ("people, all labels", "GPT-4 alone", "our judge alone", "label by label")
    parts = [_text(left + column * i, 54, way, "soft") for i, way in enumerate(ways)]
    y = top
    for expected, name in EXPECTATIONS.items():
        people = ranking("all people's labels", expected)
        by_label, used = revealed("GPT-4 judge", expected)
        columns = [
            people,
            *(ranking(f"{judge} alone", expected) for judge in ("GPT-4 judge", "refusal judge")),
            by_label,
        ]
        parts += [_text(8, y - 14, f"Questions {name}"),
                  _text(WIDTH - RIGHT, y - 14, f"{used} labels", "soft", "end")]  # fmt: skip
        bottom = y + step * len(MODELS)
        for i, one in enumerate(columns):
            x = left + column * i
            parts += [f'<path class="grid" d="M{x + _RANK * rank} {y}V{bottom - 8}"/>' for rank in range(3)]
            parts += [_text(x + _RANK * rank, bottom + 10, str(rank + 1), "soft", "middle") for rank in range(3)]
            for row, model in enumerate(MODELS):
                parts += _rank(x, y + 12 + step * row, one, model, wrong=_wrong(one, people, model))
        parts += [_text(8, y + 17 + step * row, model) for row, model in enumerate(MODELS)]
        y = bottom + 58
    parts.append(
        _text(
            WIDTH - RIGHT,
            y - 24,
            "numbers: failures   ● rank from and to   ■ claims an order that is not there",
            "soft",
            "end",
        )
    )
    return document(
        "Three models ranked four ways",
        "Ranks from and to for each model, by all people’s labels, by each judge alone, and by people’s labels one by "
        "one. Of the questions to be refused, people’s labels leave GPT-4 and Llama 2 level; the published judge alone "
        "puts GPT-4 above Llama 2. Label by label they are level again.",
        round(y - 8), parts, _STYLE,
    )  # fmt: skip


def _wrong(one: Ranking, people: Ranking, model: str) -> bool:
    """Whether this model stands in a claimed order that people's counts do not show."""
    return any(
        (first, second) in one.above and int(people.counts[first]) >= int(people.counts[second])
        for pair in combinations(MODELS, 2)
        for first, second in (pair, pair[::-1])
        if model in pair
    )


def _rank(x: int, y: int, one: Ranking, model: str, *, wrong: bool) -> list[str]:
    best, worst = one.ranks(model)
    look = "two" if wrong else "one"
    ends = sorted({best, worst})
    parts = (
        [f'<path class="{look}" d="M{x + _RANK * (best - 1)} {y}H{x + _RANK * (worst - 1)}"/>'] if best < worst else []
    )
    parts += [_mark(look, x + _RANK * (rank - 1), y) for rank in ends]
    if model in one.counts:
        parts.append(_text(x + 2 * _RANK + 13, y + 5, one.counts[model].replace(" to ", "–"), "soft"))
    return parts


def _mark(look: str, x: float, y: float) -> str:
    if look == "one":
        return f'<circle class="dot" cx="{short(x)}" cy="{short(y)}" r="5.5"/>'
    if look == "two":
        return f'<rect class="square" x="{short(x - 5)}" y="{short(y - 5)}" width="10" height="10"/>'
    return f'<path class="plain" d="M{short(x)} {short(y - 7)}l7 7l-7 7l-7 -7z"/>'


def _text(x: float | str, y: float, words: str, look: str = "", anchor: str = "start") -> str:
    name = f' class="{look}"' if look else ""
    return f'<text{name} x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


def _shares(told: str) -> tuple[float, float, float]:
    found = re.match(r"([\d.]+) \[([\d.]+), ([\d.]+)\] of \d+", told)
    assert found, told
    return float(found[1]), float(found[2]), float(found[3])


DRAWINGS: dict[str, Callable[[], str]] = {
    "passports": draw_passports, "rankings": draw_rankings, "labels": draw_labels,
}  # fmt: skip


def pictures() -> Iterator[tuple[str, str]]:
    """Every picture: its file name and its text."""
    for name, draw in DRAWINGS.items():
        yield f"real-labels-{name}.svg", draw()


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, nargs="?", default=Path("docs/img"), help="folder for the pictures")
    out: Path = parser.parse_args(arguments).out
    out.mkdir(parents=True, exist_ok=True)
    for name, text in pictures():
        (out / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{out / name}\n")


if __name__ == "__main__":
    main()
