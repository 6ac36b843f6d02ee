"""What README and status promise in figures, commands and links is so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from steelyard.catalog import load_catalogue
from steelyard.cli import build_app
from steelyard.stats import anytime_interval
from steelyard.targets.model_store import MODELS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def test_it_is_short() -> None:
    assert len(README.splitlines()) <= 150


def test_the_bound_after_twenty_good_answers() -> None:
    bounds = anytime_interval(20, 0, 0, "0.05")
    assert (bounds.low, bounds.high) == ("0", "0.1664")
    assert 'not "0 %": it is "0 % to 16.7 %"' in README, "rounded outward"


def test_the_size_of_the_model() -> None:
    assert f"({round(MODELS['smollm2'].size / 1e6)} MB, {MODELS['smollm2'].licence})" in README


@pytest.mark.parametrize("page", ["README.md", "docs/status.md", "CHANGELOG.md"])
def test_what_the_catalogue_holds(page: str) -> None:
    catalogue = load_catalogue()
    holds = {
        "risks": len(catalogue.taxonomy.risks), "controls": len(catalogue.controls),
        "standards": len(catalogue.standards),
    }  # fmt: skip
    said = re.findall(r"(\d+) (risks|controls|standards)\b", (ROOT / page).read_text(encoding="utf-8"))
    assert said
    assert {(int(count), what) for count, what in said} <= {(count, what) for what, count in holds.items()}


def test_every_command_exists() -> None:
    verbs = set(re.findall(r"(?m)^    steelyard ([a-z-]+)", README))
    assert {"assess", "seal", "verify"} <= verbs
    assert verbs <= set(build_app())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        assert target.startswith(("http://", "https://")) or (page.parent / target).exists(), target
