"""E-values and error probabilities as records hold them: against exact fractions, all orders counted, the tables."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import product
from math import ceil, comb, floor, perm

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.records import CERTAIN_EVIDENCE
from steelyard.stats import bank_table, e_values, error_rates, error_texts, population_table
from steelyard.stats.mixture import ABOVE, BELOW
from steelyard.stats.recorded import MOST_STATES

LIMITS = st.sampled_from(["0.05", "0.1", "0.3", "0.5", "0.9", "0.015625"])
ALPHAS = st.sampled_from(["0.4", "0.1", "0.05", "0.01"])


def of_population(n, k, limit, factors):
    p = Fraction(limit)
    live = [f for f in factors if f * p < 1]
    return sum((f**k * ((1 - f * p) / (1 - p)) ** (n - k) for f in live), Fraction(0)) / len(factors)


def of_bank(n, k, size, limit, side):
    """The exact e-value; infinity where the null is impossible, zero where the other side is."""
    c, half = floor(Fraction(limit) * size), Fraction(1, 2)
    met, failed = k <= c and n - k >= size - c, k > c
    if met or failed:
        return float("inf") if (met if side == "met" else failed) else Fraction(0)
    null = c + 1 if side == "met" else c
    factors = BELOW if side == "met" else ABOVE
    counts = [min(size, floor((c if side == "met" else c + 1) * factor + half)) for factor in factors]

    def ways(m):
        return perm(m, k) * perm(size - m, n - k)

    return Fraction(sum(map(ways, counts)), ways(null) * len(factors))


def is_cut(text, exact):
    """Whether a text is an exact value rounded down to 15 significant digits, in its only spelling."""
    if exact == float("inf"):
        return text == CERTAIN_EVIDENCE
    if exact == 0:
        return text == "0"
    value = Decimal(text)
    unit = Fraction(10) ** (value.adjusted() - 14)
    assert len(value.as_tuple().digits) <= 15 or "." not in text
    if "." in text.partition("E")[0]:
        assert text.partition("E")[0][-1] != "0"
    return Fraction(value) <= exact < Fraction(value) + unit


@settings(max_examples=120, deadline=None)
@given(st.integers(0, 400), st.data(), LIMITS, ALPHAS)
def test_population_e_values_are_the_mixture_rounded_down(n, data, limit, alpha):
    low = data.draw(st.integers(0, n))
    high = data.draw(st.integers(low, n))
    found = e_values(population_table(400, limit, alpha), n, low, high)
    assert is_cut(found.met, of_population(n, high, limit, BELOW))
    assert is_cut(found.failed, of_population(n, low, limit, ABOVE))


@settings(max_examples=120, deadline=None)
@given(st.integers(1, 60), st.data(), LIMITS)
def test_bank_e_values_are_the_mixture_rounded_down(size, data, limit):
    n = data.draw(st.integers(0, size))
    low = data.draw(st.integers(0, n))
    high = data.draw(st.integers(low, n))
    found = e_values(bank_table(size, limit, "0.05"), n, low, high)
    assert is_cut(found.met, of_bank(n, high, size, limit, "met"))
    assert is_cut(found.failed, of_bank(n, low, size, limit, "failed"))


@pytest.mark.parametrize("make", [population_table, bank_table])
@pytest.mark.parametrize("alpha", ["0.1", "0.05"])
def test_a_side_is_reached_where_its_e_value_is(make, alpha):
    table = make(90, "0.1", alpha)
    need = 1 / Decimal(alpha)
    for n, k in [(asked, failing) for asked in range(91) for failing in range(asked + 1)]:
        found = e_values(table, n, k, k)
        reached = [value == CERTAIN_EVIDENCE or Decimal(value) >= need for value in (found.met, found.failed)]
        assert reached == [k <= table.pass_max[n], k >= table.fail_min[n]], (n, k)


def test_values_that_are_short_or_nothing():
    """1 before any answer, though decimals on both sides of it round differently; 0 where no alternative is left."""
    assert e_values(population_table(10, "0.5", "0.05"), 0, 0, 0).met == "1"
    assert e_values(bank_table(10, "0.5", "0.05"), 0, 0, 0).failed == "1"
    assert e_values(population_table(10, "0.95", "0.05"), 3, 3, 3).failed == "0"


def test_large_and_small_values_have_an_exponent():
    found = e_values(population_table(2000, "0.1", "0.05"), 2000, 700, 700)
    assert found.failed.partition("E")[2].startswith("+")
    assert found.met.partition("E")[2].startswith("-")


def brute(table, look_every, chance_of):
    """Probabilities of the two first crossings over every sequence of answers."""
    found = [Fraction(0), Fraction(0)]
    for answers in product((0, 1), repeat=table.size):
        k = 0
        for n, answer in enumerate(answers, 1):
            k += answer
            if n % look_every and n < table.size:
                continue
            if k <= table.pass_max[n] or k >= table.fail_min[n]:
                found[k >= table.fail_min[n]] += chance_of(answers)
                break
    return found


def rounded_up(chance):
    return Fraction(ceil(chance * 10**12), 10**12)


@pytest.mark.parametrize("look_every", [1, 3])
@pytest.mark.parametrize(("size", "limit", "alpha"), [(5, "0.5", "0.4"), (9, "0.3", "0.4"), (11, "0.25", "0.1")])
def test_error_probabilities_count_every_order(size, limit, alpha, look_every):
    p = Fraction(limit)
    table = population_table(size, limit, alpha)
    met, failed = brute(table, look_every, lambda a: p ** sum(a) * (1 - p) ** (size - sum(a)))
    found = error_texts(table, look_every)
    assert (Fraction(found.false_met), Fraction(found.false_failed)) == (rounded_up(met), rounded_up(failed))
    table, c = bank_table(size, limit, alpha), floor(p * size)
    wrong = []
    for side, bad in enumerate((c + 1, c)):
        orders = comb(size, bad)
        chances = brute(table, look_every, lambda a, bad=bad, n=orders: Fraction(sum(a) == bad, n))
        wrong.append(rounded_up(chances[side]))
    found = error_texts(table, look_every)
    assert [Fraction(text) for text in found] == wrong


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 250), LIMITS, ALPHAS, st.sampled_from([1, 1, 2, 10, 300]))
def test_error_probabilities_keep_alpha_and_agree_with_the_dynamic_program(size, limit, alpha, look_every):
    for table in (population_table(size, limit, alpha), bank_table(size, limit, alpha)):
        found = error_texts(table, look_every)
        assert found is not None
        for text, rate in zip(found, error_rates(table, look_every=look_every), strict=True):
            assert Fraction(text) <= Fraction(alpha)
            assert float(text) == pytest.approx(rate, abs=2e-12)


def test_a_table_too_large_to_recompute_has_none():
    table = population_table(2000, "0.1", "0.05")
    assert error_texts(table) is not None
    assert error_texts(table, 2000) is None
    assert MOST_STATES < 2000 * 2001 // 2, "with one look at its end, every state before it stays undecided"


def test_wrong_arguments():
    table = population_table(10, "0.1", "0.05")
    for state in ((11, 0, 0), (3, 2, 1), (3, 1, 4), (3, -1, 1)):
        with pytest.raises(ValueError, match=r"answers|failures"):
            e_values(table, *state)
    with pytest.raises(ValueError, match="at least one answer"):
        error_texts(table, 0)
