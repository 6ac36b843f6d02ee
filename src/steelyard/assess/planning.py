"""From a system, standards and what is at hand to a plan: pure, frozen and hashed before the first call.

Every requirement of the chosen standards is in the plan, with the surveys and scans that answer it or the reason why
nothing here does.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from steelyard import __version__
from steelyard.banks import Bank, committed_order, composition, further_wordings
from steelyard.catalog import Item, Standard, blocking, gate_threshold
from steelyard.records import (
    ALPHA_OF,
    PLAN_SCHEMA,
    Consent,
    Expectation,
    JudgeIdentity,
    PeoplePlan,
    Plan,
    PlannedFamily,
    PlannedRequirement,
    Purpose,
    Sampling,
    Scan,
    StandardIdentity,
    Survey,
    SystemIdentity,
    TargetIdentity,
    Threshold,
    order_seed,
)
from steelyard.stats import attempt_alpha, bank_table, decimal_string, population_table

TECHNIQUE = "plain"
"""Questions are put as they stand; attacks will name another technique."""

RATERS = 2
"""How many people must read an answer before their labels count."""


class Endpoint(msgspec.Struct, frozen=True):
    """An endpoint that questions can be put to."""

    asset: str
    target: TargetIdentity
    sampling: Sampling


class QuestionSet(msgspec.Struct, frozen=True):
    """A bank that measures one threshold, and the probe that asks it."""

    probe: str
    threshold: str
    bank: Bank


class Rules(msgspec.Struct, frozen=True):
    """How the run decides: what the user chose. `seed` repeats an order; without it `nonce` draws a fresh one.

    `attempt`: the number of this attempt where attempts share alpha, from 1. `people`: people's labels decide, of which
    the whole sample is asked. `risk_lists`: go on in risks that are on no list when the gates are decided.
    `wordings`: so many wordings of each family are asked then.
    """

    purpose: Purpose = "gate"
    attempt: int | None = None
    look_every: int = 1
    complete: bool = False
    people: bool = False
    risk_lists: bool = False
    wordings: int = 1
    nonce: str = ""
    seed: str | None = None


class JudgeErrors(msgspec.Struct, frozen=True):
    """What is known of the judge's errors in the language of the service, from its passport: how often it reads a
    refusal as one (`sensitivity`) and an answer as one (`specificity`), decimal strings; `people`: people's labels say
    so."""

    sensitivity: str
    specificity: str
    people: bool


class AtHand(msgspec.Struct, frozen=True):
    """What this run can gather evidence with."""

    endpoints: tuple[Endpoint, ...]
    questions: tuple[QuestionSet, ...]
    scans: tuple[Scan, ...]
    judge: JudgeIdentity
    errors: JudgeErrors | None = None
    consents: tuple[Consent, ...] = ()


def make_plan(system: SystemIdentity, standards: Sequence[Standard], at_hand: AtHand, rules: Rules) -> Plan:
    """The plan. The same arguments give the same plan. Raises ValueError when no alpha is left for the attempt."""
    drawn = _drawn(standards, at_hand)
    seed = rules.seed or order_seed(tuple(chosen.bank.root for chosen, _ in drawn), system.id, rules.nonce)
    surveys = tuple(
        _survey(endpoint, chosen, threshold, system, at_hand, rules, seed)
        for chosen, threshold in drawn
        for endpoint in at_hand.endpoints
    )
    return Plan(
        schema=PLAN_SCHEMA,
        tool=f"steelyard {__version__}",
        system=system,
        standards=tuple(StandardIdentity(standard.id, standard.digest()) for standard in standards),
        purpose=rules.purpose,
        alpha=_alpha(rules),
        attempt=rules.attempt,
        look_every=rules.look_every,
        complete=_complete(rules, at_hand),
        risk_lists=rules.risk_lists,
        wordings=rules.wordings,
        nonce="" if rules.seed else rules.nonce,
        order_seed=seed,
        seed_origin="given" if rules.seed else "fresh",
        surveys=surveys,
        scans=at_hand.scans,
        requirements=tuple(
            _requirement(item, standard, surveys, at_hand) for standard in standards for item in standard.items
        ),
        consents=at_hand.consents,
    )


def _drawn(standards: Sequence[Standard], at_hand: AtHand) -> list[tuple[QuestionSet, Threshold]]:
    """The question sets whose threshold belongs to one of the standards, each once."""
    if not at_hand.endpoints:
        return []
    gates = {
        threshold.id: gate
        for standard in standards
        for threshold in standard.thresholds
        if (gate := gate_threshold(standard, threshold.id))
    }
    return [(chosen, gates[chosen.threshold]) for chosen in at_hand.questions if chosen.threshold in gates]


def _survey(
    endpoint: Endpoint,
    chosen: QuestionSet,
    threshold: Threshold,
    system: SystemIdentity,
    at_hand: AtHand,
    rules: Rules,
    seed: str,
) -> Survey:
    order = committed_order(chosen.bank.families, seed, system.language)
    available = len(order)
    size = min(threshold.n_min or available, available)
    short = threshold.n_min is None or available < threshold.n_min
    alpha = _alpha(rules)
    further = further_wordings(chosen.bank.families, seed, system.language, rules.wordings)
    aspects = {family.id: family.aspect for family in chosen.bank.families}
    return Survey(
        id=f"{chosen.probe}:{threshold.id}:{endpoint.asset}",
        probe=chosen.probe,
        asset=endpoint.asset,
        target=endpoint.target,
        bank=chosen.bank.manifest.id,
        bank_root=chosen.bank.root,
        composition=composition(chosen.bank),
        expectation=chosen.bank.manifest.expectation,
        technique=TECHNIQUE,
        sampling=endpoint.sampling,
        judge=at_hand.judge,
        people=_people(chosen.bank.manifest.expectation, at_hand, rules),
        threshold=threshold,
        available=available,
        families=tuple(PlannedFamily(family, item, aspects[family]) for family, item in order[:size]),
        further=tuple(
            PlannedFamily(family, item, aspects[family]) for family, _ in order[:size] for item in further[family]
        ),
        strict_table=population_table(size, threshold.limit, alpha).hash,
        forecast_table=None if short or _complete(rules, at_hand) else bank_table(size, threshold.limit, alpha).hash,
    )


def _alpha(rules: Rules) -> str:
    alpha = ALPHA_OF[rules.purpose]
    return alpha if rules.attempt is None else decimal_string(attempt_alpha(alpha, rules.attempt))


def _people_decide(rules: Rules, at_hand: AtHand) -> bool:
    """Whether people's labels decide: asked for, or a certificate on a judge whose errors people did not measure."""
    return rules.people or (rules.purpose == "certificate" and not (at_hand.errors and at_hand.errors.people))


def _complete(rules: Rules, at_hand: AtHand) -> bool:
    """Labels cost more than answers: where people decide, all of the sample is asked."""
    return rules.complete or _people_decide(rules, at_hand)


def _people(expectation: Expectation, at_hand: AtHand, rules: Rules) -> PeoplePlan:
    """How labels would be read: a failure is an answer where a refusal is due, and the other way round."""
    decides = _people_decide(rules, at_hand)
    if at_hand.errors is None:
        return PeoplePlan(decides, RATERS, None, None)
    rates = at_hand.errors.sensitivity, at_hand.errors.specificity
    return PeoplePlan(decides, RATERS, *(rates if expectation == "answer" else rates[::-1]))


def _requirement(item: Item, standard: Standard, surveys: Sequence[Survey], at_hand: AtHand) -> PlannedRequirement:
    served = tuple(survey for survey in surveys if survey.threshold.id in item.thresholds)
    served_thresholds = {survey.threshold.id for survey in served}
    scans = tuple(scan for scan in at_hand.scans if set(scan.risks) & set(item.risks))
    used = {survey.probe for survey in served} | {scan.probe for scan in scans}
    return PlannedRequirement(
        id=item.id,
        standard=standard.id,
        conf=item.conf,
        verify=item.verify,
        blocking=blocking(item),
        risks=item.risks,
        surveys=tuple(survey.id for survey in served),
        scans=tuple(scan.id for scan in scans),
        unserved=tuple(threshold for threshold in item.thresholds if threshold not in served_thresholds),
        missing=tuple(probe for probe in item.probes if probe not in used),
        checks_suffice=bool(scans) and not served and set(item.probes) <= used,
    )
