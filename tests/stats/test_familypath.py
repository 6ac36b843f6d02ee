"""The gate on families along a survey: nothing is asked in vain, any order of arrival, evidence as a record has it."""

from fractions import Fraction
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.stats import (
    ClusterGate,
    Family,
    FamilyPath,
    Status,
    SurveyWatcher,
    family_e_values,
    family_interval,
    population_table,
    read_families,
    read_path,
)
from steelyard.stats.clusters import stakes

LIMIT, ALPHA = "0.2", "0.1"


def draw_wordings(draw, families):
    """Where the wordings of each family stand: the first in the sample, the others after it."""
    places, after = [], families
    for first in range(families):
        more = draw.choice([0, 1, 1, 2])
        places.append([first, *range(after, after + more)])
        after += more
    return places, after


def draw_statuses(draw, size):
    rate, faulty = draw.choice([0.0, 0.05, 0.2, 0.6]), draw.choice([0.0, 0.0, 0.1])
    return bytes(
        Status.OPEN if draw.random() < faulty else Status.FAILURE if draw.random() < rate else Status.SUCCESS
        for _ in range(size)
    )


def families_of(statuses, places):
    return [
        Family(len(each), sum(statuses[p] == 2 for p in each), sum(statuses[p] == 3 for p in each)) for each in places
    ]


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from([1, 1, 4, 25]), st.integers(1, 30), st.booleans())
def test_what_is_sure_is_read_and_the_rest_is_never_asked(seed, look_every, at_once, complete):
    draw = Random(seed)
    places, size = draw_wordings(draw, draw.randint(1, 60))
    truth, seen = draw_statuses(draw, size), bytearray(size)
    stream = draw.randint(0, len(places))
    seen[:stream] = truth[:stream]
    path = FamilyPath(ClusterGate(LIMIT, ALPHA), places, look_every=look_every, stream=stream, complete=complete)
    path.follow(seen)
    asked = set()
    while not path.ended:
        under_way = path.sure(seen)[:at_once]
        assert under_way
        for position in draw.sample(under_way, draw.randint(1, len(under_way))):
            seen[position] = truth[position]
            asked.add(position)
        path.follow(seen)
    families = families_of(truth, places)
    assert path.reading == read_families(families, LIMIT, ALPHA, look_every=look_every)
    assert path.families == families[: len(path.families)]
    assert path.beyond == asked
    assert path.sure(seen) == []
    assert len(path.families) == (len(places) if complete or path.reading.at is None else path.reading.at)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**32), st.booleans())
def test_a_watcher_reads_gates_lists_and_families_whatever_came_first(seed, lists):
    draw = Random(seed)
    count = draw.randint(10, 50)
    places, size = draw_wordings(draw, count)
    truth = draw_statuses(draw, size)
    risks = [draw.randrange(2) for _ in range(count)]
    risks[:2] = [0, 1]
    strict = population_table(count, LIMIT, ALPHA)
    watcher = SurveyWatcher(
        count, strict, None, 1, complete=False, alpha=ALPHA, risk_of=risks if lists else (), wordings_of=places
    )  # fmt: skip
    arrivals = draw.sample(range(size), size)
    for position in arrivals:
        if draw.random() < 0.2 and truth[position] != Status.OPEN:
            watcher.record(position, Status.OPEN)
            arrivals.append(position)
        else:
            watcher.record(position, Status(truth[position]))
    assert watcher.finished
    assert watcher.reading == read_path(truth[:count], strict, None, look_every=1, complete=False)
    assert watcher.families == read_families(families_of(truth, places), LIMIT, ALPHA)
    assert (watcher.risks is not None) == lists
    counted = [position for position in range(size) if watcher.counts(position)]
    assert watcher.answers == sum(truth[position] != Status.OPEN for position in counted)
    families = watcher.families.at or count
    assert {position for each in places[:families] for position in each} <= set(counted)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(["0.05", "0.1", "0.5", "0.9"]))
def test_evidence_is_written_rounded_down(seed, limit):
    draw = Random(seed)
    places, size = draw_wordings(draw, draw.randint(0, 40))
    families, null = families_of(draw_statuses(draw, size), places), Fraction(limit)
    found = family_e_values(families, limit)
    for text, side, sign, failing in ((found.met, "met", 1, True), (found.failed, "failed", -1, False)):
        exact = Fraction(0)
        for stake in stakes(null, side):
            product = Fraction(1)
            for family in families:
                product *= 1 + sign * stake * (null - family.share(failing=failing))
            exact += product / len(stakes(null, side))
        assert Fraction(text) <= exact < Fraction(text) * (1 + Fraction(1, 10**14))


def test_the_bounds_say_what_the_gate_says():
    for failing in (0, 2, 12, 40):
        families = [Family(2, 1)] * failing + [Family(2, 0)] * (80 - failing)
        bounds = family_interval(families, "0.05")
        share = failing / 160
        assert float(bounds.low) <= share <= float(bounds.high)
        assert float(bounds.low) < float(bounds.high)
        for point, side in ((bounds.high, "met"), (bounds.low, "failed")):
            if Fraction(point) not in {0, 1}:
                gate = ClusterGate(point, "0.05")
                for family in families:
                    gate.record(family)
                met, failed = gate.log_evidence()
                assert (met if side == "met" else failed) >= 2.99
    unread = family_interval([], "0.05")
    assert (unread.low, unread.high) == ("0", "1")


def test_alike_wordings_count_little_more_than_one():
    """Forty families whose five wordings all come out alike say what forty answers say, not two hundred."""
    alike = family_e_values([Family(5, 5)] * 4 + [Family(5, 0)] * 36, "0.2")
    single = family_e_values([Family(1, 1)] * 4 + [Family(1, 0)] * 36, "0.2")
    assert alike == single
