"""`steelyard rank`: what order of many runs the evidence allows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated, Literal

import msgspec
from cyclopts import Parameter

from steelyard.assess import (
    MARGIN,
    RANKING_SCHEMA,
    Against,
    Contestant,
    Dimension,
    Ranked,
    against_published,
    against_runs,
    contestants_of,
    no_total,
    published_schema,
    rank_systems,
    read_pareto,
    read_published,
    seed_of,
)
from steelyard.records import InputError, Language, StorageError
from steelyard.report.order import OrderItem, draw_order

from .compared import Ranking, checked_alpha, checked_margin, read_runs, summary_of
from .rank_lines import rank_lines, ranks_text
from .schemas import print_schema
from .terminal import Json, Lang, print_json, print_lines
from .words import spoken, tell
from .words_compare import said
from .words_rank import WORDS

NOTHING = 3
MOST_SYSTEMS = 100
_Folders = Annotated[
    tuple[Path, ...], Parameter(consume_multiple=True, negative="", help="A second set of runs of the same systems.")
]


def rank(
    *runs: Path,
    alpha: Annotated[float, Parameter(help="Error level of all ranks together.")] = 0.05,
    margin: Annotated[
        float, Parameter(help="How much larger a failure share still counts as no worse, for dominance.")
    ] = MARGIN,
    seed: Annotated[str | None, Parameter(help="Seed of the resampling. Default: follows from the runs.")] = None,
    against: Annotated[
        Path | None, Parameter(help="A published list (YAML or JSON): which reversals are real, which may be noise.")
    ] = None,
    against_runs: _Folders = (),
    total: Annotated[
        bool, Parameter(negative="", help="Why there is no total score, and which orders are left.")
    ] = False,
    svg: Annotated[Path | None, Parameter(help="Folder for a picture of each order.")] = None,
    schema: Annotated[
        Literal["ranking", "published"] | None, Parameter(help="Print a JSON Schema and do nothing else.")
    ] = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """What order of many runs the evidence allows: ranks from and to, and who is shown better than whom.

    Exit: 0 told, whatever the outcome; 2 usage; 3 nothing can be ranked.

    Parameters
    ----------
    runs
        Folders of runs, two or more.
    """
    if schema is not None:
        return print_schema(published_schema() if schema == "published" else msgspec.json.schema(Ranking))
    work = _Rank(runs, checked_alpha(alpha), seed)
    found = work.ranking(checked_margin(margin), work.against(against, against_runs), total=total)
    language = spoken(lang)
    if json:
        print_json(found)
    else:
        print_lines(rank_lines(found, language))
    if svg is not None:
        for line in _draw(found.dimensions, svg, language):
            tell(line)
    return found.exit


class _Rank:
    """One ranking from the command line."""

    def __init__(self, folders: Sequence[Path], alpha: float, seed: str | None) -> None:
        if len(folders) < 2:
            raise InputError("an order needs two runs or more", mend="name run folders")
        self._systems, self._folders = _contestants(folders)
        self._alpha, self._seed = alpha, seed or seed_of(self._systems)
        self._ranked: Ranked = rank_systems(self._systems, alpha=alpha, seed=self._seed)

    def against(self, published: Path | None, others: Sequence[Path]) -> Against | None:
        """The other list, where one is named."""
        if published is not None and others:
            raise InputError("both --against and --against-runs are given", mend="name one other list")
        if published is not None:
            return against_published(
                self._systems, self._ranked, read_published(published), alpha=self._alpha, seed=self._seed
            )
        if others:
            theirs, _ = _contestants(others)
            return against_runs(self._systems, self._ranked, theirs, alpha=self._alpha, seed=self._seed)
        return None

    def ranking(self, margin: float, against: Against | None, *, total: bool) -> Ranking:
        """All that was found."""
        pareto = read_pareto(self._systems, self._ranked, alpha=self._alpha, margin=margin)
        names = [each.name for each in self._systems]
        return Ranking(
            schema=RANKING_SCHEMA, alpha=self._alpha, seed=self._seed,
            exit=0 if self._ranked.scores or total else NOTHING,
            systems=tuple(
                summary_of(each.name, each.run, folder)
                for each, folder in zip(self._systems, self._folders, strict=True)
            ),
            dimensions=self._ranked.dimensions, pareto=pareto, against=against,
            no_total=no_total(names, self._ranked, pareto) if total else None,
        )  # fmt: skip


def _contestants(folders: Sequence[Path]) -> tuple[tuple[Contestant, ...], list[Path]]:
    """The systems of some folders, and the folder of each."""
    runs = read_runs(folders)
    systems = contestants_of(runs)
    if len(systems) > MOST_SYSTEMS:
        raise InputError(f"there are {len(systems)} systems, and {MOST_SYSTEMS} can be ranked", mend="name fewer runs")
    return systems, [folders[next(place for place, run in enumerate(runs) if run is each.run)] for each in systems]


def _draw(dimensions: Sequence[Dimension], folder: Path, language: Language) -> Iterator[str]:
    """Write a picture of every ranked threshold, and say where."""
    for each in dimensions:
        if each.reasons:
            continue
        path = folder / (re.sub(r"[^A-Za-z0-9._-]", "_", each.threshold).lstrip(".")[:80] + ".svg")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_text(_picture(each, language), encoding="utf-8")
        except OSError as error:
            raise StorageError(f"{path}: cannot be written ({error.strerror})") from error
        yield said(WORDS, "drawn", language, threshold=each.threshold, path=path)


def _picture(each: Dimension, language: Language) -> str:
    names = [place.system for place in each.places]
    items = [
        OrderItem(place.system, said(WORDS, "svg.note", language, ranks=ranks_text(place.best, place.worst, language)))
        for place in each.places
    ]
    told = [said(WORDS, "svg.claim", language, better=better, worse=worse) for better, worse in each.edges]
    return str(draw_order(
        items, [(names.index(better), names.index(worse)) for better, worse in each.edges],
        title=said(WORDS, "svg.title", language, threshold=each.threshold),
        description=" ".join(told) or said(WORDS, "svg.none", language), left=said(WORDS, "svg.left", language),
    ))  # fmt: skip
