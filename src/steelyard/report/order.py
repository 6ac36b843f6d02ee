"""A partial order as a picture: the better to the left, a line from each system to those it is shown better than.

Only claims are drawn, and none that follows from others. A file of its own, so it carries its colours, for light and
dark; every text goes through `format()` and is foreign.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec
from markupsafe import Markup

from .safe import brief

_BOX, _HIGH, _ACROSS, _DOWN, _MARGIN, _HEAD = 220, 40, 310, 58, 24, 64
_LEAST_ACROSS = 520
_SIGNS = 23
_SWEEPS = 4
_STYLE = Markup(
    "svg{--paper:#fff;--ink:#1d2328;--soft:#5b6670;--line:#7b8791;--box:#f3f5f6}"
    "@media(prefers-color-scheme:dark){svg{--paper:#14181b;--ink:#e6eaed;--soft:#9aa6b0;--line:#7f8c96;--box:#1f262b}}"
    ".paper{fill:var(--paper)}.box{fill:var(--box);stroke:var(--line)}"
    ".edge{fill:none;stroke:var(--line);stroke-width:1.5}.tip{fill:var(--line)}"
    "text{font:14px system-ui,sans-serif;fill:var(--ink)}.soft{font-size:12px;fill:var(--soft)}"
)


class OrderItem(msgspec.Struct, frozen=True):
    """A system in the picture: its name, and a second line (its ranks)."""

    name: str
    note: str


class _Slot(msgspec.Struct):
    """A place in a layer: an item, or where a long line passes between two (`item` is None)."""

    layer: int
    item: int | None
    row: float = 0.0


def draw_order(
    items: Sequence[OrderItem], edges: Sequence[tuple[int, int]], *, title: str, description: str, left: str
) -> Markup:
    """The order as a whole SVG file. `edges` are (better, worse) places in `items`, without circles; `left` says in a
    word or two that the left is better."""
    layers = _layers(len(items), edges)
    slots, chains = _slots(layers, edges)
    _settle(slots, chains)
    across = max(_LEAST_ACROSS, _MARGIN * 2 + _ACROSS * max(layers, default=0) + _BOX)
    down = _HEAD + round(_DOWN * (max((slot.row for slot in slots), default=0) + 1)) + _MARGIN
    lines = Markup("").join(_line([slots[place] for place in chain]) for chain in chains)
    boxes = Markup("").join(_box(slot, items[slot.item]) for slot in slots if slot.item is not None)
    return Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {across} {down}" width="{across}" height="{down}" '
        'role="img" aria-labelledby="t d"><title id="t">{title}</title><desc id="d">{description}</desc>'
        '<style>{style}</style><defs><marker id="tip" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" '
        'markerHeight="8" orient="auto"><path class="tip" d="M0 0 L8 4 L0 8 Z"/></marker></defs>'
        '<rect class="paper" width="100%" height="100%"/><text x="{margin}" y="28">{shown}</text>'
        '<text class="soft" x="{margin}" y="48">{left}</text>{lines}{boxes}</svg>\n'
    ).format(
        across=across, down=down, title=brief(title), description=brief(description, 4_000), style=_STYLE,
        margin=_MARGIN, shown=brief(title, 60), left=brief(left), lines=lines, boxes=boxes,
    )  # fmt: skip


def _layers(items: int, edges: Sequence[tuple[int, int]]) -> list[int]:
    """How many claims lead to each item at most: its column. Raises ValueError for a circle."""
    layers = [0] * items
    for _ in range(items + 1):
        moved = [(better, worse) for better, worse in edges if layers[worse] <= layers[better]]
        for better, worse in moved:
            layers[worse] = max(layers[worse], layers[better] + 1)
        if not moved:
            return layers
    raise ValueError("the order goes round in a circle")


def _slots(layers: list[int], edges: Sequence[tuple[int, int]]) -> tuple[list[_Slot], list[list[int]]]:
    """A place for each item and for each column a line passes; and each line as the places along it."""
    slots = [_Slot(layer, item) for item, layer in enumerate(layers)]
    chains = []
    for better, worse in edges:
        chain = [better]
        for layer in range(layers[better] + 1, layers[worse]):
            chain.append(len(slots))
            slots.append(_Slot(layer, None))
        chains.append([*chain, worse])
    return slots, chains


def _settle(slots: list[_Slot], chains: list[list[int]]) -> None:
    """Give every place a row of its own in its column, near the rows of what it is joined to."""
    near: list[set[int]] = [set() for _ in slots]
    for one, other in (pair for chain in chains for pair in pairwise(chain)):
        near[one].add(other)
        near[other].add(one)
    columns: dict[int, list[int]] = {}
    for place, slot in enumerate(slots):
        columns.setdefault(slot.layer, []).append(place)
    tallest = max((len(column) for column in columns.values()), default=0)
    for sweep in range(_SWEEPS):
        for layer in sorted(columns, reverse=bool(sweep % 2)):
            if sweep:
                columns[layer].sort(
                    key=lambda place: _mean([slots[other].row for other in near[place]], slots[place].row)
                )
            start = (tallest - len(columns[layer])) / 2
            for row, place in enumerate(columns[layer]):
                slots[place].row = start + row


def _mean(rows: list[float], otherwise: float) -> float:
    return sum(rows) / len(rows) if rows else otherwise


def _line(places: list[_Slot]) -> Markup:
    """From the right side of the better to the left side of the worse, level through the columns between."""
    steps = []
    for place in places[1:]:
        end = _left(place)
        steps.append(f"L{end} {_middle(place)}" + (f" H{end + _BOX}" if place.item is None else ""))
    start = places[0]
    return Markup('<path class="edge" marker-end="url(#tip)" d="M{} {} {}"/>').format(
        _left(start) + _BOX, _middle(start), " ".join(steps)
    )


def _box(slot: _Slot, item: OrderItem) -> Markup:
    x, y = _left(slot), _middle(slot)
    return Markup(
        '<g><title>{full}</title><rect class="box" x="{x}" y="{top}" width="{wide}" height="{high}" rx="4"/>'
        '<text x="{text}" y="{name_y}">{name}</text><text class="soft" x="{text}" y="{note_y}">{note}</text></g>'
    ).format(
        full=brief(item.name), x=x, top=y - _HIGH // 2, wide=_BOX, high=_HIGH, text=x + 10, name_y=y - 3,
        name=_short(item.name), note_y=y + 13, note=brief(item.note, 40),
    )  # fmt: skip


def _short(name: str) -> str:
    """As much of a name as fits in a box: signs of full width count twice."""
    shown, used = "", 0
    for sign in brief(name):
        used += 1 if sign.isascii() else 2
        if used > _SIGNS:
            return shown + "…"
        shown += sign
    return shown


def _left(slot: _Slot) -> int:
    return _MARGIN + _ACROSS * slot.layer


def _middle(slot: _Slot) -> int:
    return _HEAD + round(_DOWN * slot.row) + _DOWN // 2
