"""report-looked-at: the demo's report in a browser, in both languages, light and dark, wide and narrow."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from axe_playwright_python.sync_playwright import Axe
from claim import Claim, Figure, Measurement, main
from demo_run import demo_run
from playwright.sync_api import Browser, Page, sync_playwright

CLAIM = Claim(
    name="report-looked-at",
    sentence="The demo's report is accessible, fits desk and phone, speaks one language at a time and asks nothing of "
    "anyone.",
    promised="issue 3, what must be shown, 8",
    limit="axe reports nothing, no overflow, no sentence of the other language, no request, in any view",
)

LANGUAGES, SCHEMES, WIDTHS = ("en", "zh"), ("light", "dark"), (1280, 390)
HEIGHT = 1600
FEWEST_SIGNS = 2_000
"""A report says at least so much itself; less means that it was not read."""
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
NAMES = ("OWASP AI Exchange",)
"""Proper names that have no Chinese."""
FOREIGN = {
    "en": re.compile(r"[㐀-鿿]+"),
    "zh": re.compile(r"[A-Za-z][A-Za-z’'-]+(?:[ ,;:]+[A-Za-z][A-Za-z’'-]+){2,}"),
}
"""A sentence of the other language: any Chinese sign; three English words in a row."""
OPEN_ALL = "for (const it of document.querySelectorAll('details')) it.open = true"
TOO_WIDE = """() => [...document.querySelectorAll(".page :is(p, td, th, dd, dt, h1, h2, h3, h4, li, pre, code, text)")]
    .map((it) => [it, it.getBoundingClientRect()])
    .filter(([, box]) => box.width && (box.right > innerWidth + 1 || box.left < -1))
    .map(([it]) => it.textContent.trim().slice(0, 40))"""
OWN_WORDS = """() => {
    const page = [...document.querySelectorAll(".page")].find((it) => it.offsetParent !== null);
    const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
    const words = [...page.querySelectorAll("[aria-label]")].map((it) => it.getAttribute("aria-label"));
    while (walker.nextNode())
        words.push(walker.currentNode.parentElement.closest(".quoted") ? "\\n" : walker.currentNode.textContent);
    return words.join(" ");
}"""


class View(NamedTuple):
    """How the report is looked at."""

    language: str
    scheme: str
    width: int


VIEWS = [View(*each) for each in product(LANGUAGES, SCHEMES, WIDTHS)]
QUICK_VIEWS = [VIEWS[at] for at in (0, 3, 5, 6)]
"""Any two settings meet in one of them."""


class Seen(NamedTuple):
    """What one view shows: rules that axe says are broken, what is too wide, foreign sentences, requests, picture."""

    axe: list[str]
    wide: list[str]
    foreign: list[str]
    requests: list[str]
    picture: bytes


@contextmanager
def browser() -> Iterator[Browser]:
    """Headless Chromium. Raises RuntimeError where there is none."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        raise RuntimeError("no chromium on this machine")
    with sync_playwright() as running:
        opened = running.chromium.launch(executable_path=found, args=list(ARGUMENTS))
        yield opened
        opened.close()


def looked_at(opened: Browser, report: Path, view: View) -> Seen:
    """Open the report as this view, unfold everything, look."""
    size = {"width": view.width, "height": HEIGHT}
    page = opened.new_page(viewport=size, color_scheme=view.scheme, bypass_csp=True)  # type: ignore[arg-type]
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    address = f"{report.resolve().as_uri()}#{view.language}"
    page.goto(address)
    picture = page.screenshot()
    page.evaluate(OPEN_ALL)
    seen = Seen(_axe(page), _wide(page, view.width), _foreign(page, view.language), [], picture)
    page.wait_for_load_state("networkidle")
    page.close()
    return seen._replace(requests=[url for url in asked if url.partition("#")[0] != address.partition("#")[0]])


def _axe(page: Page) -> list[str]:
    results = Axe().run(page, options={"resultTypes": ["violations"]}).response
    return [broken["id"] for broken in results["violations"]]


def _wide(page: Page, width: int) -> list[str]:
    across: int = page.evaluate("document.documentElement.scrollWidth")
    outside: list[str] = page.evaluate(TOO_WIDE)
    return [*([f"the page: {across} pixels"] if across > width else []), *outside]


def _foreign(page: Page, language: str) -> list[str]:
    words: str = page.evaluate(OWN_WORDS)
    for name in NAMES:
        words = words.replace(name, "")
    if len(words) < FEWEST_SIGNS:
        raise RuntimeError(f"the page shows {len(words)} signs of its own in {language}")
    return FOREIGN[language].findall(words)


def figure(name: str, found: dict[View, list[Any]]) -> Figure:
    """In how many views there was nothing; else the first thing there was."""
    clean = sum(not things for things in found.values())
    first = next((f"; {'/'.join(map(str, view))}: {things[0]}" for view, things in found.items() if things), "")
    return Figure(name, f"nothing in {clean} of {len(found)} views{first}", "nothing in all", clean == len(found))


def measure(quick: bool) -> Measurement:
    """Look at the report in all eight views."""
    with demo_run(quick=quick) as run, browser() as opened:
        report = run.folder / "report.html"
        seen = {view: looked_at(opened, report, view) for view in (QUICK_VIEWS if quick else VIEWS)}
        size = report.stat().st_size
    pictures = {view.picture for view in seen.values()}
    figures = (
        figure("what axe reports", {view: it.axe for view, it in seen.items()}),
        figure("wider than the window", {view: it.wide for view, it in seen.items()}),
        figure("sentences of the other language outside quoted evidence", {v: it.foreign for v, it in seen.items()}),
        figure("requests beside the page itself", {view: it.requests for view, it in seen.items()}),
        Figure("screenshots, each another picture", str(len(pictures)), str(len(seen)), len(pictures) == len(seen)),
        Figure("size of the report", f"{size / 1024:.0f} KiB in one file", "none", None),
    )
    clean = sum(not (it.axe or it.wide or it.foreign or it.requests) for it in seen.values())
    return Measurement(
        measured=f"{clean} of {len(seen)} views with nothing to report",
        figures=figures,
        notes=(
            f"Measured on {run.what}.",
            "Eight views (quick: four): English and Chinese, light and dark, 1280 and 390 pixels wide; everything "
            "folded is opened first. A Chinese sign on the English page, or three English words in a row on the "
            "Chinese page, count as a sentence of the other language; what the page marks as quoted does not. Pictures "
            "for the README are made by `make screenshots`.",
        ),
        libraries=("playwright", "axe-playwright-python"),
    )


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
