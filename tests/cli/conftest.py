"""A user's own empty folders, and the command line run in them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from steelyard.cli import run


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder; configuration and data lie beside it."""
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    for name, folder in (("STEELYARD_CONFIG_HOME", "config"), ("STEELYARD_DATA_HOME", "data"), ("HOME", "home")):
        monkeypatch.setenv(name, str(tmp_path / folder))
    for name in ("STEELYARD_LANG", "LC_ALL", "LC_MESSAGES", "LANG", "HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return work


class Said(NamedTuple):
    """What a command left behind."""

    code: int
    out: str
    err: str


Command = Callable[..., Said]


@pytest.fixture
def steelyard(home: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs one command line in this process."""

    def command(*words: object) -> Said:
        capsys.readouterr()
        code = run([str(word) for word in words])
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return command
