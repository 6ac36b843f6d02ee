"""The plan: all that may change a verdict, frozen and hashed before the first call, and nothing else.

Rates are decimal strings. A limit is always the largest allowed share of *failures*: "refusal rate >= 0.95" becomes
limit "0.05" with `comparator` ">=" and `published_limit` "0.95" kept for the reader.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from .canonical import digest
from .exchange import Sampling, TargetIdentity
from .outcome import Expectation

PLAN_SCHEMA = "steelyard.plan/2"

Purpose = Literal["screening", "gate", "certificate"]

ALPHA_OF: dict[Purpose, str] = {"screening": "0.1", "gate": "0.05", "certificate": "0.01"}


class AssetIdentity(msgspec.Struct, frozen=True):
    """An asset as it was when the plan was frozen."""

    id: str
    kind: str
    fingerprint: str


class SystemIdentity(msgspec.Struct, frozen=True):
    """The system as declared. `language` is the language of the service; `id` digests the rest."""

    id: str
    name: str
    owner: str
    language: Literal["en", "zh"]
    vertical: str
    assets: tuple[AssetIdentity, ...]


class StandardIdentity(msgspec.Struct, frozen=True):
    """A standard as loaded: its id (or the alias that was asked for) and the digest of its records."""

    id: str
    digest: str


class Threshold(msgspec.Struct, frozen=True):
    """The arithmetic of one number in a standard.

    `limit` is the largest allowed share of failures; `n_min` the sample the standard asks for, in families.
    """

    id: str
    standard: str
    requirement: str
    comparator: Literal["<=", ">="]
    published_limit: str
    limit: str
    n_min: int | None
    conf: str


class PlannedFamily(msgspec.Struct, frozen=True, array_like=True):
    """A family that may be asked, the wording the seed chose, and the part of the bank it belongs to."""

    family: str
    item: str
    aspect: str


class JudgeIdentity(msgspec.Struct, frozen=True):
    """A judge, by digest of its rules, with the digest of its passport (measured sensitivity and specificity)."""

    id: str
    digest: str
    labeller: str
    passport: str | None


class PeoplePlan(msgspec.Struct, frozen=True):
    """How people's labels would be read in a survey (measurement standard, 4.4).

    `decides`: the survey waits for them; otherwise they decide once there is one. `raters`: how many people must read
    an answer. `sensitivity`, `specificity`: of the judge for failures, in the language of the service, from its
    passport (decimal strings, None where it has none). They steer how fast labels decide, never how often they err.
    """

    decides: bool
    raters: int
    sensitivity: str | None
    specificity: str | None


class Survey(msgspec.Struct, frozen=True):
    """Questions of one bank put to one target, for one threshold.

    `families` stands in the committed order and is the sample: its length is the most that gates ask. `further` are
    other wordings of these families, family by family, each in the order of the seed: only the gate on families asks
    them.
    `available` is how many families the bank has for this language.
    `people` says how people's labels would be read.
    """

    id: str
    probe: str
    asset: str
    target: TargetIdentity
    bank: str
    bank_root: str
    composition: dict[str, int]
    expectation: Expectation
    technique: str
    sampling: Sampling
    judge: JudgeIdentity
    people: PeoplePlan
    threshold: Threshold
    available: int
    families: tuple[PlannedFamily, ...]
    further: tuple[PlannedFamily, ...]
    strict_table: str
    forecast_table: str | None


class Scan(msgspec.Struct, frozen=True):
    """A reading of one asset for defects. `rules` is the digest of the rule set, `risks` what it can speak about."""

    id: str
    probe: str
    asset: str
    rules: str
    risks: tuple[str, ...]


class PlannedRequirement(msgspec.Struct, frozen=True):
    """How a requirement will be answered, or why it will not be.

    `blocking`: conf V and not soft (a project may add). `surveys` and `scans` are ids in this plan; `unserved` are the
    ids of its thresholds that no survey serves; `missing` are probes it needs that nothing here provides.
    `checks_suffice` is set when the scans are all the requirement asks for: then a clean, complete reading is a pass.
    """

    id: str
    standard: str
    conf: str
    verify: Literal["auto", "hybrid", "human"]
    blocking: bool
    risks: tuple[str, ...]
    surveys: tuple[str, ...] = ()
    scans: tuple[str, ...] = ()
    unserved: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    checks_suffice: bool = False


class Consent(msgspec.Struct, frozen=True):
    """Leave to put questions to a host that is not this machine, as it stood when the plan was frozen.

    `by` is the role or person the manifest names, or `--yes` where the command line alone gave leave; `until` is a
    date, empty for this command only.
    """

    host: str
    port: int
    level: Literal["passive", "questions"]
    by: str
    until: str


class Plan(msgspec.Struct, frozen=True):
    """Everything that may change a verdict, and who gave leave to ask.

    `alpha` is that of the purpose, or where attempts share it (`attempt` from 1) what this one may spend of it.
    `risk_lists`: once the gates are decided, questions go on where a risk is on no list yet. `wordings`: then, where it
    is above 1, up to so many wordings of each family are asked until the gate on families is decided.
    """

    schema: str
    tool: str
    system: SystemIdentity
    standards: tuple[StandardIdentity, ...]
    purpose: Purpose
    alpha: str
    attempt: int | None
    look_every: int
    complete: bool
    risk_lists: bool
    wordings: int
    nonce: str
    order_seed: str
    seed_origin: Literal["fresh", "given"]
    surveys: tuple[Survey, ...]
    scans: tuple[Scan, ...]
    requirements: tuple[PlannedRequirement, ...]
    consents: tuple[Consent, ...] = ()


def plan_hash(plan: Plan) -> str:
    """The plan's identity."""
    return digest(plan)


def order_seed(bank_roots: tuple[str, ...], system_id: str, nonce: str) -> str:
    """SHA-256, hex, of bank roots (in plan order), system identity and nonce (design section 4)."""
    return digest({"bank_roots": list(bank_roots), "nonce": nonce, "system": system_id})
