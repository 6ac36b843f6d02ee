"""Our ranking against another list of the same systems: which reversals are real, which may be noise. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from steelyard.records import InputError
from steelyard.stats import Agreement, PairKind, compare_lists, compare_with_published, rank_boards

from .contestants import Contestant
from .published import Published
from .ranking import Ranked, rank_systems


class PairAgreement(msgspec.Struct, frozen=True):
    """One pair of systems in both lists, as `steelyard.stats.PairKind` has it."""

    first: str
    second: str
    kind: PairKind


class ListAgreement(msgspec.Struct, frozen=True):
    """Two lists at one threshold: Kendall's `tau` as shown, and bounds that hold that of the true orders."""

    threshold: str
    tau: float
    low: float
    high: float
    pairs: tuple[PairAgreement, ...]


class Against(msgspec.Struct, frozen=True):
    """Another list beside ours. `source` names it; `left_out` are systems that only one list has."""

    source: str
    left_out: tuple[str, ...]
    lists: tuple[ListAgreement, ...]


def against_published(
    contestants: Sequence[Contestant], ranked: Ranked, published: Published, *, alpha: float, seed: str
) -> Against:
    """Each ranked threshold against a published list. Raises InputError when fewer than two systems stand in both."""
    names = [each.name for each in contestants]
    common = _common(names, list(published.values), "--against")
    places = [names.index(name) for name in common]
    sign = 1 if published.better == "higher" else -1
    values = [sign * published.values[name] for name in common]
    rows = [[scores.rows[place] for place in places] for scores in ranked.scores.values()]
    boards = rank_boards(rows, alpha=alpha, seed=seed)
    lists = tuple(
        _agreement(threshold, compare_with_published(board, values), common)
        for threshold, board in zip(ranked.scores, boards, strict=True)
    )
    return Against(published.source, _left_out(names, list(published.values)), lists)


def against_runs(
    contestants: Sequence[Contestant], ranked: Ranked, others: Sequence[Contestant], *, alpha: float, seed: str
) -> Against:
    """Each threshold ranked in both sets of runs. Raises InputError when fewer than two systems stand in both."""
    names, other_names = [each.name for each in contestants], [each.name for each in others]
    common = _common(names, other_names, "--against-runs")
    theirs = rank_systems(others, alpha=alpha, seed=seed)
    lists = []
    for threshold, ours in ranked.scores.items():
        if threshold not in theirs.scores:
            continue
        other = theirs.scores[threshold]
        agreement = compare_lists(
            [ours.rows[names.index(name)] for name in common], [other.rows[other_names.index(name)] for name in common],
            alpha=alpha, seed=seed, clusters=(ours.families, other.families),
        )  # fmt: skip
        lists.append(_agreement(threshold, agreement, common))
    return Against("--against-runs", _left_out(names, other_names), tuple(lists))


def _common(names: list[str], others: list[str], flag: str) -> list[str]:
    common = [name for name in names if name in others]
    if len(common) < 2:
        raise InputError(
            f"{len(common)} of our systems stand in the other list, and an order needs two", source=flag,
            mend=f"name them as they are named here: {', '.join(names)}",
        )  # fmt: skip
    return common


def _left_out(names: list[str], others: list[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names) ^ set(others)))


def _agreement(threshold: str, found: Agreement, names: list[str]) -> ListAgreement:
    pairs = tuple(PairAgreement(names[pair.first], names[pair.second], pair.kind) for pair in found.pairs)
    return ListAgreement(threshold, found.tau, found.low, found.high, pairs)
