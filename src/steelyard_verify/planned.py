"""What a plan must be in itself, before any answer: its order, its tables, its references.

the order seed follows from bank roots, system and nonce (when it was drawn, not given)
the sample has the size the standard and the bank allow, each family once, in the order of the seed, each of a part of
the bank that has room for it
limits follow from the published numbers; alpha from the purpose; table hashes from limit, alpha and size
every id is there once, and every id that is named exists
what answers a requirement follows from the rest: all surveys of its thresholds, all scans that speak about its risks
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from . import gates
from .failed import Failed
from .shapes import PLAN
from .strictjson import digest, parse

FILE = "plan.json"

_ALPHA = {"screening": "0.1", "gate": "0.05", "certificate": "0.01"}


def read_plan(data: bytes) -> dict[str, Any]:
    """The plan, checked. Raises Failed."""
    plan: dict[str, Any] = parse(data, FILE)
    PLAN(plan, FILE, "")
    _same("alpha", plan["alpha"], _alpha(plan))
    seed = _seed(plan)
    for index, survey in enumerate(plan["surveys"]):
        _survey(plan, survey, f"surveys[{index}]", seed)
    _once("surveys", (survey["id"] for survey in plan["surveys"]))
    _once("scans", (scan["id"] for scan in plan["scans"]))
    _once("standards", (standard["id"] for standard in plan["standards"]))
    _once("requirements", ((planned["standard"], planned["id"]) for planned in plan["requirements"]))
    _references(plan)
    _answers(plan)
    return plan


def _alpha(plan: dict[str, Any]) -> str:
    """That of the purpose; attempt i of several has its 2^-i part, rounded down to 12 places."""
    whole = Fraction(_ALPHA[plan["purpose"]])
    return gates.decimal(whole if plan["attempt"] is None else whole / 2 ** plan["attempt"])


def _seed(plan: dict[str, Any]) -> bytes:
    # One bank for each threshold, however many endpoints are asked.
    drawn: dict[tuple[str, str], str] = {}
    for index, survey in enumerate(plan["surveys"]):
        root = drawn.setdefault((survey["probe"], survey["threshold"]["id"]), survey["bank_root"])
        _same(f"surveys[{index}].bank_root", survey["bank_root"], root)
    if plan["seed_origin"] == "fresh":
        made_of = {"bank_roots": list(drawn.values()), "nonce": plan["nonce"], "system": plan["system"]["id"]}
        _same("order_seed", plan["order_seed"], digest(made_of))
    try:
        return bytes.fromhex(plan["order_seed"])
    except ValueError as error:
        raise Failed("shape", FILE, "order_seed", wanted="hex") from error


def _survey(plan: dict[str, Any], survey: dict[str, Any], place: str, seed: bytes) -> None:
    threshold, families = survey["threshold"], survey["families"]
    published = Fraction(threshold["published_limit"])
    limit = published if threshold["comparator"] == "<=" else 1 - published
    _same(f"{place}.threshold.limit", threshold["limit"], gates.decimal(limit))
    n_min, available = threshold["n_min"], survey["available"]
    size = min(n_min or available, available)
    _same(f"{place}.families", len(families), size)
    if size > gates.MAX_SIZE:
        raise Failed("too_many", FILE, f"{place}.families", limit=gates.MAX_SIZE)
    _order(families, f"{place}.families", seed)
    _parts(survey, f"{place}.families")
    _further(survey, f"{place}.further", seed, plan["wordings"])
    strict = gates.population(size, threshold["limit"], plan["alpha"])
    _same(f"{place}.strict_table", survey["strict_table"], strict.hash)
    asked = n_min == size and not plan["complete"]
    forecast = gates.bank(size, threshold["limit"], plan["alpha"]).hash if asked else None
    _same(f"{place}.forecast_table", survey["forecast_table"], forecast)


def _order(families: list[list[str]], place: str, seed: bytes) -> None:
    before = b""
    for index, (family, _, _) in enumerate(families):
        rank = hashlib.sha256(seed + b"\x00" + family.encode()).digest()
        if rank <= before:
            raise Failed("order", FILE, f"{place}[{index}]")
        before = rank
    _once(place, (item for _, item, _ in families))


def _further(survey: dict[str, Any], place: str, seed: bytes, most: int) -> None:
    """Other wordings stand family by family as the sample does, in the order of the seed, each once, not too many."""
    sample = {family: (position, item, aspect) for position, (family, item, aspect) in enumerate(survey["families"])}
    before = (-1, b"")
    for index, (family, item, aspect) in enumerate(survey["further"]):
        if family not in sample:
            raise Failed("reference", FILE, f"{place}[{index}]", name=family)
        position, first, part = sample[family]
        _same(f"{place}[{index}]", aspect, part)
        rank, least = (hashlib.sha256(seed + b"\x01" + each.encode()).digest() for each in (item, first))
        if (position, rank) <= before or rank <= least:
            raise Failed("order", FILE, f"{place}[{index}]")
        before = (position, rank)
    if any(count >= most for count in Counter(family for family, _, _ in survey["further"]).values()):
        raise Failed("too_many", FILE, place, limit=most - 1)
    _once(place, (item for _, item, _ in survey["families"] + survey["further"]))


def _parts(survey: dict[str, Any], place: str) -> None:
    """Every family belongs to a part of the bank, and no part has more families than the bank."""
    counts = Counter(aspect for _, _, aspect in survey["families"])
    for aspect, count in counts.items():
        if aspect not in survey["composition"]:
            raise Failed("reference", FILE, place, name=aspect)
        if count > survey["composition"][aspect]:
            raise Failed("too_many", FILE, place, limit=survey["composition"][aspect])


def _references(plan: dict[str, Any]) -> None:
    surveys = {survey["id"] for survey in plan["surveys"]}
    scans = {scan["id"] for scan in plan["scans"]}
    standards = {standard["id"] for standard in plan["standards"]}
    for index, planned in enumerate(plan["requirements"]):
        place = f"requirements[{index}]"
        _known(f"{place}.surveys", planned["surveys"], surveys)
        _known(f"{place}.scans", planned["scans"], scans)
        _known(f"{place}.standard", [planned["standard"]], standards)


def _answers(plan: dict[str, Any]) -> None:
    """Nothing that was asked or read is kept from the requirements it speaks about."""
    of_threshold: dict[str, list[str]] = {}
    standards = {standard["id"] for standard in plan["standards"]}
    planned_at = {(planned["standard"], planned["id"]): index for index, planned in enumerate(plan["requirements"])}
    for index, survey in enumerate(plan["surveys"]):
        threshold = survey["threshold"]
        _known(f"surveys[{index}].threshold.standard", [threshold["standard"]], standards)
        of_threshold.setdefault(threshold["id"], []).append(survey["id"])
        owner = planned_at.get((threshold["standard"], threshold["requirement"]))
        if owner is None:
            raise Failed("reference", FILE, f"surveys[{index}].threshold.requirement", name=threshold["requirement"])
        _same(f"requirements[{owner}].surveys", survey["id"] in plan["requirements"][owner]["surveys"], True)
    thresholds = {survey["id"]: survey["threshold"]["id"] for survey in plan["surveys"]}
    for index, planned in enumerate(plan["requirements"]):
        place, named = f"requirements[{index}]", planned["surveys"]
        served = {thresholds[name] for name in named}
        _same(f"{place}.surveys", sorted(named), sorted(name for each in served for name in of_threshold[each]))
        scans = [scan["id"] for scan in plan["scans"] if set(scan["risks"]) & set(planned["risks"])]
        _same(f"{place}.scans", sorted(planned["scans"]), sorted(scans))
        _same(f"{place}.unserved", [each for each in planned["unserved"] if each in of_threshold], [])
        suffice = bool(scans) and not named and not planned["missing"]
        _same(f"{place}.checks_suffice", planned["checks_suffice"], suffice)


def _known(place: str, named: list[str], there: set[str]) -> None:
    for name in named:
        if name not in there:
            raise Failed("reference", FILE, place, name=name)
    _once(place, named)


def _once(place: str, names: Iterable[object]) -> None:
    seen: set[object] = set()
    for name in names:
        if name in seen:
            raise Failed("twice", FILE, place, name=name)
        seen.add(name)


def _same(place: str, recorded: object, recomputed: object) -> None:
    if recorded != recomputed:
        raise Failed("differs", FILE, place, recorded=recorded, recomputed=recomputed)
