"""The picture of one risk in a table: its interval on the scale that all risks of the table share."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from .svg import across


@dataclass(frozen=True, slots=True)
class RiskBar:
    """Shares from 0 to 1; what lies above `top` is cut off. `share` is None where nothing was counted."""

    low: Fraction
    high: Fraction
    share: Fraction | None
    limit: Fraction
    top: Fraction
    css: str
    description: str


def draw_risk(bar: RiskBar) -> Markup:
    """The interval as a bar, the share as a point, the limit as a line."""

    def at(share: Fraction) -> str:
        return across(min(share / bar.top, Fraction(1)))

    inside = bar.share is not None and bar.share <= bar.top
    point = Markup('<circle class="share" cx="{}" cy="8" r="3.5"/>').format(at(bar.share or Fraction(0)))
    return Markup(
        '<svg class="risk {css}" role="img" aria-label="{description}" width="100%" height="16">'
        '<rect class="within" x="0" y="3" width="{limit}" height="10"/>'
        '<line class="rod" x1="0" x2="100%" y1="8" y2="8"/>'
        '<rect class="interval" x="{low}" y="5" width="{width}" height="6"/>'
        '<line class="limit-line" x1="{limit}" x2="{limit}" y1="0" y2="16"/>{point}</svg>'
    ).format(
        css=bar.css, description=bar.description, limit=at(bar.limit), low=at(bar.low),
        width=across(min(bar.high / bar.top, Fraction(1)) - min(bar.low / bar.top, Fraction(1))),
        point=point if inside else Markup(""),
    )  # fmt: skip
