"""How the bound closed in, as a picture and in words, for one measured limit."""

from __future__ import annotations

from fractions import Fraction

from markupsafe import Markup

from steelyard.records import Measure, Verdict

from .percent import exact_percent, interval_percent, percent
from .say import sentences
from .speaker import Speaker
from .svg import beam_top
from .svg_trail import Trail, draw_trail
from .trail import trail

_FEWEST = 2
"""One answer is no path."""


def drawn(leaf: Verdict, measure: Measure, identity: str, speaker: Speaker) -> Markup:
    """The picture, on the scale of the beam; nothing where there is no path to show."""
    points = trail(speaker.facts.surveys[measure.survey], measure, speaker.evidence)
    if not points or measure.counted < _FEWEST:
        return Markup("")
    language, say, limit = speaker.language, speaker.say, Fraction(measure.limit)
    low, high = interval_percent(measure.interval.low, measure.interval.high, measure.limit, language)
    top = beam_top(Fraction(measure.interval.high), limit)
    shown = {"top": percent(top, language), "limit": exact_percent(measure.limit, language)}
    return draw_trail(
        Trail(
            points=points,
            decided=[at for at in (measure.strict_at, measure.forecast_at) if at is not None],
            limit=limit,
            top=top,
            state=leaf.state,
            limit_label=say("beam.limit", limit=shown["limit"]),
            zero_label="0",
            top_label=shown["top"],
            end_label=say("trail.end", n=measure.counted),
            title=say("trail.title"),
            description=say("trail.desc", n=measure.counted, low=low, high=high, **shown),
        ),
        f"{identity}-p",
    )


def told(measure: Measure, speaker: Speaker) -> str:
    """What the picture shows, and where each claim was decided."""
    looks = (("strict", measure.strict_at), ("forecast", measure.forecast_at))
    decided = [speaker.say(f"trail.{name}", n=at) for name, at in looks if at is not None]
    return sentences([speaker.say("trail.what"), *decided], speaker.language)
