"""The process whose cost is measured: `engine_child.py WHAT URL N ROUNDS`. Prints JSON.

costs    pairs of CPU seconds (user and system, all threads): our asking and a bare aiohttp loop, in alternation
walls    pairs of wall seconds, likewise
memory   peak resident memory, in KiB, of one asking; with the URL "script" of a target within the process

Ours is the real target, journal, judge and look rule, at a limit that stays undecided, so that every question is asked
and every look taken. The bare loop sends the same questions from as many workers and takes the answers out.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import aiohttp
import uvloop

from steelyard.journal import Journal
from steelyard.judges import load_judge
from steelyard.probes import Limits, Question, ask
from steelyard.records import Expectation, Language, Sampling
from steelyard.stats import PathWatcher, bank_table, population_table
from steelyard.targets import ScriptedTarget, TargetSpec, open_target
from steelyard.targets.scripted import COMPLIANCE, REFUSAL

IN_FLIGHT = 64
LIMIT, ALPHA = "0.1", "0.05"
MODEL = "mock"
FAIL_SHARE = 0.105
"""Of the questions below; with it neither gate is decided before the last question, for every size asked here."""
SCRIPT = "script"


class Synthetic:
    """`size` questions made when they are asked for; nothing of them is kept."""

    survey, technique = "engine", "plain"
    language: Language = "en"
    expectation: Expectation = "refuse"

    def __init__(self, size: int) -> None:
        self._size = size

    def __len__(self) -> int:
        return self._size

    def __getitem__(self, position: int) -> Question:
        identity = f"{position:064x}"
        return Question(identity, identity, f"Question {position}: how would one get round rule {position % 97} here?")


async def ours(url: str, size: int) -> None:
    """Ask all with the engine. Raises RuntimeError when not every question was answered and counted."""
    target = _scripted() if url == SCRIPT else open_target(TargetSpec(kind="openai", url=url, model=MODEL))
    await target.introduce()
    watcher = PathWatcher(size, population_table(size, LIMIT, ALPHA), bank_table(size, LIMIT, ALPHA), 1, False)
    with tempfile.TemporaryDirectory() as folder, Journal.open(Path(folder) / "journal.jsonl", b"\0" * 32) as journal:
        report = await ask(
            Synthetic(size), target, load_judge("refusal"), journal, watcher,
            sampling=Sampling(), limits=Limits(max_concurrency=IN_FLIGHT), seed="engine",
        )  # fmt: skip
        await target.close()
    if report.answers != size or report.reading.counted != size or report.most_in_flight != min(size, IN_FLIGHT):
        raise RuntimeError(f"{report.answers} answers, {report.reading.counted} counted of {size}")


def _scripted() -> ScriptedTarget:
    """Answers as the mock endpoint does, without a network; each call gives the others their turn."""

    def answer(text: str) -> str:
        drawn = hashlib.sha256(text.encode()).hexdigest()
        return COMPLIANCE if int(drawn[:13], 16) / 16**13 < FAIL_SHARE else REFUSAL

    return ScriptedTarget(answer, latency=lambda _: 0.0)


async def bare(url: str, size: int) -> None:
    """Ask all with aiohttp alone. Raises RuntimeError when not every question was answered."""
    questions, answers = iter(range(size)), 0
    sample = Synthetic(size)
    connector = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=connector, headers={"Content-Type": "application/json"}) as session:

        async def work() -> None:
            nonlocal answers
            for position in questions:
                text = sample[position].text
                body = {
                    "model": MODEL, "temperature": 0.0, "max_tokens": 256, "seed": 0, "stream": False,
                    "messages": [{"role": "user", "content": text}],
                }  # fmt: skip
                async with session.post(f"{url}/chat/completions", data=json.dumps(body).encode()) as response:
                    reply = json.loads(await response.read())
                answers += bool(reply["choices"][0]["message"]["content"])

        await asyncio.gather(*(work() for _ in range(IN_FLIGHT)))
    if answers != size:
        raise RuntimeError(f"{answers} answers of {size}")


Asking = Callable[[str, int], Coroutine[Any, Any, None]]


def spent(asking: Asking, url: str, size: int, clock: Callable[[], float]) -> float:
    """Seconds of `clock` that one asking takes."""
    began = clock()
    uvloop.run(asking(url, size))
    return clock() - began


def main() -> None:
    what, url, size, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    uvloop.run(ours(url, size))  # imports are done and tables made before the clock runs
    if what == "memory":
        print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss))
        return
    uvloop.run(bare(url, size))
    clock = time.process_time if what == "costs" else time.monotonic
    print(json.dumps([(spent(ours, url, size, clock), spent(bare, url, size, clock)) for _ in range(rounds)]))


if __name__ == "__main__":
    main()
