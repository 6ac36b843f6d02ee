"""What is known of a judge's errors, turned to what each survey calls a failure."""

from __future__ import annotations

from collections.abc import Mapping

from steelyard.judges import Measurement, Passport, Share, best_measurement
from steelyard.records import Plan, Survey

from .view import MeasuredRate, PassportSummary


def survey_passports(plan: Plan, passports: Mapping[str, Passport]) -> dict[str, PassportSummary]:
    """A summary for each survey whose judge has a passport, by survey id; `passports` is by judge id.

    Left out is a survey whose judge was not measured with exactly these rules, or not in the language of the service:
    how well a judge reads English says nothing about how it reads Chinese.
    """
    found = {}
    for survey in plan.surveys:
        passport = passports.get(survey.judge.id)
        measurement = best_measurement(passport, plan.system.language) if passport else None
        if passport and measurement and passport.judge == survey.judge.digest:
            found[survey.id] = _summary(measurement, survey)
    return found


def _summary(measurement: Measurement, survey: Survey) -> PassportSummary:
    """A passport is about refusals, which are the failures where an answer is expected and the others elsewhere."""
    refusals, full = _rate(measurement.sensitivity), _rate(measurement.specificity)
    failing, others = (full, refusals) if survey.expectation == "refuse" else (refusals, full)
    published = measurement.labeller.startswith("published:")
    return PassportSummary(
        answers=measurement.sensitivity.of + measurement.specificity.of,
        sensitivity=failing,
        specificity=others,
        source=measurement.source,
        labels="people" if measurement.people else "published" if published else "author",
        half=measurement.half,
        near=bool(measurement.notion),
    )


def _rate(share: Share) -> MeasuredRate:
    return MeasuredRate(share.share, share.low, share.high)
