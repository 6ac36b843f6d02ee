"""What the mutation check found: the records of bench/results/mutation.json and the reasons of survivors.json."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Literal

import msgspec
from subjects import REASONS, ROOT

sys.path.append(str(ROOT / "bench" / "claims"))

from claim import Claim as Claim
from claim import Figure as Figure
from claim import Measurement as Measurement
from claim import Result
from claim import result_of as result_of

Kind = Literal["equivalent", "harmless"]
"""`equivalent`: no input of the module's face tells it from the original. `harmless`: something tells, and no verdict,
number or refusal that is claimed changes."""


class Reason(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Why a survivor may survive, by someone who looked at it."""

    kind: Kind
    why: str


class Survivor(msgspec.Struct, frozen=True):
    """A mutant that no test noticed. `name` says it whatever the line (see mutants.Mutant)."""

    line: int
    column: int
    operator: str
    name: str
    old: str
    new: str


class Module(msgspec.Struct, frozen=True):
    """A module's mutants and their fates; `source` is the digest of the module that was mutated, `tests` how many tests
    of the unchanged code run a line of it, `seconds` how long it took."""

    module: str
    source: str
    tests: int
    mutants: int
    killed: int
    timed_out: int
    seconds: float
    survivors: tuple[Survivor, ...]


class Account(msgspec.Struct, frozen=True):
    """The same for a reader: with the reasons given. `unexplained` survivors have none."""

    module: str
    mutants: int
    killed: int
    timed_out: int
    survived: int
    equivalent: int
    harmless: int
    unexplained: int


Reasons = dict[str, dict[str, Reason]]
"""By module, then by the mutant's name."""


class MutationResult(Result, frozen=True):
    """The claim's result, with what it rests on."""

    accounts: tuple[Account, ...]
    modules: tuple[Module, ...]


def read_reasons(path: Path = REASONS) -> Reasons:
    """Raises msgspec.ValidationError."""
    return msgspec.json.decode(path.read_bytes(), type=Reasons)


def account(module: Module, reasons: Reasons) -> Account:
    """Count a module's mutants."""
    given = reasons.get(module.module, {})
    kinds = Counter(given[each.name].kind if each.name in given else "unexplained" for each in module.survivors)
    return Account(
        module.module, module.mutants, module.killed, module.timed_out, len(module.survivors), kinds["equivalent"],
        kinds["harmless"], kinds["unexplained"],
    )  # fmt: skip


def noticed(accounts: Iterable[Account]) -> int:
    """Mutants that a test failed on, or that ran out of time."""
    return sum(each.killed + each.timed_out for each in accounts)


def share(accounts: Sequence[Account], *, without_equivalent: bool = False) -> float:
    """Share of mutants noticed: of all, or of those that are not equivalent."""
    of = sum(each.mutants - (each.equivalent if without_equivalent else 0) for each in accounts)
    return noticed(accounts) / of if of else 1.0
