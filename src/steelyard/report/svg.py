"""Pictures made by us: the beam (an interval against its limit) and the marks (a state for every requirement).

Every length across is a share of the width, so that text keeps its size on a phone; nested `<svg>` elements carry the
shapes. Colours come from classes of the page's style sheet: the pages' policy forbids style attributes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from steelyard.records import State

_BEAM_HEIGHT = 92
_LINE = 42
_TOPS = (Fraction(1, 50), Fraction(1, 20), Fraction(1, 10), Fraction(1, 5), Fraction(1, 4), Fraction(1, 2), Fraction(1))


@dataclass(frozen=True, slots=True)
class Beam:
    """What a beam shows, as shares from 0 to 1, with the words for its labels.

    There is no way to show `share` without its interval.
    """

    low: Fraction
    high: Fraction
    share: Fraction
    limit: Fraction
    state: str
    interval_label: str
    limit_label: str
    zero_label: str
    top_label: str
    title: str
    description: str


def beam_top(high: Fraction, limit: Fraction) -> Fraction:
    """Where the scale of a beam ends: round, above the interval, with room beyond the limit."""
    reach = max(high, limit * Fraction(3, 2))
    return next(top for top in _TOPS if top >= min(reach, Fraction(1)))


def draw_beam(beam: Beam, identity: str) -> Markup:
    """The beam as SVG; `identity` makes the ids of its title and description unique in the page."""
    top = beam_top(beam.high, beam.limit)

    def at(share: Fraction) -> str:
        return across(min(share / top, Fraction(1)))

    middle = (beam.low + beam.high) / 2
    ticks = Markup("").join(
        Markup('<line class="tick" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(
            across(Fraction(i, 20)), _LINE - (9 if i % 10 == 0 else 6 if i % 2 == 0 else 3), _LINE
        )
        for i in range(21)
    )
    return Markup(
        '<svg class="beam state-{state}" role="img" aria-labelledby="{id}-t {id}-d" width="100%" height="{height}">'
        '<title id="{id}-t">{title}</title><desc id="{id}-d">{description}</desc>'
        '<rect class="within" x="0" y="{line}" width="{limit}" height="5"/>'
        '<line class="rod" x1="0" x2="100%" y1="{line}" y2="{line}"/>{ticks}'
        '<rect class="interval" x="{low}" y="{bar}" width="{width}" height="12"/>'
        '<circle class="share" cx="{share}" cy="{line}" r="4.5"/>'
        '<text class="reach" x="{middle}" y="16" text-anchor="{middle_anchor}">{interval_label}</text>'
        '<svg x="{limit}" y="{line}" overflow="visible"><path class="fulcrum" d="M0 2 L8 17 L-8 17 Z"/></svg>'
        '<text class="limit" x="{limit}" y="{below}" text-anchor="{limit_anchor}">{limit_label}</text>'
        '<text class="end" x="0" y="{foot}">{zero_label}</text>'
        '<text class="end" x="100%" y="{foot}" text-anchor="end">{top_label}</text></svg>'
    ).format(
        id=identity, height=_BEAM_HEIGHT, line=_LINE, bar=_LINE - 6, below=_LINE + 32, foot=_BEAM_HEIGHT - 4,
        ticks=ticks, state=beam.state, title=beam.title, description=beam.description,
        limit=at(beam.limit), low=at(beam.low),
        width=across(min(beam.high / top, Fraction(1)) - beam.low / top), share=at(beam.share), middle=at(middle),
        middle_anchor=anchor(middle / top), limit_anchor=anchor(beam.limit / top),
        interval_label=beam.interval_label, limit_label=beam.limit_label, zero_label=beam.zero_label,
        top_label=beam.top_label,
    )  # fmt: skip


_SHAPES: dict[State, str] = {
    "pass": '<circle class="full" r="4.5"/>',
    "pass_by_letter": '<circle class="ring" r="4"/><circle class="full" r="2"/>',
    "attested": '<path class="full" d="M0 -5 L5 0 L0 5 L-5 0 Z"/>',
    "fail": '<rect class="full" x="-4.5" y="-4.5" width="9" height="9"/>',
    "undecided": '<circle class="ring" r="4"/><path class="full" d="M0 -4 A4 4 0 0 0 0 4 Z"/>',
    "needs_people": '<circle class="ring" r="4"/>',
    "needs_evidence": '<path class="ring" d="M-3.5 -4 H3.5 V4 H-3.5 Z"/>',
    "not_assessed": '<circle class="faint" r="2"/>',
}


def draw_state(state: State) -> Markup:
    """The sign of a state, beside its word: a shape of its own, so that colour never stands alone."""
    return Markup(
        '<svg class="sign state-{}" width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">{}</svg>'
    ).format(state, Markup(_SHAPES[state]))


def draw_marks(states: Sequence[tuple[State, bool]], title: str, description: str, identity: str) -> Markup:
    """One mark for each requirement along a rod; `states` are (state, blocking)."""
    step = Fraction(1, max(len(states), 1))
    marks = Markup("").join(
        Markup(
            '<svg class="state-{state}" x="{x}" y="{y}" overflow="visible">'
            '<line class="tick" x1="0" x2="0" y1="0" y2="{length}"/>'
            '<svg y="{end}" overflow="visible">{shape}</svg></svg>'
        ).format(
            state=state, x=across(step * i + step / 2), y=8, length=22 if blocking else 10,
            end=28 if blocking else 16, shape=Markup(_SHAPES[state]),
        )
        for i, (state, blocking) in enumerate(states)
    )  # fmt: skip
    return Markup(
        '<svg class="marks" role="img" aria-labelledby="{id}-t {id}-d" width="100%" height="44">'
        '<title id="{id}-t">{title}</title><desc id="{id}-d">{description}</desc>'
        '<line class="rod" x1="0" x2="100%" y1="8" y2="8"/>{marks}</svg>'
    ).format(id=identity, title=title, description=description, marks=marks)


def draw_parts(families: int, counted: int, failed: int, widest: int, description: str) -> Markup:
    """A bar of counts on a common scale: families in the bank, of them counted, of them failed."""

    def wide(count: int) -> str:
        return across(Fraction(count, max(widest, 1)))

    return Markup(
        '<svg class="parts" role="img" aria-label="{}" width="100%" height="12">'
        '<rect class="held" x="0" y="3" width="{}" height="6"/>'
        '<rect class="counted" x="0" y="3" width="{}" height="6"/>'
        '<rect class="failed" x="0" y="3" width="{}" height="6"/></svg>'
    ).format(description, wide(families), wide(counted), wide(failed))


def across(share: Fraction) -> str:
    """A share of the width with two decimals, computed in whole numbers."""
    hundredths = round(share * 10_000)
    return f"{hundredths // 100}.{hundredths % 100:02d}%"


def anchor(share: Fraction) -> str:
    """Which side of a label hangs on its place, so that it stays inside the picture."""
    return "start" if share < Fraction(1, 5) else "end" if share > Fraction(4, 5) else "middle"
