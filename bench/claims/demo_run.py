"""The demo's run, for the claims that look at it: the one `make demo` left, or one made for the claim."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from claim import ROOT

from steelyard.journal import ATTESTATION, config_folder, public_key_path

EXAMPLE = ROOT / "examples" / "small-assistant" / "system.yaml"
STANDARDS = ("--standard", "gbt45654", "--standard", "owasp_llm_2026")
KEPT = ROOT / "build" / "demo" / "run"
QUICK_CALLS = 4
"""Questions of a quick run; it is then closed as interrupted and sealed."""
PROGRAM = (sys.executable, "-m", "steelyard")
NOT_DECIDED = 3


class DemoRun(NamedTuple):
    """A sealed run and the public key it was sealed with. `what`: which run it is, for a reader of figures."""

    folder: Path
    public: Path
    what: str


@contextmanager
def demo_run(*, quick: bool) -> Iterator[DemoRun]:
    """The run in build/demo when there is one, else the demo is given; quick: a few questions of it, sealed as partial.

    Raises CalledProcessError or RuntimeError when no run can be made.
    """
    public = public_key_path("demo", config_folder())
    if not quick and _sealed_with(KEPT, public):
        yield DemoRun(KEPT, public, "the run that `make demo` left")
        return
    with tempfile.TemporaryDirectory() as folder:
        yield quick_run(Path(folder)) if quick else whole_run(Path(folder))


def _sealed_with(run: Path, public: Path) -> bool:
    """Whether a run lies there that says it was sealed with this key."""
    if not (run / ATTESTATION).exists() or not public.exists():
        return False
    signatures = json.loads((run / ATTESTATION).read_bytes())["signatures"]
    keyid: str = json.loads(public.read_bytes())["keyid"]
    return [signature["keyid"] for signature in signatures] == [keyid]


def environment(folder: Path, **more: str) -> dict[str, str]:
    """Our own environment with keys and secrets below `folder`; the model stays where it was fetched to."""
    return os.environ | {"STEELYARD_CONFIG_HOME": str(folder / "config"), "STEELYARD_LANG": "en"} | more


def demo_environment(folder: Path) -> dict[str, str]:
    """What tools/demo.sh needs to leave its run below `folder`."""
    return environment(folder, STEELYARD=str(Path(sys.executable).with_name("steelyard")), DEMO_RUN=str(folder / "run"))


def whole_run(folder: Path) -> DemoRun:
    """The demo, below `folder`."""
    run_aloud([str(ROOT / "tools" / "demo.sh")], demo_environment(folder))
    return DemoRun(folder / "run", public_of(folder, "demo"), "a run made for this by tools/demo.sh")


def quick_run(folder: Path) -> DemoRun:
    """A few questions of the demo, below `folder`."""
    for command, expected in quick_commands(folder, QUICK_CALLS):
        run_aloud(command, environment(folder), expected)
    what = f"{QUICK_CALLS} questions of the demo, sealed with --partial"
    return DemoRun(folder / "run", public_of(folder, "demo"), what)


def quick_commands(folder: Path, calls: int) -> list[tuple[list[str], int]]:
    """The demo's commands with few calls, and how each must end."""
    run = str(folder / "run")
    return [
        ([*PROGRAM, "assess", str(EXAMPLE), *STANDARDS, "--out", run, "--max-calls", str(calls)], NOT_DECIDED),
        ([*PROGRAM, "key", "new", "demo", "--if-missing"], 0),
        ([*PROGRAM, "seal", run, "--key", "demo", "--partial"], 0),
        ([*PROGRAM, "verify", run, "--key", str(public_of(folder, "demo"))], 0),
    ]


def public_of(folder: Path, name: str) -> Path:
    """Where the public key lies that was made under `environment(folder)`."""
    return public_key_path(name, folder / "config")


def run_aloud(command: list[str], environ: Mapping[str, str], expected: int = 0) -> None:
    """Run a command; raises RuntimeError with its last words when it ends otherwise than expected."""
    done = subprocess.run(command, env=dict(environ), cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode != expected:
        last = (done.stderr.strip() or done.stdout.strip() or "no word").splitlines()[-1]
        raise RuntimeError(f"{Path(command[0]).name} {' '.join(command[1:4])} ended with {done.returncode}: {last}")
