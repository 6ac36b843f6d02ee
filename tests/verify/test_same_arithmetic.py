"""The verifier's arithmetic, written apart, against the assessor's on random runs."""

from __future__ import annotations

from random import Random

import pytest

from steelyard.journal import roots
from steelyard.records import canonical_json
from steelyard.stats import anytime_interval, bank_table, e_values, error_texts, population_table
from steelyard_verify import chances, evalues, gates
from steelyard_verify.failed import Failed
from steelyard_verify.planned import read_plan
from steelyard_verify.replay import replay
from steelyard_verify.roots import check_marks, roots_of
from steelyard_verify.strictjson import canonical
from steelyard_verify.verdicts import recompute

ALPHAS = ("0.1", "0.05", "0.01", "0.4")


def agree(made) -> None:
    """Every verdict, interval, e-value and table hash, the trials that count, and the roots."""
    plan = read_plan(canonical_json(made.plan))
    found = replay(plan, made.lines, interrupted=made.interrupted)
    again = recompute(plan, found, interrupted=made.interrupted)
    assert canonical(again.verdicts) == canonical_json(made.judgement.verdicts)
    assert again.counted == made.judgement.counted
    assert again.finished or made.interrupted
    sealed = roots(made.entries, made.judgement.counted)
    for name, part in roots_of(found.leaves, again.counted).items():
        assert part == {"root": getattr(sealed, name).root, "count": getattr(sealed, name).count}
    check_marks(found.leaves, sealed.marks, len(made.rows))


def agree_on_seeds(made_run, seeds, most) -> None:
    for seed in seeds:
        made = made_run(seed, most=most)
        try:
            agree(made)
        except (AssertionError, Failed) as error:
            raise AssertionError(f"seed {seed}: {error}") from error


@pytest.mark.parametrize("start", range(0, 300, 30))
def test_random_runs(made_run, start):
    agree_on_seeds(made_run, range(start, start + 30), most=20)


@pytest.mark.slow
@pytest.mark.parametrize("start", range(1000, 6000, 500))
def test_thousands_of_random_runs(made_run, start):
    agree_on_seeds(made_run, range(start, start + 500), most=60)


def some_limits(draw: Random, count: int):
    for _ in range(count):
        places = draw.choice([1, 2, 3, 5])
        yield gates.decimal(gates.Fraction(draw.randint(1, 10**places - 1), 10**places)), draw.choice(ALPHAS)


def compare_tables(seed: int, count: int, most: int) -> None:
    draw = Random(seed)
    for limit, alpha in some_limits(draw, count):
        size = draw.randint(1, most)
        for ours, theirs in ((population_table, gates.population), (bank_table, gates.bank)):
            wanted, found = ours(size, limit, alpha), theirs(size, limit, alpha)
            assert (found.pass_max, found.fail_min) == (list(wanted.pass_max), list(wanted.fail_min)), (
                size,
                limit,
                alpha,
            )
            assert found.hash == wanted.hash


def test_tables_of_random_limits():
    compare_tables(seed=5, count=60, most=80)


@pytest.mark.parametrize(("size", "limit", "alpha"), [(300, "0.05", "0.05"), (1000, "0.1", "0.01")])
def test_tables_of_the_standard_sizes(size, limit, alpha):
    assert gates.population(size, limit, alpha).hash == population_table(size, limit, alpha).hash
    assert gates.bank(size, limit, alpha).hash == bank_table(size, limit, alpha).hash


@pytest.mark.slow
def test_many_tables_of_random_limits():
    compare_tables(seed=6, count=800, most=300)


def compare_intervals(seed: int, count: int, most: int) -> None:
    draw = Random(seed)
    for _ in range(count):
        n = draw.randint(0, most)
        failed = draw.randint(0, n)
        at_most = draw.randint(failed, n)
        alpha = draw.choice(ALPHAS)
        wanted = anytime_interval(n, failed, at_most, alpha)
        assert gates.interval(n, failed, at_most, alpha) == {
            "low": wanted.low, "high": wanted.high, "alpha": wanted.alpha,
        }, (n, failed, at_most, alpha)  # fmt: skip


def test_intervals():
    compare_intervals(seed=7, count=120, most=400)


@pytest.mark.slow
def test_many_intervals():
    compare_intervals(seed=8, count=3000, most=3000)


def compare_evidence(seed: int, count: int, most: int) -> None:
    """E-values at random states, and error probabilities, to the last digit."""
    draw = Random(seed)
    for limit, alpha in some_limits(draw, count):
        size, look_every = draw.randint(1, most), draw.choice([1, 1, 3, 20, most])
        n = draw.randint(0, size)
        low = draw.choice([0, min(n, int(gates.Fraction(limit) * n)), draw.randint(0, n)])
        high = draw.choice([low, draw.randint(low, n)])
        told = (size, limit, alpha, look_every, n, low, high)
        for table, values, errs in (
            (population_table, evalues.of_population(n, low, high, limit), chances.of_population),
            (bank_table, evalues.of_bank(n, low, high, size, limit), chances.of_bank),
        ):
            wanted = e_values(table(size, limit, alpha), n, low, high)
            assert values == {"met": wanted.met, "failed": wanted.failed}, told
            texts = error_texts(table(size, limit, alpha), look_every)
            assert errs(size, limit, alpha, look_every) == (texts or (None, None)), told


def test_evidence_of_random_limits():
    compare_evidence(seed=9, count=100, most=70)


@pytest.mark.slow
def test_much_evidence_of_random_limits():
    compare_evidence(seed=10, count=200, most=500)


def test_a_run_changed_in_memory_does_not_agree(made_run):
    """The comparison can fail: one reading turned round in the journal alone."""
    refused = b'"reading":"refused"'
    runs = (made_run(seed) for seed in range(100))
    made = next(run for run in runs if not run.interrupted and any(refused in line for line in run.lines))
    at = next(index for index, line in enumerate(made.lines) if refused in line)
    made.lines[at] = made.lines[at].replace(refused, b'"reading":"answered"')
    with pytest.raises((AssertionError, Failed)):
        agree(made)
