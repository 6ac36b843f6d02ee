"""Rows of the journal. Evidence rows carry no clock, latency, attempt, user, host or path of a machine.

Every row has a `key`, the digest of what makes it unique; a journal holds one row per key.
"""

from __future__ import annotations

from typing import Final

import msgspec

from .canonical import digest
from .exchange import Fault, Request, Response, Sampling
from .outcome import Reading


class TrialRow(msgspec.Struct, frozen=True, tag="trial", tag_field="kind"):
    """One question put to a target once. Exactly one of `response` and `fault` is set."""

    key: str
    survey: str
    family: str
    item: str
    request: Request
    response: Response | None = None
    fault: Fault | None = None


PANEL: Final = "panel"
ADJUDICATION: Final = "adjudication"
"""The judge a person's label names: one of the raters of a panel, or whoever settled what they disagreed on."""


class LabelRow(msgspec.Struct, frozen=True, tag="label", tag_field="kind"):
    """A reading of a trial. `judge` is the judge's id (`panel` and `adjudication` are people), `labeller` who read:
    `rule:<name>`, `model:<name>`, `person:<pseudonym>`, `author` or `published:<set>`."""

    key: str
    trial: str
    judge: str
    labeller: str
    reading: Reading


class Place(msgspec.Struct, frozen=True):
    """Where in an asset: a path inside it (forward slashes), a line from 1, 0 where there is none."""

    file: str
    line: int = 0


class FindingRow(msgspec.Struct, frozen=True, tag="finding", tag_field="kind"):
    """A located defect. `severity` is a level of the taxonomy, 1 to 5; `risks` its ids; `excerpt` never holds a secret
    whole; `mend` names the file, field or setting to change."""

    key: str
    scan: str
    rule: str
    severity: int
    risks: tuple[str, ...]
    place: Place
    excerpt: str
    mend: dict[str, str]
    """Advice by language (`en`, `zh`)."""


class CoverageRow(msgspec.Struct, frozen=True, tag="coverage", tag_field="kind"):
    """How much of an asset a scan really read. `unread` maps a path to the reason."""

    key: str
    scan: str
    files: int
    bytes: int
    unread: dict[str, str]


EvidenceRow = TrialRow | LabelRow | FindingRow | CoverageRow


class CallRow(msgspec.Struct, frozen=True, tag="call", tag_field="kind"):
    """Telemetry of one call: `asking` 1 or 2, `attempt` from 1; times in whole microseconds."""

    key: str
    trial: str
    asking: int
    attempt: int
    started_us: int
    latency_us: int
    status: int | None = None
    fault: Fault | None = None
    tokens_in: int | None = None
    tokens_out: int | None = None
    detail: str = ""


TelemetryRow = CallRow
Row = EvidenceRow | TelemetryRow


def trial_key(*, item: str, technique: str, target: str, sampling: Sampling, repeat: int = 0) -> str:
    """Identity of a trial: resume is exact, caching honest and doubles visible because of it.

    `item` is a wording's id, `target` the digest of the target's identity.
    """
    return digest({"item": item, "technique": technique, "target": target, "sampling": sampling, "repeat": repeat})


def label_key(*, trial: str, judge: str, labeller: str) -> str:
    """Identity of a label: one reading per trial, judge and reader."""
    return digest({"trial": trial, "judge": judge, "labeller": labeller})


def finding_key(*, scan: str, rule: str, place: Place, excerpt: str) -> str:
    """Identity of a finding inside one scan."""
    return digest({"scan": scan, "rule": rule, "place": place, "excerpt": excerpt})


def coverage_key(*, scan: str) -> str:
    """Identity of a scan's coverage row."""
    return digest({"coverage": scan})


def call_key(*, trial: str, asking: int, attempt: int, started_us: int) -> str:
    """Identity of a call."""
    return digest({"trial": trial, "asking": asking, "attempt": attempt, "started_us": started_us})
