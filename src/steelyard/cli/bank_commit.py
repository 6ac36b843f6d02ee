"""`steelyard bank commit | check`: promise a bank before it is shown, and hold what is shown against the promise."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from steelyard.banks import BankCommitment, Reveal, commit_to, load_bank, make_folder, read_checked, write_pair
from steelyard.banks.words import word
from steelyard.records import Language

from .terminal import Json, Lang, Text, print_json, print_lines
from .words import spoken
from .words_compare import listed

COMMIT_SCHEMA = "steelyard.bank.commit/1"
CHECK_SCHEMA = "steelyard.bank.check/1"
DIFFERS = 1


class CommitmentCheck(msgspec.Struct, frozen=True):
    """What `bank check --json` prints. `mismatches`: what of the reveal is not as committed; `strange_banks`: banks
    named with --bank that are none of those committed to."""

    schema: str
    root: str
    count: int
    pairs: int
    mismatches: tuple[str, ...]
    banks: tuple[str, ...]
    strange_banks: tuple[str, ...]
    exit: int


def bank_commit(
    bank: str,
    /,
    *,
    out: Annotated[Path, Parameter(help="A new folder for commitment.json and reveal.json.")],
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Commit to a bank: a file to publish now, and one to keep until the bank is shown.

    Parameters
    ----------
    bank
        The name of a bundled bank, or the folder of another.
    """
    loaded = load_bank(bank)
    commitment, reveal = commit_to(loaded, secrets.token_bytes(32))
    make_folder(out)
    write_pair(out, commitment, reveal)
    if json:
        return print_json({
            "schema": COMMIT_SCHEMA, "folder": str(out), "root": commitment.root, "count": commitment.count,
            "bank": loaded.manifest.id, "bank_root": loaded.root,
        })  # fmt: skip
    return print_lines([
        Text(word("commit_head", spoken(lang), n=commitment.count, bank=loaded.manifest.id, root=commitment.root)),
        Text(word("commit_files", spoken(lang), commitment=out / "commitment.json", reveal=out / "reveal.json")),
    ])  # fmt: skip


def bank_check(
    commitment: Path,
    reveal: Path,
    /,
    *,
    bank: Annotated[
        tuple[str, ...], Parameter(help="A bank that should be one committed to; give it again for more.")
    ] = (),
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Check that what is revealed is what was committed. Exit: 0 it is; 1 it is not; 2 usage.

    Parameters
    ----------
    commitment
        The commitment.json that was published.
    reveal
        The reveal.json that was kept.
    """
    promised, shown, mismatches = read_checked(commitment, reveal)
    strange = _strange(bank, promised, shown)
    found = CommitmentCheck(
        schema=CHECK_SCHEMA, root=promised.root, count=promised.count, pairs=len(promised.coins),
        mismatches=mismatches, banks=bank, strange_banks=strange, exit=DIFFERS if mismatches or strange else 0,
    )  # fmt: skip
    if json:
        print_json(found)
    else:
        print_lines(_lines(found, spoken(lang)))
    return found.exit


def _strange(banks: Sequence[str], promised: BankCommitment, shown: Reveal) -> tuple[str, ...]:
    """Banks of another root than those committed, or with a question that was not."""
    items = {question.item for question, _ in shown.questions}
    loaded = {name: load_bank(name) for name in banks}
    return tuple(
        name
        for name, bank in loaded.items()
        if bank.root not in promised.banks.values() or any(family.id not in items for family in bank.families)
    )


def _lines(found: CommitmentCheck, language: Language) -> Iterator[Text]:
    yield Text(word("check_head", language, root=found.root, n=found.count, pairs=found.pairs))
    if found.mismatches:
        names = listed((word(f"mismatch.{one}", language) for one in found.mismatches), language)
        yield Text(word("check_differs", language, what=names), "bold")
    else:
        yield Text(word("check_same", language), "bold")
    for name in found.banks:
        yield Text(word("check_strange" if name in found.strange_banks else "check_bank", language, bank=name))
    yield Text(word("check_trust", language))
