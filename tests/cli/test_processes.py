"""What kills, stops or crowds a run: real processes, real signals, a disk that is full."""

from __future__ import annotations

import json
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from mock_endpoint import MockEndpoint
from service import chat, serving, well

SEED = "ab" * 32
AT_A_TERMINAL = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); from steelyard.cli import main; main()"
)
"""The command as a terminal starts it: Ctrl-C reaches it also where the tests run in the background and ignore it."""


@pytest.fixture
def endpoint() -> Iterator[MockEndpoint]:
    with serving(chat(well, delay=0.02)) as service:
        yield service


def command(endpoint: MockEndpoint, *words: str) -> list[str]:
    return [
        sys.executable, "-m", "steelyard", "assess", "--endpoint", endpoint.url, "--model", "m", "--out", "r",
        "--seed", SEED, "--concurrency", "4", *words,
    ]  # fmt: skip


def started(endpoint: MockEndpoint, home: Path, asked: int) -> subprocess.Popen[bytes]:
    """A run that has put at least so many questions."""
    words = [sys.executable, "-c", AT_A_TERMINAL, *command(endpoint)[3:]]
    process = subprocess.Popen(words, cwd=home, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
    until(lambda: len(endpoint.questions) >= asked or process.poll() is not None)
    return process


def until(holds: Callable[[], bool]) -> None:
    limit = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < limit
        time.sleep(0.005)


def finish(endpoint: MockEndpoint, home: Path) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(command(endpoint), cwd=home, capture_output=True, timeout=120, check=False)


def in_flight(endpoint: MockEndpoint) -> int:
    """Questions that were put more than once."""
    return len(endpoint.questions) - len(set(endpoint.questions))


def test_ctrl_c_leaves_a_run_that_the_same_command_goes_on_with(home: Path, endpoint: MockEndpoint) -> None:
    process = started(endpoint, home, 20)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said.decode()
    assert b"not finished" in said and b"Traceback" not in said
    assert not (home / "r/verdicts.json").exists()
    assert finish(endpoint, home).returncode == 3
    assert in_flight(endpoint) <= 4


def test_kill_9_costs_at_most_what_was_in_flight(home: Path, endpoint: MockEndpoint) -> None:
    process = started(endpoint, home, 20)
    process.kill()
    process.wait()
    assert finish(endpoint, home).returncode == 3
    assert in_flight(endpoint) <= 4


def test_a_second_process_on_one_run_is_told_so(home: Path) -> None:
    with serving(chat(well, delay=0.15)) as slow:
        process = started(slow, home, 5)
        second = finish(slow, home)
        assert second.returncode == 2 and b"another process is writing this run" in second.stderr
        process.communicate(timeout=120)
        assert process.returncode == 3
        assert in_flight(slow) == 0


def test_a_full_disk_loses_nothing_that_was_gathered(home: Path, endpoint: MockEndpoint) -> None:
    plan = subprocess.run(
        [sys.executable, "-m", "steelyard", "plan", *command(endpoint)[4:]], cwd=home, capture_output=True, check=False
    )
    assert plan.returncode == 0, plan.stderr.decode()
    size = (home / "r/plan.json").stat().st_size + 20_000

    def small_disk() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    full = subprocess.run(
        command(endpoint), cwd=home, capture_output=True, preexec_fn=small_disk, timeout=120, check=False
    )
    assert full.returncode == 4 and b"cannot be written" in full.stderr, full.stderr.decode()
    assert b"Traceback" not in full.stderr
    written = sum(b'"kind":"trial"' in line for line in (home / "r/journal.jsonl").read_bytes().splitlines())
    asked = len(endpoint.questions)
    assert finish(endpoint, home).returncode == 3
    assert in_flight(endpoint) <= asked - written <= 8


def test_a_clock_set_back_changes_nothing(home: Path, endpoint: MockEndpoint) -> None:
    process = started(endpoint, home, 20)
    process.kill()
    process.wait()
    program = (
        "import time, sys; real = time.time_ns; time.time_ns = lambda: real() - 10**18; "
        "from steelyard.cli import main; main()"
    )
    words = [sys.executable, "-c", program, *command(endpoint)[3:]]
    done = subprocess.run(words, cwd=home, capture_output=True, timeout=120, check=False)
    assert done.returncode == 3, done.stderr.decode()
    assert json.loads((home / "r/verdicts.json").read_bytes())["interrupted"] is False
