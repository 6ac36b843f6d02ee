"""The `standard:` block of a file: what it is called and which names select which of its lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from .entries import confidence, listed
from .model import Confidence, Words
from .yamlread import Located, field

if TYPE_CHECKING:
    from collections.abc import Mapping


class Part(msgspec.Struct, frozen=True):
    """What a name selects in a file. `items` and `annexes` are paths of lists; `prefix` and `only` narrow them."""

    name: str
    also: tuple[str, ...] = ()
    title: Words = Words()
    items: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()
    sources: str = ""
    prefix: str = ""
    only: tuple[str, str] | None = None
    edition: str = ""
    superseded_by: str = ""
    within: str = ""


class Header(msgspec.Struct, frozen=True):
    """The `standard:` block of a file."""

    id: str
    title: Words
    default_conf: Confidence
    parts: tuple[Part, ...]
    node: Located

    def names(self) -> dict[str, Part | None]:
        """Every name that selects something here; None stands for the whole file."""
        names: dict[str, Part | None] = {self.id: None}
        for part in self.parts:
            names.update(dict.fromkeys((part.name, *part.also), part))
        return names


def read_header(top: Located) -> Header:
    """The `standard:` block. A file without `parts` is one part: its `requirements`."""
    node = field(top.mapping("a standard"), "standard")
    if node is None:
        raise top.error("has no `standard:` block", "begin with `standard: {id: ..., sources: [...]}`")
    fields = node.mapping("`standard`")
    name = field(fields, "id")
    if name is None:
        raise node.error("`standard` has no `id`", "give it one")
    standard_id = name.text("id")
    title = _words(fields)
    parts = tuple(_read_part(part) for part in fields["parts"].sequence("parts")) if field(fields, "parts") else ()
    if not parts:
        parts = (Part(name=standard_id, also=listed(fields, "aliases"), title=title, items=("requirements",)),)
    return Header(standard_id, title, confidence(field(fields, "default_conf"), "R"), parts, node)


def _words(fields: Mapping[str, Located]) -> Words:
    en, zh = field(fields, "en"), field(fields, "zh")
    return Words(en.text("en") if en else "", zh.text("zh") if zh else "")


def _read_part(node: Located) -> Part:
    fields = node.mapping("a part")
    name = field(fields, "name")
    if name is None:
        raise node.error("a part has no `name`", "give it one")
    only = fields["only"].mapping("only") if field(fields, "only") else {}
    match = [(key, value.text(key)) for key, value in only.items() if key != "prefix"]
    plain = {key: fields[key].text(key) for key in ("sources", "edition", "superseded_by", "within") if key in fields}
    return Part(
        name=name.text("name"), also=listed(fields, "also"), title=_words(fields), items=listed(fields, "items"),
        annexes=listed(fields, "annexes"), prefix=only["prefix"].text("prefix") if "prefix" in only else "",
        only=match[0] if match else None, **plain,
    )  # fmt: skip
