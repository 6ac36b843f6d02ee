"""What becomes of a command whose output has no place to go, or that breaks: never a 1, which is a verdict."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from mock_endpoint import MockEndpoint
from service import chat, serving, well

from steelyard.files import places
from steelyard.records import InputError


@pytest.fixture
def endpoint() -> Iterator[MockEndpoint]:
    with serving(chat(well)) as running:
        yield running


def shell(home: Path, line: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", line.replace("steelyard", f"{sys.executable} -m steelyard")], cwd=home, check=False,
        capture_output=True, text=True, timeout=120, env=os.environ | more,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("to", "code"), [(">&-", 3), ("2>&-", 3), ("<&- >&- 2>&-", 3), ("2>/dev/full", 3), (">/dev/full", 4)]
)
def test_streams_that_take_nothing_change_no_verdict(home: Path, endpoint: MockEndpoint, to: str, code: int) -> None:
    line = f"steelyard assess --endpoint {endpoint.url} --model m --out r"
    assert shell(home, f"{line} {to}").returncode == code
    assert (home / "r" / "verdicts.json").exists()
    again = shell(home, line)
    assert (again.returncode, again.stderr.count("Traceback")) == (3, 0)


def test_a_narrow_encoding_escapes_what_it_cannot_show(home: Path) -> None:
    said = shell(home, "steelyard standards show 9.4 --lang zh", PYTHONIOENCODING="ascii")
    assert (said.returncode, said.stderr) == (0, "")
    assert "\\u" in said.stdout


def test_an_unforeseen_error_is_no_verdict(steelyard: Callable[..., Any], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("by nothing")

    monkeypatch.setattr("steelyard.cli.weighing.load_standard", broken)
    said = steelyard("plan", "--endpoint", "http://127.0.0.1:9/v1", "--model", "m")
    assert said.code == 4
    assert "ZeroDivisionError" in said.err
    assert "Traceback" not in said.err


def test_a_user_without_a_home_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody() -> Path:
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr(places.Path, "home", nobody)
    with pytest.raises(InputError, match="HOME"):
        places.user_folder("configuration", {})
