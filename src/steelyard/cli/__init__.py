"""The command line: one file a verb, imported only when it is called."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from cyclopts import App, CycloptsError

from steelyard import __version__
from steelyard.records import SteelyardError

from .words import tell

INTERRUPTED = 130
BROKEN_PIPE = 141
USAGE = 2
MACHINERY = 4

_VERBS = {
    "assess": "Plan, run or resume, decide and report: whether a system meets a standard.",
    "attack-rate": "How often an attack succeeds within k tries, at its budget.",
    "compare": "Compare two runs: better, worse, not distinguished, and what it would take to know.",
    "contamination": "Whether published questions leaked into a system: twin pairs.",
    "ladder": "Enter runs on a leaderboard that gives little of its hidden bank away.",
    "plan": "Show what would be asked and what it would cost; ask nothing.",
    "rank": "What order of many runs the evidence allows; there is no total score.",
    "report": "Write the report of a run again, or in another form.",
    "seal": "Close a run: sign its plan, evidence, verdicts and report.",
    "verify": "Check a sealed run and recompute its verdicts.",
}
_GROUPS = {
    "key": ("Keys that sign runs.", {"new": "Make a signing key.", "show": "Show the public part of a key."}),
    "model": (
        "The small local model.",
        {"get": "Fetch a model into the user's data folder.", "list": "Models known and present."},
    ),
    "review": (
        "People's readings of a run's answers.",
        {
            "out": "Make blind sheets of the answers to read next.",
            "in": "Take filled sheets in and decide again.",
            "judge": "How often the judge errs, by people's labels.",
        },
    ),
    "standards": (
        "The catalogue of risks, controls and standards.",
        {
            "list": "Standards at hand.",
            "show": "A clause, risk, control or standard with everything tied to it.",
            "coverage": "What the probes installed here can say about each clause.",
        },
    ),
    "bank": (
        "Banks of questions.",
        {
            "list": "Banks at hand.",
            "audit": "Sizes, gaps, doubles.",
            "sample": "The questions a seed would ask first.",
            "twins": "Draw pairs of twins, one half to be published.",
            "commit": "Promise a bank before it is shown.",
            "check": "Whether what is revealed is what was committed.",
            "exposures": "How often each question was sent to each vendor.",
        },
    ),
}


def build_app() -> App:
    """The command line. Verbs are import paths: only the one that is called is imported."""
    app = App(
        name="steelyard",
        help="Weighs large-model systems against named standards, with a stated error rate.",
        version=__version__,
        result_action="return_value",
    )
    for verb, line in _VERBS.items():
        module = verb.replace("-", "_")
        app.command(f"steelyard.cli.{module}:{module}", name=verb, help=line)
    for group, (line, verbs) in _GROUPS.items():
        branch = App(name=group, help=line, result_action="return_value")
        for verb, said in verbs.items():
            branch.command(f"steelyard.cli.{group}:{group}_{verb}", name=verb, help=said)
        app.command(branch)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit code. Errors become one sentence on stderr."""
    app = build_app()
    try:
        result = app(arguments, exit_on_error=False)
    except CycloptsError:
        return USAGE
    except SteelyardError as error:
        tell(f"steelyard: {error}")
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as error:  # noqa: BLE001 - Python would end with 1, which is a verdict here
        problem = f"{type(error).__name__}: {error}"[:500]
        tell(f"steelyard: this should not have happened ({problem}); what was written before stands")
        return MACHINERY
    return result if isinstance(result, int) else 0


def main() -> None:
    """Entry point of the `steelyard` command."""
    _open_streams()
    code = _flushed(run(sys.argv[1:]))
    if "xllamacpp" in sys.modules:  # its threads outlive a closed model and would abort an ordinary exit
        os._exit(code)
    sys.exit(code)


def _open_streams() -> None:
    """Give the three standard streams a place and an encoding that takes every text.

    A stream that was closed leaves its number to the next file that is opened, and that would be the journal.
    """
    while (spare := os.open(os.devnull, os.O_RDWR)) <= 2:
        os.set_inheritable(spare, True)
    os.close(spare)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for the life of the process
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _flushed(code: int) -> int:
    """The exit code, once what was printed is out; another one when it cannot be brought out."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except OSError as error:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        tell(f"steelyard: what was to be printed could not be written ({error.strerror})")
        return MACHINERY
    return code
