"""From modules and their mutants to the claim: at least nine in ten are noticed, and every survivor has its reason."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from outcomes import (
    Account,
    Claim,
    Figure,
    Measurement,
    Module,
    MutationResult,
    Reasons,
    account,
    noticed,
    result_of,
    share,
)
from subjects import LEAST_SHARE, REASONS, SUBJECTS

CLAIM = Claim(
    name="mutation",
    sentence="Of small changes to the gates' arithmetic and the verdict code, made one at a time, at least nine in ten "
    "are noticed by the fast tests, and each that is not has been looked at and has its reason.",
    promised="issue 4, what must be shown, 6",
    limit=f"at least {LEAST_SHARE:.0%} noticed, in all and in every module; no survivor without a reason",
)
_LIBRARIES = ("hypothesis", "numpy", "pytest", "scipy")


def weigh(modules: Sequence[Module], reasons: Reasons) -> MutationResult:
    """The result for these modules."""
    seconds = sum(each.seconds for each in modules)
    accounts = tuple(account(module, reasons) for module in modules)
    measured = result_of(CLAIM, _measurement(modules, accounts, reasons), quick=False, seconds=seconds)
    told = msgspec.structs.replace(measured, command="make mutation")
    return MutationResult(**msgspec.structs.asdict(told), accounts=accounts, modules=tuple(modules))


def _measurement(modules: Sequence[Module], accounts: Sequence[Account], reasons: Reasons) -> Measurement:
    lost = [module for module in SUBJECTS if module not in {each.module for each in accounts}]
    unexplained = sum(each.unexplained for each in accounts)
    figures = (
        _of("all modules", accounts, without_equivalent=False),
        _of("all modules, without equivalent mutants", accounts, without_equivalent=True),
        Figure("modules not tried", ", ".join(lost) or "none", "none", not lost),
        Figure("survivors without a reason", str(unexplained), "0", unexplained == 0),
        *(_of(each.module, [each], without_equivalent=False) for each in accounts),
    )  # fmt: skip
    mutants = sum(each.mutants for each in accounts)
    measured = f"{share(accounts):.1%} of {mutants:,} mutants noticed, {unexplained} survivors without a reason"
    stale = stale_reasons(modules, reasons)
    notes = [
        "Each survivor with its line and reason is in docs/mutation.md.",
        *(f"{REASONS.name} gives a reason for what is no survivor: {each}" for each in stale),
    ]
    return Measurement(measured, figures, notes=tuple(notes), libraries=_LIBRARIES)


def stale_reasons(modules: Sequence[Module], reasons: Reasons) -> list[str]:
    """Reasons that are given for no survivor."""
    names = {module.module: {each.name for each in module.survivors} for module in modules}
    return [
        f"{module}, {name}"
        for module, given in reasons.items()
        for name in given
        if module in names and name not in names[module]
    ]


def _of(name: str, accounts: Sequence[Account], *, without_equivalent: bool) -> Figure:
    """Limits hold for all modules together and for each, equivalent mutants counted; without them is only told."""
    found = noticed(accounts)
    of = sum(each.mutants - (each.equivalent if without_equivalent else 0) for each in accounts)
    value = share(accounts, without_equivalent=without_equivalent)
    limit, holds = ("", None) if without_equivalent else (f"{LEAST_SHARE:.0%}", value >= LEAST_SHARE)
    return Figure(name, f"{value:.1%} ({found:,} of {of:,})", limit, holds)
