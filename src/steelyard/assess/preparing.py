"""From a manifest to what a run can gather evidence with: targets opened, trees fingerprinted, banks loaded."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from decimal import Decimal
from pathlib import Path

import msgspec

from steelyard.banks import Bank
from steelyard.catalog import Standard
from steelyard.judges import Judge, best_measurement, load_judge, passport_of
from steelyard.records import AssetIdentity, Consent, InputError, Language, Plan, Sampling, Scan, SystemIdentity, digest
from steelyard.system import Asset, Manifest, tree_digest
from steelyard.targets import Narrow, Target, TargetSpec, open_target

from .choosing import choose_questions
from .consent import address_of
from .planning import AtHand, Endpoint, JudgeErrors, QuestionSet, Rules, make_plan

JUDGE = "refusal"


class Prepared(msgspec.Struct, frozen=True):
    """A system ready to be weighed. `targets` by asset id, `roots` the folder a scan reads by scan id; `addresses` host
    and port of each endpoint, empty where it is in this process."""

    system: SystemIdentity
    standards: tuple[Standard, ...]
    at_hand: AtHand
    targets: dict[str, Target]
    addresses: dict[str, str]
    roots: dict[str, Path]
    banks: dict[str, Bank]
    judge: Judge

    def plan(self, rules: Rules) -> Plan:
        """The plan under these rules."""
        return make_plan(self.system, self.standards, self.at_hand, rules)

    def at_once(self, most: int) -> dict[str, int]:
        """Calls that each endpoint can use at once, of `most` allowed."""
        return {
            asset: min(most, target.most_in_flight) if isinstance(target, Narrow) else most
            for asset, target in self.targets.items()
        }

    async def close(self) -> None:
        """Close every target."""
        for target in self.targets.values():
            await target.close()


async def prepare(
    manifest: Manifest,
    base: Path,
    standards: Sequence[Standard],
    *,
    consents: tuple[Consent, ...],
    deadline_s: float,
    banks: Sequence[str] = (),
    environ: Mapping[str, str] = os.environ,
) -> Prepared:
    """Open and fingerprint what the manifest names; `base` is the folder its paths start from.

    `consents` is the leave under which endpoints are asked; `banks`, by name or folder, are put to them instead of the
    bundled ones. Raises InputError when something named cannot be used; then nothing stays open.
    """
    endpoints = [asset for asset in manifest.assets if asset.kind == "endpoint"]
    if banks and not endpoints:
        raise InputError(
            "the system has no endpoint to ask", source="--bank", mend="leave --bank out, or add an endpoint"
        )
    questions = choose_questions(banks, standards, manifest.system.language) if endpoints else ()
    targets = {asset.id: open_target(_spec(asset, deadline_s), environ) for asset in endpoints}
    async with AsyncExitStack() as opened:
        for target in targets.values():
            opened.push_async_callback(target.close)
            await target.introduce()
        prepared = _prepared(manifest, base, standards, targets, questions, consents)
        opened.pop_all()  # nothing failed: the caller closes them
    return prepared


def _prepared(
    manifest: Manifest,
    base: Path,
    standards: Sequence[Standard],
    targets: dict[str, Target],
    questions: tuple[QuestionSet, ...],
    consents: tuple[Consent, ...],
) -> Prepared:
    endpoints = [asset for asset in manifest.assets if asset.id in targets]
    _refuse_alike(endpoints, targets)
    scanned = _scans([asset for asset in manifest.assets if asset.kind == "source"])
    judge = load_judge(JUDGE)
    return Prepared(
        system=_identity(manifest, base, targets),
        standards=tuple(standards),
        at_hand=AtHand(
            endpoints=tuple(Endpoint(asset.id, targets[asset.id].identity, _sampling(asset)) for asset in endpoints),
            questions=questions,
            scans=tuple(scan for _, scan in scanned),
            judge=judge.identity,
            errors=_errors(judge, manifest.system.language),
            consents=consents,
        ),
        targets=targets,
        addresses={asset.id: _address(asset) for asset in endpoints},
        roots={scan.id: base / (asset.path or "") for asset, scan in scanned},
        banks={chosen.bank.manifest.id: chosen.bank for chosen in questions},
        judge=judge,
    )


def _errors(judge: Judge, language: Language) -> JudgeErrors | None:
    """What the judge's passport says of its errors in one language; None where it says nothing."""
    passport = passport_of(judge)
    best = best_measurement(passport, language) if passport else None
    return None if best is None else JudgeErrors(best.sensitivity.share, best.specificity.share, best.people)


def _refuse_alike(endpoints: Sequence[Asset], targets: Mapping[str, Target]) -> None:
    """Raise InputError when nothing tells two endpoints apart: the answers of one would count for the other."""
    seen: dict[str, str] = {}
    for asset in endpoints:
        identity = digest([targets[asset.id].identity, _sampling(asset)])
        if identity in seen:
            raise InputError(
                f"{seen[identity]} and {asset.id} cannot be told apart: one model, by name and by what it declares",
                source="assets", mend="assess them in two runs, or let each declare a model name of its own",
            )  # fmt: skip
        seen[identity] = asset.id


def _sampling(asset: Asset) -> Sampling:
    """How answers are drawn: the likeliest again and again, or at a temperature, without a seed that would repeat."""
    if asset.temperature == 0:
        return Sampling(max_tokens=asset.max_tokens)
    return Sampling(temperature=format(Decimal(str(asset.temperature)), "f"), max_tokens=asset.max_tokens, seed=None)


def _address(asset: Asset) -> str:
    address = address_of(asset)
    return f"{address[0]}:{address[1]}" if address else ""


def _spec(asset: Asset, deadline_s: float) -> TargetSpec:
    if asset.local is not None:
        return TargetSpec(kind="local", model=asset.local, deadline_s=deadline_s)
    return TargetSpec(
        kind="openai",
        model=asset.model or "",
        url=asset.url or "",
        key_env=asset.key_env,
        api=asset.api,
        deadline_s=deadline_s,
    )


def _scans(sources: Sequence[Asset]) -> list[tuple[Asset, Scan]]:
    if not sources:
        return []
    from steelyard.probes.secret_scan import plan_scan  # its detectors take 0.1 s to import

    return [(asset, plan_scan(asset.id)) for asset in sources]


def _identity(manifest: Manifest, base: Path, targets: Mapping[str, Target]) -> SystemIdentity:
    assets = tuple(
        AssetIdentity(
            asset.id,
            asset.kind,
            digest(targets[asset.id].identity) if asset.kind == "endpoint" else tree_digest(base / (asset.path or "")),
        )
        for asset in manifest.assets
    )
    declared = manifest.system
    return SystemIdentity(
        id=digest({"system": declared, "assets": assets}),
        name=declared.name,
        owner=declared.owner,
        language=declared.language,
        vertical=declared.vertical,
        assets=assets,
    )
