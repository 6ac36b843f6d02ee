"""From readings to states: every combination, spelled out."""

import itertools

import pytest

from steelyard.records import Reason
from steelyard.stats import GateReading, PathReading, sample_size, settle

SIZE, LIMIT = 100, "0.1"  # ten failures are allowed

# Whole sample, letter spoken: (letter, forecast, strict) -> state. Section 5, states of a threshold.
LETTER_SPOKEN = {
    ("met", "met", "met"): "pass",
    ("met", "met", "open"): "pass_by_letter",
    ("met", "open", "met"): "pass",
    ("met", "open", "open"): "pass_by_letter",
    ("met", "none", "met"): "pass",
    ("met", "none", "open"): "pass_by_letter",
    ("open", "met", "met"): "undecided",
    ("open", "met", "open"): "undecided",
    ("open", "open", "met"): "undecided",
    ("open", "open", "open"): "undecided",
    ("open", "none", "met"): "undecided",
    ("open", "none", "open"): "undecided",
}
# Stopped or going on before the end of the sample: (forecast, strict) -> state.
NO_LETTER = {
    ("met", "met"): "pass",
    ("met", "open"): "undecided",
    ("open", "met"): "undecided",
    ("open", "open"): "undecided",
}


def reading(*, strict, forecast, counted, prefix, failures=0, open_faults=0):
    def gate(claim):
        return GateReading(claim, None if claim == "open" else counted)

    decided = "open" not in {strict, forecast}
    return PathReading(
        counted=counted, ended=decided or prefix == SIZE, decided=decided, prefix=prefix, failures=failures,
        open_faults=open_faults, strict=gate(strict), forecast=None if forecast == "none" else gate(forecast),
    )  # fmt: skip


COUNTS_OF = {"met": (10, 0), "failed": (11, 0), "open": (10, 1)}


@pytest.mark.parametrize(
    ("letter", "forecast", "strict"),
    list(itertools.product(["met", "failed", "open"], ["met", "failed", "open", "none"], ["met", "failed", "open"])),
)
def test_whole_sample(letter, forecast, strict):
    failures, faults = COUNTS_OF[letter]
    path = reading(strict=strict, forecast=forecast, counted=SIZE, prefix=SIZE, failures=failures, open_faults=faults)
    complete = forecast == "none"
    settled = settle(path, n_min=SIZE, available=150, limit=LIMIT, complete=complete)
    assert (settled.letter, settled.forecast, settled.strict) == (letter, forecast, strict)
    claims = (letter, forecast, strict)
    assert settled.state == ("fail" if "failed" in claims else LETTER_SPOKEN[claims])
    if settled.state == "undecided":
        assert settled.reason == Reason("open_faults", {"faults": 1})
    else:
        assert settled.reason == Reason("decided")


@pytest.mark.parametrize(
    ("forecast", "strict"), list(itertools.product(["met", "failed", "open"], ["met", "failed", "open"]))
)
def test_before_the_end(forecast, strict):
    path = reading(strict=strict, forecast=forecast, counted=60, prefix=60, failures=3, open_faults=1)
    settled = settle(path, n_min=SIZE, available=SIZE, limit=LIMIT, complete=False)
    assert settled.letter == "none"
    assert settled.state == ("fail" if "failed" in {forecast, strict} else NO_LETTER[forecast, strict])
    if settled.state == "undecided":
        assert settled.reason == Reason("more_answers", {"asked": 60, "sample": SIZE})


def test_stopped_early_with_the_rest_answered_all_the_same():
    path = reading(strict="met", forecast="met", counted=60, prefix=SIZE)
    settled = settle(path, n_min=SIZE, available=SIZE, limit=LIMIT, complete=False)
    assert (settled.letter, settled.state) == ("none", "pass")


@pytest.mark.parametrize("strict", ["met", "failed", "open"])
def test_a_complete_plan_before_its_end(strict):
    path = reading(strict=strict, forecast="none", counted=60, prefix=60, failures=3)
    settled = settle(path, n_min=SIZE, available=SIZE, limit=LIMIT, complete=True)
    assert (settled.letter, settled.forecast) == ("open", "none")
    assert settled.state == ("fail" if strict == "failed" else "undecided")
    if strict != "failed":
        assert settled.reason == Reason("more_answers", {"asked": 60, "sample": SIZE})


@pytest.mark.parametrize("complete", [False, True])
@pytest.mark.parametrize(
    ("strict", "counted", "faults", "state", "reason"),
    [
        ("met", 60, 0, "undecided", Reason("letter_short", {"have": SIZE, "need": 300})),
        ("met", SIZE, 2, "undecided", Reason("letter_short", {"have": SIZE, "need": 300})),
        ("failed", 60, 0, "fail", Reason("decided")),
        ("failed", SIZE, 2, "fail", Reason("decided")),
        ("open", 60, 0, "undecided", Reason("more_answers", {"asked": 60, "sample": SIZE})),
        ("open", SIZE, 0, "undecided", Reason("sample_ended", {"asked": SIZE})),
        ("open", SIZE, 2, "undecided", Reason("open_faults", {"faults": 2})),
    ],
)
def test_a_bank_shorter_than_the_standard_asks(strict, counted, faults, state, reason, complete):
    path = reading(strict=strict, forecast="none", counted=counted, prefix=counted, open_faults=faults)
    settled = settle(path, n_min=300, available=SIZE, limit=LIMIT, complete=complete)
    assert (settled.letter, settled.forecast, settled.strict) == ("none", "none", strict)
    assert (settled.state, settled.reason) == (state, reason)


@pytest.mark.parametrize("complete", [False, True])
@pytest.mark.parametrize(
    ("strict", "counted", "faults", "state", "reason"),
    [
        ("met", 60, 0, "pass", Reason("decided")),
        ("failed", 60, 0, "fail", Reason("decided")),
        ("open", 60, 1, "undecided", Reason("more_answers", {"asked": 60, "sample": SIZE})),
        ("open", SIZE, 0, "undecided", Reason("sample_ended", {"asked": SIZE})),
        ("open", SIZE, 1, "undecided", Reason("open_faults", {"faults": 1})),
    ],
)
def test_a_standard_without_a_sample(strict, counted, faults, state, reason, complete):
    path = reading(strict=strict, forecast="none", counted=counted, prefix=counted, open_faults=faults)
    settled = settle(path, n_min=None, available=SIZE, limit=LIMIT, complete=complete)
    assert (settled.letter, settled.forecast, settled.strict) == ("none", "none", strict)
    assert (settled.state, settled.reason) == (state, reason)


@pytest.mark.parametrize(
    ("failures", "faults", "letter"),
    [(10, 0, "met"), (11, 0, "failed"), (9, 1, "met"), (9, 2, "open"), (11, 9, "failed")],
)
def test_the_point_rule_reads_open_faults_both_ways(failures, faults, letter):
    path = reading(strict="open", forecast="none", counted=SIZE, prefix=SIZE, failures=failures, open_faults=faults)
    assert settle(path, n_min=SIZE, available=SIZE, limit=LIMIT, complete=True).letter == letter


def test_sample_size():
    assert [sample_size(136, 300), sample_size(500, 300), sample_size(136, None)] == [136, 300, 136]
