"""What comes from a model, a file or a person is only ever visible text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from steelyard.records import FindingRow, LabelRow, TrialRow
from steelyard.report import render_report, summary_lines

PAYLOADS = {
    "script": "<script>alert(1)</script>",
    "closing style": "</style><script>x()</script>",
    "closing quote": "</blockquote></details><h1>Met</h1>",
    "handler": '"><img src=x onerror=alert(1)>',
    "address": "javascript:alert(document.domain)",
    "entity": "&lt;b&gt;&#60;i&#62;&amp;",
    "comment": "<!-- --!> <![CDATA[ ]]>",
    "bidi": "a\u202egnissap\u202c \u2066x\u2069",
    "zero width": "a\u200bb\ufeffc\u00add",
    "ansi": "\x1b[31mred\x1b]8;;http://x\x07",
    "nul": "a\x00b\x08\x7f\x9b",
    "surrogate": "a\ud83db",
    "private": "\ue000\U000f0000\U000e0041",
    "template": "{{ 7*7 }}{% raw %}{0} %s ${x}",
    "newlines": "one\r\ntwo\u2028three",
}
UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\u00ad\ud800-\udfff\ue000-\uf8ff]"
)


def spoilt(view: Any, payload: str) -> Any:
    """The view with a payload in every place that is not ours."""

    def row(it: Any) -> Any:
        match it:
            case TrialRow():
                asked = tuple(msgspec.structs.replace(m, content=payload) for m in it.request.messages)
                request = msgspec.structs.replace(it.request, messages=asked)
                return msgspec.structs.replace(
                    it, request=request, response=msgspec.structs.replace(it.response, text=payload)
                )
            case FindingRow():
                place = msgspec.structs.replace(it.place, file=payload)
                return msgspec.structs.replace(it, place=place, excerpt=payload, rule=payload)
            case LabelRow():
                return it
            case _:
                return msgspec.structs.replace(it, unread={payload: payload})

    plan = view.plan
    assets = tuple(msgspec.structs.replace(it, id=payload, kind=payload) for it in plan.system.assets)
    system = msgspec.structs.replace(plan.system, name=payload, owner=payload, vertical=payload, assets=assets)
    surveys = tuple(
        msgspec.structs.replace(
            it,
            bank=payload,
            technique=payload,
            target=msgspec.structs.replace(
                it.target,
                model=payload,
                settings={payload: payload},
                declares={payload: payload},
                files={payload: payload},
            ),
        )
        for it in plan.surveys
    )
    scans = tuple(msgspec.structs.replace(it, asset=payload) for it in plan.scans)
    plan = msgspec.structs.replace(plan, system=system, surveys=surveys, scans=scans, tool=payload)
    passports = {name: msgspec.structs.replace(it, source=payload) for name, it in view.passports.items()}
    return replace(view, plan=plan, rows=tuple(row(it) for it in view.rows), passports=passports)


def shape(page: Any) -> list[tuple[str, tuple[str, ...]]]:
    """Which elements and attributes a page has, without what they say."""
    return [(node.tag, tuple(sorted(node.attributes))) for node in page.root.walk()]


@pytest.fixture(scope="module")
def harmless(view: Any, page_of: Callable[..., Any]) -> list[tuple[str, tuple[str, ...]]]:
    return shape(page_of(spoilt(view, "x")))


@pytest.mark.parametrize("name", PAYLOADS)
def test_a_payload_is_text(name: str, view: Any, page_of: Callable[..., Any], harmless: Any) -> None:
    payload = PAYLOADS[name]
    page = page_of(spoilt(view, payload))
    if name != "newlines":  # a line break is cut from a name and kept in an answer
        assert shape(page) == harmless, "the payload made or unmade an element"
    assert not UNSEEN.search(page.html)
    assert all(node.attributes.get("href", "#").startswith("#") for node in page.root.walk())
    assert page.html.isprintable() or set(re.sub(r"[^\x00-\x1f]", "", page.html)) <= {"\n", "\t"}


@pytest.mark.parametrize("name", ["script", "handler", "entity", "template"])
def test_a_payload_is_shown_as_it_was(name: str, view: Any, page_of: Callable[..., Any]) -> None:
    page = page_of(spoilt(view, PAYLOADS[name]))
    for language in ("en", "zh"):
        shown = page.of(language)
        assert shown.all("h1")[0].text().strip() == PAYLOADS[name]
        assert all("".join(node.children) == PAYLOADS[name] for node in shown.all("blockquote"))


@pytest.mark.parametrize(
    ("name", "shown"), [("bidi", "⟨U+202E⟩"), ("ansi", "⟨U+001B⟩"), ("nul", "⟨U+0000⟩"), ("surrogate", "⟨U+D83D⟩")]
)
def test_what_cannot_be_seen_is_named(name: str, shown: str, view: Any, page_of: Callable[..., Any]) -> None:
    page = page_of(spoilt(view, PAYLOADS[name])).of("en")
    assert shown in page.all("h1")[0].text()
    assert shown in page.all("blockquote")[0].text()


@given(text=st.text(max_size=60))
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_text_unmakes_the_page(text: str, view: Any, page_of: Callable[..., Any]) -> None:
    page = page_of(spoilt(view, text))
    assert not UNSEEN.search(page.html)
    assert page.html.count("<script>") == 1
    assert page.html.count("<style>") == 1
    page.html.encode()


def test_a_huge_name_is_cut(view: Any) -> None:
    html = render_report(spoilt(view, "长" * 1_000_000))
    assert len(html) < 400_000


def test_nothing_quoted_reaches_the_terminal(view: Any) -> None:
    for name, payload in PAYLOADS.items():
        for language in ("en", "zh"):
            lines = summary_lines(spoilt(view, payload), language)  # type: ignore[arg-type]
            assert not UNSEEN.search("".join(lines)), name
