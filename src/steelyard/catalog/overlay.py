"""Chinese words kept beside a standard's file: ours, marked so, never the official text.

An overlay is keyed by the path of a list and the id of an entry; its value is the words of the entry's main field, or a
mapping from field to words. An overlay that translates nothing that exists is an error: it would hide a typing slip.
"""

from __future__ import annotations

import msgspec

from .yamlread import Located, field


class Overlay(msgspec.Struct, frozen=True):
    """Chinese words by list path and entry id; `zh_by` says who wrote them."""

    zh_by: str = ""
    lists: dict[str, dict[str, dict[str, str]]] = {}

    def words(self, path: str, entry: str) -> dict[str, str]:
        """Words of one entry: field, or "" for its main field, to Chinese."""
        return self.lists.get(path, {}).get(entry, {})


NO_OVERLAY = Overlay()


def read_overlay(top: Located) -> Overlay:
    """An overlay file: `overlay: {of, zh_by}`, then one mapping a list."""
    fields = top.mapping("an overlay")
    head = field(fields, "overlay")
    if head is None or field(head.mapping("overlay"), "zh_by") is None:
        raise top.error("has no `overlay:` block that says `zh_by`")
    lists = {
        path: {entry: _entry(words) for entry, words in node.mapping(path).items()}
        for path, node in fields.items()
        if path != "overlay"
    }
    return Overlay(head.mapping("overlay")["zh_by"].text("zh_by"), lists)


def _entry(node: Located) -> dict[str, str]:
    if isinstance(node.value, dict):
        return {key: _text(words) for key, words in node.value.items()}
    return {"": node.text("a translation")}


def _text(node: Located) -> str:
    """A translation; a list (advice) is kept as lines."""
    return "\n".join(node.texts("a translation")) if isinstance(node.value, list) else node.text("a translation")
