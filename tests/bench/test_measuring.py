"""The rules by which simulated figures are held to a limit, and the clock that jumps."""

from __future__ import annotations

import asyncio
import importlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from steelyard.stats import bank_table, read_path


@pytest.fixture
def simulated(scripts_importable: Path) -> Any:
    return importlib.import_module("simulated")


@pytest.fixture
def virtual_time(scripts_importable: Path) -> Any:
    return importlib.import_module("virtual_time")


def test_a_share_meets_its_limit_until_chance_cannot_explain_it(simulated: Any) -> None:
    assert simulated.share_within(0, 400, 0.05)
    assert simulated.share_within(33, 400, 0.05)  # P(X >= 33) = 0.0042
    assert not simulated.share_within(37, 400, 0.05)  # P(X >= 37) = 0.0003
    assert simulated.share_within(0, 400, 0.0) and not simulated.share_within(1, 400, 0.0)
    assert simulated.share_at_least(400, 400, 1.0) and not simulated.share_at_least(399, 400, 1.0)
    assert simulated.share_at_least(8, 400, 0.05) and not simulated.share_at_least(5, 400, 0.05)


def test_a_mean_may_lie_three_standard_errors_above_its_limit(simulated: Any) -> None:
    values = [9.0, 11.0] * 50  # mean 10, standard error 0.1005
    assert simulated.mean_and_error(values) == (10.0, pytest.approx(0.1005, abs=1e-4))
    assert simulated.mean_within(values, 9.75)
    assert not simulated.mean_within(values, 9.65)


def test_virtual_time_wakes_in_order_and_costs_none(virtual_time: Any) -> None:
    woken: list[tuple[str, float]] = []

    async def sleeper(name: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        woken.append((name, asyncio.get_running_loop().time()))

    async def all_of_them() -> str:
        await asyncio.gather(sleeper("long", 86_400.0), sleeper("short", 0.5), sleeper("middle", 60.0))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(10):
                await asyncio.sleep(3_600)
        return "done"

    assert virtual_time.run(all_of_them()) == "done"
    assert woken == [("short", 0.5), ("middle", 60.0), ("long", 86_400.0)]


def test_virtual_time_refuses_to_wait_for_ever(virtual_time: Any) -> None:
    async def nobody_answers() -> None:
        await asyncio.get_running_loop().create_future()

    with pytest.raises(virtual_time.StuckError):
        virtual_time.run(nobody_answers())


def test_vectorised_stops_are_those_of_the_look_rule(scripts_importable: Path) -> None:
    gate_cost = importlib.import_module("gate_cost")
    rng, table = np.random.default_rng(5), bank_table(60, "0.1", "0.05")
    failing = rng.permuted(np.tile(np.arange(60) < 9, (200, 1)), axis=1)
    calls, sides = gate_cost.stops(failing, table)
    sides_by_name = {"met": 1, "failed": -1, "open": 0}
    for row, call, side in zip(failing, calls, sides, strict=True):
        reading = read_path(bytes(1 + row.astype(np.uint8)), table, None, look_every=1, complete=False)
        assert (reading.counted, sides_by_name[reading.strict.claim]) == (call, side)


def test_scripted_runs_are_the_same_every_time_and_faults_change_no_claim(scripts_importable: Path) -> None:
    scripted = importlib.import_module("scripted_runs")
    for draw, rate, limit in (("bank", 10, 100), ("population", 200, 100), ("bank", 110, 50)):
        plain, faulty = (scripted.run(scripted.Cell(draw, rate, limit, faults), 3) for faults in (0, 3))
        assert plain == scripted.run(scripted.Cell(draw, rate, limit, 0), 3)
        assert plain.same and plain.open_faults == 0 and plain.most_in_flight <= scripted.IN_FLIGHT
        assert faulty.open_faults or (faulty.counted, faulty.state) == (plain.counted, plain.state)
        assert plain.state == ("pass" if rate <= limit else "fail")
        if draw == "bank":
            assert plain.failing == rate
