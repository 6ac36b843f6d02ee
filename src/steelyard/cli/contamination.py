"""`steelyard contamination`: two runs on the halves of twin banks, read against what was committed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from steelyard.assess import (
    CONTAMINATION_SCHEMA,
    Contamination,
    RunOutcomes,
    SurveyOutcomes,
    pair_endpoints,
    read_contamination,
    surveys_of_half,
)
from steelyard.banks import PRIVATE, PUBLIC, Reveal, halves_of, read_checked
from steelyard.banks.words import word
from steelyard.records import ALPHA_OF, InputError, Purpose

from .compared import RunSummary, read_runs, summary_of
from .contamination_lines import contamination_lines
from .schemas import print_schema
from .terminal import Json, Lang, print_json, print_lines
from .words import spoken

DETECTED, NOT_DETECTED, NOTHING = 1, 0, 3
_HALF = {PUBLIC: "published", PRIVATE: "private"}


class ContaminationReport(msgspec.Struct, frozen=True):
    """What `contamination --json` prints. `commitment` is the root of what was committed; each endpoint errs with
    probability at most `alpha`."""

    schema: str
    purpose: Purpose
    alpha: float
    exit: int
    commitment: str
    pairs: int
    public: RunSummary
    private: RunSummary
    endpoints: tuple[Contamination, ...]


def contamination(
    public_run: Path | None = None,
    private_run: Path | None = None,
    /,
    *,
    commitment: Annotated[
        Path | None, Parameter(help="The commitment.json that was published before the runs.")
    ] = None,
    reveal: Annotated[Path | None, Parameter(help="The reveal.json that was kept.")] = None,
    purpose: Annotated[
        Purpose, Parameter(help="screening, gate or certificate: a wrong accusation in at most 10, 5 or 1 % of cases.")
    ] = "gate",
    schema: Annotated[
        bool, Parameter(negative="", help="Print the JSON Schema of --json and do nothing else.")
    ] = False,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Test whether published questions leaked into a system: twin pairs, one half published by a committed coin.

    Exit: 0 not detected; 1 detected; 2 usage, or files that do not belong together; 3 nothing to decide.

    Parameters
    ----------
    public_run
        Folder of the run on the published half.
    private_run
        Folder of the run on the private half.
    """
    if schema:
        return print_schema(msgspec.json.schema(ContaminationReport))
    if public_run is None or private_run is None:
        raise InputError("two runs are read", mend="name the run on the published half, then that on the private one")
    if commitment is None or reveal is None:
        raise InputError("what was committed is not named", mend="add --commitment FILE --reveal FILE")
    found = _read(public_run, private_run, commitment, reveal, purpose)
    if json:
        print_json(found)
    else:
        print_lines(contamination_lines(found, spoken(lang)))
    return found.exit


def _read(public_run: Path, private_run: Path, commitment: Path, reveal: Path, purpose: Purpose) -> ContaminationReport:
    promised, shown, mismatches = read_checked(commitment, reveal)
    if mismatches:
        what = ", ".join(word(f"mismatch.{one}", "en") for one in mismatches)
        raise InputError(
            f"is not what was committed: {what}", source=str(reveal),
            mend="take both files as `steelyard bank twins` wrote them",
        )  # fmt: skip
    pairs = halves_of(shown)
    public, private = read_runs((public_run, private_run))
    sides = (
        _half(public, public_run, shown, PUBLIC, {pair.public for pair in pairs}),
        _half(private, private_run, shown, PRIVATE, {pair.private for pair in pairs}),
    )
    alpha = float(ALPHA_OF[purpose])
    endpoints = tuple(read_contamination(one, other, pairs, alpha) for one, other in pair_endpoints(*sides))
    return ContaminationReport(
        schema=CONTAMINATION_SCHEMA, purpose=purpose, alpha=alpha, exit=_exit(endpoints), commitment=promised.root,
        pairs=len(pairs), public=summary_of(public.system, public, public_run),
        private=summary_of(private.system, private, private_run), endpoints=endpoints,
    )  # fmt: skip


def _half(run: RunOutcomes, folder: Path, reveal: Reveal, half: str, families: set[str]) -> tuple[SurveyOutcomes, ...]:
    """The surveys that asked one half. Raises InputError when there is none, or its plan asks something else."""
    found = surveys_of_half(run, reveal.banks[half])
    other = PRIVATE if half == PUBLIC else PUBLIC
    if not found and surveys_of_half(run, reveal.banks[other]):
        raise InputError(
            f"asked the {_HALF[other]} half, not the {_HALF[half]} one", source=str(folder),
            mend="name the run on the published half first, then that on the private one",
        )  # fmt: skip
    if not found:
        asked = ", ".join(f"{one.survey.bank[:60]} {one.survey.bank_root[:12]}" for one in run.surveys) or "no bank"
        raise InputError(
            f"did not ask the {_HALF[half]} half ({reveal.banks[half][:12]}) but {asked}: the bank was edited, or is "
            "none of these twins", source=str(folder), mend="assess with --bank on the folder as it was committed",
        )  # fmt: skip
    if any(planned.family not in families for one in found for planned in one.survey.families):
        raise InputError(
            f"plans a question that is not in the {_HALF[half]} half: the run was edited", source=str(folder),
            mend="take the folder as it was written",
        )  # fmt: skip
    return found


def _exit(endpoints: tuple[Contamination, ...]) -> int:
    outcomes = {one.outcome for one in endpoints}
    if "detected" in outcomes:
        return DETECTED
    return NOT_DETECTED if outcomes == {"not_detected"} else NOTHING
