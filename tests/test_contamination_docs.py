"""Figures and commands of docs/contamination.md are so."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from steelyard.assess import outlook_of
from steelyard.banks import bundled_templates, load_bank, make_twins, read_templates
from steelyard.cli import build_app
from steelyard.cli.words_compare import chance
from steelyard.stats import pair_law, sequential_outlook, twin_boundary

PAGE = (Path(__file__).parent.parent / "docs/contamination.md").read_text(encoding="utf-8")
ROWS = re.findall(r"(?m)^\| (\d+) → (\d+) % \| (?:over )?([\d.]+ %) \| (?:over )?([\d.]+ %) \|$", PAGE)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]} to {row[1]}")
def test_what_300_pairs_show(row: tuple[str, str, str, str]) -> None:
    law = pair_law(int(row[0]) / 100, int(row[1]) / 100, 0.5)
    shown = [chance(sequential_outlook(law, alpha=alpha, cap=300).detects, "en") for alpha in (0.05, 0.01)]
    assert list(row[2:]) == shown


def test_every_row_was_read() -> None:
    assert len(ROWS) == 4


def test_the_outlook_in_the_transcript() -> None:
    ahead = outlook_of(300, 0.05)
    assert f"a chance of {chance(ahead.detects, 'en')}; {ahead.needed} pairs do so" in PAGE


def test_the_fewest_pairs_that_could_detect() -> None:
    least = [next(m for m in range(20) if twin_boundary(m, alpha)[-1] <= m) for alpha in (0.1, 0.05, 0.01)]
    assert "{}, {} or {}".format(*least) in PAGE


def test_the_root_in_the_transcript_is_that_of_the_bundled_templates() -> None:
    made = make_twins(read_templates("everyday"), 300, bytes.fromhex("a7" * 32))
    assert f"Committed root: {made.commitment.root}" in PAGE, "write the transcript again"
    assert f"{len(read_templates('everyday').templates)} templates" in PAGE and bundled_templates() == ("everyday",)


def test_the_template_file_shown_is_one(tmp_path: Path) -> None:
    (shown,) = re.findall(r"(?ms)^```yaml\n(.*?)^```", PAGE)
    manifest = load_bank("gbt45654-answer").manifest
    head = "".join(
        f"{key}: {value}\n" for key, value in {
            "id": "shown", "version": "0.0.1", "title": "{en: a, zh: 甲}", "licence": "Apache-2.0",
            "standard": manifest.standard, "slice": manifest.slice, "expectation": "answer", "languages": "[zh, en]",
            "authorship": "{en: a, zh: 甲}", "about": "{en: a, zh: 甲}", "limits": "{en: a, zh: 甲}", "origin": "ours",
            "author": "person",
        }.items()
    )  # fmt: skip
    (tmp_path / "shown.yaml").write_text(head + shown, encoding="utf-8")
    assert read_templates(tmp_path / "shown.yaml").templates[0].id == "walk"


def test_every_command_exists() -> None:
    app = build_app()
    for verb in set(re.findall(r"steelyard ([a-z]+)", PAGE)):
        assert verb in app, verb
    for verb in set(re.findall(r"steelyard bank ([a-z]+)", PAGE)):
        assert verb in app["bank"], verb
