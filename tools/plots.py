"""The pictures of docs/measurement.md and docs/measurement.zh.md, drawn from our own functions.

    python tools/plots.py [OUT]

writes OUT/measurement-<name>-<language>.svg (OUT is docs/img when not given), the same byte for byte wherever it runs.
Curves are exact (dynamic programs over whole numbers of answers and failures), the example run is a seeded coin, the
judge's errors are those of its shipped passport. A picture brings its own ground, light or dark as the reader's screen
asks, and tells lines apart by their dashes as well as by colour.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from functools import cache
from html import escape
from importlib import resources
from itertools import accumulate
from pathlib import Path
from typing import Any, Literal, NamedTuple

from steelyard.stats import (
    GateTable,
    Iid,
    PathReading,
    Status,
    anytime_interval,
    bank_table,
    clopper_pearson,
    decimal_string,
    endings,
    population_table,
    read_path,
    survey_outlooks,
)

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

SIZE, LIMIT, ALPHA = 300, "0.05", "0.05"
"""The example of both pages: 300 questions, at most 5 % may fail, each bound errs with probability at most 5 %."""
EXAMPLE_SEED, EXAMPLE_RATE = 11, 0.015
"""A made-up run in which each answer fails with 1.5 %; of a few seeds one that shows all three claims plainly."""
PASSPORT = "refusal-passport.json"

_NEGLIGIBLE = 1e-30


class Stop(NamedTuple):
    """One way to stop: after `answers` with `failures`, with this probability."""

    answers: int
    failures: int
    probability: float


def stops(pass_max: Sequence[int], fail_min: Sequence[int], rate: float) -> Iterator[Stop]:
    """Every way to stop at two boundaries (index: answers so far) or at their end, each answer failing with `rate`."""
    mass = {0: 1.0}
    for n in range(1, len(pass_max)):
        after = dict.fromkeys(range(max(mass, default=-1) + 2), 0.0)
        for k, chance in mass.items():
            after[k] += chance * (1 - rate)
            after[k + 1] += chance * rate
        ended = {k for k in after if k <= pass_max[n] or k >= fail_min[n] or n == len(pass_max) - 1}
        yield from (Stop(n, k, after[k]) for k in sorted(ended) if after[k])
        mass = {k: chance for k, chance in after.items() if k not in ended and chance > _NEGLIGIBLE}


@cache
def peeked_boundary(size: int, limit: str, alpha: str) -> tuple[int, ...]:
    """Most failures, by number of answers, at which an ordinary exact bound lies within the limit; -1: none."""
    boundary, best = [-1], -1
    for n in range(1, size + 1):
        while best + 1 < n and clopper_pearson(best + 1, n, 2 * float(alpha)).high <= float(limit):
            best += 1
        boundary.append(best)
    return tuple(boundary)


def wrongly_met(pass_max: Sequence[int], fail_min: Sequence[int], rate: float, look_every: int = 1) -> list[float]:
    """Chance that a look has said "met" by each number of answers (index), looks after every `look_every` answers."""
    at_looks = [best if n % look_every == 0 else -1 for n, best in enumerate(pass_max)]
    by_answer = [0.0] * len(pass_max)
    for stop in stops(at_looks, fail_min, rate):
        by_answer[stop.answers] += stop.probability * (stop.failures <= at_looks[stop.answers])
    return list(accumulate(by_answer))


def never(size: int) -> list[int]:
    """A boundary that no number of failures reaches."""
    return [n + 1 for n in range(size + 1)]


def letter_met(rate: float) -> float:
    """Chance that the standard's point rule is met by the whole sample of the example."""
    strict = population_table(SIZE, LIMIT, ALPHA)
    ends = endings(strict, None, Iid(rate), complete=True, letter=True)
    return sum(end.probability for end in ends if end.letter == "met")


def tables() -> tuple[GateTable, GateTable]:
    """The strict gate and the forecast's gate of the example."""
    return population_table(SIZE, LIMIT, ALPHA), bank_table(SIZE, LIMIT, ALPHA)


@cache
def example_failures() -> tuple[bool, ...]:
    """Which answers of the example run fail, in order."""
    coin = random.Random(EXAMPLE_SEED)  # noqa: S311 -- a picture, no secret
    return tuple(coin.random() < EXAMPLE_RATE for _ in range(SIZE))


def example_reading(*, complete: bool) -> PathReading:
    """What the look rule makes of the example run."""
    statuses = bytes(Status.FAILURE if failed else Status.SUCCESS for failed in example_failures())
    return read_path(statuses, *tables(), look_every=1, complete=complete)


@cache
def example_bounds() -> tuple[tuple[float, float], ...]:
    """The anytime interval of the example run after 1, 2, ... answers."""
    found = (anytime_interval(n, k, k, ALPHA) for n, k in enumerate(accumulate(example_failures()), 1))
    return tuple((float(one.low), float(one.high)) for one in found)


@cache
def passport_rows() -> tuple[tuple[dict[Language, str], dict[str, Any]], ...]:
    """The measurements of the shipped passport that the picture shows, each with its name."""
    text = resources.files("steelyard.judges").joinpath("data", PASSPORT).read_text(encoding="utf-8")
    held = [one for one in json.loads(text)["measurements"] if one["half"] == "held_out"]
    english = [one for one in held if one["source"] == "xstest"]
    names = {"gpt4": "GPT-4", "llama2new": "Llama 2", "mistralinstruct": "Mistral"}
    rows: list[tuple[dict[Language, str], dict[str, Any]]] = [
        ({"en": "English, all three", "zh": "英文，三个模型合计"}, one) for one in english if one["headline"]
    ]
    for model, name in names.items():
        title: dict[Language, str] = {"en": f"English, {name}", "zh": f"英文，{name}"}
        rows += [(title, one) for one in english if one["models"] == [model]]
    own: dict[Language, str] = {"en": "Chinese, author’s own", "zh": "中文，作者自拟"}
    return (*rows, *((own, one) for one in held if one["source"] == "author_zh"))


# --- drawing ---------------------------------------------------------------------------------------------------------

WIDTH, _LEFT, RIGHT, _PLOT = 640, 62, 16, 230
_STYLE = """
svg{--ground:#ffffff;--ink:#1b2430;--soft:#55606d;--grid:#e1e5ea;--one:#0a6a94;--two:#b03f14}
@media (prefers-color-scheme:dark){
svg{--ground:#14191f;--ink:#e9edf1;--soft:#a9b4c0;--grid:#303943;--one:#5bc0eb;--two:#ff9e6b}}
text{font:15px system-ui,-apple-system,"Segoe UI","PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
text{fill:var(--ink)}
.head{font-weight:600;font-size:17px}.soft{fill:var(--soft);font-size:14px}
.ground{fill:var(--ground)}.grid{stroke:var(--grid)}.limit{stroke:var(--ink);stroke-dasharray:2 4;stroke-width:1.5}
.one,.two{fill:none;stroke-width:2.5;stroke-linejoin:round}
.one{stroke:var(--one)}.two{stroke:var(--two);stroke-dasharray:8 5}
.dot{fill:var(--one)}.square{fill:var(--two)}.band{fill:var(--one);opacity:.16}.fail{stroke:var(--two);stroke-width:2.5}
"""


class Line(NamedTuple):
    """A line of a picture: its class (`one` solid, `two` dashed), its name, its points."""

    look: Literal["one", "two"]
    name: str
    points: Sequence[tuple[float, float]]


class Scale(NamedTuple):
    """An axis from 0 to `top` with a mark every `step`; `text` writes a mark."""

    top: float
    step: float
    text: Callable[[float], str]
    name: str


class Picture:
    """A chart with a heading, a legend of lines below it, and two axes."""

    def __init__(self, head: str, description: str, across: Scale, up: Scale, lines: Sequence[Line]) -> None:
        self._head, self._description, self._across, self._up = head, description, across, up
        self._top = 66 + 22 * len(lines)
        self._parts: list[str] = []
        self._axes()
        for row, line in enumerate(lines):
            y = 50 + 22 * row
            self._parts.append(f'<path class="{line.look}" d="M{_LEFT} {y}h34"/>')
            self.text(_LEFT + 44, y + 5, line.name)
            path = "L".join(f"{self.x(x)} {self.y(value)}" for x, value in line.points)
            self._parts.append(f'<path class="{line.look}" d="M{path}"/>')

    def x(self, value: float) -> str:
        return short(_LEFT + (WIDTH - _LEFT - RIGHT) * value / self._across.top)

    def y(self, value: float) -> str:
        return short(self._top + _PLOT * (1 - min(value / self._up.top, 1.0)))

    def text(self, x: float | str, y: float | str, words: str, look: str = "", anchor: str = "start") -> None:
        name = f' class="{look}"' if look else ""
        self._parts.append(f'<text{name} x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>')

    def add(self, part: str) -> None:
        self._parts.append(part)

    def upright(self, value: float, words: str, *, row: int = 0, anchor: str = "start") -> None:
        """A dotted line at a place of the lower axis, with words beside its upper end."""
        x = float(self.x(value))
        self.add(f'<path class="limit" d="M{short(x)} {self._top}v{_PLOT}"/>')
        self.text(short(x + (5 if anchor == "start" else -5)), self._top + 14 + 19 * row, words, "soft", anchor)

    def level(self, value: float, words: str) -> None:
        """A dotted line at a height, with words above its right end."""
        self.add(f'<path class="limit" d="M{_LEFT} {self.y(value)}H{WIDTH - RIGHT}"/>')
        self.text(WIDTH - RIGHT, short(float(self.y(value)) - 5), words, "soft", "end")

    def _axes(self) -> None:
        bottom = self._top + _PLOT
        for mark in _marks(self._up):
            self.add(f'<path class="grid" d="M{_LEFT} {self.y(mark)}H{WIDTH - RIGHT}"/>')
            self.text(_LEFT - 7, short(float(self.y(mark)) + 5), self._up.text(mark), "soft", "end")
        for mark in _marks(self._across):
            self.text(self.x(mark), bottom + 20, self._across.text(mark), "soft", "middle")
        self.text(WIDTH - RIGHT, bottom + 42, self._across.name, "soft", "end")
        self.text(8, self._top - 10, self._up.name, "soft")

    def svg(self) -> str:
        return document(self._head, self._description, self._top + _PLOT + 54, self._parts)


def document(head: str, description: str, height: int, parts: Sequence[str], style: str = "") -> str:
    """A whole picture: `parts` below a heading, on a ground of its own. `style` is added to the common one."""
    return "\n".join((
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t d">',
        f'<title id="t">{escape(head)}</title>', f'<desc id="d">{escape(description)}</desc>',
        f"<style>{_STYLE}{style}</style>", f'<rect class="ground" width="{WIDTH}" height="{height}" rx="6"/>',
        f'<text class="head" x="8" y="26">{escape(head)}</text>', *parts, "</svg>", "",
    ))  # fmt: skip


def _marks(scale: Scale) -> list[float]:
    return [scale.step * i for i in range(round(scale.top / scale.step) + 1)]


def short(value: float) -> str:
    """A coordinate, to a tenth."""
    return f"{value:.1f}".removesuffix(".0")


def _whole(value: float) -> str:
    return f"{round(value)}"


def _percent(value: float) -> str:
    return f"{round(100 * value)}%"


def _rates(top: int, step: int) -> list[str]:
    """Rates from `step` to `top`, both in hundredths of a percent, as decimal strings."""
    return [decimal_string(Fraction(i, 10_000)) for i in range(step, top + 1, step)]


@cache
def _point_curves() -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    rates = _rates(1200, 25)
    found = survey_outlooks(available=SIZE, n_min=SIZE, limit=LIMIT, alpha=ALPHA, rates=rates)
    ours = [(float(one.rate), one.states.get("pass", 0.0)) for one in found]
    return [(0.0, 1.0)] + [(float(rate), letter_met(float(rate))) for rate in rates], [(0.0, 1.0), *ours]


def draw_point_rule(language: Language) -> str:
    """How often a service comes out as met, by its true share of failures."""
    letter, ours = _point_curves()
    words = {
        "en": ("Who is let through?", "True share of failures", "Chance of “met”", "Point rule: at least 285 of 300",
               "Steelyard: the rule foreseen and the bound within 5%", "limit 5%",
               "Two falling curves over the true share of failures. At the limit of 5% the point rule lets through "
               "more than half of all attempts, the bound less than one in twenty."),
        "zh": ("谁能过关？", "真实失败比例", "判为满足的概率", "点规则：300 题中至少 285 题合格",
               "权衡：预测满足点规则，且上界不超过 5%", "限值 5%",
               "两条随真实失败比例下降的曲线。在 5% 的限值处，点规则放过一半以上的尝试，按上界判定则不到二十分之一。"),
    }[language]  # fmt: skip
    head, across, up, rule, bound, limit, description = words
    picture = Picture(
        head, description, Scale(0.12, 0.02, _percent, across), Scale(1.0, 0.25, _percent, up),
        [Line("two", rule, letter), Line("one", bound, ours)],
    )  # fmt: skip
    picture.upright(float(LIMIT), limit)
    return picture.svg()


@cache
def _peeking_curves() -> tuple[list[float], list[float]]:
    strict = tables()[0]
    peeked = wrongly_met(peeked_boundary(SIZE, LIMIT, ALPHA), never(SIZE), float(LIMIT))
    return peeked, wrongly_met(strict.pass_max, strict.fail_min, float(LIMIT))


def draw_peeking(language: Language) -> str:
    """How errors add up when one looks after every answer."""
    peeked, ours = _peeking_curves()
    words = {
        "en": ("What looking after every answer does", "Answers so far", "Chance of a wrong “met” by then",
               "Ordinary exact bound, made for one look", "Bound made for every look", "promised: at most 5%",
               "Two rising curves for a service that sits at the limit of 5%. The ordinary bound passes its promise of "
               "5% early and goes on rising; the other stays below it."),
        "zh": ("每答一题看一次，会怎样", "已得回答数", "至此误判为满足的概率", "普通精确上界，只供看一次",
               "每次查看都有效的上界", "承诺：至多 5%",
               "服务恰在 5% 限值处时的两条上升曲线。普通上界很快越过 5% 的承诺并继续上升，另一条始终在其下。"),
    }[language]  # fmt: skip
    head, across, up, ordinary, bound, promise, description = words
    picture = Picture(
        head, description, Scale(SIZE, 50, _whole, across), Scale(0.16, 0.04, _percent, up),
        [Line("two", ordinary, list(enumerate(peeked))), Line("one", bound, list(enumerate(ours)))],
    )  # fmt: skip
    picture.level(float(ALPHA), promise)
    return picture.svg()


def draw_path(language: Language) -> str:
    """The interval of one run over its answers, and where the claims were decided."""
    words = {
        "en": ("One run: the bound over the answers", "Answers so far", "Share of failures",
               "Upper and lower bound on the true share", "a failed answer", "limit 5%",
               "forecast met: {}", "strict met: {}", "letter: {} of {}",
               "The interval narrows as answers come in and jumps at each failed answer. Its upper end falls to the "
               "limit of 5% where the strict claim is met; the forecast is met earlier, the letter only at the end."),
        "zh": ("一次运行：上下界随回答变化", "已得回答数", "失败比例", "真实失败比例的上界与下界", "一个失败的回答",
               "限值 5%", "预测满足：{}", "严格满足：{}", "字面：{}/{}",
               "区间随回答增多而收窄，每遇一个失败的回答便跳动一次。上界降到 5% 限值时严格论断成立；"
               "预测更早成立，字面要到最后。"),
    }[language]  # fmt: skip
    head, across, up, bounds, failed, limit, forecast, strict, letter, description = words
    found, reading = example_bounds(), example_reading(complete=True)
    low, high = ([(n, pair[end]) for n, pair in enumerate(found, 1)] for end in (0, 1))
    up_scale = Scale(0.2, 0.05, _percent, up)
    shown = [(n, value) for n, value in high if value <= up_scale.top]
    picture = Picture(head, description, Scale(SIZE, 50, _whole, across), up_scale, [Line("one", bounds, shown)])
    ring = "L".join(f"{picture.x(n)} {picture.y(value)}" for n, value in (*high, *reversed(low)))
    picture.add(f'<path class="band" d="M{ring}Z"/>')
    picture.add('<path class="one" d="M' + "L".join(f"{picture.x(n)} {picture.y(value)}" for n, value in low) + '"/>')
    failing = [n for n, fails in enumerate(example_failures(), 1) if fails]
    for n in failing:
        picture.add(f'<path class="fail" d="M{picture.x(n)} {picture.y(0)}v-14"/>')
    picture.text(short(float(picture.x(failing[1])) - 6), short(float(picture.y(0)) - 4), failed, "soft", "end")
    picture.level(float(LIMIT), limit)
    assert reading.forecast is not None
    assert reading.forecast.at is not None
    assert reading.strict.at is not None
    picture.upright(reading.forecast.at, forecast.format(reading.forecast.at), anchor="end")
    picture.upright(reading.strict.at, strict.format(reading.strict.at))
    foot = short(float(picture.y(0)) - 22)
    picture.text(WIDTH - RIGHT, foot, letter.format(SIZE - reading.failures, SIZE), "soft", "end")
    return picture.svg()


@cache
def _cost_curves() -> tuple[list[tuple[float, float]], list[tuple[float, float]]]:
    found = survey_outlooks(available=SIZE, n_min=SIZE, limit=LIMIT, alpha=ALPHA, rates=_rates(2000, 50))
    return [(float(one.rate), one.mean_calls) for one in found], [
        (float(one.rate), one.calls_at_quantile) for one in found
    ]


def draw_cost(language: Language) -> str:
    """How many answers a decision takes, by the true share of failures."""
    mean, most = _cost_curves()
    words = {
        "en": ("What a decision costs", "True share of failures", "Answers", "On average",
               "In nine runs of ten at most this many", "limit 5%",
               "Both curves are low for services far from the limit of 5% and close to it rise towards the whole "
               "sample of 300."),
        "zh": ("得出结论要问多少题", "真实失败比例", "回答数", "平均", "十次运行中有九次不超过", "限值 5%",
               "服务离 5% 限值越远，两条曲线越低；接近限值时几乎要问完 300 题。"),
    }[language]  # fmt: skip
    head, across, up, average, nine, limit, description = words
    picture = Picture(
        head, description, Scale(0.2, 0.05, _percent, across), Scale(SIZE, 100, _whole, up),
        [Line("one", average, mean), Line("two", nine, most)],
    )  # fmt: skip
    picture.upright(float(LIMIT), limit, row=6)
    return picture.svg()


def draw_judge(language: Language) -> str:
    """How often the refusal judge reads as people do, from its passport."""
    words = {
        "en": ("How often the judge reads as the labels do", "● refusals it finds   ■ full answers it passes",
               "lines: exact 95% intervals",
               "For each set of labelled answers two shares with their intervals: refusals found, and full answers "
               "passed."),
        "zh": ("判读程序与标签一致的比例", "● 识别出的拒答   ■ 正确放过的完整回答", "线段：95% 精确区间",
               "每组带标签的回答给出两个比例及其区间：识别出的拒答与正确放过的完整回答。"),
    }[language]  # fmt: skip
    rows = [(name[language], Judged(_span(one["sensitivity"]), _span(one["specificity"])))
            for name, one in passport_rows()]  # fmt: skip
    return draw_judged(*words, rows)


class Judged(NamedTuple):
    """How a judge did on one set of labelled answers: shares with their intervals, as (share, low, high)."""

    found: tuple[float, float, float]
    passed: tuple[float, float, float]


def draw_judged(head: str, marks: str, lines: str, description: str, rows: Sequence[tuple[str, Judged]]) -> str:
    """Refusals found and full answers passed, one named row for each set; `marks` and `lines` tell what is drawn."""
    left, top, step = 200, 84, 48
    parts: list[str] = [f'<text class="soft" x="8" y="52">{escape(marks)}</text>']
    parts.append(f'<text class="soft" x="{WIDTH - RIGHT}" y="52" text-anchor="end">{escape(lines)}</text>')

    def at(share: float) -> str:
        return short(left + (WIDTH - left - RIGHT - 8) * share)

    bottom = top + step * len(rows)
    for i in range(0, 101, 25):
        parts.append(f'<path class="grid" d="M{at(i / 100)} {top - 14}V{bottom - 14}"/>')
        parts.append(f'<text class="soft" x="{at(i / 100)}" y="{bottom + 6}" text-anchor="middle">{i}%</text>')
    for row, (name, one) in enumerate(rows):
        y = top + step * row
        parts.append(f'<text x="8" y="{y + 12}">{escape(name)}</text>')
        share, low, high = one.found
        parts.append(f'<path class="one" d="M{at(low)} {y}H{at(high)}"/>')
        parts.append(f'<circle class="dot" cx="{at(share)}" cy="{y}" r="5.5"/>')
        share, low, high = one.passed
        parts.append(f'<path class="two" d="M{at(low)} {y + 18}H{at(high)}"/>')
        corner = short(float(at(share)) - 5)
        parts.append(f'<rect class="square" x="{corner}" y="{y + 13}" width="10" height="10"/>')
    return document(head, description, bottom + 22, parts)


def _span(share: dict[str, str]) -> tuple[float, float, float]:
    return float(share["share"]), float(share["low"]), float(share["high"])


DRAWINGS: dict[str, Callable[[Language], str]] = {
    "point-rule": draw_point_rule, "peeking": draw_peeking, "cost": draw_cost, "path": draw_path, "judge": draw_judge,
}  # fmt: skip


def pictures() -> Iterator[tuple[str, str]]:
    """Every picture: its file name and its text."""
    for name, draw in DRAWINGS.items():
        for language in LANGUAGES:
            yield f"measurement-{name}-{language}.svg", draw(language)


def main() -> None:
    """Write the pictures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, nargs="?", default=Path("docs/img"), help="folder for the pictures")
    out: Path = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    for name, text in pictures():
        (out / name).write_text(text, encoding="utf-8")
        sys.stdout.write(f"{out / name}\n")


if __name__ == "__main__":
    main()
