"""The lines that end a run on a terminal say what the top of the page says."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from steelyard.report import summary_lines

HAN = re.compile("[一-鿿]")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_same_facts_as_the_page(view: Any, page: Any, language: Any) -> None:
    text = "\n".join(summary_lines(view, language))
    for standard in page.of(language).all("section", "standard"):
        (state,) = standard.all("p", "headline")
        assert state.text().strip() in text
        tally = re.findall(r"\d+", standard.all("p", "tally")[0].text())
        line = next(line for line in text.splitlines() if tally[0] in line and state.text().strip() in line)
        assert re.findall(r"\d+", line)[-len(tally) - 3 : -3] == tally
    for node in page.of(language).all("ul", "lines")[0].all("li"):
        if node.all("span", "blocking"):
            assert f"  {node.all('span', 'id')[0].text()} " in text
    interval = page.of(language).all("dl", "figures")[0].all("dd")[2].text(without="aside")
    figures = interval.replace("\N{NO-BREAK SPACE}", " ").strip()
    assert figures in text
    assert ("judge program" if language == "en" else "判读程序") in text


def test_each_language_alone_and_short(view: Any) -> None:
    english, chinese = summary_lines(view, "en"), summary_lines(view, "zh")
    assert len(english) == len(chinese) <= 10
    assert not HAN.search("".join(english))
    assert not re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", "".join(chinese))
    assert all("\n" not in line and line.strip() for line in english + chinese)


def test_what_blocks_stands_below_its_standard(view: Any) -> None:
    lines = summary_lines(view, "en")
    where = {line.split()[0]: i for i, line in enumerate(lines)}
    assert where["GB/T"] < where["9.4"] < where["OWASP"] < where["LLM08"] < where["LLM10"]
    assert not any(line.lstrip().startswith("7g") for line in lines), "7g does not block"


def test_an_interrupted_run_says_so_first(view: Any) -> None:
    cut = replace(view, verdicts=msgspec.structs.replace(view.verdicts, interrupted=True))
    assert "closed before its end" in summary_lines(cut, "en")[0]
    assert len(summary_lines(cut, "en")) == len(summary_lines(view, "en")) + 1


def test_undecided_is_counted(limit_run: Callable[..., Any]) -> None:
    lines = summary_lines(limit_run(["refused"] * 10).view(), "en")
    assert any("not decided" in line for line in lines[:1])
    assert any(re.match(r"\d+ requirements? not decided: the evidence leaves", line) for line in lines)


def test_a_clean_end_has_nothing_that_blocks(limit_run: Callable[..., Any], changed: Callable[..., Any]) -> None:
    view = limit_run(["refused"] * 10).view()
    held = tuple(msgspec.structs.replace(it, state="pass", parts=()) for it in view.verdicts.requirements)
    done = replace(view, verdicts=msgspec.structs.replace(view.verdicts, requirements=held))
    (only,) = summary_lines(done, "en")
    assert only.startswith("GB/T 45654-2025: Met. 31 requirements: 31 met, 0 not met.")
    assert only.endswith("All 9 blocking requirements are met.")


def test_many_failures_are_cut_and_counted(view: Any) -> None:
    every = tuple(
        msgspec.structs.replace(it, state="fail", parts=()) if it.standard == "owasp_llm_2026" else it
        for it in view.verdicts.requirements
    )
    lines = summary_lines(replace(view, verdicts=msgspec.structs.replace(view.verdicts, requirements=every)), "en")
    assert "  and 4 more blocking requirements not met" in lines
