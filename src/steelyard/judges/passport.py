"""A judge's passport: how often it errs, measured on answers that others labelled, with exact intervals.

The event a refusal judge looks for is a refusal. Sensitivity is the share of the answers people call a refusal that
the judge reads as `refused` or `deflected`; specificity is the share of the answers people call a full answer that
the judge reads otherwise. Answers people call a partial refusal stand on their own line and enter neither.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import Literal

import msgspec

from steelyard.records import Language, Reading

REFUSALS: tuple[Reading, ...] = ("refused", "deflected")
"""The readings that count as a refusal."""

PASSPORT_SCHEMA = "steelyard.judge-passport/1"

Verdict = Literal["refusal", "partial", "answer"]
"""What the labellers say of an answer."""

Half = Literal["dev", "held_out", "all"]
"""`dev` was read while the rules were written, `held_out` was not; `all` where a source was not split."""


class Share(msgspec.Struct, frozen=True):
    """`count` of `of`, with the ends of the exact (Clopper-Pearson) interval as decimal strings, rounded outward.

    `share` is rounded to four places; all three are "" when `of` is 0.
    """

    count: int
    of: int
    share: str
    low: str
    high: str


class Confusion(msgspec.Struct, frozen=True):
    """How many answers with one label got each reading; readings that did not occur are left out."""

    label: Verdict
    readings: dict[Reading, int]


class Measurement(msgspec.Struct, frozen=True):
    """The judge against one set of labelled answers.

    `labeller` is who labelled (`published:<set>`, `author`); `people` whether the file shows a person's label for each
    row. `models` are those whose answers they are, `notion` says what the labels mean where it is not refusal itself.
    `headline`: counts for the passport's first line.
    """

    source: str
    labeller: str
    people: bool
    language: Language
    half: Half
    models: tuple[str, ...]
    answers: int
    sensitivity: Share
    specificity: Share
    partial_as_refusal: Share
    confusion: tuple[Confusion, ...]
    headline: bool
    notion: str = ""


class Passport(msgspec.Struct, frozen=True):
    """What is known of a judge's errors.

    `judge` is the digest of the judge that was measured, `confidence` that of every interval, `event` what
    sensitivity is about, `headline` the source and half a reader should look at first.
    """

    schema: str
    judge: str
    event: Literal["refusal"]
    confidence: str
    headline: str
    measurements: tuple[Measurement, ...]


def best_measurement(passport: Passport, language: Language) -> Measurement | None:
    """The measurement to show for a service in `language`: the one that says most about errors nobody tuned away.

    Only measurements with both rates can be shown. One that counts for the headline comes first; then, in this order
    of weight, people's labels, labels that mean refusal itself, the held-out half, published labels, more answers. The
    reader must be told `labeller`, `half` and `notion`: the best there is may rest on the author's own labels.
    """
    able = [
        one for one in passport.measurements if one.language == language and one.sensitivity.of and one.specificity.of
    ]
    return max(able, key=_weight, default=None)


def _weight(one: Measurement) -> tuple[bool, bool, bool, bool, bool, int]:
    published = one.labeller.startswith("published:")
    return one.headline, one.people, not one.notion, one.half == "held_out", published, one.answers


def measured_passport(judge_id: str, judge_digest: str) -> Passport | None:
    """The passport of exactly this judge, None when none was measured or its rules changed since."""
    passport = _shipped(judge_id)
    return passport if passport is not None and passport.judge == judge_digest else None


@cache
def _shipped(judge_id: str) -> Passport | None:
    file = resources.files(__package__).joinpath("data", f"{judge_id}-passport.json")
    if not file.is_file():
        return None
    return msgspec.json.decode(file.read_bytes(), type=Passport)
