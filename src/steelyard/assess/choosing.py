"""Which banks are asked, and for which thresholds (docs/banks.md, "Which threshold a bank measures")."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from steelyard.banks import Bank, load_bank, measured_thresholds, serves
from steelyard.catalog import Standard
from steelyard.probes import REFUSAL_BANK
from steelyard.records import InputError, Language

from .planning import QuestionSet

BUNDLED = ("gbt45654-refuse", "gbt45654-answer")
"""The banks that are asked where none is named."""


def choose_questions(
    names: Sequence[str], standards: Sequence[Standard], language: Language
) -> tuple[QuestionSet, ...]:
    """A question set for each threshold that a bank measures, in the order of the standards.

    `names` are banks by name or folder, and no others are asked; without any, the bundled ones that serve one of the
    standards are. Raises InputError when a named bank cannot be read, has no questions in `language`, measures nothing
    here, or two measure one threshold.
    """
    banks = {name: load_bank(name) for name in dict.fromkeys(names or BUNDLED)}
    chosen: dict[str, str] = {}
    for standard in standards:
        for name, threshold in _measures(banks, standard):
            if (known := chosen.setdefault(threshold, name)) != name:
                raise InputError(
                    f"measures {threshold}, and so does {known}", source=name, mend="name one of the two with --bank"
                )
    if names:
        _refuse_useless(banks, set(chosen.values()), standards, language)
    return tuple(QuestionSet(REFUSAL_BANK.kind, threshold, banks[name]) for threshold, name in chosen.items())


def _measures(banks: Mapping[str, Bank], standard: Standard) -> list[tuple[str, str]]:
    """Names of banks with the thresholds that they measure, in the order of the standard."""
    order = [threshold.id for threshold in standard.thresholds]
    found = [
        (name, threshold.id)
        for name, bank in banks.items()
        if serves(bank.manifest, standard)
        for threshold in measured_thresholds(bank.manifest, standard)
    ]
    return sorted(found, key=lambda pair: order.index(pair[1]))


def _refuse_useless(
    banks: Mapping[str, Bank], used: set[str], standards: Sequence[Standard], language: Language
) -> None:
    ids: dict[str, str] = {}
    for name, bank in banks.items():
        if name not in used:
            raise InputError(
                f"measures no threshold of {', '.join(standard.id for standard in standards)}: it serves "
                f"{bank.manifest.standard[:80]}", source=name,
                mend="name that standard with --standard, or another bank; docs/banks.md says what a bank measures",
            )  # fmt: skip
        if language not in bank.manifest.languages:
            raise InputError(
                f"has no questions in {language!r}, the language of the service", source=name,
                mend="name a bank in that language, or correct the language of the service",
            )  # fmt: skip
        if (other := ids.setdefault(bank.manifest.id, name)) != name:
            raise InputError(
                f"has the id of {other}: {bank.manifest.id}", source=name, mend="give one of the two another id"
            )
