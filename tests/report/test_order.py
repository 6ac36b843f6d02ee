"""The picture of a partial order: well-formed, every claim a line, foreign text as text."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from steelyard.report.order import OrderItem, draw_order

SVG = "{http://www.w3.org/2000/svg}"


def drawn(names: list[str], edges: list[tuple[int, int]]) -> ET.Element:
    items = [OrderItem(name, "rank 1") for name in names]
    return ET.fromstring(str(draw_order(items, edges, title="t", description="d", left="better")))


def boxes(picture: ET.Element) -> dict[str, tuple[int, int]]:
    """Left and top of each system's box."""
    found = {}
    for group in picture.findall(f"{SVG}g"):
        title, box = group.find(f"{SVG}title"), group.find(f"{SVG}rect")
        assert title is not None and title.text is not None and box is not None
        found[title.text] = int(box.attrib["x"]), int(box.attrib["y"])
    return found


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 9), st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), max_size=14))
def test_the_better_stands_to_the_left_and_no_two_boxes_touch(systems: int, pairs: list[tuple[int, int]]) -> None:
    edges = sorted({(a, b) for a, b in pairs if a < b < systems})
    picture = drawn([f"s{i}" for i in range(systems)], edges)
    places = boxes(picture)
    assert len(places) == systems and len(set(places.values())) == systems
    assert len(picture.findall(f"{SVG}path")) == len(edges)
    wide, high = (int(picture.attrib[side]) for side in ("width", "height"))
    assert all(0 < x < wide - 100 and 0 < y < high - 40 for x, y in places.values())
    for better, worse in edges:
        assert places[f"s{better}"][0] < places[f"s{worse}"][0]
    columns: dict[int, list[int]] = {}
    for x, y in places.values():
        columns.setdefault(x, []).append(y)
    assert all(
        b - a >= 40 for column in columns.values() for a, b in zip(sorted(column), sorted(column)[1:], strict=False)
    )


def test_a_long_line_passes_beside_the_boxes_between() -> None:
    picture = drawn(["a", "b", "c", "d"], [(0, 1), (1, 2), (3, 2)])
    (top,) = {y for name, (_, y) in boxes(picture).items() if name == "b"}
    long = picture.findall(f"{SVG}path")[2].attrib["d"]
    level = re.search(r"L\d+ (\d+) H", long)
    assert level is not None and not top <= int(level[1]) <= top + 40


@settings(max_examples=30, deadline=None)
@given(st.text(max_size=60))
def test_any_name_is_only_text(name: str) -> None:
    picture = drawn([name, "other"], [(0, 1)])
    assert {element.tag.removeprefix(SVG) for element in picture.iter()} == {
        "svg", "title", "desc", "style", "defs", "marker", "path", "rect", "text", "g",
    }  # fmt: skip


def test_a_circle_is_refused() -> None:
    with pytest.raises(ValueError, match="circle"):
        drawn(["a", "b"], [(0, 1), (1, 0)])
