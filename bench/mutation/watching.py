"""Plugins for pytest: which test runs which line of the mutated modules, and which tests run in which order."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest
from subjects import TOOL

sys.path.insert(0, str(TOOL))  # before a script of ours that has the same name

import coverage


class Watched(msgspec.Struct):
    """A test of the unchanged code: seconds of processor time, and lines of each module that it runs."""

    seconds: float
    lines: dict[str, list[int]]


class Clock:
    """Notes each test's processor time."""

    def __init__(self, answer: Path) -> None:
        self._answer = answer
        self._seconds: dict[str, float] = {}

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item):
        _forget_cached()
        began = time.process_time()
        try:
            return (yield)
        finally:
            self._seconds[item.nodeid] = time.process_time() - began

    def pytest_sessionfinish(self) -> None:
        self._answer.write_bytes(msgspec.json.encode(self._seconds))


class Watcher:
    """Notes lines by test. What a fixture runs counts for every test of its file, for it may be made only once."""

    def __init__(self, modules: Sequence[str], tree: Path, answer: Path) -> None:
        self._files = {module: str(tree / "src" / module) for module in modules}
        self._answer = answer
        self._tests: list[str] = []
        self._coverage = coverage.Coverage(data_file=None, config_file=False, include=list(self._files.values()))

    def pytest_sessionstart(self) -> None:
        self._coverage.start()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item):
        _forget_cached()
        self._coverage.switch_context(_file_of(item.nodeid))
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item):
        self._tests.append(item.nodeid)
        self._coverage.switch_context(item.nodeid)
        return (yield)

    def pytest_sessionfinish(self) -> None:
        self._coverage.stop()
        lines: dict[str, dict[str, list[int]]] = {}
        for module, file in self._files.items():
            for line, contexts in self._coverage.get_data().contexts_by_lineno(file).items():
                for context in contexts:
                    lines.setdefault(context, {}).setdefault(module, []).append(line)
        ran = {name: _both(lines.get(name, {}), lines.get(_file_of(name), {})) for name in self._tests}
        self._answer.write_bytes(msgspec.json.encode(ran))


def _file_of(test: str) -> str:
    return test.partition("::")[0]


def _both(these: dict[str, list[int]], those: dict[str, list[int]]) -> dict[str, list[int]]:
    return {module: sorted({*these.get(module, []), *those.get(module, [])}) for module in these | those}


class Chosen:
    """Runs these tests only, in this order; a test that needs more than `seconds` of processor time ends it all."""

    def __init__(self, tests: Sequence[str], seconds: dict[str, float], answer: Path) -> None:
        self._places = {name: place for place, name in enumerate(tests)}
        self._seconds, self._answer = seconds, answer

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self._places), key=lambda item: self._places[item.nodeid]
        )

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item):
        signal.setitimer(signal.ITIMER_VIRTUAL, self._seconds[item.nodeid])
        try:
            return (yield)
        finally:
            signal.setitimer(signal.ITIMER_VIRTUAL, 0)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed and not self._answer.exists():
            self._answer.write_text(report.nodeid, encoding="utf-8")


class Left:
    """Leaves out tests by their name."""

    def __init__(self, names: frozenset[str]) -> None:
        self._names = names

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = [item for item in items if getattr(item, "originalname", item.name) not in self._names]


def _forget_cached() -> None:
    """Empty every cache of functions, so that a test runs itself what it needs."""
    for name, module in list(sys.modules.items()):
        if name.startswith("steelyard"):
            for value in list(vars(module).values()):
                if callable(forget := getattr(value, "cache_clear", None)):
                    forget()


def settle_hypothesis() -> None:
    """The same examples every time, none remembered, none made smaller: what is asked is only whether one fails."""
    from hypothesis import HealthCheck, Phase, settings

    settings.register_profile(
        "mutation", derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate),
    )  # fmt: skip
    settings.load_profile("mutation")


def run_pytest(tree: Path, arguments: Sequence[str], *plugins: object) -> int:
    """Run pytest in the copied tree; its exit status."""
    os.chdir(tree)
    quiet = ["-q", "-p", "no:cacheprovider", "-p", "no:xdist", "-m", "not slow"]
    settle_hypothesis()
    return int(pytest.main([*quiet, *arguments], plugins=plugins))
