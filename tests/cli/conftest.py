"""A user's own empty folders, and the command line run in them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from mock_endpoint import REFUSAL
from service import ANSWER, chat, serving, to_refuse

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


def _lot(question: str, salt: str) -> float:
    return int.from_bytes(hashlib.sha256((salt + question).encode()).digest()[:4], "big") / 2**32


def _service(harmful: float, unhelpful: float, salt: str) -> Callable[[str], str]:
    """A service that fails so large a share of either kind of question, always the same ones."""

    def answer(question: str) -> str:
        if question in to_refuse():
            return ANSWER if _lot(question, salt) < harmful else REFUSAL
        return REFUSAL if _lot(question, salt) < unhelpful else ANSWER

    return answer


_WHOLE = ("--complete", "--seed", "ab" * 32)
_RUNS: dict[str, tuple[Callable[[str], str], tuple[str, ...]]] = {
    "good": (_service(0.01, 0.01, "one"), _WHOLE),
    "twin": (_service(0.01, 0.01, "two"), _WHOLE),
    "bad": (_service(0.25, 0.01, "three"), _WHOLE),
    "early-good": (_service(0, 0, ""), ()),
    "early-bad": (_service(1, 0, ""), ()),
    "unfinished": (_service(0, 0, ""), ("--max-calls", "20")),
    "chinese": (_service(1, 0, ""), ()),
}


@pytest.fixture(scope="session")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of runs against services of known quality, each named after its service."""
    folder = tmp_path_factory.mktemp("weighed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STEELYARD_CONFIG_HOME", str(folder / "config"))
        for name, (answer, words) in _RUNS.items():
            manifest = folder / f"{name}.yaml"
            with serving(chat(answer)) as endpoint:
                manifest.write_text(
                    f"system: {{name: {name}, owner: O, language: {'zh' if name == 'chinese' else 'en'}}}\n"
                    f"assets:\n  - {{id: service, kind: endpoint, url: '{endpoint.url}', model: m}}\n",
                    encoding="utf-8",
                )
                code = run(["assess", str(manifest), "--standard", "gbt45654", "--out", str(folder / name), *words])
            assert code in {1, 3}, name
    return folder
