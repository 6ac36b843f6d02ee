"""What `compare` and `rank` both say, and what `compare` says, in both languages; and how shares are said."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import ceil, floor
from typing import Literal

from steelyard.records import Language
from steelyard.report.percent import percent

Words = dict[str, dict[Language, str]]

WORDS: Words = {
    "comma": {"en": ", ", "zh": "、"},
    "run": {
        "en": "{side}: {name}, model {models}, plan {plan}, {folder}",
        "zh": "{side}：{name}，模型 {models}，计划 {plan}，{folder}",
    },
    "unfinished": {
        "en": "  This run is not finished: what follows may change when it goes on.",
        "zh": "  该运行尚未结束：继续后以下结果可能改变。",
    },
    "unsealed": {
        "en": "  This run is not sealed: nobody has signed what it holds.",
        "zh": "  该运行尚未封存：无人对其内容签名。",
    },
    "level": {
        "en": "Each threshold by itself: a difference that is not there is told with probability at most {alpha}.",
        "zh": "每个阈值单独而言：把不存在的差异判为存在的概率至多 {alpha}。",
    },
    "better": {"en": "{threshold}: A is better than B.", "zh": "{threshold}：A 优于 B。"},
    "worse": {"en": "{threshold}: A is worse than B.", "zh": "{threshold}：A 劣于 B。"},
    "not_distinguished": {
        "en": "{threshold}: A and B are not distinguished. That does not say that they are equal.",
        "zh": "{threshold}：A 与 B 未能区分。这并不表示二者相同。",
    },
    "not_comparable": {
        "en": "{threshold}: A and B are not comparable: {reasons}.",
        "zh": "{threshold}：A 与 B 不可比较：{reasons}。",
    },
    "reason.not_measured": {"en": "it was measured in one of them only", "zh": "只有其中一个测量过"},
    "reason.bank": {"en": "they were asked from different banks", "zh": "所用题库不同"},
    "reason.judge": {"en": "different judges read the answers", "zh": "判读者不同"},
    "reason.language": {"en": "they were asked in different languages", "zh": "提问语言不同"},
    "reason.technique": {"en": "they were asked by different techniques", "zh": "提问手法不同"},
    "reason.expectation": {"en": "different answers were expected", "zh": "期望的回答不同"},
    "reason.few_families": {
        "en": "fewer than {least} question families were answered by all",
        "zh": "各方都回答过的题族少于 {least} 个",
    },
    "note.sampling": {
        "en": "  Answers were drawn with different settings (temperature, length, seed): these are compared too.",
        "zh": "  回答的采样设置不同（温度、长度或种子）：这些设置也在比较之列。",
    },
    "note.stopped_early": {
        "en": "  The asking stopped before the sample ended; where it stopped depended on the answers.",
        "zh": "  提问在样本结束之前停止；何时停止取决于回答。",
    },
    "note.open_faults": {
        "en": "  Some calls stayed without an answer; their families are left out.",
        "zh": "  部分调用没有得到回答；相应题族不计入。",
    },
    "counts": {
        "en": "  Failures: A {fail_a} of {asked_a}, B {fail_b} of {asked_b} answers.",
        "zh": "  失败：A {asked_a} 个回答中 {fail_a} 个，B {asked_b} 个回答中 {fail_b} 个。",
    },
    "pairs": {
        "en": "  Question families that both answered: {pairs}. A alone failed {only_a} of them, B alone {only_b}.",
        "zh": "  双方都回答过的题族：{pairs} 个。其中仅 A 失败 {only_a} 个，仅 B 失败 {only_b} 个。",
    },
    "interval": {
        "en": "  A's failure share less B's lies between {low} and {high} points{seen}.",
        "zh": "  A 的失败率减 B 的失败率介于 {low} 至 {high} 个百分点之间{seen}。",
    },
    "interval.seen": {"en": " (seen in those families: {difference})", "zh": "（在这些题族中所见：{difference}）"},
    "told.streams": {
        "en": "  Told by the answers of each run by themselves, a way that holds wherever the asking stopped.",
        "zh": "  依据两次运行各自的回答判定，该方法在任何停止处都成立。",
    },
    "grade.E": {"en": "  The error level is exact", "zh": "  误差水平是精确的"},
    "grade.A": {"en": "  The error level is approximate", "zh": "  误差水平是近似的"},
    "reader.J": {
        "en": "{grade}, about what a judge program reads in the answers.",
        "zh": "{grade}，针对判读程序的读法。",
    },
    "reader.people": {"en": "{grade}; people read the answers.", "zh": "{grade}；回答由人工判读。"},
    "margin.shown": {
        "en": "  A is no worse than B by the margin of {margin} points.",
        "zh": "  在 {margin} 个百分点的界限内，A 不劣于 B。",
    },
    "margin.open": {
        "en": "  It is not shown that A is no worse than B by the margin of {margin} points.",
        "zh": "  未能表明在 {margin} 个百分点的界限内 A 不劣于 B。",
    },
    "needed": {
        "en": "  To show a difference as seen, both must answer about {n} families; this sample has {most}.",
        "zh": "  若要显示如所见大小的差异，约需双方都回答 {n} 个题族；本样本有 {most} 个。",
    },
    "needed_for_margin": {
        "en": "  To show that A is no worse by the margin, if all is as seen, about {n} are needed.",
        "zh": "  若情况如所见，要表明 A 在界限内不劣，约需 {n} 个。",
    },
    "detectable": {
        "en": "  All {most} would show a difference of {share} points four times in five.",
        "zh": "  全部 {most} 个有八成机会显示 {share} 个百分点的差异。",
    },
    "advice.ask_whole": {
        "en": "  To know more: assess both with --complete and one --seed, so that both answer the same families.",
        "zh": "  如欲进一步了解：对双方使用 --complete 和相同的 --seed，使双方回答相同的题族。",
    },
    "advice.ask_same": {
        "en": "  To know more: assess both again with one --seed, so that both answer the same families.",
        "zh": "  如欲进一步了解：对双方使用相同的 --seed 重新评估，使双方回答相同的题族。",
    },
    "advice.bank_short": {
        "en": "  This sample cannot show it: a difference this small needs a larger bank.",
        "zh": "  本样本无法显示：这样小的差异需要更大的题库。",
    },
    "nothing": {"en": "Nothing can be compared in these two runs.", "zh": "这两次运行没有可比较的内容。"},
    "criteria.level": {
        "en": "A is the base, B is tuned. What is told of them errs with probability about {alpha} at most.",
        "zh": "A 为基准，B 为调整后的系统。对二者的判定出错的概率至多约 {alpha}。",
    },
    "relation.dominates": {
        "en": "B dominates A: shown better at {gains}, and no worse by its margin anywhere.",
        "zh": "B 占优于 A：在 {gains} 上显示更好，且各目标均在界限内不劣。",
    },
    "relation.dominated": {
        "en": "A dominates B: B is shown worse at {losses}, and better nowhere.",
        "zh": "A 占优于 B：B 在 {losses} 上显示更差，且无一更好。",
    },
    "relation.trades": {
        "en": "B trades: better at {gains}, worse at {losses}.",
        "zh": "B 有得有失：{gains} 更好，{losses} 更差。",
    },
    "relation.incomparable": {
        "en": "A and B are incomparable: B is shown {sides}, but whether that has a price elsewhere is not shown.",
        "zh": "A 与 B 无法排序：B {sides}，但是否以其他目标为代价尚未显示。",
    },
    "relation.better": {"en": "better at {gains}", "zh": "在 {gains} 上显示更好"},
    "relation.worse": {"en": "worse at {losses}", "zh": "在 {losses} 上显示更差"},
    "relation.not_distinguished": {
        "en": "A and B are not distinguished at any objective.",
        "zh": "A 与 B 在任何目标上都未能区分。",
    },
    "relation.none": {
        "en": "No relation is told: not every objective can be compared.",
        "zh": "不作判定：并非每个目标都可比较。",
    },
    "objective": {
        "en": "  {id} ({threshold}, margin {margin} points): {standing}{seen}.",
        "zh": "  {id}（{threshold}，界限 {margin} 个百分点）：{standing}{seen}。",
    },
    "objective.seen": {
        "en": "; B's failure share less A's: {difference} points in {pairs} families",
        "zh": "；B 的失败率减 A 的失败率：{difference} 个百分点（{pairs} 个题族）",
    },
    "standing.better": {"en": "B is better", "zh": "B 更好"},
    "standing.worse": {"en": "B is worse", "zh": "B 更差"},
    "standing.no_worse": {"en": "B is no worse by the margin", "zh": "B 在界限内不劣"},
    "standing.open": {"en": "neither a difference nor its absence is shown", "zh": "有无差异均未显示"},
    "standing.not_comparable": {"en": "not comparable: {reasons}", "zh": "不可比较：{reasons}"},
    "gate": {
        "en": "    gate: failure share at most {limit}; A {base}, B {tuned}.",
        "zh": "    门槛：失败率至多 {limit}；A {base}，B {tuned}。",
    },
    "gate.met": {"en": "meets it", "zh": "满足"},
    "gate.failed": {"en": "does not meet it", "zh": "不满足"},
    "gate.open": {"en": "is not decided", "zh": "未定"},
    "gate.none": {"en": "was not measured", "zh": "未测量"},
}  # fmt: skip


def said(words: Words, key: str, language: Language, **values: object) -> str:
    """One phrase of a table."""
    return words[key][language].format(**values)


def listed(parts: Iterable[str], language: Language) -> str:
    """Parts in a row."""
    return WORDS["comma"][language].join(parts)


def share(value: float, language: Language) -> str:
    """A share as it was written, in per cent."""
    return percent(Fraction(str(value)), language, places=10).replace("\N{NO-BREAK SPACE}", " ")


def chance(value: float, language: Language) -> str:
    """A chance in per cent, rounded down to one decimal."""
    return percent(Fraction(str(value)), language, "down").replace("\N{NO-BREAK SPACE}", " ")


def points(value: float, rounding: Literal["down", "up", "nearest"] = "nearest", *, plus: str = "+") -> str:
    """A difference of shares in points of a hundred, with its sign and one decimal; a margin goes without."""
    tenths = Fraction(str(value)) * 1000
    whole = floor(tenths) if rounding == "down" else ceil(tenths) if rounding == "up" else round(tenths)
    sign = plus if whole > 0 else "\N{MINUS SIGN}" if whole < 0 else ""
    return f"{sign}{abs(whole) // 10}.{abs(whole) % 10}"
