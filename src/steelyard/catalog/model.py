"""What the catalogue holds: frozen records. Words come in English and Chinese; numbers are exact decimal strings."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

import msgspec

from steelyard.records import InputError, Language, digest

Confidence = Literal["V", "S", "B", "R"]
"""How a text is known: V seen, S from a secondary source, B from a summary, R recalled. Only V may block."""

CONFIDENCES: tuple[Confidence, ...] = ("V", "S", "B", "R")
Verify = Literal["auto", "hybrid", "human"]
VERIFY: tuple[Verify, ...] = ("auto", "hybrid", "human")


class Phrase(NamedTuple):
    """Words, and the language they really are in (not always the one asked for)."""

    text: str
    language: Language


class Words(msgspec.Struct, frozen=True):
    """The same words in two languages; empty where nobody has written them."""

    en: str = ""
    zh: str = ""

    def __call__(self, language: Language) -> Phrase:
        """The words in `language`, else as they were written, marked with the language they are in."""
        if language == "zh":
            return Phrase(self.zh, "zh") if self.zh or not self.en else Phrase(self.en, "en")
        return Phrase(self.en, "en") if self.en or not self.zh else Phrase(self.zh, "zh")

    def __bool__(self) -> bool:
        return bool(self.en or self.zh)


class Stage(msgspec.Struct, frozen=True):
    """A stage of the life cycle; `macro` is the stage of the white paper it belongs to."""

    id: str
    title: Words
    macro: Words


class AssetKind(msgspec.Struct, frozen=True):
    """A kind of thing that is assessed."""

    id: str
    title: Words


class Dimension(msgspec.Struct, frozen=True):
    """One of the six dimensions of evaluation."""

    id: str
    title: Words


class VerifyMode(msgspec.Struct, frozen=True):
    """Who decides a clause: a probe, a probe and a person, or people."""

    id: str
    title: Words


class SeverityLevel(msgspec.Struct, frozen=True):
    """A step of severity, 1 to 5: its name, what it means, what to do."""

    level: int
    id: str
    title: Words
    meaning: Words
    reaction: Words


class ProbeKind(msgspec.Struct, frozen=True):
    """A kind of probe and the kind of asset it reads."""

    id: str
    asset: str
    title: Words


class Severity(msgspec.Struct, frozen=True):
    """A risk's inherent severity: `base` level, and what puts it one step up or down."""

    base: int
    up: Words
    down: Words


class RiskMeasure(msgspec.Struct, frozen=True):
    """What is measured for a risk, what would be good, and who set that (`ours` or a standard)."""

    metric: Words
    target: Words
    origin: str


class Risk(msgspec.Struct, frozen=True):
    """A risk of the taxonomy. `mitigate` is advice, most useful first; `also` a second dimension."""

    id: str
    title: Words
    what: Words
    stage: str
    dimension: str
    assets: tuple[str, ...]
    severity: Severity
    mitigate: tuple[Words, ...]
    probes: tuple[str, ...]
    verify: Verify
    measure: RiskMeasure
    also: tuple[str, ...] = ()


class Control(msgspec.Struct, frozen=True):
    """What to do about risks. `shown_by` are probes that show it works; `maps` its names in public control lists."""

    id: str
    title: Words
    verify: Verify
    shown_by: tuple[str, ...]
    risks: tuple[str, ...]
    maps: dict[str, tuple[str, ...]] = {}


class Source(msgspec.Struct, frozen=True):
    """Where a file's content comes from."""

    what: str
    conf: Confidence


class StandardThreshold(msgspec.Struct, frozen=True):
    """A number in a standard, read as: measured value `cmp` `limit`.

    `limit` and `n_share` are exact decimals. `over` is "questions" for a share of questions (good outcomes where `cmp`
    is ">=", bad ones where it is "<="), else empty. A threshold written inside a clause has the clause's id.
    """

    id: str
    clause: str
    metric: Words
    cmp: Literal["<=", ">="]
    limit: str
    conf: Confidence
    n_min: int | None = None
    n_share: str | None = None
    soft: bool = False
    over: str = ""
    when: Words = Words()
    details: dict[str, Any] = {}


class Item(msgspec.Struct, frozen=True):
    """One clause, requirement or entry of a standard.

    `standard` is the name that selects it, `file` and `section` where it is written. `verify` is "auto" where the file
    says nothing. `conf` is the item's own, else its file's default, else R; of several the weakest. `links` name items
    of other lists. `details` holds every other field as written, as text, tuples and mappings.
    """

    id: str
    standard: str
    file: str
    section: str
    title: Words
    text: Words
    verify: Verify
    conf: Confidence
    probes: tuple[str, ...] = ()
    thresholds: tuple[str, ...] = ()
    risks: tuple[str, ...] = ()
    soft: bool = False
    stage: str = ""
    metric: Words = Words()
    links: dict[str, tuple[str, ...]] = {}
    details: dict[str, Any] = {}

    @property
    def ref(self) -> str:
        """An id unique in the catalogue."""
        return f"{self.standard}:{self.id}"


class Standard(msgspec.Struct, frozen=True):
    """A standard, or the part of a file that a name selects.

    `id` is the name asked for, `names` all that select the same. `items` are what an assessment answers one by one,
    `annexes` the lists they refer to. `zh_by` says who translated what the file lacks in Chinese ("model"), else "".
    `notes` holds every other block of the file as written.
    """

    id: str
    names: tuple[str, ...]
    file: str
    title: Words
    default_conf: Confidence
    sources: tuple[Source, ...]
    items: tuple[Item, ...]
    annexes: tuple[Item, ...] = ()
    thresholds: tuple[StandardThreshold, ...] = ()
    within: str = ""
    zh_by: str = ""
    header: dict[str, Any] = {}
    notes: dict[str, Any] = {}

    def item(self, item_id: str) -> Item:
        """The item of that id, annexes included. Raises InputError when there is none."""
        for item in (*self.items, *self.annexes):
            if item.id == item_id:
                return item
        raise InputError(f"{self.id} has no clause {item_id!r}", mend=f"see `steelyard standards show {self.id}`")

    def threshold(self, threshold_id: str) -> StandardThreshold:
        """The threshold of that id. Raises InputError when there is none."""
        for threshold in self.thresholds:
            if threshold.id == threshold_id:
                return threshold
        raise InputError(
            f"{self.id} has no threshold {threshold_id!r}", mend=f"see `steelyard standards show {self.id}`"
        )

    def digest(self) -> str:
        """Identity of all in it that may change a verdict; words and translations may be bettered without it."""
        return digest({
            "file": self.file,
            "items": [_behaviour(item) for item in self.items],
            "annexes": [_behaviour(item) for item in self.annexes],
            "thresholds": [
                {"id": t.id, "clause": t.clause, "cmp": t.cmp, "limit": t.limit, "n_min": t.n_min, "n_share": t.n_share,
                 "soft": t.soft, "conf": t.conf, "over": t.over}
                for t in self.thresholds
            ],
        })  # fmt: skip


def _behaviour(item: Item) -> dict[str, Any]:
    return {
        "id": item.id, "section": item.section, "verify": item.verify, "conf": item.conf, "soft": item.soft,
        "probes": item.probes, "thresholds": item.thresholds, "risks": item.risks,
    }  # fmt: skip
