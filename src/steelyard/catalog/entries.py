"""From a YAML entry to an `Item` or a `StandardThreshold`: which field means what, and which ids must exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from .model import CONFIDENCES, VERIFY, Confidence, Item, Source, StandardThreshold, Words
from .yamlread import Located, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

TITLES = ("title", "name", "slug", "en")
TEXTS = ("text", "what")
LINKS = {  # field -> the standard whose items it names
    "llm_2026": "owasp_llm_2026", "dsgai": "dsgai", "aix": "aix", "tactics": "atlas",
}  # fmt: skip
_READ = frozenset({
    *TITLES, *TEXTS, *LINKS, "id", "zh", "text_zh", "verify", "conf", "probes", "thresholds", "threshold", "risks",
    "soft", "stage", "metric",
})  # fmt: skip


class Ids(msgspec.Struct, frozen=True):
    """Ids that a standard may name."""

    risks: frozenset[str]
    probes: frozenset[str]


class Entry(msgspec.Struct, frozen=True):
    """An entry on its way in: its fields, its Chinese overlay (field or "" -> words), and what it falls back to."""

    node: Located
    zh: dict[str, str]
    default_conf: Confidence
    edition: str = ""

    def fields(self) -> dict[str, Located]:
        """The entry as a mapping."""
        return self.node.mapping("an entry")

    def id(self) -> str:
        """The entry's id, of its edition where it has several."""
        key = f"id_{self.edition}" if self.edition else "id"
        found = field(self.fields(), key)
        if found is None:
            raise self.node.error(f"an entry has no `{key}`", "give it one")
        return found.text("an id")

    def key(self) -> str:
        """What an overlay calls the entry: its id, with its edition where it has several."""
        return f"{self.id()}@{self.edition}" if self.edition else self.id()

    def words(self, *keys: str, zh: str = "") -> Words:
        """The first of `keys` the entry has, in both languages; `zh` is the field that holds the Chinese.

        The overlay's word for the main field ("") is nobody's here: who knows the main field takes it.
        """
        fields = self.fields()
        key = next((key for key in keys if field(fields, key)), "")
        chinese = field(fields, zh) if zh else None
        overlaid = self.zh.get(key, "") if key else ""
        return Words(
            en=fields[key].text(key) if key else "",
            zh=overlaid or (chinese.text(zh) if chinese else ""),
        )


def read_item(entry: Entry, *, standard: str, file: str, section: str, ids: Ids, needs_risks: bool) -> Item:
    """An item; raises InputError for an unknown id, a missing risk or a field of the wrong shape."""
    fields = entry.fields()
    title, text = _title(entry), entry.words(*TEXTS, zh="text_zh")
    main = entry.zh.get("", "")
    if main and text:
        text = Words(text.en, main)
    elif main:
        title = Words(title.en, main)
    risks = known(fields, "risks", ids.risks, "risk")
    if needs_risks and not risks:
        raise entry.node.error(f"{entry.id()} names no risk", "name the risks it speaks of in `risks`")
    threshold = (entry.id(),) if field(fields, "threshold") else ()
    return Item(
        id=entry.id(), standard=standard, file=file, section=section, title=title, text=text,
        verify=fields["verify"].choice("verify", VERIFY) if field(fields, "verify") else "auto",
        conf=confidence(field(fields, "conf"), entry.default_conf),
        probes=known(fields, "probes", ids.probes, "probe"),
        thresholds=(*listed(fields, "thresholds"), *threshold),
        risks=risks,
        soft=flag(fields, "soft"),
        stage=fields["stage"].text("stage") if field(fields, "stage") else "",
        metric=entry.words("metric"),
        links={key: listed(fields, key) for key in LINKS if field(fields, key)},
        details={key: value.plain() for key, value in fields.items() if not _is_read(key, entry.edition)},
    )  # fmt: skip


def _title(entry: Entry) -> Words:
    title = entry.words(f"title_{entry.edition}") if entry.edition else entry.words(*TITLES, zh="zh")
    if not title.zh and (chinese := entry.zh.get("title")):
        return Words(title.en, chinese)
    return title


def _is_read(key: str, edition: str) -> bool:
    return key in _READ or (bool(edition) and key in {f"id_{edition}", f"title_{edition}"})


def read_threshold(entry: Entry, *, clause: str = "", inside: Item | None = None) -> StandardThreshold:
    """A threshold of the file's list, or (`inside`) one written in a clause, which then lends it id, conf and soft."""
    fields = entry.fields()
    for key in ("cmp", "limit"):
        if field(fields, key) is None:
            raise entry.node.error(f"a threshold has no `{key}`", "write it as {cmp: '<=', limit: 0.05}")
    n_min, n_share = _sample(field(fields, "n_min"))
    own = field(fields, "clause")
    read = {"id", "clause", "metric", "cmp", "limit", "conf", "n_min", "soft", "over", "when"}
    metric = entry.words("metric")
    return StandardThreshold(
        id=inside.id if inside else entry.id(),
        clause=inside.id if inside else own.text("clause") if own else clause,
        metric=metric or (inside.metric if inside else metric),
        cmp=fields["cmp"].choice("cmp", ("<=", ">=")),
        limit=fields["limit"].decimal("limit"),
        conf=confidence(field(fields, "conf"), inside.conf if inside else entry.default_conf),
        n_min=n_min,
        n_share=n_share,
        soft=flag(fields, "soft") or bool(inside and inside.soft),
        over=fields["over"].choice("over", ("questions",)) if field(fields, "over") else "",
        when=entry.words("when"),
        details={key: value.plain() for key, value in fields.items() if key not in read},
    )


def _sample(node: Located | None) -> tuple[int | None, str | None]:
    if node is None:
        return None, None
    if isinstance(node.value, dict):
        share = field(node.value, "share")
        if share is None:
            raise node.error("`n_min` has no `share`", "write a whole number or {share: 0.10}")
        return None, share.decimal("share")
    return node.count("n_min"), None


def confidence(node: Located | None, default: Confidence) -> Confidence:
    """A confidence; of a mapping (one for each aspect) the weakest, so that it is never overstated."""
    if node is None:
        return default
    if isinstance(node.value, dict):
        if not node.value:
            raise node.error("`conf` is empty")
        parts = [_letter(part) for part in node.value.values()]
        return max(parts, key=CONFIDENCES.index)
    return node.choice("conf", CONFIDENCES)


def _letter(node: Located) -> Confidence:
    return "R" if node.text("conf") == "not read" else node.choice("conf", CONFIDENCES)


def read_source(node: Located, default: Confidence) -> Source:
    """Where content comes from: `{what: ..., conf: ...}`, or a document by its `code`."""
    fields = node.mapping("a source")
    what = field(fields, "what") or field(fields, "code")
    if what is None:
        raise node.error("a source does not say `what` it is")
    return Source(what.text("what"), confidence(field(fields, "conf"), default))


def known(fields: Mapping[str, Located], key: str, ids: frozenset[str], kind: str) -> tuple[str, ...]:
    """A list of ids that must exist."""
    node = field(fields, key)
    if node is None:
        return ()
    for part in node.sequence(key):
        if part.text(f"an entry of {key}") not in ids:
            raise part.error(f"names the unknown {kind} {part.text(key)!r}", near(part.text(key), ids))
    return node.texts(key)


def near(word: str, ids: Iterable[str], fold: Callable[[str], str] = str.lower) -> str:
    """What to say of a name that is not among `ids`: those that look like it; `fold` drops what does not matter."""
    import difflib  # only on the way to an error

    by_fold = {fold(known): known for known in sorted(ids)}
    close = [by_fold[found] for found in difflib.get_close_matches(fold(word), list(by_fold), n=3)]
    return f"did you mean {' or '.join(close)}?" if close else "see `steelyard standards list`"


def listed(fields: Mapping[str, Located], key: str) -> tuple[str, ...]:
    """A list of texts, or one text standing for a list of one; empty when absent."""
    node = field(fields, key)
    if node is None:
        return ()
    return (node.text(key),) if isinstance(node.value, str) else node.texts(key)


def flag(fields: Mapping[str, Located], key: str) -> bool:
    """A yes or no that is no when absent."""
    node = field(fields, key)
    return node.flag(key) if node else False


def plain_fields(fields: Mapping[str, Located], but: frozenset[str]) -> dict[str, Any]:
    """Every field except some, as plain data."""
    return {key: value.plain() for key, value in fields.items() if key not in but}
