"""From a file's YAML to the standard a name selects."""

from __future__ import annotations

import msgspec

from .entries import Entry, Ids, plain_fields, read_item, read_source, read_threshold
from .model import Item, Source, Standard, StandardThreshold
from .overlay import NO_OVERLAY, Overlay
from .parts import Header, Part, read_header
from .yamlread import Located, field


def build(top: Located, name: str, ids: Ids, overlay: Overlay = NO_OVERLAY) -> Standard:
    """The standard that `name` selects in a file. Raises InputError naming line and mend."""
    header = read_header(top)
    names = header.names()
    if name not in names:
        raise header.node.error(f"no part is called {name!r}", f"it has {', '.join(names)}")
    part = names[name]
    reader = _Builder(top, header, ids, overlay)
    if part is not None:
        return reader.part(part, name)
    live = tuple(part for part in header.parts if part.items and not part.superseded_by and not part.within)
    if not live:
        raise header.node.error(f"{name} has no part with clauses", "name their list in a part's `items`")
    return reader.part(live[0], name) if len(live) == 1 else reader.whole(live, name)


def build_parts(top: Located, ids: Ids, overlay: Overlay = NO_OVERLAY) -> tuple[Standard, ...]:
    """Every part of a file."""
    header = read_header(top)
    reader = _Builder(top, header, ids, overlay)
    return tuple(reader.part(part, part.name) for part in header.parts)


class _Builder:
    """Reads the parts of one file; its list of thresholds is read once, for all of them."""

    def __init__(self, top: Located, header: Header, ids: Ids, overlay: Overlay) -> None:
        self._top, self._header, self._ids, self._overlay = top, header, ids, overlay
        self._listed = self._listed_thresholds()
        self._inline: dict[str, StandardThreshold] = {}

    def whole(self, parts: tuple[Part, ...], name: str) -> Standard:
        """All parts together, under the file's own name."""
        built = [self.part(part, part.name) for part in parts]
        items = tuple(item for one in built for item in one.items)
        annexes = tuple(item for one in built for item in one.annexes)
        self._refuse_doubles((*items, *annexes))
        thresholds = {t.id: t for one in built for t in one.thresholds}
        return msgspec.structs.replace(
            built[0], id=name, names=(name,), title=self._header.title, items=items, annexes=annexes,
            sources=tuple(dict.fromkeys(source for one in built for source in one.sources)),
            thresholds=tuple(thresholds.values()),
        )  # fmt: skip

    def part(self, part: Part, name: str) -> Standard:
        """One part, under the name asked for."""
        items = tuple(item for path in part.items for item in self._items(part, path, clause=True))
        annexes = tuple(item for path in part.annexes for item in self._items(part, path, clause=False))
        self._refuse_doubles((*items, *annexes))
        header = self._header.node.mapping("standard")
        lists = {path for one in self._header.parts for path in (*one.items, *one.annexes)}
        used = frozenset({"standard", "thresholds", *lists})
        return Standard(
            id=name, names=(part.name, *part.also), file=self._header.id, title=part.title,
            default_conf=self._header.default_conf, sources=self._sources(part), items=items, annexes=annexes,
            thresholds=self._thresholds_of(items), within=part.within, zh_by=self._overlay.zh_by,
            header=plain_fields(header, frozenset({"id", "parts", "sources"})),
            notes=plain_fields(self._top.mapping("a standard"), used),
        )  # fmt: skip

    def _items(self, part: Part, path: str, *, clause: bool) -> list[Item]:
        found = []
        for node in self._at(path).sequence(path):
            entry = self._entry(node, path, part.edition)
            if not entry.id().startswith(part.prefix) or not _matches(entry, part.only):
                continue
            item = read_item(
                entry, standard=part.name, file=self._header.id, section=path, ids=self._ids, needs_risks=clause
            )
            if inline := field(entry.fields(), "threshold"):
                words = self._overlay.words(f"{path}.threshold", item.id)
                self._inline[item.ref] = read_threshold(Entry(inline, words, item.conf), inside=item)
            self._check_thresholds(item, node)
            found.append(item)
        return found

    def _entry(self, node: Located, path: str, edition: str = "") -> Entry:
        bare = Entry(node, {}, self._header.default_conf, edition)
        return msgspec.structs.replace(bare, zh=self._overlay.words(path, bare.key()))

    def _at(self, path: str) -> Located:
        node = self._top
        for step in path.split("."):
            if isinstance(node.value, list):
                inner = next((part for part in node.value if part.mapping(path).get("id", part).value == step), None)
            else:
                inner = field(node.mapping(path), step)
            if inner is None:
                raise node.error(f"has no list `{path}`", "write the clauses there")
            node = inner
        return node

    def _check_thresholds(self, item: Item, node: Located) -> None:
        for threshold in item.thresholds:
            if threshold not in self._listed and item.ref not in self._inline:
                raise node.error(f"{item.id} names the unknown threshold {threshold!r}", "add it under `thresholds`")

    def _listed_thresholds(self) -> dict[str, StandardThreshold]:
        node = field(self._top.mapping("a standard"), "thresholds")
        found: dict[str, StandardThreshold] = {}
        for part in node.sequence("thresholds") if node else ():
            threshold = read_threshold(self._entry(part, "thresholds"))
            if threshold.id in found:
                raise part.error(f"repeats the threshold {threshold.id!r}", "ids are unique in a file")
            found[threshold.id] = threshold
        return found

    def _thresholds_of(self, items: tuple[Item, ...]) -> tuple[StandardThreshold, ...]:
        found: dict[str, StandardThreshold] = {}
        for item in items:
            for name in item.thresholds:
                threshold = self._listed.get(name) or self._inline[item.ref]
                if not threshold.clause:
                    threshold = msgspec.structs.replace(threshold, clause=item.id)
                found.setdefault(name, threshold)
        return tuple(found.values())

    def _sources(self, part: Part) -> tuple[Source, ...]:
        fields = self._header.node.mapping("standard")
        key = "sources" if field(fields, "sources") else "documents"  # a published document is a source too
        nodes = [*fields[key].sequence(key)] if field(fields, key) else []
        if part.sources:
            nodes += self._at(part.sources).sequence(part.sources)
        if not nodes:
            raise self._header.node.error("names no source", "say under `sources` where the clauses come from")
        return tuple(read_source(node, self._header.default_conf) for node in nodes)

    def _refuse_doubles(self, items: tuple[Item, ...]) -> None:
        seen: set[str] = set()
        for item in items:
            if item.id in seen:
                raise self._last(item).error(f"repeats the id {item.id!r}", "ids are unique in a standard")
            seen.add(item.id)

    def _last(self, item: Item) -> Located:
        """Where the last entry of that id stands."""
        nodes = self._at(item.section).sequence(item.section)
        return [node for node in nodes if any(v.value == item.id for v in node.mapping("an entry").values())][-1]


def _matches(entry: Entry, only: tuple[str, str] | None) -> bool:
    if only is None:
        return True
    found = field(entry.fields(), only[0])
    return found is not None and found.value == only[1]
