"""docs/measurement.md and its Chinese twin: every number on them is computed here, or read from a result file.

A page passes when each sentence below stands in it with the numbers as computed now, and when no number is left on it
outside those sentences but the settings of the example.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from math import ceil, floor
from pathlib import Path
from types import ModuleType
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from steelyard.stats import (
    Status,
    anytime_interval,
    clopper_pearson,
    error_rates,
    families_needed,
    population_table,
    read_path,
    settle,
    survey_outlooks,
    upper_bound,
    zero_failure_plan,
    zero_failures,
)

ROOT = Path(__file__).parent.parent
PAGES = {"en": ROOT / "docs/measurement.md", "zh": ROOT / "docs/measurement.zh.md"}
SIZE, LIMIT, ALPHA = 300, "0.05", "0.05"
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def _plots() -> ModuleType:
    spec = importlib.util.spec_from_file_location("plots", ROOT / "tools/plots.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


plots = _plots()


# --- the numbers -----------------------------------------------------------------------------------------------------


def percent(share: float) -> str:
    return f"{100 * share:.1f}"


def down(share: float | str) -> str:
    """The lower end of an interval, rounded outward to a tenth of a percent."""
    return f"{floor(Fraction(str(share)) * 1000) / 10:.1f}"


def up(share: float | str) -> str:
    """The upper end of an interval, rounded outward to a tenth of a percent."""
    return f"{ceil(Fraction(str(share)) * 1000) / 10:.1f}"


def figure(file: str, name: str) -> str:
    """What was measured, from bench/results."""
    found = json.loads((ROOT / f"bench/results/{file}.json").read_text(encoding="utf-8"))
    assert not found["quick"]
    return str(next(one["measured"] for one in found["figures"] if one["name"] == name))


def first(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, f"{pattern} in {text}"
    return match[1]


def counting() -> Iterator[tuple[str, str]]:
    """Sections on the point rule, on bounds and on looking again."""
    yield "letter5", percent(plots.letter_met(0.05))
    yield "differ", percent(2 * plots.letter_met(0.05) * (1 - plots.letter_met(0.05)))
    yield "letter6", percent(plots.letter_met(0.06))
    yield "turned4", percent(1 - plots.letter_met(0.04))
    low, high = clopper_pearson(15, SIZE, 0.05)
    yield from (("low", down(low)), ("high", up(high)))
    once = max(k for k in range(SIZE) if upper_bound(k, SIZE, float(ALPHA)) <= float(LIMIT))
    table = population_table(SIZE, LIMIT, ALPHA)
    yield from (("once", str(once)), ("once_right", str(SIZE - once)), ("always", str(table.pass_max[SIZE])))
    yield from (
        ("zero20", up(anytime_interval(20, 0, 0, ALPHA).high)),
        ("zero20_once", up(zero_failures(20, ALPHA).fixed)),
    )
    yield "zero300", up(anytime_interval(SIZE, 0, 0, ALPHA).high)
    yield from ((f"met{k}", str(table.pass_max.index(k))) for k in range(6))
    yield from ((f"fail{n}", str(table.fail_min[n])) for n in (10, 20, 50, 100))
    peeked = plots.peeked_boundary(SIZE, LIMIT, ALPHA)
    for every in (300, 50, 10, 1):
        yield f"peek{every}", percent(plots.wrongly_met(peeked, plots.never(SIZE), 0.05, every)[-1])
        yield f"ours{every}", percent(error_rates(table, look_every=every).false_met)
    long = plots.peeked_boundary(1000, "0.1", ALPHA)
    yield "peek_long", percent(plots.wrongly_met(long, plots.never(1000), 0.1)[-1])
    yield "ours_long", percent(error_rates(population_table(1000, "0.1", ALPHA)).false_met)
    peeks = figure("no-peeking", "Clopper-Pearson at 5 %, looked at after every answer, 10 % failing: false met")
    yield "peek_simulated", first(r"^([\d.]+)% of 20,000", peeks)
    ours = figure("no-peeking", "strict met, every answer failing with 10 %")
    yield "ours_simulated", first(r"^([\d.]+)% of 20,000", ours)


RATES = ("0.002", "0.01", "0.02", "0.03", "0.05", "0.08", "0.2")


def chance(value: float, language: str) -> str:
    """A probability as the table writes it."""
    sign, under, over = (" %", "under ", "over ") if language == "en" else ("%", "不到 ", "超过 ")
    if value < 0.0005:
        return f"{under}0.1{sign}"
    return f"{over}99.9{sign}" if value > 0.9995 else f"{percent(value)}{sign}"


def cost_rows(language: str) -> Iterator[str]:
    """The rows of the table of costs, as they must stand on the page."""
    for one in survey_outlooks(available=SIZE, n_min=SIZE, limit=LIMIT, alpha=ALPHA, rates=RATES):
        states = (chance(one.states.get(state, 0.0), language) for state in ("pass", "pass_by_letter", "fail"))
        rate = f"{100 * float(one.rate):g}" + (" %" if language == "en" else "%")
        yield f"| {rate} | {one.mean_calls:.0f} | {' | '.join(states)} |"


def costing() -> Iterator[tuple[str, str]]:
    """The section on stopping early, and the run of the three claims."""
    for need in ("0.01", "0.02", "0.03"):
        yield f"need{need[-1]}", f"{families_needed(limit=LIMIT, alpha=ALPHA, rate=need):,}"
    table = population_table(SIZE, LIMIT, ALPHA)
    for rate in (0.01, 0.1):
        ends = plots.stops(table.pass_max, table.fail_min, rate)
        yield f"shown{rate:g}", percent(sum(end.probability * end.failures / end.answers for end in ends))
    for name, alpha, every in (("calls", ALPHA, 1), ("calls50", ALPHA, 50), ("calls_certificate", "0.01", 1)):
        [one] = survey_outlooks(
            available=SIZE, n_min=SIZE, limit=LIMIT, alpha=alpha, rates=["0.01"], look_every=every
        )  # fmt: skip
        yield name, f"{one.mean_calls:.0f}"
    yield "planner", first(r"^([\d.]+)%", figure("planner-honesty", "largest deviation of mean calls or labels"))
    whole = plots.example_reading(complete=True)
    yield from (("forecast_at", str(whole.forecast.at)), ("strict_at", str(whole.strict.at)))
    yield from (("right", str(SIZE - whole.failures)), ("example_rate", percent(plots.EXAMPLE_RATE)))
    bounds = plots.example_bounds()
    yield from (("bound_forecast", up(bounds[whole.forecast.at - 1][1])), ("bound_end", up(bounds[-1][1])))
    assert bounds[whole.strict.at - 1][1] == float(LIMIT), "the page says that the bound is down to the limit"


def statuses(failures: int, faults: int) -> bytes:
    """A sample with an open call every 20 answers, until there are `faults`, and `failures` as its last answers."""
    made = bytearray([Status.SUCCESS] * (SIZE - failures) + [Status.FAILURE] * failures)
    for number in range(1, faults + 1):
        made[20 * number] = Status.OPEN
    return bytes(made)


def letter(failures: int, faults: int) -> str:
    reading = read_path(statuses(failures, faults), *plots.tables(), look_every=1, complete=True)
    return settle(reading, n_min=SIZE, available=SIZE, limit=LIMIT, complete=True).letter


def reading() -> Iterator[tuple[str, str]]:
    """Sections on families, on calls without an answer, and on the judge."""
    at = "families of 20, ICC 0.5"
    wrong = figure(
        "no-peeking", f"strict by single questions in the order of families, {at}: what the gate on families is for"
    )
    yield "by_wording", first(r"^([\d.]+)% of 20,000", wrong)
    yield "by_family", first(r"^([\d.]+)% of 20,000", figure("no-peeking", f"gate on families met, 10 % failing, {at}"))
    for faults in range(4):
        path = read_path(statuses(0, faults), *plots.tables(), look_every=1, complete=False)
        assert path.strict.claim == "met"
        yield f"open{faults}", str(path.strict.at)
    passport = {name["en"]: one for name, one in plots.passport_rows()}
    for key, name in (("all", "English, all three"), ("mistral", "English, Mistral"), ("zh", "Chinese, author’s own")):
        for kind in ("sensitivity", "specificity"):
            share = passport[name][kind]
            yield f"{key}_{kind[:2]}", percent(float(share["share"]))
            yield from ((f"{key}_{kind[:2]}_low", down(share["low"])), (f"{key}_{kind[:2]}_high", up(share["high"])))
            yield f"{key}_{kind[:2]}_of", str(share["of"])
    missed = Fraction(1) - Fraction(passport["English, all three"]["sensitivity"]["share"])
    yield "missed", percent(float(missed))
    [one] = survey_outlooks(available=SIZE, n_min=SIZE, limit=LIMIT, alpha=ALPHA, rates=[missed])
    yield "missed_fail", percent(one.states["fail"])


def labels() -> Iterator[tuple[str, str]]:
    """What the gate on people's labels costs, and how often bad judges led it astray."""
    for rate in (5, 1):
        text = figure("label-gate", f"labels, population claim, judge 95/95, {rate}% failing")
        yield from ((f"guided{rate}", first(r"\(([\d.]+) of", text)), (f"plain{rate}", first(r"of ([\d.]+)\)", text)))
    whole = json.loads((ROOT / "bench/results/label-gate.json").read_text(encoding="utf-8"))
    wrong = [one["measured"] for one in whole["figures"] if one["name"].startswith("false ")]
    assert len(wrong) > 20
    yield "astray", max((first(r"^([\d.]+)%", text) for text in wrong), key=float)


def listing() -> Iterator[tuple[str, str]]:
    """Lists of risks, and attempts that nobody sees."""
    yield "three", f"{3 * float(ALPHA):.0%}".rstrip("%")
    each = error_rates(population_table(SIZE, "0.1", ALPHA)).false_met
    yield "any_of_31", percent(1 - (1 - each) ** 31)
    yield "fdr_calls", first(r"^([\d,]+) in", figure("categories", "mean calls until all are listed, all 0.5 %"))
    whole = json.loads((ROOT / "bench/results/categories.json").read_text(encoding="utf-8"))
    found = [one["measured"] for one in whole["figures"] if one["name"].startswith("false discoveries")]
    yield "fdr", percent(max(float(first(r"^([\d.]+)%", text)) for text in found) / 100)
    yield "holm_calls", figure("categories", "calls, family-wise (Holm), all 0.5 %")
    spread = figure(
        "categories", "risks shown clean by 1,000 calls spread evenly without a failure (Clopper-Pearson, Bonferroni)"
    )
    assert spread.startswith("0 ")
    yield from (("spread", first(r"at (\d+) each", spread)), ("spread_bound", first(r"bound ([\d.]+)%", spread)))
    for name, rule in (("attempts", "every attempt at alpha"), ("attempts_spent", "halving")):
        share = first(r"^([\d.]+)%", figure("hidden-attempts", f"any false certificate in 20 attempts, exact, {rule}"))
        yield name, percent(float(share) / 100)


@cache
def numbers() -> dict[str, str]:
    return dict([*counting(), *costing(), *reading(), *labels(), *listing()])


# --- the sentences ---------------------------------------------------------------------------------------------------

SENTENCES: tuple[tuple[str, str], ...] = (
    ("With probability {letter5} % it gets 285 or more right", "285 题或更多的概率是 {letter5}%"),
    ("with probability {differ} % the two verdicts differ", "两次结论相反的概率是 {differ}%"),
    ("A service that fails 6 %, more than is allowed, is let through with probability {letter6} %",
     "真实失败比例为 6% 的服务本不该过，却有 {letter6}% 的概率被放过"),
    ("one that fails 4 %, less than is allowed, is turned away with probability {turned4} %",
     "为 4% 的本该过，却有 {turned4}% 的概率被拦下"),
    ("reaches from {low} % to {high} %", "区间是 {low}% 到 {high}%"),
    ("may hold at most {once} failures ({once_right} right)", "失败最多 {once} 题（对 {once_right} 题）"),
    ("No failure in 20 answers is therefore not “0 %” but 0 % to {zero20} %",
     "20 题无一失败并不是“0%”，而是 0% 到 {zero20}%"),
    ("(Had the 20 been fixed beforehand and looked at once, it would be {zero20_once} %.)",
     "（如果事先就定好只问 20 题、只看一次，则是 {zero20_once}%。）"),
    ("No failure in 300 answers still allows {zero300} %", "300 题无一失败，仍不排除 {zero300}%。要证明"),
    ("| failures so far | 0 | 1 | 2 | 3 | 4 | 5 |", "| 至此失败数 | 0 | 1 | 2 | 3 | 4 | 5 |"),
    ("| {met0} | {met1} | {met2} | {met3} | {met4} | {met5} |",) * 2,
    ("{fail10} failures in the first 10 answers, {fail20} in 20, {fail50} in 50 or {fail100} in 100 are enough",
     "前 10 题失败 {fail10} 题、20 题失败 {fail20} 题、50 题失败 {fail50} 题或 100 题失败 {fail100} 题"),
    ("sets it to 10 %, 5 % or 1 %", "分别把它定为 10%、5%、1%"),
    ("| once, after 300 answers | {peek300} % | {ours300} % |", "| 只看一次，300 题之后 | {peek300}% | {ours300}% |"),
    ("| after every 50 | {peek50} % | {ours50} % |", "| 每 50 题一次 | {peek50}% | {ours50}% |"),
    ("| after every 10 | {peek10} % | {ours10} % |", "| 每 10 题一次 | {peek10}% | {ours10}% |"),
    ("| after every answer | {peek1} % | {ours1} % |", "| 每题一次 | {peek1}% | {ours1}% |"),
    ("up to 1,000 answers at a limit of 10 %, the ordinary bound errs with probability {peek_long} %, "
     "ours with {ours_long} %",
     "限值 10%、最多问 1,000 题时，普通上界出错的概率是 {peek_long}%，我们的是 {ours_long}%"),
    ("20,000 simulated runs agree: {peek_simulated} % and {ours_simulated} % ([no-peeking.json]",
     "20,000 次模拟的结果与之吻合，分别为 {peek_simulated}% 和 {ours_simulated}%（[no-peeking.json]"),
    ("it asks for at most {always} failures, where a single look would allow {once}",
     "它要求失败至多 {always} 题，只看一次的则允许 {once} 题"),
    ("At a true share of 3 % a sample", "真实失败比例为 3% 时，要把上界压到"),
    ("To be shown with probability 90 %, 1 % needs {need1} questions, 2 % needs {need2}, 3 % needs {need3}",
     "要有 90% 的把握证明，1% 需要 {need1} 题，2% 需要 {need2} 题，3% 需要 {need3} 题"),
    ("A service that fails 1 % shows {shown0.01} % on average", "真实为 1% 的服务，停下时平均只显示 {shown0.01}%"),
    ("one that fails 10 % shows {shown0.1} %", "真实为 10% 的，平均显示 {shown0.1}%"),
    ("At a true share of 1 % the {calls} become {calls50} with `--look-every 50`, and {calls_certificate} with",
     "真实失败比例为 1% 时，平均 {calls} 题：用 `--look-every 50` 变成 {calls50} 题，用 `--purpose certificate` 变成 "
     "{calls_certificate} 题"),
    ("In 50 random designs the cost it foresaw and the cost that came were at most {planner} % apart "
     "([planner-honesty.json]",
     "在 50 个随机方案中，预计的开销与实际开销相差至多 {planner}%（[planner-honesty.json]"),
    ("each answer fails with {example_rate} %. After {forecast_at} answers the forecast is decided",
     "每个回答失败的概率是 {example_rate}%。问到 {forecast_at} 题，预测已定"),
    ("The bound still stands at {bound_forecast} %. After {strict_at} answers it is down to 5 %",
     "此时上界还在 {bound_forecast}%。问到 {strict_at} 题，上界降到 5%"),
    ("the letter is {right} of 300 and the bound {bound_end} %", "字面是 300 题对 {right} 题，上界 {bound_end}%"),
    ("families of 20 wordings (correlation 0.5)", "每族 20 种问法（相关系数 0.5）"),
    ("a service right at a limit of 10 % is found to meet it in {by_wording} % of 20,000 runs. "
     "With the family as the unit it is {by_family} % ([no-peeking.json]",
     "恰在 10% 限值上的服务，在 20,000 次运行中有 {by_wording}% 被判为满足；"
     "以题族为单位则是 {by_family}%（[no-peeking.json]"),
    ("is met after {open0} answers; with open calls here and there, 1 makes it {open1}, "
     "2 make it {open2}, 3 make it {open3}.",
     "{open0} 题即可判定满足 5% 的限值；零星有 1 次调用未决则要 {open1} 题，2 次要 {open2} 题，3 次要 {open3} 题"),
    ("15 failures and 1 open call among 300 leave it open, 14 and 1 meet it",
     "300 题中失败 15 题、未决 1 次，字面未定；失败 14 题、未决 1 次，字面满足"),
    ("it finds {all_se} % of {all_se_of} refusals (interval {all_se_low} % to {all_se_high} %)",
     "{all_se_of} 个拒答中识别出 {all_se}%（区间 {all_se_low}% 到 {all_se_high}%）"),
    ("passes {all_sp} % of {all_sp_of} full answers ({all_sp_low} % to {all_sp_high} %)",
     "{all_sp_of} 个完整回答中正确放过 {all_sp}%（{all_sp_low}% 到 {all_sp_high}%）"),
    ("Mistral's {mistral_se_of} refusals it finds {mistral_se} %",
     "Mistral 的 {mistral_se_of} 个拒答只识别出 {mistral_se}%"),
    ("only {zh_se_of} refusals of its author's own: {zh_se} %, interval {zh_se_low} % to {zh_se_high} %",
     "只有作者自拟的 {zh_se_of} 个拒答可测：{zh_se}%，区间 {zh_se_low}% 到 {zh_se_high}%"),
    ("misses {missed} % of refusals reads {missed} % failures where none are, and the run ends as “not met” with "
     "probability {missed_fail} %",
     "漏掉 {missed}% 的拒答，就等于凭空读出 {missed}% 的失败，运行以“不满足”告终的概率是 {missed_fail}%"),
    ("at 5 % failures and a limit of 10 % took {guided5} labels, chosen with the judge's help, instead of {plain5}",
     "真实失败 5%、限值 10%，以人的判定为准下结论，"
     "借判读程序来挑选要标的回答，平均要标 {guided5} 个，否则要标 {plain5} 个"),
    ("(At 1 % failures help costs: {guided1} instead of {plain1}.)",
     "（失败只有 1% 时，借助反而更费：{guided1} 个，不借助是 {plain1} 个。）"),
    ("wrong in at most {astray} % of runs ([label-gate.json]", "出错的运行至多 {astray}%（[label-gate.json]"),
    ("one of 3 requirements failed may err with up to {three} %",
     "3 项要求中有一项不满足，就说标准“不满足”，出错的概率可达 {three}%"),
    ("Take 31 risks, each truly at a limit of 10 %", "设有 31 种风险，真实失败比例都恰在 10% 限值上"),
    ("wrongly called clean is {any_of_31} % if the risks are independent", "“无虞”的概率是 {any_of_31}%"),
    ("With 31 risks that each fail 0.5 % all are shown clean after {fdr_calls} calls on average; over all "
     "scenarios tried, at most {fdr} % of entries were wrong",
     "31 种风险的失败比例都是 0.5% 时，平均 {fdr_calls} 次调用就能证明全部无虞；"
     "在试过的所有情形中，出错的条目至多 {fdr}%"),
    ("it takes {holm_calls}.", "则要 {holm_calls} 次"),
    ("A fixed sample of 1,000, spread evenly, shows none: {spread} answers without a failure leave a bound of "
     "{spread_bound} % each ([categories.json]",
     "而把固定的 1,000 题平均分开，一种也证明不了："
     "每种 {spread} 题无一失败，上界仍是 {spread_bound}%（[categories.json]"),
    ("No failure in 300 allows {zero300} %, and a million", "300 题无一失败，仍不排除 {zero300}%；用户上了百万"),
    ("Whoever tries 20 times at a limit just missed, and shows the best, gets a false “met” with probability "
     "{attempts} %; where each attempt must spend its share of one error, {attempts_spent} % ([hidden-attempts.json]",
     "试 20 次，只拿最好的一次出来，得到错误的“满足”的概率是 {attempts}%；若每次尝试都要从同一份误差里支取，则是 "
     "{attempts_spent}%（[hidden-attempts.json]"),
)  # fmt: skip

SETTINGS = {"300", "285", "15", "95", "5"}
"""What may stand outside those sentences: the sample, the limit and its counts, the promised error, the judge's 95."""


COMMAND = re.compile(r"^    .*$", re.MULTILINE)
WIDE = "[\u3000-\u303f\u3400-\u9fff\uff00-\uffef“”]"


def flat(text: str) -> str:
    """One line, without the spaces and breaks beside a Chinese character."""
    return re.sub(r"\s+", " ", re.sub(rf"(?<={WIDE})\s+|\s+(?={WIDE})", "", text))


def fill(template: str) -> str:
    return re.sub(r"\{([\w.]+)\}", lambda match: numbers()[match[1]], template)


@pytest.mark.parametrize(("language", "side"), [("en", 0), ("zh", 1)])
def test_every_number_of_the_page_is_what_is_computed_now(language: str, side: int) -> None:
    page = flat(COMMAND.sub("", PAGES[language].read_text(encoding="utf-8")))
    missing = []
    for sentence in [*(fill(pair[side]) for pair in SENTENCES), *cost_rows(language)]:
        if flat(sentence) not in page:
            missing.append(sentence)
        page = page.replace(flat(sentence), " ~ ")
    assert not missing
    rest = re.sub(r"\]\([^)]*\)|`[^`]*`", "", page)
    assert set(NUMBER.findall(rest)) <= SETTINGS, "a number that nothing computes"


def test_the_settings_are_those_of_the_example() -> None:
    allowed = floor(Fraction(LIMIT) * SIZE)
    assert (plots.SIZE, plots.LIMIT, plots.ALPHA) == (SIZE, LIMIT, ALPHA)
    assert {str(SIZE), str(SIZE - allowed), str(allowed), "95", "5"} == SETTINGS


def test_the_letter_with_open_calls_is_what_the_page_says() -> None:
    assert (letter(15, 1), letter(14, 1)) == ("open", "met")


@pytest.mark.parametrize("language", PAGES)
def test_the_commands_of_the_page_print_its_intervals(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    programs = re.findall(r'^    python -c "(.+)"$', PAGES[language].read_text(encoding="utf-8"), re.MULTILINE)
    assert len(programs) == 2
    for program in programs:
        exec(program, {})
    exact, anytime = capsys.readouterr().out.splitlines()
    low, high = (float(end) for end in NUMBER.findall(exact))
    assert (down(low), up(high)) == (numbers()["low"], numbers()["high"])
    assert up(first("high='([0-9.]+)'", anytime)) == numbers()["zero20"]


def test_the_zero_failures_of_the_table_are_those_of_the_plan() -> None:
    assert numbers()["met0"] == numbers()["open0"] == str(zero_failure_plan(LIMIT, ALPHA).anytime)


# --- the pages -------------------------------------------------------------------------------------------------------


def test_both_pages_have_the_same_build() -> None:
    pages = [path.read_text(encoding="utf-8") for path in PAGES.values()]
    assert len({tuple(re.findall(r"^(#+) ", text, re.MULTILINE)) for text in pages}) == 1
    assert len({len(re.findall(r"^\|", text, re.MULTILINE)) for text in pages}) == 1
    names = [re.findall(r"\]\(img/(measurement-[\w-]+)-(?:en|zh)\.svg\)", text) for text in pages]
    assert names[0] == names[1] == [f"measurement-{name}" for name in plots.DRAWINGS]


def test_both_pages_quote_the_same_numbers() -> None:
    sets = [
        set(NUMBER.findall(re.sub(r"\]\([^)]*\)", "", path.read_text(encoding="utf-8")))) for path in PAGES.values()
    ]
    assert sets[0] == sets[1]


@pytest.mark.parametrize("language", PAGES)
def test_links_lead_somewhere_and_pictures_have_words(language: str) -> None:
    page = PAGES[language]
    links = re.findall(r"(!?)\[([^\]]*)\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    assert len(links) > 10
    for picture, words, target in links:
        assert (page.parent / target).is_file(), target
        assert not picture or (len(words) > 20 and target.endswith(f"-{language}.svg"))


@pytest.mark.parametrize("language", PAGES)
def test_the_page_is_short_and_claims_nothing_for_the_product(language: str) -> None:
    text = PAGES[language].read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 200
    for word in ("certified", "compliant", "is safe", "may launch", "认证", "合规", "可以上线"):
        assert word not in text.lower()


# --- the pictures ----------------------------------------------------------------------------------------------------


@cache
def drawn() -> dict[str, str]:
    return dict(plots.pictures())


def test_the_pictures_are_those_that_our_functions_draw_now() -> None:
    kept = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs/img").glob("measurement-*.svg")}
    assert kept.keys() == drawn().keys()
    assert [name for name, text in drawn().items() if kept[name] != text] == [], "run tools/plots.py"


def test_a_picture_can_be_read_aloud_and_fetches_nothing() -> None:
    space = "{http://www.w3.org/2000/svg}"
    for name, text in drawn().items():
        root: Any = ET.fromstring(text)
        assert root.get("role") == "img"
        named = {child.get("id") for child in root if child.tag in {f"{space}title", f"{space}desc"} and child.text}
        assert set(root.get("aria-labelledby").split()) == named and len(named) == 2, name
        assert {one.tag.removeprefix(space) for one in root.iter()} <= {
            "svg", "title", "desc", "style", "rect", "text", "path", "circle",
        }  # fmt: skip
        assert "url(" not in text and "href" not in text and "@import" not in text
        assert "prefers-color-scheme:dark" in text
        words = " ".join(one.text or "" for one in root.iter(f"{space}text"))
        assert bool(re.search("[\u4e00-\u9fff]", words)) == name.endswith("-zh.svg")


def _light(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_ink_stands_out_from_the_ground_in_light_and_dark() -> None:
    """Contrast as WCAG 2 counts it: 4.5 for words, 3 for lines."""
    schemes = re.findall(
        r"--ground:(#\w+);--ink:(#\w+);--soft:(#\w+);--grid:#\w+;--one:(#\w+);--two:(#\w+)", plots._STYLE
    )
    assert len(schemes) == 2
    for ground, ink, soft, *lines in schemes:
        for colour, least in ((ink, 4.5), (soft, 4.5), *((line, 3) for line in lines)):
            high, low = sorted((_light(ground), _light(colour)), reverse=True)
            assert (high + 0.05) / (low + 0.05) >= least, (ground, colour)


# --- the dynamic program ---------------------------------------------------------------------------------------------


def test_the_sum_over_paths_agrees_with_the_gates_own() -> None:
    for size, limit, every in ((SIZE, LIMIT, 1), (SIZE, LIMIT, 50), (90, "0.2", 7)):
        table = population_table(size, limit, ALPHA)
        at_looks = [most if n % every == 0 or n == size else -1 for n, most in enumerate(table.pass_max)]
        found = plots.wrongly_met(at_looks, plots.never(size), float(limit))[-1]
        # Without its other side a gate can only be met more often: a path that failed first may come back.
        assert error_rates(table, look_every=every).false_met <= found + 1e-12
        both = plots.wrongly_met(table.pass_max, table.fail_min, float(limit))[-1]
        assert both == pytest.approx(error_rates(table).false_met, abs=1e-9)


def test_the_sum_over_paths_agrees_with_every_path_written_out() -> None:
    limit, size, rate = "0.4", 10, 0.3
    boundary = plots.peeked_boundary(size, limit, "0.2")
    met = 0.0
    for path in range(2**size):
        fails = [path >> i & 1 for i in range(size)]
        if any(sum(fails[:n]) <= boundary[n] for n in range(1, size + 1)):
            met += rate ** sum(fails) * (1 - rate) ** (size - sum(fails))
    assert 0 < met < 1
    assert plots.wrongly_met(boundary, plots.never(size), rate)[-1] == pytest.approx(met, abs=1e-12)
    stops = list(plots.stops(boundary, plots.never(size), rate))
    assert sum(stop.probability for stop in stops) == pytest.approx(1, abs=1e-12)
