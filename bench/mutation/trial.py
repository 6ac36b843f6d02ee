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

from subjects import ROOT, UNUSED
from watching import Chosen, Left, Watched, Watcher, run_pytest

Fate = Literal["killed", "timed out", "survived"]

_LIBRARIES = (
    "numpy", "scipy.stats", "scipy.special", "scipy.integrate", "scipy.optimize", "msgspec", "hypothesis",
    "hypothesis.strategies", "pytest", "pytest_asyncio", "aiohttp", "cryptography.hazmat.primitives.asymmetric.ed25519",
    "jinja2", "rfc8785", "yaml",
)  # fmt: skip
_PARTS = ("src", "tests", "bench", "docs", "examples", "requirements", "pyproject.toml", "README.md", "Makefile")
_PATIENCE = 3
"""A test may take this many times the processor time that it takes while watched, and three seconds."""
_ENOUGH_SECONDS = 25
"""Of a mutant's tests the quickest are run that need no more than this together, as measured while watched, which is
several times what they need by themselves. So a share of killed mutants is too small rather than too great."""
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


def watch(modules: list[str], folders: list[str], tree: Path) -> bytes:
    """Run the tests of unchanged code and see what each runs (JSON of Watched by test). Raises if one fails."""
    answer = tree / "watched.json"
    log = tree / "watched.txt"

    def work() -> int:
        return run_pytest(tree, folders, Watcher(modules, tree, answer), Left(UNUSED))

    status = _forked(work, log, wall=3600)
    if status != 0:
        raise RuntimeError(f"tests of unchanged code end with {status}:\n{log.read_text(errors='replace')[-4000:]}")
    return answer.read_bytes()


def attempt(tree: Path, tests: dict[str, Watched]) -> Outcome:
    """Run these tests on the tree as it lies there, the quickest first, until one fails."""
    answer, log = tree / "noticed.txt", tree / "output.txt"
    answer.unlink(missing_ok=True)
    order = _quickest(tests)
    seconds = {name: 3 + _PATIENCE * test.seconds for name, test in tests.items()}

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


def _quickest(tests: dict[str, Watched]) -> list[str]:
    """As many as are enough, the quickest first; at least one."""
    order = sorted(tests, key=lambda name: tests[name].seconds)
    spent = list(accumulate(tests[name].seconds for name in order))
    return order[: max(1, bisect_right(spent, _ENOUGH_SECONDS))]


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
