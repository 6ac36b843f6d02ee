"""The three claims about one limit, in words, never mixed (design section 5)."""

from __future__ import annotations

from steelyard.records import Measure, Survey

from .content import ClaimText
from .percent import exact_percent
from .speaker import Speaker


def claims(survey: Survey, measure: Measure, speaker: Speaker) -> tuple[ClaimText, ...]:
    """Letter, forecast, strict: what each says, how it came out, and why one was not made."""
    alpha, reader = exact_percent(measure.interval.alpha, speaker.language), speaker.facts.read_by(measure)
    outcomes = (
        ("letter", "claim.letter.what", measure.letter, None, _why_no_letter(survey, measure, speaker)),
        (
            "forecast",
            f"claim.forecast.what.{reader}",
            measure.forecast,
            measure.forecast_at,
            _why_no_forecast(survey, measure, speaker),
        ),
        ("strict", f"claim.strict.what.{reader}", measure.strict, measure.strict_at, ""),
    )
    return tuple(
        ClaimText(
            name=speaker.say(f"claim.{name}"),
            what=speaker.say(what, alpha=alpha),
            outcome=speaker.say(f"outcome.{outcome}"),
            css=outcome,
            note=why if outcome == "none" else speaker.say("outcome.at", n=at) if at is not None else "",
        )
        for name, what, outcome, at, why in outcomes
    )


def _why_no_letter(survey: Survey, measure: Measure, speaker: Speaker) -> str:
    return _no_sample(survey, measure, speaker) or speaker.say("none.stopped", sample=measure.sample)


def _why_no_forecast(survey: Survey, measure: Measure, speaker: Speaker) -> str:
    return _no_sample(survey, measure, speaker) or speaker.say("none.complete")


def _no_sample(survey: Survey, measure: Measure, speaker: Speaker) -> str:
    need = survey.threshold.n_min
    if need is None:
        return speaker.say("none.no_sample")
    return speaker.say("none.short", have=measure.available, need=need) if measure.available < need else ""
