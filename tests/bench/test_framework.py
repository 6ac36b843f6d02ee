"""What a claim run leaves behind: a result file, one line, an exit status, and the page made of all results."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]


def result(path: Path) -> dict[str, Any]:
    return json.loads(path.read_text(encoding="utf-8"))


def test_a_claim_that_holds_writes_its_result_and_ends_with_0(bench: Any) -> None:
    bench.add("small-one", "value = 2")
    done = bench.run("small-one")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "small-one: 2 of it (limit at most 3) holds"
    written = result(bench.results / "small-one.json")
    assert written["claim"]["name"] == "small-one"
    assert written["command"] == "make claim NAME=small-one"
    assert (written["measured"], written["limit"], written["holds"]) == ("2 of it", "at most 3", True)
    assert written["figures"] == [{"name": "value", "measured": "2", "limit": "3", "holds": True}]
    assert (written["seed"], written["quick"]) == ("7", False)
    assert {"python", "steelyard"} <= written["versions"].keys()
    assert written["cpu"] and written["cores"] >= 1


def test_a_claim_that_falls_short_says_so_and_ends_with_1(bench: Any) -> None:
    bench.add("small-one", "value = 4")
    done = bench.run("small-one")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "small-one: 4 of it (limit at most 3) falls short"
    assert "value: 4 (limit 3) falls short" in done.stderr
    assert result(bench.results / "small-one.json")["holds"] is False


def test_what_cannot_be_measured_falls_short(bench: Any) -> None:
    bench.add("small-one", "raise FileNotFoundError('no browser here')")
    done = bench.run("small-one")
    assert done.returncode == 1
    assert done.stdout.splitlines()[-1] == "small-one: could not be measured (limit at most 3) falls short"
    assert result(bench.results / "small-one.json")["figures"][0]["measured"] == "FileNotFoundError: no browser here"


def test_a_script_that_dies_falls_short_and_the_rest_is_run(bench: Any) -> None:
    bench.add("a-dead", "import os; os._exit(3)")
    bench.add("b-alive", "value = 1")
    done = bench.run()
    assert done.returncode == 1
    assert "a-dead: ended with status 3 (limit a result) falls short" in done.stdout
    assert "b-alive: 1 of it (limit at most 3) holds" in done.stdout
    assert not (bench.results / "a-dead.json").exists()


def test_a_quick_run_never_replaces_a_full_result(bench: Any) -> None:
    bench.add("small-one", "value = 4 if quick else 2")
    bench.run("small-one")
    full, page = (path.read_bytes() for path in (bench.results / "small-one.json", bench.page))
    done = bench.run("small-one", quick=True)
    assert done.returncode == 1
    assert (bench.results / "small-one.json").read_bytes() == full
    assert bench.page.read_bytes() == page
    quick = result(bench.results / "quick" / "small-one.json")
    assert (quick["quick"], quick["command"]) == (True, "make claim NAME=small-one QUICK=1")


def test_an_unknown_claim_is_usage(bench: Any) -> None:
    bench.add("small-one", "value = 1")
    done = bench.run("other")
    assert done.returncode == 2
    assert done.stderr == "there is no claim other; there are small-one\n"


def test_the_page_shows_every_result_and_nothing_breaks_its_tables(bench: Any) -> None:
    bench.add("a-good", "value = 1")
    bench.add("b-bad", "value = '5 | 6'; value = type('V', (int,), {'__str__': lambda s: '5 | 6'})(5)")
    bench.run()
    page = bench.page.read_text(encoding="utf-8")
    assert "| [a-good](#a-good) | 1 of it | at most 3 | holds |" in page
    assert "| value | 5 \\| 6 | 3 | **falls short** |" in page
    assert "- a note" in page and "## b-bad" in page
    assert bench.run("--check").returncode == 0
    bench.page.write_text(page + "by hand\n", encoding="utf-8")
    assert bench.run("--check").returncode == 1
    assert bench.run("--docs").returncode == 0
    assert bench.page.read_text(encoding="utf-8") == page


def test_docs_claims_is_made_of_the_results_that_are_committed() -> None:
    done = subprocess.run([sys.executable, "bench/claims/run_all.py", "--check"], cwd=ROOT, capture_output=True)
    assert done.returncode == 0, "run bench/claims/run_all.py --docs"


def test_results_in_the_repository_are_full_ones_and_name_no_machine() -> None:
    files = list((ROOT / "bench" / "results").glob("*.json"))
    assert files
    for path in files:
        found = result(path)
        assert found["claim"]["name"] == path.stem
        assert found["quick"] is False
        assert not re.search(r"/(work|root|home|tmp)/", path.read_text(encoding="utf-8"))


def test_every_script_is_named_like_its_claim(scripts_importable: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_all = importlib.import_module("run_all")
    found = run_all.scripts(scripts_importable)
    assert {"gate-cost", "scripted-rates", "engine-cost"} <= found.keys()
    for name, path in found.items():
        assert f'name="{name}"' in path.read_text(encoding="utf-8")
