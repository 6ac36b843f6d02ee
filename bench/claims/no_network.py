"""no-network: the demo in a network namespace that has loopback and nothing else."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from claim import ROOT, Claim, Figure, Measurement, main
from demo_run import EXAMPLE, PROGRAM, STANDARDS, environment, public_of, quick_commands

CLAIM = Claim(
    name="no-network",
    sentence="Once the model was fetched, the demo needs no network: it assesses, seals and verifies where there is "
    "only loopback.",
    promised="issue 3, what must be shown, 7",
    limit="assess ends with 1 (quick: 3, not finished), seal and verify with 0",
)

QUICK_CALLS = 4
OUTSIDE = "192.0.2.1"
"""An address for documentation (RFC 5737)."""
LOOK = f"""
import json, pathlib, socket
routes = pathlib.Path("/proc/net/route").read_text().splitlines()[1:]
routes += [it for it in pathlib.Path("/proc/net/ipv6_route").read_text().splitlines() if it.split()[-1] != "lo"]
try:
    socket.create_connection(("{OUTSIDE}", 443), 3).close()
    said = "reached"
except OSError as error:
    said = error.strerror or str(error)
print(json.dumps([sorted(name for _, name in socket.if_nameindex()), len(routes), said]))
"""
"""Says from inside: the interfaces, how many routes lead anywhere, and what becomes of a connection to outside."""
FAILS = 1

Step = tuple[list[str], int]
"""A command and how it must end."""


class Inside(NamedTuple):
    """What the namespace was, how each command in it ended, and the last words of each."""

    interfaces: list[str]
    routes: int
    said: str
    statuses: list[int]
    words: list[str]


def steps(folder: Path, *, quick: bool) -> list[Step]:
    """The demo's commands, or the same with few questions."""
    fetched = ([*PROGRAM, "model", "get", "smollm2"], 0)
    if quick:
        return [fetched, *quick_commands(folder, QUICK_CALLS)]
    run = str(folder / "run")
    return [
        fetched,
        ([*PROGRAM, "assess", str(EXAMPLE), *STANDARDS, "--out", run], FAILS),
        ([*PROGRAM, "key", "new", "demo", "--if-missing"], 0),
        ([*PROGRAM, "seal", run, "--key", "demo"], 0),
        ([*PROGRAM, "verify", run, "--key", str(public_of(folder, "demo"))], 0),
    ]


def with_loopback_alone(commands: Sequence[list[str]], folder: Path) -> Inside:
    """Run commands in a new network namespace. Raises RuntimeError when there is none to be had."""
    log = shlex.quote(str(folder / "words"))
    lines = ["ip link set lo up || exit 70", shlex.join([sys.executable, "-c", LOOK])]
    lines += [f"{shlex.join(command)} >{log}.{number} 2>&1; echo $?" for number, command in enumerate(commands)]
    namespace = ["unshare", "--net"] if os.geteuid() == 0 else ["unshare", "--map-root-user", "--net"]
    done = subprocess.run(
        [*namespace, "sh", "-c", "\n".join(lines)], env=environment(folder), cwd=ROOT, capture_output=True, text=True,
        check=False,
    )  # fmt: skip
    look, *statuses = done.stdout.splitlines() or [""]
    if done.returncode != 0 or len(statuses) != len(commands):
        raise RuntimeError(f"no network namespace with loopback: {done.stderr.strip() or done.returncode}")
    words = [_last((folder / f"words.{number}").read_text(encoding="utf-8")) for number in range(len(commands))]
    interfaces, routes, said = json.loads(look)
    return Inside(interfaces, routes, said, [int(status) for status in statuses], words)


def _last(text: str) -> str:
    return (text.strip().splitlines() or [""])[-1]


def measure(quick: bool) -> Measurement:
    """Look at the namespace from inside, then give the demo's commands in it."""
    with tempfile.TemporaryDirectory() as room:
        asked = steps(Path(room), quick=quick)
        found = with_loopback_alone([command for command, _ in asked], Path(room))
    figures = [
        Figure("interfaces there", ", ".join(found.interfaces), "lo", found.interfaces == ["lo"]),
        Figure("routes to elsewhere", str(found.routes), "0", found.routes == 0),
        Figure(f"a connection to {OUTSIDE}", found.said, "not reached", found.said != "reached"),
    ]
    ends = []
    for (command, expected), status, words in zip(asked, found.statuses, found.words, strict=True):
        verb = " ".join(command[len(PROGRAM) :][: 2 if command[len(PROGRAM)] in {"model", "key"} else 1])
        measured = f"ended with {status}" + ("" if status == expected else f": {words}")
        figures.append(Figure(f"steelyard {verb}", measured, f"ends with {expected}", status == expected))
        ends.append(f"{verb} {status}")
    form = f"A short form: {QUICK_CALLS} questions and `seal --partial`." if quick else "The demo with all questions."
    return Measurement(
        measured=f"with {', '.join(found.interfaces)} alone: {', '.join(ends)}",
        figures=tuple(figures),
        notes=(form, "The namespace is made by `unshare --net`; loopback is brought up in it and nothing else."),
        libraries=("xllamacpp",),
    )


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
