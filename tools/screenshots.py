"""Pictures of a run's report: both languages, both colour schemes, a desk and a phone.

    python tools/screenshots.py RUN [OUT] [--whole]

writes OUT/report-<language>-<scheme>-<width>.png (OUT is docs/img when not given): the first screens, or the whole
page with --whole.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
SCREENS = {1280: 1600, 390: 1700}
"""Height of a picture by its width: about two screens of a desk, two of a phone."""


def take(browser: Browser, page_url: str, out: Path, *, whole: bool) -> None:
    """All eight pictures of one page."""
    for language in ("en", "zh"):
        for scheme in ("light", "dark"):
            for width, height in SCREENS.items():
                page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
                page.goto(f"{page_url}#{language}")
                page.evaluate("document.activeElement.blur()")
                page.evaluate("document.fonts.ready")
                page.screenshot(path=out / f"report-{language}-{scheme}-{width}.png", full_page=whole)
                page.close()


def main() -> None:
    """Take the pictures of the run named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=Path, help="run folder")
    parser.add_argument("out", type=Path, nargs="?", default=Path("docs/img"), help="folder for the pictures")
    parser.add_argument("--whole", action="store_true", help="the whole page instead of its first screens")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        take(browser, (given.run / "report.html").resolve().as_uri(), given.out, whole=given.whole)
        browser.close()


if __name__ == "__main__":
    main()
