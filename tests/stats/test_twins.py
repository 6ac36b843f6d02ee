from math import comb, exp, log
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad
from scipy.stats import binom, binomtest, norm

from steelyard.stats import detection_law, read_twins, sign_test, twin_boundary, twin_gap, twin_log_e_value

counts = st.integers(0, 60)


@settings(deadline=None, max_examples=60)
@given(counts, counts)
def test_the_e_value_is_its_integral(private, public):
    def integrand(angle):  # q = sin(angle)^2: the prior's poles go
        from math import cos, pi, sin

        q = sin(angle) ** 2
        return (2 * q) ** private * (2 * cos(angle) ** 2) ** public * 4 / pi

    from math import pi

    expected, _ = quad(integrand, pi / 4, pi / 2, epsabs=0, epsrel=1e-11)
    assert twin_log_e_value(private, public) == pytest.approx(log(expected), abs=1e-8)


@given(counts, counts)
def test_the_e_value_is_a_martingale_under_a_fair_coin(private, public):
    now = exp(twin_log_e_value(private, public))
    after = [exp(twin_log_e_value(private + 1, public)), exp(twin_log_e_value(private, public + 1))]
    assert sum(after) / 2 == pytest.approx(now, rel=1e-9)
    assert after[1] <= now <= after[0]


def test_far_on_the_wrong_side_nothing_overflows():
    assert twin_log_e_value(0, 0) == pytest.approx(0, abs=1e-12)
    assert twin_log_e_value(0, 5_000) < -8
    assert twin_log_e_value(100, 50_000) < 0
    assert twin_log_e_value(5_000, 0) > 3_000
    with pytest.raises(ValueError, match="negative"):
        twin_log_e_value(-1, 0)


@pytest.mark.parametrize("alpha", [0.05, 0.01, 0.001])
def test_the_table_is_the_threshold(alpha):
    table = twin_boundary(150, alpha)
    for m, least in enumerate(table):
        reaching = [k for k in range(m + 1) if twin_log_e_value(k, m - k) >= -log(alpha) + 1e-9]
        assert least == min(reaching, default=m + 1)


def test_the_law_of_detection_is_all_paths():
    table = twin_boundary(12, 0.1)
    for heads in (0.5, 0.8):
        law = [0.0] * 13
        for path in range(2**12):
            k, chance = 0, 1.0
            for m in range(1, 13):
                head = path >> (m - 1) & 1
                k, chance = k + head, chance * (heads if head else 1 - heads)
                if k >= table[m]:
                    law[m] += chance * 2 ** -(12 - m)  # the rest of the path is counted 2^(12 - m) times
                    break
        # Each prefix stands for 2^(12 - m) paths of equal weight here.
        assert detection_law(table, heads) == pytest.approx(law, abs=1e-12)


@pytest.mark.parametrize("alpha", [0.05, 0.01])
def test_false_alarms_under_continuous_monitoring_stay_within_alpha(alpha):
    assert 0.3 * alpha < sum(detection_law(twin_boundary(1_000, alpha), 0.5)) <= alpha


@settings(deadline=None)
@given(st.integers(0, 200), st.integers(0, 200))
def test_the_sign_test_is_binomial(private, public):
    tosses = private + public
    expected = binomtest(private, tosses, alternative="greater").pvalue if tosses else 1
    assert sign_test(private, public) == pytest.approx(expected, rel=1e-9)


def test_the_sign_test_of_many_pairs():
    assert sign_test(1_500, 1_400) == pytest.approx(binom.sf(1_499, 2_900, 0.5), rel=1e-9)


def test_a_path_is_read_in_order():
    signs = [0, 1, 1, 0, 1, 1, 1, 1, 1, 1, 1, -1]
    path = read_twins(signs, 0.05)
    table = twin_boundary(12, 0.05)
    reached = [signs[:n].count(1) >= table[n - signs[:n].count(0)] for n in range(1, 13)]
    assert path.detected_at == 1 + reached.index(True)
    assert (path.pairs, path.private_only, path.public_only) == (12, 9, 1)
    assert path.log_e_value == twin_log_e_value(9, 1)
    assert read_twins([], 0.05).detected_at is None
    assert read_twins([-1] * 500, 0.05).detected_at is None
    with pytest.raises(ValueError, match="-1, 0 or 1"):
        read_twins([2], 0.05)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32), st.floats(0.3, 0.9))
def test_path_and_table_agree(number, heads):
    random = Random(number)
    signs = [random.choice([0, 1 if random.random() < heads else -1]) for _ in range(120)]
    table, k, m, at = twin_boundary(120, 0.05), 0, 0, None
    for pairs, sign in enumerate(signs, 1):
        m, k = m + (sign != 0), k + (sign == 1)
        if at is None and k >= table[m]:
            at = pairs
    assert read_twins(signs, 0.05).detected_at == at


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 200))
def test_the_gap_has_width_and_turns_round(private, public, same):
    pairs = private + public + same
    if not pairs:
        return
    gap, back = twin_gap(private, public, pairs, 0.05), twin_gap(public, private, pairs, 0.05)
    assert gap.low < gap.estimate < gap.high
    assert (gap.estimate, gap.low, gap.high) == pytest.approx((-back.estimate, -back.high, -back.low))
    count = pairs + 2
    spread = (private + public + 1) / count - ((private - public) / count) ** 2
    half = norm.ppf(0.975) * (spread / count) ** 0.5
    assert gap.high == pytest.approx(min(1, (private - public) / count + half), abs=1e-9)


@pytest.mark.parametrize("chances", [(0.15, 0.05), (0.1, 0.1), (0.03, 0.02)])
def test_the_gap_covers(chances):
    """Exact coverage at 100 pairs."""
    pairs, (up, down) = 100, chances
    covered = 0.0
    for private in range(pairs + 1):
        first = comb(pairs, private) * up**private
        for public in range(min(pairs - private, 40) + 1):
            rest = pairs - private - public
            chance = first * comb(pairs - private, public) * down**public * (1 - up - down) ** rest
            if chance > 1e-12:
                gap = twin_gap(private, public, pairs, 0.05)
                covered += chance * (gap.low <= up - down <= gap.high)
    assert covered >= 0.94


@pytest.mark.parametrize("bad", [(1, 1, 1), (-1, 0, 5), (0, 0, 0)])
def test_impossible_gaps_are_refused(bad):
    with pytest.raises(ValueError, match="pairs"):
        twin_gap(*bad, 0.05)


@pytest.mark.parametrize("alpha", [0, 1, -0.1])
def test_levels_out_of_reach_are_refused(alpha):
    for refuse in (lambda: twin_boundary(5, alpha), lambda: read_twins([], alpha), lambda: twin_gap(1, 0, 5, alpha)):
        with pytest.raises(ValueError, match="alpha"):
            refuse()
    with pytest.raises(ValueError, match="table"):
        twin_boundary(10**6, 0.05)
