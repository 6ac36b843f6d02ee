"""Trying a mutant: a fork of a process that has the libraries loaded imports the changed package and runs the tests."""

from __future__ import annotations

import importlib
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from bisect import bisect_right
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import accumulate
from pathlib import Path
from typing import Literal, NamedTuple

import msgspec
from subjects import ROOT, UNUSED
from watching import Chosen, Clock, Left, Watched, Watcher, run_pytest

Fate = Literal["killed", "timed out", "survived"]

_LIBRARIES = (
    "numpy", "scipy.stats", "scipy.special", "scipy.integrate", "scipy.optimize", "msgspec", "hypothesis",
    "hypothesis.strategies", "pytest", "pytest_asyncio", "aiohttp", "cryptography.hazmat.primitives.asymmetric.ed25519",
    "jinja2", "rfc8785", "yaml",
)  # fmt: skip
_PARTS = ("src", "tests", "bench", "docs", "examples", "requirements", "pyproject.toml", "README.md", "Makefile")
_PATIENCE = 10
"""A test may take this many times the processor time that it takes on unchanged code, and two seconds."""
_ENOUGH_SECONDS = 8
"""Of the tests in other files than the closest those are run, the quickest first, that need no more than this together
on unchanged code. So a share of killed mutants is too small rather than too great."""
_WALL_SECONDS = 600
_MEMORY = 8 << 30


class Outcome(NamedTuple):
    """What became of a mutant, and which test noticed."""

    fate: Fate
    by: str


@contextmanager
def copied_tree() -> Iterator[Path]:
    """A copy of the repository that may be changed; imports of this process and its children go there."""
    with tempfile.TemporaryDirectory(prefix="steelyard-mutation-") as folder:
        tree = Path(folder).resolve()
        for part in _PARTS:
            if (ROOT / part).is_dir():
                shutil.copytree(ROOT / part, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy2(ROOT / part, tree / part)
        sys.path.insert(0, str(tree / "src"))
        os.environ["PYTHONPATH"] = str(tree / "src")
        yield tree


def load_libraries() -> None:
    """Import what tests need from others, once for all forks. Nothing of ours: that is imported changed."""
    for name in _LIBRARIES:
        importlib.import_module(name)
    assert not any(name.startswith("steelyard") for name in sys.modules)


def watch(modules: list[str], folders: list[str], tree: Path) -> dict[str, Watched]:
    """Run the tests of unchanged code and see how long each takes and, once more, what it runs. Raises if one fails."""
    times, lines = tree / "times.json", tree / "lines.json"
    for plugin in (Clock(times), Watcher(modules, tree, lines)):
        _unchanged(folders, tree, plugin)
    seconds = msgspec.json.decode(times.read_bytes(), type=dict[str, float])
    ran = msgspec.json.decode(lines.read_bytes(), type=dict[str, dict[str, list[int]]])
    return {name: Watched(seconds[name], ran[name]) for name in ran}


def _unchanged(folders: list[str], tree: Path, plugin: object) -> None:
    log = tree / "output.txt"
    status = _forked(lambda: run_pytest(tree, folders, plugin, Left(UNUSED)), log, wall=3600)
    if status != 0:
        raise RuntimeError(f"tests of unchanged code end with {status}:\n{log.read_text(errors='replace')[-4000:]}")


def attempt(tree: Path, tests: dict[str, Watched], closest: tuple[str, ...]) -> Outcome:
    """Run tests on the tree as it lies there until one fails: the closest first, the quickest first of each kind."""
    answer, log = tree / "noticed.txt", tree / "output.txt"
    answer.unlink(missing_ok=True)
    order = _quickest(tests, closest)
    seconds = {name: 2 + _PATIENCE * test.seconds for name, test in tests.items()}

    def work() -> int:
        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (_cpu := int(30 + sum(seconds.values())), _cpu + 1))
        files = list(dict.fromkeys(name.partition("::")[0] for name in order))
        return run_pytest(tree, [*files, "-x"], Chosen(order, seconds, answer))

    status = _forked(work, log, wall=_WALL_SECONDS)
    by = answer.read_text(encoding="utf-8") if answer.exists() else ""
    if status == 0:
        return Outcome("survived", "")
    if status < 0 and not by:
        return Outcome("timed out", "")
    if status in {1, 2, 3, 4} or by:  # 2, 3 and 4: the changed module cannot be imported, or breaks pytest itself
        return Outcome("killed", by or "import")
    raise RuntimeError(f"pytest ended with {status}:\n{log.read_text(errors='replace')[-4000:]}")


def _quickest(tests: dict[str, Watched], closest: tuple[str, ...]) -> list[str]:
    """All of the closest tests and as many others as are enough; at least one."""
    order = sorted(tests, key=lambda name: tests[name].seconds)
    near = [name for name in order if name.startswith(closest)]
    far = [name for name in order if not name.startswith(closest)]
    spent = list(accumulate(tests[name].seconds for name in far))
    return near + far[: max(not near, bisect_right(spent, _ENOUGH_SECONDS))]


def _forked(work: Callable[[], int], log: Path, wall: float) -> int:
    """Do this in a fork with its output in `log`; its exit status, negative for a signal."""
    process = os.fork()
    if process == 0:
        status = 70
        try:
            os.setsid()
            output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(output, 1)
            os.dup2(output, 2)
            status = work()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(status)
    until = time.monotonic() + wall
    pause = 0.005
    while time.monotonic() < until:
        done, status = os.waitpid(process, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        time.sleep(pause)
        pause = min(0.1, pause * 1.2)
    os.killpg(process, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
