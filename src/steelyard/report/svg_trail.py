"""The picture of a path: the band in which the failure share can lie, closing in from answer to answer.

As in `svg`, lengths across are shares of the width. The curves stand in a nested picture that is stretched; its lines
keep their width by the style sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from .svg import across, anchor
from .trail import TrailPoint

_TOP, _PLOT, _FOOT = 20, 130, 168
_WIDE, _HIGH = 1000, 100
_APART = Fraction(1, 6)
"""Of the width: numbers below the plot that stand closer than this leave one out."""


@dataclass(frozen=True, slots=True)
class Trail:
    """What a picture of a path shows, with the words for its labels. `decided`: the looks that decided a gate.

    `top` is where the scale of shares ends; what lies above it is cut off by the style sheet.
    """

    points: Sequence[TrailPoint]
    decided: Sequence[int]
    limit: Fraction
    top: Fraction
    state: str
    limit_label: str
    zero_label: str
    top_label: str
    end_label: str
    title: str
    description: str


def draw_trail(trail: Trail, identity: str) -> Markup:
    """The path as SVG; `identity` makes the ids of its title and description unique in the page."""
    end = trail.points[-1].n
    limit = _TOP + _PLOT - _PLOT * min(trail.limit / trail.top, Fraction(1))
    return Markup(
        '<svg class="trail state-{state}" role="img" aria-labelledby="{id}-t {id}-d" width="100%" height="{foot}">'
        '<title id="{id}-t">{title}</title><desc id="{id}-d">{description}</desc>'
        '<svg y="{top}" width="100%" height="{plot}" viewBox="0 0 {wide} {high}" preserveAspectRatio="none">'
        '<rect class="within" x="0" y="{limit_inside}" width="{wide}" height="{high}"/>'
        '<polygon class="band" points="{above} {below}"/><polyline class="edge" points="{above}"/>'
        '<polyline class="edge" points="{below}"/><polyline class="share" points="{shares}"/></svg>'
        "{looks}"
        '<line class="limit-line" x1="0" x2="100%" y1="{limit}" y2="{limit}"/>'
        '<line class="rod" x1="0" x2="100%" y1="{ground}" y2="{ground}"/>'
        '<text class="limit" x="4" y="{over}">{limit_label}</text>'
        '<text class="end" x="0" y="12">{top_label}</text>'
        '<text class="end" x="0" y="{number}">{zero_label}</text>{numbers}'
        '<text class="end" x="100%" y="{number}" text-anchor="end">{end_label}</text></svg>'
    ).format(
        id=identity, state=trail.state, title=trail.title, description=trail.description, foot=_FOOT, top=_TOP,
        plot=_PLOT, wide=_WIDE, high=_HIGH, ground=_TOP + _PLOT, number=_TOP + _PLOT + 16,
        limit=_tenths(limit), over=_tenths(limit - 5), limit_inside=_place(trail.limit, trail.top),
        above=_line(trail, ((point.n, point.high) for point in trail.points)),
        below=_line(trail, ((point.n, point.low) for point in reversed(trail.points))),
        shares=_line(trail, ((point.n, point.share) for point in trail.points)),
        looks=Markup("").join(_look(Fraction(n, end)) for n in sorted(set(trail.decided))),
        numbers=Markup("").join(_number(n, end) for n in _apart(trail.decided, end)),
        limit_label=trail.limit_label, zero_label=trail.zero_label, top_label=trail.top_label,
        end_label=trail.end_label,
    )  # fmt: skip


def _line(trail: Trail, points: Iterable[tuple[int, Fraction | None]]) -> str:
    end = trail.points[-1].n
    return " ".join(
        f"{_tenths(Fraction(n * _WIDE, end))},{_place(share, trail.top)}" for n, share in points if share is not None
    )


def _place(share: Fraction, top: Fraction) -> str:
    """How far below the top of the plot a share stands."""
    return _tenths(_HIGH - _HIGH * share / top)


def _look(share: Fraction) -> Markup:
    return Markup('<line class="look" x1="{0}" x2="{0}" y1="{1}" y2="{2}"/>').format(across(share), _TOP, _TOP + _PLOT)


def _number(n: int, end: int) -> Markup:
    share = Fraction(n, end)
    return Markup('<text class="end" x="{}" y="{}" text-anchor="{}">{}</text>').format(
        across(share), _TOP + _PLOT + 16, anchor(share), n
    )


def _apart(looks: Sequence[int], end: int) -> list[int]:
    """Those of some looks whose number has room beside 0, the end and each other."""
    kept: list[int] = []
    for n in sorted(set(looks)):
        before = Fraction(kept[-1] if kept else 0, end)
        if Fraction(n, end) - before >= _APART and 1 - Fraction(n, end) >= 2 * _APART:
            kept.append(n)
    return kept


def _tenths(value: Fraction | int) -> str:
    """A length with one decimal, computed in whole numbers."""
    whole, rest = divmod(abs(round(value * 10)), 10)
    return f"{'-' if value < 0 else ''}{whole}" + (f".{rest}" if rest else "")
