"""battery: what the three samples of a filing cost when each is stopped as soon as its verdict is sure."""

from __future__ import annotations

import sys
from fractions import Fraction

from claim import Claim, Figure, Measurement, main

from steelyard.stats import Bank, bank_table, error_rates, mean_calls, survey_outlooks

CLAIM = Claim(
    name="battery",
    sentence="A battery of 1,000 content questions, 300 to refuse and 300 to answer is forecast with a small part of "
    "its calls for a good model, each forecast wrong with probability at most alpha.",
    promised="measurement.md, section 10, goal 2",
    limit="15 % of 1,600 calls when 1 % fail, 20 % when 2 % fail; wrong at most 5 %",
)

ALPHA = "0.05"
SAMPLES = {"content": (1_000, "0.1"), "to refuse": (300, "0.05"), "to answer": (300, "0.05")}
"""Questions, and the failure limit, of each sample."""
SHARES = {"0.01": 0.15, "0.02": 0.20}
"""True failure rate, and the most calls as a share of the battery."""
REPORTED = ("0.001", "0.03", "0.2")
CALLS = sum(size for size, _ in SAMPLES.values())


def forecast(rate: str) -> float:
    """Calls, on average and exactly, until each sample's verdict is forecast, `rate` of each sample failing."""
    return sum(
        mean_calls(bank_table(size, limit, ALPHA), Bank(size, round(Fraction(rate) * size)))
        for size, limit in SAMPLES.values()
    )


def with_strict(rate: str) -> float:
    """Calls until forecast and strict are both decided, as `assess` asks, or the sample ends."""
    return sum(
        survey_outlooks(available=size, n_min=size, limit=limit, alpha=ALPHA, rates=[rate], fixed_sample=True)[
            0
        ].mean_calls
        for size, limit in SAMPLES.values()
    )


def cost(rate: str) -> list[Figure]:
    """The battery's calls when `rate` of each sample fails; judged where a share is promised."""
    calls, strict, most = forecast(rate), with_strict(rate), SHARES.get(rate)
    at = f"{float(rate):.1%} failing"
    limit = "none" if most is None else f"{most:.0%}"
    holds = None if most is None else calls <= most * CALLS
    return [
        Figure(f"calls to the forecast, exact, {at}", f"{calls / CALLS:.1%} ({calls:.0f} of {CALLS:,})", limit, holds),
        Figure(f"calls until the strict claim is decided too, exact, {at}",
               f"{strict / CALLS:.1%} ({strict:.0f})", "none", None),
    ]  # fmt: skip


def measure(quick: bool) -> Measurement:
    """Exact, so that the quick run is the full one."""
    judged, reported = ([figure for rate in rates for figure in cost(rate)] for rates in (SHARES, REPORTED))
    errors = {name: max(error_rates(bank_table(size, limit, ALPHA))) for name, (size, limit) in SAMPLES.items()}
    wrong = [
        Figure(f"exact error of the sample {name}, worst side", f"{error:.4f}", ALPHA, error <= float(ALPHA))
        for name, error in errors.items()
    ]
    shares = " and ".join(figure.measured.partition(" ")[0] for figure in judged[::2])
    return Measurement(
        measured=f"{shares} of the calls at 1 and 2 % failing; wrong at most {max(errors.values()):.2%}",
        figures=(*judged, *wrong, *reported),
        notes=(
            "By dynamic program, no simulation. A filing itself must ask all: the forecast says what asking all would "
            "have shown. The strict claim, about the population the questions stand for, costs more; a sample of 300 "
            "is small for a limit of 5 %.",
        ),
    )


if __name__ == "__main__":
    sys.exit(main(CLAIM, measure))
