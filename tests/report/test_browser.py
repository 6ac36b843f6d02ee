"""The page in a browser: accessible, fits, works by keyboard, without script and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

LANGUAGES = ("en", "zh")


@pytest.fixture
def opened(browser: Any, report_file: Path) -> Iterator[Any]:
    """Opens the report; every request the page makes is kept in `asked`."""
    pages = []

    def open_page(language: str = "en", **context: Any) -> Any:
        page = browser.new_page(**({"viewport": {"width": 1280, "height": 900}} | context))
        page.asked, page.said, page.stopped = [], [], {}
        page.on("request", lambda request: page.asked.append(request.url))
        page.on("requestfailed", lambda request: page.stopped.update({request.url: request.failure}))
        page.on("console", lambda message: page.said.append(message.text))
        page.on("pageerror", lambda error: page.said.append(str(error)))
        page.goto(f"{report_file.as_uri()}#{language}")
        pages.append(page)
        return page

    yield open_page
    for page in pages:
        page.close()


@pytest.mark.parametrize(
    ("language", "scheme"),
    [
        ("en", "light"),
        ("zh", "dark"),
        pytest.param("en", "dark", marks=pytest.mark.slow),
        pytest.param("zh", "light", marks=pytest.mark.slow),
    ],
)
def test_axe_reports_nothing(opened: Any, language: str, scheme: str) -> None:
    page = opened(language, color_scheme=scheme, bypass_csp=True)
    page.evaluate("for (const it of document.querySelectorAll('details')) it.open = true")
    results = Axe().run(page, options={"resultTypes": ["violations"]})
    assert results.response["violations"] == []


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_wider_than_the_window(opened: Any, language: str, width: int) -> None:
    page = opened(language, viewport={"width": width, "height": 900})
    page.evaluate("for (const it of document.querySelectorAll('details')) it.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    outside = page.evaluate(
        """() => [...document.querySelectorAll(".page :is(p, td, th, dd, dt, h1, h2, h3, h4, li, pre, code, text)")]
            .map((it) => [it, it.getBoundingClientRect()])
            .filter(([, box]) => box.width && (box.right > innerWidth + 1 || box.left < -1))
            .map(([it]) => it.textContent.slice(0, 40))"""
    )
    assert outside == []


def test_nothing_is_asked_of_anyone_and_nothing_goes_wrong(opened: Any) -> None:
    page = opened()
    page.wait_for_load_state("networkidle")
    assert [url for url in page.asked if not url.startswith("file:")] == []
    assert len(page.asked) == 1
    assert page.said == [], "the policy blocked something of our own"


def test_the_policy_stops_what_is_not_ours(opened: Any) -> None:
    page = opened()
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=\"http://127.0.0.1:9/x\" onerror=\"window.hit=1\">')"
    )
    page.evaluate(
        "const it = document.createElement('script'); it.textContent = 'window.ran = 1'; document.body.append(it)"
    )
    page.wait_for_timeout(200)
    assert page.evaluate("[window.hit, window.ran]") == [None, None]
    assert page.stopped == {"http://127.0.0.1:9/x": "csp"}


def shown(page: Any) -> list[bool]:
    return [page.locator(f".page.lang-{language}").is_visible() for language in LANGUAGES]


def test_keyboard_alone_switches_language_and_unfolds(opened: Any) -> None:
    page = opened("en")
    page.evaluate("scrollTo(0, 0)")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "lang-en"
    assert shown(page) == [True, False]
    page.keyboard.press("ArrowRight")
    assert shown(page) == [False, True]
    assert page.evaluate("document.documentElement.lang") == "zh-Hans"
    page.keyboard.press("ArrowLeft")
    assert shown(page) == [True, False]
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('details:has(.examples) > summary')"):
            break
    else:
        pytest.fail("the folded examples cannot be reached with the tab key")
    details = page.locator("details:has(.examples)").first
    assert details.get_attribute("open") is None
    page.keyboard.press("Enter")
    assert details.get_attribute("open") is not None
    assert page.locator(".examples blockquote").first.is_visible()


def test_colours_can_be_chosen(opened: Any) -> None:
    page = opened(color_scheme="light")
    paper = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(paper)
    page.locator("label[for=theme-dark]").click()
    assert page.evaluate(paper) != light
    page.locator("label[for=theme-auto]").click()
    assert page.evaluate(paper) == light


def test_it_reads_without_script(opened: Any) -> None:
    page = opened(java_script_enabled=False)
    assert shown(page) == [True, False]
    page.locator("label[for=lang-zh]").click()
    assert shown(page) == [False, True]
    page.locator(".lang-zh summary:visible", has_text="失败的回答").first.click()
    assert page.locator(".lang-zh .examples blockquote").first.is_visible()


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_address_opens_its_language_and_place(opened: Any, language: str) -> None:
    page = opened(f"{language}-how")
    assert shown(page) == [language == "en", language == "zh"]
    assert abs(page.evaluate(f"document.getElementById('{language}-how').getBoundingClientRect().top")) < 120


@pytest.mark.parametrize("script", [True, False])
def test_paper_has_everything_and_no_switch(opened: Any, script: bool) -> None:
    page = opened(color_scheme="dark", java_script_enabled=script)
    page.emulate_media(media="print", color_scheme="dark")
    assert not page.locator(".switches").is_visible()
    assert not page.locator("nav:visible").count()
    if script:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("[...document.querySelectorAll('.lang-en details')].every((it) => it.open)")
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert not page.evaluate("[...document.querySelectorAll('.lang-en details')].some((it) => it.open)")
    sheet = page.pdf(format="A4")
    assert sheet.startswith(b"%PDF")
