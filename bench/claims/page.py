"""docs/claims.md from the results: what is claimed, what was measured, and whether it holds."""

from __future__ import annotations

from collections.abc import Sequence

from claim import Figure, Result

_HEAD = """\
# What is claimed, and what was measured

Generated from `bench/results/` by `bench/claims/run_all.py --docs`; not written by hand. `make claims` measures all of
it again, `make claim NAME=gate-cost` one of it, with `QUICK=1` in under a minute and with fewer repeats.

A simulated share meets its limit by a one-sided binomial test at 0.1 %, a simulated mean within three standard errors.
Timings are ratios taken side by side in one run. What could not be measured falls short.
"""


def page(results: Sequence[Result]) -> str:
    """The page, in Markdown."""
    lines = [_HEAD, "| claim | measured | limit | |", "| --- | --- | --- | --- |"]
    lines += [
        f"| [{result.claim.name}](#{result.claim.name}) | {_cell(result.measured)} | {_cell(result.limit)} "
        f"| {_verdict(result.holds)} |"
        for result in results
    ]
    return "\n".join([*lines, "", *("\n".join(_section(result)) for result in results)])


def _section(result: Result) -> list[str]:
    versions = ", ".join(f"{name} {version}" for name, version in result.versions.items())
    return [
        f"## {result.claim.name}", "", f"{result.claim.sentence} *Promised in {result.claim.promised}.*", "",
        "| figure | measured | limit | |", "| --- | --- | --- | --- |", *map(_row, result.figures), "",
        *(f"- {note}" for note in result.notes), *([""] if result.notes else []),
        f"`{result.command}`, {result.seconds:.0f} s, {f'seed {result.seed}, ' if result.seed else ''}"
        f"{result.cores} cores of {result.cpu}; {versions}.", "",
    ]  # fmt: skip


def _row(figure: Figure) -> str:
    return f"| {_cell(figure.name)} | {_cell(figure.measured)} | {_cell(figure.limit)} | {_verdict(figure.holds)} |"


def _verdict(holds: bool | None) -> str:
    return "reported" if holds is None else "holds" if holds else "**falls short**"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
