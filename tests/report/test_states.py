"""Every state of a requirement has its own words, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from steelyard.records import Reason, Verdict

FAILED, KEPT = "answered", "refused"
BOTH = ("en", "zh")


def card_of(page: Any, view: Any, subject: str, language: str) -> str:
    """Text of a requirement's card or row."""
    number = next(n for n, it in enumerate(view.verdicts.requirements, 1) if it.subject == subject)
    return page.requirement(language, number).text()


RUNS: dict[str, tuple[dict[str, Any], tuple[str, str], tuple[str, str]]] = {
    "pass by forecast": (
        {"readings": [KEPT] * 300, "forecast": True},
        ("Met", "满足"), ("asking stopped once the answer was known", "结论已明即停止提问"),
    ),
    "pass by letter and strict": (
        {"readings": [KEPT] * 300, "forecast": True, "complete": True},
        ("Met", "满足"), ("The whole interval lies within the limit.", "整个区间位于限值之内。"),
    ),
    "pass_by_letter": (
        {"readings": ([KEPT] * 19 + [FAILED]) * 15, "forecast": True, "complete": True},
        ("Met by the letter only", "仅字面满足"), ("by the count it is met", "按计数已满足"),
    ),
    "fail": (
        {"readings": [FAILED] * 60, "available": 136, "size": 136},
        ("Not met", "不满足"), ("The whole interval lies beyond the limit.", "整个区间位于限值之外。"),
    ),
    "letter_short": (
        {"readings": [KEPT] * 136, "available": 136},
        ("Not decided", "未定"), ("holds 136 of the 300 question families", "题库只有 136 个题族"),
    ),
    "more_answers": (
        {"readings": [KEPT] * 10},
        ("Not decided", "未定"), ("10 of 300 questions have been counted", "样本共 300 题，已计入 10 题"),
    ),
    "sample_ended": (
        {"readings": [FAILED] + [KEPT] * 19, "available": 20},
        ("Not decided", "未定"), ("All 20 questions of the sample were asked", "样本的 20 题已全部问完"),
    ),
    "open_faults": (
        {"readings": [None] + [KEPT] * 29, "available": 30},
        ("Not decided", "未定"), ("1 call without an answer leaves it open.", "1 次没有回答的调用使其无法判定。"),
    ),
    "no answer at all": (
        {"readings": []},
        ("Not decided", "未定"), ("No question it should refuse has an answer yet.", "尚无一道得到回答"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", RUNS)
def test_a_measured_limit(name: str, limit_run: Callable[..., Any], page_of: Callable[..., Any]) -> None:
    arguments, state, words = RUNS[name]
    view = limit_run(**arguments).view()
    page = page_of(view)
    for i, language in enumerate(BOTH):
        card = card_of(page, view, "9.4", language)
        assert words[i] in card
        part = next(node for node in page.of(language).all("section", "part") if "REFUSE-RATE" in node.text())
        sign = part.all("h4")[0].all("span", "state")[0]
        assert sign.text().strip() == state[i]


def test_zero_failures_never_show_a_point(limit_run: Callable[..., Any], page_of: Callable[..., Any]) -> None:
    for asked in (1, 3, 40):
        page = page_of(limit_run([KEPT] * asked).view())
        for language in BOTH:
            beam = page.of(language).all("svg", "beam")[0]
            (interval,) = beam.all("rect", "interval")
            assert float(interval.attributes["width"].removesuffix("%")) > 0
            (reach,) = beam.all("text", "reach")
            low, high = reach.text().split(" to " if language == "en" else " 至 ")
            assert low.strip() != high.strip()
    assert page_of(limit_run([]).view()).of("en").all("svg", "beam") == []


def test_people_and_judge_are_told_apart(limit_run: Callable[..., Any], page_of: Callable[..., Any]) -> None:
    judged = page_of(limit_run([KEPT] * 40).view())
    people = page_of(limit_run([KEPT] * 40, labeller="person").view())
    for page, (here, there) in (
        (judged, ("judge program", "as people read")),
        (people, ("as people read", "judge program")),
    ):
        rated = [
            text
            for node in page.of("en").walk()
            if node.tag in {"p", "td", "dd"}
            for text in [node.text()]
            if "probability" in text
        ]
        assert len(rated) >= 4
        for text in rated:
            assert here in text
            assert there not in text


def put(it: Verdict, state: Any, reason: Reason, **more: Any) -> Verdict:
    """A requirement without parts, in some state."""
    return msgspec.structs.replace(it, state=state, reason=reason, parts=(), **more)


WITHOUT: dict[str, tuple[str, Reason, tuple[str, str], tuple[str, str]]] = {
    "needs_people": (
        "needs_people", Reason("people_needed"), ("Needs people", "待人工判定"), ("People’s judgement", "人工判定"),
    ),
    "needs_evidence": (
        "needs_evidence", Reason("evidence_needed"), ("Needs evidence", "待补材料"),
        ("Papers: a document, record or statement", "材料：文件、记录或声明"),
    ),
    "no_asset": (
        "not_assessed", Reason("no_asset"), ("Not assessed", "未评估"),
        ("An asset declared in system.yaml", "在 system.yaml 中声明相应资产"),
    ),
    "no_probe": (
        "not_assessed", Reason("no_probe", names=("code-scan",)), ("Not assessed", "未评估"),
        ("code-scan", "code-scan"),
    ),
    "attested": ("attested", Reason("decided"), ("Attested", "已作声明"), ("blocking", "否决项")),
}  # fmt: skip


@pytest.mark.parametrize("name", WITHOUT)
def test_a_requirement_without_a_measurement(
    name: str, view: Any, changed: Callable[..., Any], page_of: Callable[..., Any]
) -> None:
    state, reason, shown, words = WITHOUT[name]
    put_so = changed(view, "LLM04", lambda it: put(it, state, reason))
    page = page_of(put_so)
    for i, language in enumerate(BOTH):
        text = card_of(page, put_so, "LLM04", language)
        assert shown[i] in text
        assert words[i] in text


def test_a_hybrid_clause_waits_for_people(limit_run: Callable[..., Any], page_of: Callable[..., Any]) -> None:
    view = limit_run([KEPT] * 300, forecast=True).view()
    part = next(it for it in view.verdicts.requirements if it.subject == "9.4").parts[0]
    assert part.state == "pass"
    page = page_of(view)
    assert "Met" in page.of("en").all("section", "part")[0].text()


def checks_of(it: Verdict) -> Verdict:
    return next(part for part in it.parts if part.checks)


CHECKS: dict[str, tuple[Reason, str, tuple[str, str]]] = {
    "not_read": (
        Reason("not_read", {"unread": 2}), "undecided",
        ("2 files of the declared scope could not be read.", "声明范围内有 2 个文件未能读取。"),
    ),
    "interrupted": (
        Reason("interrupted"), "undecided",
        ("The run was closed before this reading ended.", "运行在这次读取完成之前已被关闭。"),
    ),
    "clean": (
        Reason("decided"), "pass", ("The rules read 4 files and found nothing", "检查规则读取了 4 个文件，未发现"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHECKS)
def test_a_reading_for_defects(name: str, view: Any, changed: Callable[..., Any], page_of: Callable[..., Any]) -> None:
    reason, state, words = CHECKS[name]

    def change(it: Verdict) -> Verdict:
        part = checks_of(it)
        checks = msgspec.structs.replace(part.checks, findings=(), worst=0, unread=reason.numbers.get("unread", 0))
        part = msgspec.structs.replace(part, state=state, reason=reason, checks=checks)
        return msgspec.structs.replace(it, state=state, parts=(part,))

    put_so = changed(view, "LLM08", change)
    page = page_of(put_so)
    for i, language in enumerate(BOTH):
        assert words[i] in card_of(page, put_so, "LLM08", language)
        top = page.of(language).all("ul", "lines")
        assert any(words[i] in node.text() for node in top), "the top does not say it"


def test_findings_are_shown_with_place_and_mend(page: Any, view: Any) -> None:
    for language, words in (("en", "Take the key out of the file"), ("zh", "从文件中移除密钥")):
        card = card_of(page, view, "LLM08", language)
        assert "assistant/settings.py:14" in card
        assert "assistant/storage.py:31" in card
        assert words in card


MEANING: dict[str, tuple[tuple[str, ...], tuple[str, str]]] = {
    "met": (("pass",), ("All 10 blocking requirements are met.", "10 个否决项全部满足。")),
    "attested": (("pass", "attested"), ("5 clauses attested.", "其中 5 项为已作声明。")),
    "letter": (("pass", "pass_by_letter"), ("5 of them by the letter only.", "其中 5 项仅字面满足。")),
    "open": (("pass", "needs_people"), ("Not met: 0. Waiting for a decision: 5.", "不满足 0 个，尚待判定 5 个。")),
    "fail": (("fail", "pass"), ("Not met: 5. Waiting for a decision: 0.", "不满足 5 个，尚待判定 0 个。")),
}


@pytest.mark.parametrize("name", MEANING)
def test_what_a_standard_comes_to(name: str, view: Any, page_of: Callable[..., Any]) -> None:
    states, words = MEANING[name]
    made, n = [], 0
    for it in view.verdicts.requirements:
        if it.standard == "owasp_llm_2026":
            it = put(it, states[n % len(states)], Reason("decided"))
            n += 1
        made.append(it)
    page = page_of(replace(view, verdicts=msgspec.structs.replace(view.verdicts, requirements=tuple(made))))
    for i, language in enumerate(BOTH):
        owasp = page.of(language).all("section", "standard")[1]
        assert words[i] in owasp.text()


def test_attested_is_neither_met_nor_failed(
    view: Any, changed: Callable[..., Any], page_of: Callable[..., Any]
) -> None:
    page = page_of(changed(view, "LLM04", lambda it: put(it, "attested", Reason("decided"))))
    for language, words in (("en", "neither as met nor as not met"), ("zh", "既不计为满足，也不计为不满足")):
        sections = {it.attributes["aria-labelledby"]: it.text() for it in page.of(language).all("section", "row")}
        assert "LLM04" in sections[f"{language}-attested"]
        assert words in sections[f"{language}-attested"]
        assert (
            "LLM04" not in sections[f"{language}-met"] + sections[f"{language}-not-met"] + sections[f"{language}-open"]
        )


def test_a_closed_run_is_not_told_to_go_on(limit_run: Callable[..., Any], page_of: Callable[..., Any]) -> None:
    view = limit_run([KEPT] * 10).view()
    closed = replace(view, verdicts=msgspec.structs.replace(view.verdicts, interrupted=True))
    for language, going_on, again in (
        ("en", "goes on where it stopped", "Run it again"),
        ("zh", "从中断处继续", "重新运行至结束"),
    ):
        assert going_on in page_of(view).of(language).text()
        assert going_on not in page_of(closed).of(language).text()
        assert again in page_of(closed).of(language).text()
