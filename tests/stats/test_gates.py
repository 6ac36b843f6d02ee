"""Boundary tables against exact rational evidence, written here a second time from the formulas."""

import itertools
import time
from fractions import Fraction
from math import comb, floor, inf, perm

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.records import digest
from steelyard.stats import bank_table, population_table

F = [Fraction(x) for x in ("0.7", "0.5", "0.35", "0.2", "0.1", "0.03", "0.002")]
G = [Fraction(x) for x in ("1.15", "1.3", "1.5", "2", "3", "5")]
RATES = st.integers(1, 99).map(lambda percent: Fraction(percent, 100))
ALPHAS = st.sampled_from([Fraction(1, 100), Fraction(1, 20), Fraction(1, 10), Fraction(2, 5)])


def population_evidence(limit, factors, n, k):
    total = Fraction(0)
    for factor in factors:
        q = limit * factor
        if q < 1:
            total += (q / limit) ** k * ((1 - q) / (1 - limit)) ** (n - k)
    return total / len(factors)


def ways(size, failing, n, k):
    return perm(failing, k) * perm(size - failing, n - k) if k <= failing and n - k <= size - failing else 0


def bank_evidence(size, null, alternatives, n, k):
    mean = Fraction(sum(ways(size, m, n, k) for m in alternatives), len(alternatives))
    floor_ = ways(size, null, n, k)
    return mean / floor_ if floor_ else inf


def bank_sides(size, limit):
    c = floor(limit * size)
    fewer = [floor(c * f + Fraction(1, 2)) for f in F]
    more = [min(size, floor((c + 1) * g + Fraction(1, 2))) for g in G]
    return c, fewer, more


def brute_population(size, limit, alpha):
    rows = []
    for n in range(size + 1):
        below = [population_evidence(limit, F, n, k) for k in range(n + 1)]
        above = [population_evidence(limit, G, n, k) for k in range(n + 1)]
        assert all(a > b for a, b in itertools.pairwise(below)), "evidence of meeting falls with failures"
        assert all(a <= b for a, b in itertools.pairwise(above)), "evidence of failing rises with failures"
        rows.append(boundaries(n, below, above, alpha))
    return rows


def brute_bank(size, limit, alpha):
    c, fewer, more = bank_sides(size, limit)
    rows = []
    for n in range(size + 1):
        below, above = [], []
        for k in range(n + 1):
            if k > c:
                below.append(0), above.append(inf)
            elif n - k >= size - c:
                below.append(inf), above.append(0)
            else:
                below.append(bank_evidence(size, c + 1, fewer, n, k))
                above.append(bank_evidence(size, c, more, n, k))
        assert all(a >= b for a, b in itertools.pairwise(below))
        assert all(a <= b for a, b in itertools.pairwise(above))
        rows.append(boundaries(n, below, above, alpha))
    return rows


def boundaries(n, below, above, alpha):
    met = [k for k in range(n + 1) if below[k] >= 1 / alpha]
    failed = [k for k in range(n + 1) if above[k] >= 1 / alpha]
    return max(met, default=-1), min(failed, default=n + 1)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 24), RATES, ALPHAS)
def test_population_table_is_the_exact_one(size, limit, alpha):
    table = population_table(size, limit, alpha)
    assert list(zip(table.pass_max, table.fail_min, strict=True)) == brute_population(size, limit, alpha)


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 30), RATES, ALPHAS)
def test_bank_table_is_the_exact_one(size, limit, alpha):
    table = bank_table(size, limit, alpha)
    assert list(zip(table.pass_max, table.fail_min, strict=True)) == brute_bank(size, limit, alpha)


@pytest.mark.parametrize(("limit", "alpha"), [("0.1", "0.05"), ("0.05", "0.01")])
def test_boundaries_of_a_large_table_are_exact(limit, alpha):
    size, p, bar = 1000, Fraction(limit), 1 / Fraction(alpha)
    population, bank = population_table(size, limit, alpha), bank_table(size, limit, alpha)
    c, fewer, more = bank_sides(size, p)
    for n in [1, 2, 5, 10, 34, 35, 61, 99, 250, 500, 777, 900, 999]:
        k = population.pass_max[n]
        assert k < 0 or population_evidence(p, F, n, k) >= bar
        assert population_evidence(p, F, n, k + 1) < bar
        k = population.fail_min[n]
        assert k > n or population_evidence(p, G, n, k) >= bar
        assert population_evidence(p, G, n, k - 1) < bar
        k = bank.pass_max[n]
        assert k < 0 or n - k >= size - c or bank_evidence(size, c + 1, fewer, n, k) >= bar
        assert k + 1 > c or bank_evidence(size, c + 1, fewer, n, k + 1) < bar
        k = bank.fail_min[n]
        assert k > min(n, c) or bank_evidence(size, c, more, n, k) >= bar
        assert n - k + 1 >= size - c or bank_evidence(size, c, more, n, k - 1) < bar


def test_the_example_of_the_measurement_standard():
    table = bank_table(1000, "0.1", "0.05")
    first_met = [next(n for n in range(1001) if table.pass_max[n] >= k) for k in range(5)]
    assert first_met == [34, 61, 81, 99, 115]
    assert [table.fail_min[n] for n in (10, 20, 50, 100)] == [5, 7, 12, 20]


def test_an_exact_tie_with_the_threshold_counts():
    # No failure allowed among 300: the e-value after n clean answers is 300 / (300 - n), exactly 20 at n = 285.
    table = bank_table(300, "0.003", "0.05")
    assert (table.pass_max[284], table.pass_max[285]) == (-1, 0)


@given(st.integers(1, 400), RATES, ALPHAS)
@settings(max_examples=40, deadline=None)
def test_shape_of_every_table(size, limit, alpha):
    for table in (population_table(size, limit, alpha), bank_table(size, limit, alpha)):
        assert len(table.pass_max) == len(table.fail_min) == size + 1
        assert (table.pass_max[0], table.fail_min[0]) == (-1, 1)
        for n in range(size + 1):
            assert -1 <= table.pass_max[n] < table.fail_min[n] <= n + 1
        for row in (table.pass_max, table.fail_min):
            assert {b - a for a, b in itertools.pairwise(row)} <= {0, 1}
    allowed = floor(limit * size)
    assert (table.pass_max[size], table.fail_min[size]) == (allowed, allowed + 1), "a whole bank is decided exactly"


@given(st.integers(0, 40), RATES)
@settings(max_examples=30, deadline=None)
def test_evidence_has_mean_at_most_one_under_its_null(n, limit):
    for factors, exact in ((F, True), (G, False)):
        mean = sum(
            comb(n, k) * limit**k * (1 - limit) ** (n - k) * population_evidence(limit, factors, n, k)
            for k in range(n + 1)
        )
        assert mean == 1 if exact else mean <= 1


@given(st.integers(1, 40), RATES, st.data())
@settings(max_examples=30, deadline=None)
def test_bank_evidence_has_mean_at_most_one_under_its_null(size, limit, data):
    n = data.draw(st.integers(0, size))
    c, fewer, more = bank_sides(size, limit)
    for null, alternatives in ((c + 1, fewer), (c, more)):
        mean = sum(
            Fraction(comb(null, k) * comb(size - null, n - k), comb(size, n))
            * bank_evidence(size, null, alternatives, n, k)
            for k in range(n + 1)
            if ways(size, null, n, k)
        )
        assert mean <= 1


def test_tables_have_one_identity():
    table = population_table(1000, "0.10", "0.050")
    assert table is population_table(1000, Fraction(1, 10), Fraction(1, 20))
    assert (table.limit, table.alpha) == ("0.1", "0.05")
    fields = {name: getattr(table, name) for name in table.__struct_fields__}
    assert set(fields) == {"kind", "size", "limit", "alpha", "pass_max", "fail_min"}
    assert table.hash == digest(fields | {name: list(fields[name]) for name in ("pass_max", "fail_min")})
    # Frozen: these stand in plans and seals, so a change of arithmetic must be seen here first.
    assert table.hash[:16] == "db44af906b4ac461"
    assert bank_table(1000, "0.1", "0.05").hash[:16] == "949513ae5641c5e3"


def test_tables_are_quick():
    started = time.process_time()
    population_table(4000, "0.0431", "0.0491")
    bank_table(4000, "0.0431", "0.0491")
    assert time.process_time() - started < 2


@pytest.mark.parametrize("make", [population_table, bank_table])
@pytest.mark.parametrize(
    ("size", "limit", "alpha"),
    [(0, "0.1", "0.05"), (-1, "0.1", "0.05"), (10**7, "0.1", "0.05"), (10, "0", "0.05"), (10, "1", "0.05"),
     (10, "0.1", "1"), (10, "0.1", "0"), (10, "5%", "0.05"), (10, Fraction(1, 3), "0.05")],
)  # fmt: skip
def test_impossible_settings_are_refused(make, size, limit, alpha):
    with pytest.raises(ValueError):
        make(size, limit, alpha)
