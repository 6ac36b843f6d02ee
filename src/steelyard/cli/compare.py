"""`steelyard compare`: two runs, threshold by threshold, or a tuned system against its base by criteria."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cyclopts import Parameter

from steelyard.assess import COMPARISON_SCHEMA, compare_runs, criteria_schema, read_criteria, read_objectives
from steelyard.records import InputError

from .compare_lines import compare_lines
from .compared import Comparison, checked_alpha, checked_margin, read_runs, summary_of
from .schemas import print_schema
from .terminal import Json, Lang, print_json, print_lines
from .words import spoken

NOTHING = 3


def compare(
    run_a: Path | None = None,
    run_b: Path | None = None,
    /,
    *,
    margin: Annotated[
        float | None, Parameter(help="How much larger a failure share still counts as no worse: 0.02 is two points.")
    ] = None,
    alpha: Annotated[float, Parameter(help="Error level of each threshold.")] = 0.05,
    criteria: Annotated[Path | None, Parameter(help="Objectives, margins and gates for a tuned system (YAML).")] = None,
    schema: Annotated[
        Literal["comparison", "criteria"] | None, Parameter(help="Print a JSON Schema and do nothing else.")
    ] = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Compare two runs: which is better, by how much, or what it would take to know.

    Exit: 0 told, whatever the outcome; 2 usage; 3 nothing comparable, or not every objective.

    Parameters
    ----------
    run_a
        Folder of a run. With --criteria: the base.
    run_b
        Folder of another run. With --criteria: the tuned system.
    """
    if schema is not None:
        return print_schema(criteria_schema() if schema == "criteria" else msgspec.json.schema(Comparison))
    if run_a is None or run_b is None:
        raise InputError("two runs are compared", mend="name two run folders")
    found = _compared(run_a, run_b, checked_alpha(alpha), margin, criteria)
    if json:
        print_json(found)
    else:
        print_lines(compare_lines(found, spoken(lang)))
    return found.exit


def _compared(run_a: Path, run_b: Path, alpha: float, margin: float | None, criteria: Path | None) -> Comparison:
    wanted = None if criteria is None else read_criteria(criteria)
    a, b = read_runs((run_a, run_b))
    thresholds = compare_runs(a, b, alpha=alpha, margin=None if margin is None else checked_margin(margin))
    objectives = None if wanted is None else read_objectives(a, b, wanted, alpha=alpha)
    told = any(one.shown for one in thresholds) if objectives is None else objectives.relation is not None
    return Comparison(
        schema=COMPARISON_SCHEMA, alpha=alpha, margin=margin, a=summary_of(a.system, a, run_a),
        b=summary_of(b.system, b, run_b), exit=0 if told else NOTHING, thresholds=thresholds, criteria=objectives,
    )  # fmt: skip
