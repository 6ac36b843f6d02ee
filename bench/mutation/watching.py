"""Plugins for pytest: which test runs which line of the mutated modules, and which tests run in which order."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import CodeType, FrameType

import msgspec
import pytest

_CALLS_WATCHED = 300
"""Of a function, in one test: later calls seldom run a line that these have not."""


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
        self._files = {str(tree / "src" / module): module for module in modules}
        self._answer = answer
        self._here: dict[str, set[int]] = {}
        self._calls: Counter[CodeType] = Counter()
        self._made: dict[str, dict[str, set[int]]] = {}
        self._tests: dict[str, dict[str, set[int]]] = {}

    def pytest_sessionstart(self) -> None:
        threading.settrace(self._call)
        sys.settrace(self._call)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self, item: pytest.Item):
        _forget_cached()
        self._here = self._made.setdefault(item.nodeid.partition("::")[0], {})
        sys.settrace(self._call)
        return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self, item: pytest.Item):
        self._here = self._tests[item.nodeid] = {}
        self._calls.clear()
        sys.settrace(self._call)
        return (yield)

    def pytest_sessionfinish(self) -> None:
        sys.settrace(None)
        found = {}
        for name, lines in self._tests.items():
            made = self._made[name.partition("::")[0]]
            found[name] = {
                module: sorted(lines.get(module, set()) | made.get(module, set())) for module in {**lines, **made}
            }
        self._answer.write_bytes(msgspec.json.encode(found))

    def _call(self, frame: FrameType, event: str, value: object):
        module = self._files.get(frame.f_code.co_filename)
        if module is None or frame.f_code.co_name == "<module>":
            return None
        self._calls[frame.f_code] += 1
        if self._calls[frame.f_code] > _CALLS_WATCHED:
            return None
        lines = self._here.setdefault(module, set())
        lines.add(frame.f_lineno)

        def line(frame: FrameType, event: str, value: object):
            lines.add(frame.f_lineno)
            return line

        return line


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
