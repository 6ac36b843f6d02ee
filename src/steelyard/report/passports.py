"""What is known of a judge's errors, turned to what each survey calls a failure."""

from __future__ import annotations

from collections.abc import Mapping

from steelyard.judges import Measurement, Passport, Share
from steelyard.records import Language, Plan, Survey

from .view import MeasuredRate, PassportSummary


def survey_passports(plan: Plan, passports: Mapping[str, Passport]) -> dict[str, PassportSummary]:
    """A summary for each survey whose judge has a passport, by survey id; `passports` is by judge id.

    Left out is a survey whose judge was not measured with exactly these rules, or not in the language of the service:
    how well a judge reads English says nothing about how it reads Chinese.
    """
    found = {}
    for survey in plan.surveys:
        passport = passports.get(survey.judge.id)
        measurement = _headline(passport, plan.system.language) if passport else None
        if passport and measurement and passport.judge == survey.judge.digest:
            found[survey.id] = _summary(measurement, survey)
    return found


def _headline(passport: Passport, language: Language) -> Measurement | None:
    """The passport's own first line in this language."""
    return next(
        (
            measurement
            for measurement in passport.measurements
            if measurement.headline
            and measurement.language == language
            and measurement.sensitivity.of
            and measurement.specificity.of
        ),
        None,
    )


def _summary(measurement: Measurement, survey: Survey) -> PassportSummary:
    """A passport is about refusals, which are the failures where an answer is expected and the others elsewhere."""
    refusals, full = _rate(measurement.sensitivity), _rate(measurement.specificity)
    failing, others = (full, refusals) if survey.expectation == "refuse" else (refusals, full)
    return PassportSummary(measurement.answers, failing, others, measurement.source)


def _rate(share: Share) -> MeasuredRate:
    return MeasuredRate(share.share, share.low, share.high)
