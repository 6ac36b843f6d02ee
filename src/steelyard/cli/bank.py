"""`steelyard bank list | audit | sample | ...`: banks of questions on a terminal or as JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from steelyard.banks import Bank, audit_bank, bundled_banks, committed_order, load_bank
from steelyard.banks.words import word
from steelyard.catalog import Standard, load_standard
from steelyard.records import InputError, Language

from .audited import audit_lines
from .bank_commit import bank_check as bank_check
from .bank_commit import bank_commit as bank_commit
from .bank_twins import bank_twins as bank_twins
from .exposures import bank_exposures as bank_exposures
from .terminal import Json, Lang, Text, print_json, print_lines
from .words import spoken

LIST_SCHEMA = "steelyard.bank.list/1"
SAMPLE_SCHEMA = "steelyard.bank.sample/1"

Seed = Annotated[str, Parameter(help="Seed of the order, in hexadecimal, as a plan shows it.")]
Count = Annotated[int, Parameter(name="--n", help="How many questions.")]
Asked = Annotated[
    Literal["zh", "en"] | None,
    Parameter(name="--language", help="Language of the questions. Default: the bank's first."),
]


def bank_list(*, json: Json = False, lang: Lang = None) -> int:
    """Banks at hand."""
    banks = [load_bank(name) for name in bundled_banks()]
    if json:
        return print_json({"schema": LIST_SCHEMA, "banks": [
            {"id": bank.manifest.id, "version": bank.manifest.version, "title": bank.manifest.title,
             "standard": bank.manifest.standard, "expectation": bank.manifest.expectation,
             "languages": bank.manifest.languages, "families": len(bank.families), "root": bank.root}
            for bank in banks
        ]})  # fmt: skip
    return print_lines(_list_lines(banks, spoken(lang)))


def bank_audit(bank: str, /, *, json: Json = False, lang: Lang = None) -> int:
    """Sizes, gaps, doubles of a bank. It informs: the exit status is 0 whatever is missing.

    Parameters
    ----------
    bank
        The name of a bundled bank, or the folder of another.
    """
    loaded = load_bank(bank)
    standard = _standard(loaded, bank)
    audit = audit_bank(loaded, standard)
    return print_json(audit) if json else print_lines(audit_lines(audit, loaded, standard, spoken(lang)))


def bank_sample(
    bank: str, /, *, seed: Seed, n: Count = 20, language: Asked = None, json: Json = False, lang: Lang = None
) -> int:
    """The questions a seed would ask first.

    Parameters
    ----------
    bank
        The name of a bundled bank, or the folder of another.
    """
    loaded = load_bank(bank)
    asked = _language(loaded, language)
    if n < 1:
        raise InputError(f"{n} is no number of questions", source="--n", mend="ask for 1 or more")
    rows = _sample_rows(loaded, committed_order(loaded.families, seed, asked, n))
    if json:
        return print_json({"schema": SAMPLE_SCHEMA, "bank": loaded.manifest.id, "root": loaded.root,
                           "seed": seed, "language": asked, "questions": rows})  # fmt: skip
    return print_lines(_sample_lines(rows, loaded, seed, asked, spoken(lang)))


def _standard(bank: Bank, named: str) -> Standard:
    try:
        return load_standard(bank.manifest.standard)
    except InputError as error:
        raise InputError(
            error.problem, source=str(Path(named) / "manifest.yaml"), place="standard", mend=error.mend
        ) from None


def _language(bank: Bank, language: Language | None) -> Language:
    known = bank.manifest.languages
    if language is not None and language not in known:
        raise InputError(
            f"{bank.manifest.id} has no questions in {language!r}", source="--language",
            mend=f"write {' or '.join(known)}",
        )  # fmt: skip
    return language or known[0]


def _list_lines(banks: list[Bank], language: Language) -> Iterator[Text]:
    for bank in banks:
        manifest = bank.manifest
        yield Text(f"{manifest.id} {manifest.version}  {manifest.title[language]}", "bold")
        yield Text("    " + word(
            "list_row", language, families=len(bank.families), standard=manifest.standard, root=bank.root,
            languages=("、" if language == "zh" else ", ").join(word(one, language) for one in manifest.languages),
            expectation=word(manifest.expectation, language),
        ))  # fmt: skip
    yield Text("")
    yield Text(word("list_hint", language))


def _sample_rows(bank: Bank, order: list[tuple[str, str]]) -> list[dict[str, str]]:
    families = {family.id: family for family in bank.families}
    rows = []
    for family_id, item in order:
        family = families[family_id]
        text = next(wording.text for wording in family.wordings if wording.id == item)
        rows.append({"family": family_id, "item": item, "aspect": family.aspect, "risk": family.risk, "text": text})
    return rows


def _sample_lines(
    rows: list[dict[str, str]], bank: Bank, seed: str, asked: Language, language: Language
) -> Iterator[Text]:
    yield Text(word("sample_head", language, bank=bank.manifest.id, n=len(rows), all=len(bank.families), seed=seed,
                    language=word(asked, language)), "bold")  # fmt: skip
    for number, row in enumerate(rows, 1):
        yield Text(f"{number:>3}  {row['family'][:12]}  {row['aspect']}  {row['risk']}  {row['text']}")
