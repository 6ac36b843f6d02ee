"""The claim framework, importable as its scripts see it, and a folder of small claims."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

CLAIMS = Path(__file__).resolve().parents[2] / "bench" / "claims"

SCRIPT = """\
from __future__ import annotations
import sys
from claim import Claim, Figure, Measurement, main

CLAIM = Claim(name="{name}", sentence="Small | numbers.", promised="a test", limit="at most 3")


def measure(quick: bool) -> Measurement:
    {body}
    return Measurement(f"{{value}} of it", (Figure("value", str(value), "3", value <= 3),), seed="7", notes=("a note",))


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
"""


class Bench(NamedTuple):
    """A folder of claim scripts with its results and page."""

    claims: Path
    results: Path
    page: Path

    def add(self, name: str, body: str) -> None:
        """A claim whose `body` sets `value`; it holds when that is at most 3."""
        (self.claims / f"{name.replace('-', '_')}.py").write_text(SCRIPT.format(name=name, body=body))

    def run(self, *words: str, quick: bool = False) -> subprocess.CompletedProcess[str]:
        """run_all.py over this folder."""
        options = ["--claims", str(self.claims), "--results", str(self.results), "--page", str(self.page)]
        environ = {name: value for name, value in os.environ.items() if name != "QUICK"}
        return subprocess.run(
            [sys.executable, str(CLAIMS / "run_all.py"), *words, *options],
            env=environ | ({"QUICK": "1"} if quick else {}), capture_output=True, text=True,
        )  # fmt: skip


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    claims = tmp_path / "claims"
    claims.mkdir()
    (claims / "helper.py").write_text("# CLAIM = Claim( is not at the start of a line here\n")
    return Bench(claims, tmp_path / "results", tmp_path / "claims.md")


@pytest.fixture
def scripts_importable(monkeypatch: pytest.MonkeyPatch) -> Path:
    """bench/claims on the path, as for a script that runs there."""
    monkeypatch.syspath_prepend(CLAIMS)
    return CLAIMS
