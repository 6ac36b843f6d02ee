from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.stats import decimal_string, exact_rate


@given(st.integers(0, 10**12))
def test_a_decimal_reads_back_exactly(numerator):
    rate = Fraction(numerator, 10**12)
    text = decimal_string(rate)
    assert exact_rate(text) == rate
    assert text in {"0", "1"} or not text.endswith("0")


def test_trailing_zeros_go():
    assert decimal_string(exact_rate("0.0500")) == "0.05"
    assert decimal_string(exact_rate("1.0")) == "1"


@pytest.mark.parametrize(
    "bad", ["", "-0.1", "+0.1", "1.01", "2", ".5", "0.", "1e-2", "1/3", "0_1", " 0.1", "nan", "٠.٥", "0." + "1" * 13]
)
def test_what_is_no_rate_is_refused(bad):
    with pytest.raises(ValueError, match="rate"):
        exact_rate(bad)


def test_a_rate_without_decimal_form_is_refused():
    with pytest.raises(ValueError, match="decimal form"):
        decimal_string(Fraction(1, 3))
