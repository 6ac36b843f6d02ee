"""The evidence of a gate on any path: where it was decided it reaches what is needed, faults read the careful way."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from steelyard.assess.gating import gate_evidence
from steelyard.records import CERTAIN_EVIDENCE, EValues
from steelyard.stats import Status, bank_table, e_values, error_texts, population_table, read_path


def reaches(text: str, alpha: str) -> bool:
    return text == CERTAIN_EVIDENCE or Decimal(text) >= 1 / Decimal(alpha)


def some_path(draw: Random, size: int) -> bytes:
    rate, faulty = draw.choice([0.0, 0.1, 0.5, 1.0]), draw.choice([0.0, 0.1, 0.3])
    asked = draw.randint(0, size)
    kinds = [Status.SUCCESS, Status.FAILURE, Status.OPEN]
    weights = [(1 - rate) * (1 - faulty), rate * (1 - faulty), faulty]
    return bytes(draw.choices(kinds, weights)[0] if at < asked else Status.MISSING for at in range(size))


@pytest.mark.parametrize("look_every", [1, 5])
@pytest.mark.parametrize("complete", [False, True])
def test_a_decided_gate_reaches_what_is_needed(look_every: int, complete: bool) -> None:
    draw = Random(f"{look_every} {complete}")
    decided: list[str] = []
    for _ in range(150):
        size, limit, alpha = draw.randint(20, 90), draw.choice(["0.1", "0.3"]), draw.choice(["0.1", "0.05"])
        strict, forecast = population_table(size, limit, alpha), bank_table(size, limit, alpha)
        statuses = some_path(draw, size)
        path = read_path(statuses, strict, forecast, look_every=look_every, complete=complete)
        assert path.forecast is not None
        for table, reading in ((strict, path.strict), (forecast, path.forecast)):
            found = gate_evidence(table, reading, statuses, path.counted, look_every)
            assert found.stopped == e_values(table, path.counted, path.failures, path.failures + path.open_faults), (
                "at the stopping look"
            )
            assert (found.false_met, found.false_failed) == error_texts(table, look_every)
            if reading.claim == "open":
                assert found.decided is None
                continue
            assert isinstance(found.decided, EValues)
            sides = {"met": found.decided.met, "failed": found.decided.failed}
            assert reaches(sides.pop(reading.claim), alpha)
            assert not reaches(sides.popitem()[1], alpha), "both sides at once"
            decided.append(reading.claim)
    assert min(decided.count("met"), decided.count("failed")) > 20


def test_open_faults_weaken_both_sides() -> None:
    size = 60
    for table in (population_table(size, "0.1", "0.05"), bank_table(size, "0.1", "0.05")):
        for reading in (Status.SUCCESS, Status.FAILURE):
            answered = bytes([reading] * 30 + [Status.MISSING] * 30)
            lost = bytes([reading] * 25 + [Status.OPEN] * 5 + [Status.MISSING] * 30)
            path = read_path(answered, table, None, look_every=30, complete=True)
            known, weaker = (gate_evidence(table, path.strict, it, 30, 30).stopped for it in (answered, lost))
            side = "met" if reading == Status.SUCCESS else "failed"
            texts = [getattr(it, side) for it in (weaker, known)]
            weak, strong = (Decimal("Infinity") if text == CERTAIN_EVIDENCE else Decimal(text) for text in texts)
            assert weak <= strong
            assert weak < strong or strong == Decimal("Infinity")
