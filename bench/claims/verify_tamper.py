"""verify-tamper: a sealed run is checked, then tampered with in every way; the check must find each and say where."""

from __future__ import annotations

import io
import json
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

from claim import ROOT, Claim, Figure, Measurement, main
from demo_run import DemoRun, demo_run
from forging import Forger
from tampering import FILES, Case, flips, row_cases

from steelyard_verify.__main__ import main as verify

CLAIM = Claim(
    name="verify-tamper",
    sentence="Whoever checks the demo's run finds it whole under its key, and finds any byte, row, verdict or "
    "signature that was tampered with, with file and place; the one-file verifier says the same.",
    promised="issue 3, what must be shown, 2",
    limit="every change found and its place named; package and zipapp say the same",
)

SEED = 20_003
FLIPS, QUICK_FLIPS = 200, 8
"""Bytes changed in each file."""
ZIPAPP_EACH, QUICK_ZIPAPP_EACH = 20, 8
"""Every so many-th of those is given to the zipapp as well."""


class Answer(NamedTuple):
    """How a check ended and what it said, as JSON."""

    status: int
    said: dict[str, Any]

    def names(self, case: Case) -> bool:
        """Whether it fails for this case, and says where."""
        place = str(self.said.get("place", ""))
        found = self.said.get("file") == case.file and re.search(case.place, place) is not None
        return self.status == 1 and self.said.get("result") == "fails" and found

    def words(self) -> str:
        """In few words, for a figure."""
        if self.said.get("result") != "fails":
            return f"ended with {self.status}: {self.said.get('result', 'no result')}"
        return f"fails: {', '.join(filter(None, (self.said['file'], self.said['place'])))}"


class Checks:
    """The two verifiers on one copy of a run, into which changes are put and taken out again."""

    def __init__(self, run: DemoRun, room: Path) -> None:
        self.folder, self._public, self._app = room / "run", run.public, room / "steelyard-verify.pyz"
        shutil.copytree(run.folder, self.folder)
        build = [sys.executable, str(ROOT / "tools" / "build_verifier.py"), str(self._app)]
        subprocess.run(build, check=True, capture_output=True)

    def package(self, key: Path | None = None) -> Answer:
        """What `steelyard_verify` says."""
        said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        with redirect_stdout(said):
            status = verify(self._arguments(key))
        return Answer(status, json.loads(said.buffer.getvalue()))

    def zipapp(self, key: Path | None = None) -> Answer:
        """What the one-file verifier says in an empty environment, with the standard library alone."""
        command = [sys.executable, "-I", "-S", str(self._app), *self._arguments(key)]
        done = subprocess.run(command, env={}, capture_output=True, check=False)
        return Answer(done.returncode, json.loads(done.stdout))

    @contextmanager
    def tampered(self, case: Case) -> Iterator[None]:
        """The copy with a case's changes in it."""
        whole = {name: (self.folder / name).read_bytes() for name in case.changed}
        try:
            for name, content in case.changed.items():
                (self.folder / name).write_bytes(content)
            yield
        finally:
            for name, content in whole.items():
                (self.folder / name).write_bytes(content)

    def _arguments(self, key: Path | None) -> list[str]:
        return [str(self.folder), "--key", str(key or self._public), "--json", "--lang", "en"]


def untouched(checks: Checks) -> list[Figure]:
    """The run as it was sealed, and what checking it costs."""
    began = time.process_time()
    ours, theirs = checks.package(), checks.zipapp()
    spent = time.process_time() - began
    return [
        Figure("the run as it was sealed", f"{ours.said['result']}, status {ours.status}", "holds, status 0",
               (ours.status, ours.said["result"]) == (0, "holds")),
        Figure("the same by the zipapp", "the same words" if ours == theirs else theirs.words(), "the same words",
               ours == theirs),
        Figure("one check of the run by the package", f"{spent:.2f} s of CPU time", "none", None),
    ]  # fmt: skip


def changed_bytes(checks: Checks, cases: list[Case], every: int) -> list[Figure]:
    """One figure a file, and one for the zipapp."""
    found, same, both = dict.fromkeys(FILES, 0), 0, cases[::every]
    missed: dict[str, str] = {}
    for number, case in enumerate(cases):
        with checks.tampered(case):
            answer = checks.package()
            same += number % every == 0 and checks.zipapp() == answer
        if answer.names(case):
            found[case.file] += 1
        else:
            missed.setdefault(case.file, f"; {case.name}: {answer.words()}")
    each = len(cases) // len(FILES)
    where = {name: "file and line named" if name == "journal.jsonl" else "file named" for name in FILES}
    return [
        *(Figure(f"bytes changed in {name}", f"{count} of {each} found, {where[name]}{missed.get(name, '')}", "all",
                 count == each) for name, count in found.items()),
        Figure("changed bytes of which the zipapp says the same", f"{same} of {len(both)}", "all", same == len(both)),
    ]  # fmt: skip


def named_case(checks: Checks, case: Case) -> Figure:
    """A case by its name: what both verifiers say."""
    with checks.tampered(case):
        ours, theirs = checks.package(case.key), checks.zipapp(case.key)
    differs = "" if ours == theirs else f"; the zipapp: {theirs.words()}"
    return Figure(case.name, ours.words() + differs, f"fails, names place in {case.file}",
                  ours.names(case) and ours == theirs)  # fmt: skip


def measure(quick: bool) -> Measurement:
    """The run whole, then each change to it, by both verifiers."""
    each, every = (QUICK_FLIPS, QUICK_ZIPAPP_EACH) if quick else (FLIPS, ZIPAPP_EACH)
    with demo_run(quick=quick) as run, tempfile.TemporaryDirectory() as room:
        checks = Checks(run, Path(room))
        first = untouched(checks)
        flipped = changed_bytes(checks, list(flips(checks.folder, each, random.Random(SEED))), every)
        forger = Forger(run.folder, Path(room))
        cases = [*row_cases(run.folder), *forger.verdict_cases(), *forger.edit_cases()]
        named = [named_case(checks, case) for case in cases]
    held = sum(figure.holds is True for figure in named)
    bytes_found = sum(int(figure.measured.split()[0]) for figure in flipped[:-1])
    return Measurement(
        measured=f"{bytes_found:,} of {each * len(FILES):,} changed bytes and {held} of {len(named)} other changes "
        f"found and placed; the whole run {first[0].measured}",
        figures=(*first, *flipped, *named),
        seed=str(SEED),
        notes=(
            f"Measured on {run.what}.",
            "The zipapp runs as `env -i python3 -I -S`. It is built for this from the sources.",
        ),
    )


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
