"""engine-cost: what our engine adds to a bare loop of calls, in processor time, waiting, start and memory."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from pathlib import Path
from statistics import median
from typing import Any

from claim import ROOT, Claim, Figure, Measurement, main
from engine_child import FAIL_SHARE, IN_FLIGHT, MODEL, SCRIPT

CLAIM = Claim(
    name="engine-cost",
    sentence="The engine costs little beside the calls themselves: processor time, waiting, start and memory.",
    promised="issue 3, what must be shown, 6",
    limit="3 times a bare aiohttp loop; busy 0.9; first call 0.6 s; 120 MB and 24 bytes an item",
)

SIZE = 2_000
LARGE, QUICK_LARGE = 100_000, 12_000
ROUNDS, QUICK_ROUNDS = 7, 5
WALL_ROUNDS, QUICK_WALL_ROUNDS = 5, 1
LATENCY_MS = 50
STARTS, QUICK_STARTS = 7, 5
MOST_TIMES, LEAST_BUSY, FIRST_CALL_S, MOST_MB, MOST_BYTES = 3.0, 0.9, 0.6, 120.0, 24.0
CHILD = ROOT / "bench" / "claims" / "engine_child.py"
ENDPOINT = ROOT / "tests" / "mock_endpoint.py"


@contextmanager
def endpoint(latency_ms: float) -> Iterator[str]:
    """Address of a mock endpoint in a process of its own."""
    options = ["--latency-ms", str(latency_ms), "--fail-share", str(FAIL_SHARE), "--model", MODEL]
    with subprocess.Popen(
        [sys.executable, str(ENDPOINT), *options], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield json.loads(process.stdout.readline())["url"]
        finally:
            process.kill()


def child(what: str, url: str, size: int, rounds: int = 1) -> Any:
    """What the measured process prints. Raises RuntimeError when it fails."""
    command = [sys.executable, str(CHILD), what, url, str(size), str(rounds)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr.strip().splitlines()[-1])
    return json.loads(done.stdout)


def processor(size: int, rounds: int) -> list[Figure]:
    """Processor time a sample, against the bare loop."""
    with endpoint(0) as url:
        pairs = child("costs", url, size, rounds)
    times = median(ours / bare for ours, bare in pairs)
    ours, bare = (median(pair[side] for pair in pairs) / size * 1e3 for side in (0, 1))
    said = f"{times:.2f} times ({ours:.3f} ms against {bare:.3f} ms)"
    name = f"processor time a sample against a bare loop, N = {size:,}, {IN_FLIGHT} in flight, {rounds} alternations"
    return [Figure(name, said, f"{MOST_TIMES:g} times", times <= MOST_TIMES)]


def waiting(size: int, rounds: int) -> list[Figure]:
    """Ideal wall time, whole rounds of 64 calls, over ours at a service that takes 50 ms."""
    with endpoint(LATENCY_MS) as url:
        pairs = child("walls", url, size, rounds)
    ideal = ceil(size / IN_FLIGHT) * LATENCY_MS / 1e3
    ours, bare = (ideal / median(pair[side] for pair in pairs) for side in (0, 1))
    name = f"busy share at {LATENCY_MS} ms latency, N = {size:,}, {IN_FLIGHT} in flight, {rounds} alternations"
    return [
        Figure(name, f"{ours:.2f}", f"{LEAST_BUSY:g}", ours >= LEAST_BUSY),
        Figure("the same of the bare loop", f"{bare:.2f}", "none", None),
    ]


def assess_command(url: str, folder: str) -> list[str]:
    """What a user types to assess a service without a file."""
    words = ["assess", "--endpoint", url, "--model", MODEL, "--standard", "gbt45654", "--yes"]
    return [sys.executable, "-m", "steelyard", *words, "--out", f"{folder}/run"]


def first_call(starts: int) -> list[Figure]:
    """Seconds from the start of the process to the first question at the service, by the command line."""
    pairs = [asyncio.run(_first_call()) for _ in range(starts)]
    wall, used = (median(pair[side] for pair in pairs) for side in (0, 1))
    name = f"first call after the start of the process, median of {starts}"
    return [
        Figure(name, f"{wall:.2f} s", f"{FIRST_CALL_S:g} s", wall <= FIRST_CALL_S),
        Figure("processor time until the first call", f"{used:.2f} s", "none", None),
    ]


async def _first_call() -> tuple[float, float]:
    """Wall and processor seconds of one start."""
    sys.path.insert(0, str(ENDPOINT.parent))
    from mock_endpoint import Act, Call, MockEndpoint, as_json, reply

    arrived: asyncio.Future[float] = asyncio.get_running_loop().create_future()

    def behave(call: Call) -> Act:
        if call.method == "GET":
            return as_json({"object": "list", "data": [{"id": MODEL, "object": "model"}]})
        if not arrived.done():
            arrived.set_result(time.monotonic())
        return reply()

    async with MockEndpoint(behave) as service:
        with tempfile.TemporaryDirectory() as folder:
            environ = os.environ | {"STEELYARD_CONFIG_HOME": f"{folder}/config"}
            began = time.monotonic()
            process = await asyncio.create_subprocess_exec(
                *assess_command(service.url, folder), env=environ,
                stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
            )  # fmt: skip
            try:
                wall = await asyncio.wait_for(arrived, 60) - began
                return wall, _processor_seconds(process.pid)
            finally:
                process.kill()
                await process.wait()


def _processor_seconds(pid: int) -> float:
    """User and system time a process has used so far, nan where the system does not say."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(size: int, large: int) -> list[Figure]:
    """Peak resident memory of an asking over HTTP, of a whole `assess`, and what each further question adds."""
    with endpoint(0) as url:
        asking = child("memory", url, size) / 1024
        command = _assess_peak_mb(url)
    small, big = (child("memory", SCRIPT, count) * 1024 for count in (size, large))
    each = (big - small) / (large - size)
    return [
        Figure(f"resident memory, {size:,} questions over HTTP", f"{asking:.0f} MB", f"{MOST_MB:g} MB",
               asking <= MOST_MB),
        Figure("resident memory of a whole assess with its report", f"{command:.0f} MB", f"{MOST_MB:g} MB",
               command <= MOST_MB),
        Figure(f"memory a further question takes, {size:,} to {large:,}", f"{each:.0f} bytes", f"{MOST_BYTES:g} bytes",
               each <= MOST_BYTES),
    ]  # fmt: skip


def _assess_peak_mb(url: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        environ = os.environ | {"STEELYARD_CONFIG_HOME": f"{folder}/config"}
        process = subprocess.Popen(
            assess_command(url, folder), env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if not Path(folder, "run", "report.html").exists():
            raise RuntimeError(f"assess ended with {process.returncode} and no report")
    return usage.ru_maxrss / 1024


def measure(quick: bool) -> Measurement:
    """Every part, one after another."""
    before = os.getloadavg()[0]
    figures = (
        *processor(SIZE, QUICK_ROUNDS if quick else ROUNDS),
        *waiting(SIZE, QUICK_WALL_ROUNDS if quick else WALL_ROUNDS),
        *first_call(QUICK_STARTS if quick else STARTS),
        *memory(SIZE, QUICK_LARGE if quick else LARGE),
    )
    load = f"{before:.1f} before, {os.getloadavg()[0]:.1f} after"
    short = [figure for figure in figures if figure.holds is not None]
    times, busy, start, asking, _, each = (figure.measured.split(" (")[0] for figure in short)
    return Measurement(
        measured=f"{times}; busy {busy}; first call {start}; {asking} and {each} an item",
        figures=(*figures, Figure("tasks that wanted a core, one-minute mean (our own included)", load, "none", None)),
        notes=(
            "Ours: the OpenAI-compatible target, the journal, the refusal judge and the look rule with both gates, at "
            "a limit that stays undecided to the last question. The bare loop: aiohttp, as many workers over one "
            "iterator, JSON encoded and decoded. Both run on uvloop in one process, the endpoint in another.",
            "Memory a further question takes: peak resident memory, with a target inside the process.",
            "Waiting and start are wall times and suffer from whatever else the machine does.",
        ),
        libraries=("aiohttp", "uvloop"),
    )  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
