"""`steelyard attack-rate`: how often an attack succeeds within k tries, at its budget."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cyclopts import Parameter

from steelyard.assess import (
    ATTACKS_SCHEMA,
    AttackDimension,
    AttackGroup,
    RunFolder,
    RunTries,
    attack_rates,
    attack_seed,
    run_tries,
)
from steelyard.journal import read_journal
from steelyard.records import InputError

from .attack_lines import attack_lines
from .compared import RunSummary, checked_alpha, summary_of
from .schemas import print_schema
from .terminal import Json, Lang, print_json, print_lines
from .words import spoken

NOTHING = 3
MOST_RUNS = 300


class TechniqueRuns(msgspec.Struct, frozen=True):
    """The runs of one technique, in the order of tries."""

    technique: str
    runs: tuple[RunSummary, ...]


class AttackRates(msgspec.Struct, frozen=True):
    """What `attack-rate --json` prints. All bounds within k tries of one technique at one threshold hold together with
    error at most `alpha`, as far as they are exact."""

    schema: str
    alpha: float
    seed: str
    exit: int
    techniques: tuple[TechniqueRuns, ...]
    dimensions: tuple[AttackDimension, ...]


def attack_rate(
    *runs: Path,
    technique: Annotated[
        tuple[str, ...],
        Parameter(help="NAME=RUN,RUN: the runs of a further technique; give it again for more.", negative=""),
    ] = (),
    alpha: Annotated[float, Parameter(help="Error level of each technique at each threshold.")] = 0.05,
    schema: Annotated[
        Literal["attack-rates"] | None, Parameter(help="Print the JSON Schema and do nothing else.")
    ] = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """How often an attack succeeds within k tries: each run is one try at every prompt.

    Exit: 0 told, whatever the rates; 2 usage; 3 no rate can be told.

    Parameters
    ----------
    runs
        Folders of complete runs of one system on one bank, in the order of tries.
    """
    if schema is not None:
        return print_schema(msgspec.json.schema(AttackRates))
    found = _rates(_named(runs, technique), checked_alpha(alpha))
    if json:
        print_json(found)
    else:
        print_lines(attack_lines(found, spoken(lang)))
    return found.exit


def _rates(named: Sequence[tuple[str, tuple[Path, ...]]], alpha: float) -> AttackRates:
    tries = _read([folder for _, folders in named for folder in folders])
    groups = [
        AttackGroup(name or _technique_of(tries[folders[0]]), tuple(tries[folder] for folder in folders))
        for name, folders in named
    ]  # fmt: skip
    names = [group.technique for group in groups]
    if len(set(names)) < len(names):
        raise InputError("two techniques have one name", source="--technique", mend="give each a name of its own")
    seed = attack_seed(groups)
    dimensions = attack_rates(groups, alpha=alpha, seed=seed)
    told = any(one.rate is not None for dimension in dimensions for one in dimension.techniques)
    return AttackRates(
        schema=ATTACKS_SCHEMA, alpha=alpha, seed=seed, exit=0 if told else NOTHING,
        techniques=tuple(
            TechniqueRuns(group.technique, tuple(
                summary_of(run.outcomes.system, run.outcomes, folder)
                for run, folder in zip(group.runs, folders, strict=True)
            ))
            for group, (_, folders) in zip(groups, named, strict=True)
        ),
        dimensions=dimensions,
    )  # fmt: skip


def _named(runs: tuple[Path, ...], techniques: Sequence[str]) -> list[tuple[str, tuple[Path, ...]]]:
    """Techniques and the folders of their runs; those without a name are of the technique their plans name."""
    found = [("", runs)] if runs else []
    for given in techniques:
        name, equals, folders = given.partition("=")
        if not (name.strip() and equals and folders.strip(",")):
            raise InputError(
                f"{given[:200]!r} names no technique and its runs", source="--technique", mend="write NAME=RUN,RUN"
            )
        found.append((name.strip(), tuple(Path(folder) for folder in folders.split(",") if folder)))
    if not found:
        raise InputError("no run is named", mend="name run folders, or --technique NAME=RUN,RUN")
    if sum(len(folders) for _, folders in found) > MOST_RUNS:
        raise InputError(f"there are more than {MOST_RUNS:,} runs", mend="name fewer")
    return found


def _read(folders: Sequence[Path]) -> dict[Path, RunTries]:
    """Every run, once. Raises InputError for a run that is given twice or is a copy: that is no further try."""
    found: dict[Path, RunTries] = {}
    places: set[Path] = set()
    caller: dict[str, Path] = {}
    for folder in folders:
        if (place := folder.resolve()) in places:
            raise InputError("is given twice", source=str(folder), mend="name each run once")
        tried = _tried(folder)
        if (other := next((caller[call] for call in tried.calls if call in caller), None)) is not None:
            raise InputError(
                f"holds calls that {other} holds too: it is a copy of it, or goes on from it, and no further try",
                source=str(folder), mend="name one of the two",
            )  # fmt: skip
        places.add(place)
        caller |= dict.fromkeys(tried.calls, folder)
        found[folder] = tried
    return found


def _tried(folder: Path) -> RunTries:
    run = RunFolder(folder)
    plan = run.plan()
    rows = (entry.row for entry in read_journal(run.journal))
    try:
        tried = run_tries(plan, rows, finished=run.finished, sealed=run.sealed)
    except ValueError as error:
        raise InputError(
            f"the plan is none that steelyard freezes ({error})", source=str(folder), mend="take the folder as it was"
        ) from error
    if not tried.outcomes.surveys:
        raise InputError("asks no questions", source=str(folder), mend="name a run that does")
    return tried


def _technique_of(run: RunTries) -> str:
    return run.outcomes.surveys[0].survey.technique
