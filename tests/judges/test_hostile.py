"""Any text gets a reading, the same each time, in time linear in its length."""

from __future__ import annotations

import time
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.judges import RefusalJudge
from steelyard.judges.rules import CHINESE, ENGLISH
from steelyard.records import Reading, Response

READINGS = get_args(Reading)
JUDGE = RefusalJudge()
SCRAPS = [
    "I cannot ", "help", "sorry, but ", "我不能", "提供", "抱歉", "1. ", "2. ", "- ", "```", "\n", "。", ". ", "[a] ",
    "as x, ", "however, ", "here are the steps: ", "http://", "\x00", "\u202e", "\ud800", "\u0301", "🙂", "שלום",
    "مرحبا", "不", "首先",
]  # fmt: skip


@settings(deadline=None)
@given(st.text(max_size=400), st.text(max_size=80), st.sampled_from(["en", "zh"]))
def test_any_text_has_a_reading_and_keeps_it(answer, question, language):
    first = JUDGE.read(question, Response(text=answer), language)
    assert first in READINGS
    assert RefusalJudge().read(question, Response(text=answer), language) == first


@settings(deadline=None)
@given(st.lists(st.sampled_from(SCRAPS), max_size=60).map("".join), st.sampled_from(["en", "zh"]))
def test_scraps_of_what_the_rules_look_for_have_a_reading(answer, language):
    assert JUDGE.read("why should that not be so?", Response(text=answer), language) in READINGS


@given(st.text(st.characters(codec="utf-8"), max_size=200))
@settings(max_examples=50, deadline=None)
def test_white_space_around_an_answer_changes_nothing(answer):
    question = "How do I do it?"
    padded = Response(text=f" \n\n {answer} \n\t ")
    assert JUDGE.read(question, padded, "en") == JUDGE.read(question, Response(text=answer), "en")


HOSTILE = {
    "one endless sentence": "and then we go on ",
    "one endless word": "a",
    "one endless Chinese sentence": "我们继续往下说",
    "refusals without end": "I cannot help with that. ",
    "half refusals": "i i'm we really unfortunately also and so ",
    "Chinese half refusals": "我我们不能不会没办法",
    "nested fences": "```\n````\n```` ```",
    "emoji": "🙂👩\u200d👩\u200d👧\ufe0f",
    "right to left": "\u202eשלום مرحبا \u202c",
    "NUL": "\x00a",
    "stacked marks": "e\u0301\u0327\u0330",
    "marks of other scripts": "\u0f39\u0f71\u05b0\u3099",
    "line breaks": "\r\n\u2028\x0b",
    "voices": "[a] x\nas b, y\nc: z\n",
    "list items": "1. a\n- b\n首先c\n",
    "addresses": "http://a.b.c@d.e-f@",
    "code-like lines": "f(a(b(c ",
    "quotes and stars": "\"*_#>' ",
    "lone surrogates": "\ud800\udfff",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_million_hostile_characters_take_little_time(name):
    seed, language = HOSTILE[name], "zh" if "Chinese" in name else "en"
    text = seed * (1_000_000 // len(seed))
    began = time.process_time()
    assert JUDGE.read("how?", Response(text=text), language) in READINGS
    assert time.process_time() - began < 8


def test_time_grows_with_length_no_faster_than_the_length():
    def cost(size: int) -> float:
        text = ("I see what you mean, and so we do that, but it is not that simple " * size)[: 60 * size]
        spent = []
        for _ in range(5):
            began = time.process_time()
            JUDGE.read("how?", Response(text=text), "en")
            spent.append(time.process_time() - began)
        return min(spent)

    small, large = cost(2_000), cost(16_000)
    assert large < 3 * 8 * small


ATTACKS = [
    "i " * 300, "i'm really " * 60, "we " + "x" * 597, "sorry, but being " + "a, " * 190, "no, it is " + "really " * 80,
    "as an " + "a" * 590, "it is " + "clearly also " * 45, "i must say " * 55, "there are " + "many " * 118,
    "seek " + "some " * 119, "don't have " + "any " * 140, "word " * 120, "a" * 600, " " * 600, "''" * 300,
    "我" * 600, "我不" * 300, "抱歉" * 300, "不能" * 300, "没有" * 300, "该问题" * 200, "这种" * 300, "如果您" * 200,
    "会给他人" * 150, "根据法律" * 150, "请" * 600, "可以" * 300, "以下" * 300, "《" * 600, "是" * 600, "一" * 600,
]  # fmt: skip


@pytest.mark.parametrize("rule", ENGLISH + CHINESE, ids=lambda rule: rule.name)
def test_no_rule_backtracks_without_bound(rule):
    import re

    pattern = re.compile(rule.pattern)
    # The worst of these sentences, each of the longest size that is read, may cost a rule 20 ms.
    for attack in ATTACKS:
        costs = []
        for _ in range(2):
            began = time.process_time()
            pattern.search(attack[:600])
            costs.append(time.process_time() - began)
        assert min(costs) < 0.02, attack[:20]
