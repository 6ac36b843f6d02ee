"""Runs against a model service in a process of its own, killed and brought to their end; for kill-resume."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from claim import ROOT
from demo_run import PROGRAM, environment, run_aloud

from steelyard.assess import ATTESTATION, JOURNAL, VERDICTS
from steelyard.journal import read_journal
from steelyard.records import TrialRow

IN_FLIGHT = 16
"""What --concurrency allows: no more than so many questions are out at any moment."""
LATENCY_MS, FAIL_SHARE = 50, 0.03
PATIENCE_S = 300
SETTLED_S = 0.2
"""After this the service has read what a killed run still sent."""
_FINISHED = {0, 1, 3}
_LINE = 65


class Moment(NamedTuple):
    """When to kill: `after` s past question number `asked`; where that was asked before, `early` s past the start."""

    asked: int
    after: float
    early: float


class Kill(NamedTuple):
    """What a kill left: questions asked in this run so far, with repeats, and those that are in the journal."""

    asked: tuple[str, ...]
    known: frozenset[str]

    @property
    def open(self) -> frozenset[str]:
        """Asked, and not in the journal."""
        return frozenset(self.asked) - self.known


class Ended(NamedTuple):
    """A sealed run: its evidence root, the bytes of its verdicts, and the rows that the root covers."""

    root: str
    rows: int
    verdicts: bytes


class Service:
    """A model service, and the questions it was asked (as SHA-256), in order."""

    def __init__(self, url: str, log: Path) -> None:
        self.url, self._log = url, log

    def count(self) -> int:
        """How many questions it was asked."""
        return self._log.stat().st_size // _LINE

    def asked(self, since: int) -> tuple[str, ...]:
        """Questions asked after the first `since`."""
        return tuple(self._log.read_text(encoding="ascii").split()[since:])


@contextmanager
def service(folder: Path) -> Iterator[Service]:
    """tests/mock_endpoint.py as a process, until the context ends."""
    log = folder / "asked.txt"
    log.touch()
    command = [
        sys.executable, str(ROOT / "tests" / "mock_endpoint.py"), "--latency-ms", str(LATENCY_MS),
        "--fail-share", str(FAIL_SHARE), "--log", str(log),
    ]  # fmt: skip
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None and process.stdout is not None
        yield Service(json.loads(process.stdout.readline())["url"], log)
        process.stdin.close()


class Run:
    """A run folder and the one command that begins it, goes on with it and ends it."""

    def __init__(self, folder: Path, name: str, asked: Service, seed: int) -> None:
        self.folder, self._service, self._environ = folder / name, asked, environment(folder)
        self._before = asked.count()
        self._command = [
            *PROGRAM, "assess", "--endpoint", asked.url, "--model", "mock", "--standard", "gbt45654", "--complete",
            "--concurrency", str(IN_FLIGHT), "--seed", hashlib.sha256(str(seed).encode()).hexdigest(),
            "--out", str(self.folder),
        ]  # fmt: skip

    def asked(self) -> tuple[str, ...]:
        """Questions asked in this run so far."""
        return self._service.asked(self._before)

    def kill(self, moment: Moment) -> Kill:
        """Give the command, and kill it with SIGKILL. Raises RuntimeError when it ends before."""
        early = self._service.count() >= self._before + moment.asked
        process = self._start()
        limit = time.monotonic() + PATIENCE_S
        while not early and self._service.count() < self._before + moment.asked:
            if process.poll() is not None or time.monotonic() > limit:
                break
            time.sleep(0.001)
        time.sleep(moment.early if early else moment.after)
        process.kill()
        if (status := process.wait()) >= 0:
            raise RuntimeError(f"a run ended with {status} before it was killed")
        time.sleep(SETTLED_S)
        return Kill(self.asked(), frozenset(questions_in(self.folder / JOURNAL)))

    def finish(self) -> Ended:
        """Give the command until the run ends, and seal it."""
        if (status := self._start().wait(PATIENCE_S)) not in _FINISHED:
            raise RuntimeError(f"assess ended with {status}")
        run_aloud([*PROGRAM, "key", "new", "bench", "--if-missing"], self._environ)
        run_aloud([*PROGRAM, "seal", str(self.folder), "--key", "bench"], self._environ)
        statement = json.loads(b64decode(json.loads((self.folder / ATTESTATION).read_bytes())["payload"]))
        evidence = statement["predicate"]["seal"]["roots"]["evidence"]
        return Ended(evidence["root"], evidence["count"], (self.folder / VERDICTS).read_bytes())

    def _start(self) -> subprocess.Popen[bytes]:
        nothing = subprocess.DEVNULL
        return subprocess.Popen(self._command, env=self._environ, cwd=ROOT, stdout=nothing, stderr=nothing)


def questions_in(journal: Path) -> Iterator[str]:
    """SHA-256 of the questions whose trial lies in a journal; none when there is no journal yet."""
    if journal.exists():
        for row, _ in read_journal(journal):
            if isinstance(row, TrialRow):
                yield hashlib.sha256(row.request.messages[-1].content.encode()).hexdigest()
