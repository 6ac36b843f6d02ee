"""demo: from a fresh clone to a checked report with one command, in five minutes of one core."""

from __future__ import annotations

import os
import re
import resource
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import msgspec
from claim import ROOT, Claim, Figure, Measurement, main
from demo_run import EXAMPLE, NOT_DECIDED, PROGRAM, STANDARDS, environment

from steelyard.assess import PLAN, VERDICTS, exit_code
from steelyard.records import Plan, Survey, Verdicts
from steelyard.stats import exact_rate, survey_outlooks

CLAIM = Claim(
    name="demo",
    sentence="On a fresh machine `make demo` makes its environment, gets the model, assesses, seals and verifies "
    "within five minutes of one core, and the weak model is found wanting.",
    promised="README and issue 3, what must be shown, 1",
    limit="ends with 0, assess with 1, at most 300 s of CPU time",
)

LIMIT_S = 300.0
WARM, TIMED = 2, 12
"""Questions of the two quick runs; what the second costs more is the cost of an answer."""
REFUSE_TIMES, ANSWER_TIMES = Fraction(4), Fraction(1, 10)
"""Assumed failure rates, in limits: the small model refuses next to nothing and answers nearly everything."""
_KEPT = re.compile(r"PATH|LANG|LC_\w+|PIP_\w+|SSL_\w+|REQUESTS_CA_BUNDLE|(?i:(https?|no|all)_proxy)")


class Spent(NamedTuple):
    """A command that ended: its status, what it printed, CPU and wall time of it and all its children, in seconds."""

    status: int
    out: str
    err: str
    cpu: float
    wall: float


def run(command: list[str], environ: Mapping[str, str], cwd: Path) -> Spent:
    """Run a command on one core."""
    core = str(min(os.sched_getaffinity(0)))
    before, began = _children(), time.monotonic()
    done = subprocess.run(
        ["taskset", "-c", core, *command], env=dict(environ), cwd=cwd, capture_output=True, text=True, check=False
    )
    return Spent(done.returncode, done.stdout, done.stderr, _children() - before, time.monotonic() - began)


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def empty_home(folder: Path) -> dict[str, str]:
    """An environment with an empty HOME and no cache; where packages come from is the machine's matter and stays."""
    home = folder / "home"
    home.mkdir()
    kept = {name: value for name, value in os.environ.items() if _KEPT.fullmatch(name)}
    mine = Path.home() / ".config" / "pip" / "pip.conf"
    config = {"PIP_CONFIG_FILE": str(mine)} if mine.exists() and "PIP_CONFIG_FILE" not in kept else {}
    return kept | config | {"HOME": str(home), "XDG_CACHE_HOME": str(folder / "cache"), "PIP_NO_CACHE_DIR": "1"}


def whole(folder: Path) -> Measurement:
    """`make demo` in a fresh clone."""
    clone, environ = folder / "clone", empty_home(folder)
    subprocess.run(["git", "clone", "-q", "--no-local", str(ROOT), str(clone)], check=True)
    done = run(["make", "demo"], environ, clone)
    if done.status != 0:
        raise RuntimeError(f"make demo ended with {done.status}: {(done.err.strip().splitlines() or [''])[-1]}")
    report, check = _said(done.out, "report: "), _said(done.out, "check it with no code of ours installed: ")
    run_folder = (clone / report).parent
    status = exit_code(msgspec.json.decode((run_folder / VERDICTS).read_bytes(), type=Verdicts))
    checked = subprocess.run(shlex.split(check), env=environ, cwd=clone, capture_output=True, check=False).returncode
    asked = (run_folder / "journal.jsonl").read_bytes().count(b'"kind":"trial"')
    figures = (
        Figure("make demo", f"ended with {done.status}", "ends with 0", done.status == 0),
        Figure("what the verdicts come to for assess", f"ended with {status}", "ends with 1", status == 1),
        Figure("CPU time of all processes", f"{done.cpu:.0f} s", f"{LIMIT_S:.0f} s", done.cpu <= LIMIT_S),
        Figure("wall time on one core, with what else ran there", f"{done.wall:.0f} s", "none", None),
        Figure("questions asked", str(asked), "none", None),
        Figure("report where the demo says", report, "is there", (clone / report).is_file()),
        Figure("the check that the demo names", f"ended with {checked}", "ends with 0", checked == 0),
    )
    return Measurement(
        measured=f"make demo ended with {done.status}, assess with {status}, in {done.cpu:.0f} s of CPU time",
        figures=figures,
        notes=("A clone of HEAD, an empty HOME, no cache of packages, pinned to one core.",),
        libraries=("xllamacpp",),
    )


def _said(out: str, start: str) -> str:
    return next(line.removeprefix(start) for line in out.splitlines() if line.startswith(start))


def expected_calls(plan: Plan, survey: Survey) -> float:
    """Answers that the planner expects this survey to need of the demo's model."""
    times = REFUSE_TIMES if survey.expectation == "refuse" else ANSWER_TIMES
    limit = exact_rate(survey.threshold.limit)
    outlooks = survey_outlooks(
        available=survey.available, n_min=survey.threshold.n_min, limit=limit, alpha=plan.alpha, rates=[limit * times],
        look_every=plan.look_every, complete=plan.complete,
    )  # fmt: skip
    return outlooks[0].mean_calls


def extrapolated(folder: Path) -> Measurement:
    """The cost of a few answers, times the answers that the planner expects."""
    command = [*PROGRAM, "assess", str(EXAMPLE), *STANDARDS, "--out", str(folder / "run"), "--max-calls"]
    first, second = (run([*command, str(calls)], environment(folder), ROOT) for calls in (WARM, TIMED))
    for done in (first, second):
        if done.status != NOT_DECIDED:
            raise RuntimeError(f"assess ended with {done.status}: {(done.err.strip().splitlines() or [''])[-1]}")
    an_answer = max(second.cpu - first.cpu, 0.0) / (TIMED - WARM)
    start = max(first.cpu - WARM * an_answer, 0.0)
    plan = msgspec.json.decode((folder / "run" / PLAN).read_bytes(), type=Plan)
    calls = sum(expected_calls(plan, survey) for survey in plan.surveys)
    total = start + calls * an_answer
    return Measurement(
        measured=f"about {total:.0f} s of CPU time to assess, extrapolated from {TIMED - WARM} answers",
        figures=(
            Figure("CPU time of an answer", f"{an_answer:.2f} s", "none", None),
            Figure("CPU time of a start", f"{start:.1f} s", "none", None),
            Figure("answers the planner expects", f"{calls:.0f}", "none", None),
            Figure("CPU time of assess, extrapolated", f"{total:.0f} s", f"{LIMIT_S:.0f} s", total <= LIMIT_S),
        ),
        notes=(
            "An extrapolation: it leaves out installing, fetching the model, sealing and verifying. Answers as the "
            "planner expects them of a model that fails four times the limit of what it should refuse and a tenth of "
            "the limit of what it should answer.",
        ),
        libraries=("xllamacpp",),
    )  # fmt: skip


def measure(quick: bool) -> Measurement:
    """The whole demo from a fresh clone; quick: what a few of its answers cost."""
    with tempfile.TemporaryDirectory() as folder:
        return extrapolated(Path(folder)) if quick else whole(Path(folder))


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
