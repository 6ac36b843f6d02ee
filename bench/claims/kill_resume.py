"""kill-resume: a run killed at random moments goes on where it was, asks little again, and ends the same."""

from __future__ import annotations

import random
import sys
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from claim import Claim, Figure, Measurement, main
from killing import FAIL_SHARE, IN_FLIGHT, LATENCY_MS, Ended, Kill, Moment, Run, service

CLAIM = Claim(
    name="kill-resume",
    sentence="A run killed with SIGKILL at any moment goes on with the same command: at most the questions in flight "
    "are asked again, and evidence root and verdicts are those of a run that nobody stopped.",
    promised="issue 3, what must be shown, 3",
    limit="asked again at most what was in flight, nothing that the journal held; same evidence root and verdicts",
)

SEED = 20_004
KILLS, QUICK_KILLS = 20, 4
SPREAD = 0.85
"""Kills lie in this part of the run, so that none comes after its end."""
LONGEST_EARLY_S = 0.3


def moments(count: int, questions: int, draw: random.Random) -> list[Moment]:
    """One moment in each of `count` equal parts of the run."""
    part = SPREAD * questions / count
    return [
        Moment(
            asked=int(part * (number + draw.random())),
            after=draw.uniform(0, LATENCY_MS / 1000),
            early=draw.uniform(0, LONGEST_EARLY_S),
        )
        for number in range(count)
    ]


def again(kills: Sequence[Kill], asked: tuple[str, ...]) -> list[tuple[int, int, int]]:
    """Per kill: questions open at it, of these asked again before the next, and asked again though in the journal."""
    found = []
    ends = [*(len(kill.asked) for kill in kills[1:]), len(asked)]
    for kill, end in zip(kills, ends, strict=True):
        before, later = set(kill.asked), asked[len(kill.asked) : end]
        repeated = sum(question in before for question in later) + len(later) - len(set(later))
        found.append((len(kill.open), repeated, sum(question in kill.known for question in later)))
    return found


def figures(kills: Sequence[Kill], asked: tuple[str, ...], whole: Ended, killed: Ended) -> list[Figure]:
    """What the two runs show."""
    found = again(kills, asked)
    out, repeated, known = (max(each) for each in zip(*found, strict=True))
    in_bounds = sum(repeats <= left <= IN_FLIGHT for left, repeats, _ in found)
    before = [0, *(len(kill.asked) for kill in kills)]
    busy = sum(len(kill.asked) > had for kill, had in zip(kills, before, strict=False))
    total, most = len(asked) - len(set(asked)), Counter(asked).most_common(1)[0][1]
    return [
        Figure("kills after which no more was asked again than was in flight", f"{in_bounds} of {len(kills)}", "all",
               in_bounds == len(kills)),
        Figure("most questions in flight at a kill", str(out), str(IN_FLIGHT), out <= IN_FLIGHT),
        Figure("most questions asked again after a kill", str(repeated), str(IN_FLIGHT), repeated <= IN_FLIGHT),
        Figure("questions asked again that the journal held", str(sum(each for _, _, each in found)), "0", known == 0),
        Figure("evidence root of the killed run", "the same" if killed.root == whole.root else "another", "the same",
               killed.root == whole.root),
        Figure("verdicts of the killed run", "the same bytes" if killed.verdicts == whole.verdicts else "others",
               "the same bytes", killed.verdicts == whole.verdicts),
        Figure("kills that came after the run had put further questions", f"{busy} of {len(kills)}", "half",
               busy >= len(kills) / 2),
        Figure("questions asked in the killed run",
               f"{len(asked):,}, of them {total} again, none more than {most} times", "none", None),
        Figure("rows under the evidence root", f"{whole.rows:,}", "none", None),
    ]  # fmt: skip


def measure(quick: bool) -> Measurement:
    """A run that nobody stops, then the same killed again and again, both sealed."""
    count = QUICK_KILLS if quick else KILLS
    with tempfile.TemporaryDirectory() as room, service(Path(room)) as asked:
        first = Run(Path(room), "whole", asked, SEED)
        whole = first.finish()
        run = Run(Path(room), "killed", asked, SEED)
        kills = [run.kill(moment) for moment in moments(count, len(first.asked()), random.Random(SEED))]
        killed = run.finish()
        found = figures(kills, run.asked(), whole, killed)
    same = "the same" if found[4].holds and found[5].holds else "not the same"
    return Measurement(
        measured=f"{count} kills: at most {found[2].measured} asked again after one, {found[3].measured} of what the "
        f"journal held; evidence root and verdicts {same}",
        figures=tuple(found),
        seed=str(SEED),
        notes=(
            f"A model service in its own process answers each question {LATENCY_MS} ms after it came and gives a "
            f"full answer to {FAIL_SHARE:.0%}; GB/T 45654, --complete, --concurrency {IN_FLIGHT}. A kill comes at a "
            "random time after a random question, or while the command starts.",
        ),
    )


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
