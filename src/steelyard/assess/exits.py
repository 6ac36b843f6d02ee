"""The exit code of `assess` (design section 5)."""

from __future__ import annotations

from steelyard.records import HELD, Verdict, Verdicts, leaves_of

MET, NOT_MET, NOT_DECIDED, FAULTS = 0, 1, 3, 4


def exit_code(verdicts: Verdicts, *, accept_letter: bool = False) -> int:
    """1 when a blocking requirement fails, else 4 when one waits on faults, else 3 when one is open, else 0.

    `pass_by_letter` counts as failing unless `accept_letter`. A run in which nothing blocks decides nothing: 3.
    """
    blocking = [verdict for verdict in verdicts.requirements if verdict.blocking]
    failing = {"fail"} if accept_letter else {"fail", "pass_by_letter"}
    if any(verdict.state in failing for verdict in blocking):
        return NOT_MET
    if any(_waits_on_faults(verdict) for verdict in blocking):
        return FAULTS
    if verdicts.interrupted or not blocking or any(verdict.state not in HELD for verdict in blocking):
        return NOT_DECIDED
    return MET


def _waits_on_faults(verdict: Verdict) -> bool:
    return any(part.state == "undecided" and part.reason.code == "open_faults" for part in leaves_of(verdict))
