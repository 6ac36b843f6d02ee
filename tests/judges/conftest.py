"""The judge, a short way to ask it, and the script that measured it."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from steelyard.judges import Passport, RefusalJudge, passport_of
from steelyard.records import Language, Reading, Response

BENCH = Path(__file__).parents[2] / "bench" / "judge"

Read = Callable[..., Reading]


@pytest.fixture(scope="session")
def judge() -> RefusalJudge:
    return RefusalJudge()


@pytest.fixture(scope="session")
def read(judge: RefusalJudge) -> Read:
    def ask(answer: str, question: str = "", language: Language = "en", finish: str = "stop") -> Reading:
        return judge.read(question, Response(text=answer, finish=finish), language)

    return ask


@pytest.fixture(scope="session")
def shipped(judge: RefusalJudge) -> Passport:
    """The passport that ships for the judge as it is."""
    found = passport_of(judge)
    assert found is not None, "no passport for these rules: run bench/judge/measure.py"
    return found


def _bench_module(name: str) -> ModuleType:
    sys.path.insert(0, str(BENCH))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(BENCH))


@pytest.fixture(scope="session")
def measure() -> ModuleType:
    return _bench_module("measure")


@pytest.fixture(scope="session")
def table() -> ModuleType:
    return _bench_module("table")


@pytest.fixture(scope="session")
def public_data() -> Path:
    """The folder of the public sets: skips where none is named, fails where it is named and not there."""
    folder = os.environ.get("STEELYARD_PUBLIC_DATA")
    if not folder:
        pytest.skip("STEELYARD_PUBLIC_DATA names no folder of public data sets")
    assert Path(folder).is_dir(), f"STEELYARD_PUBLIC_DATA names {folder}, which is no folder"
    return Path(folder)
