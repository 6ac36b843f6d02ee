"""`steelyard bank twins`: two banks whose questions come in pairs, one half published by a committed coin."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from steelyard.banks import (
    PRIVATE,
    PUBLIC,
    Bank,
    Twins,
    TwinTemplates,
    make_twins,
    measured_thresholds,
    read_templates,
    write_twins,
)
from steelyard.banks.words import word
from steelyard.catalog import load_standard
from steelyard.records import ALPHA_OF, InputError, Language

from .terminal import Json, Lang, Text, print_json, print_lines
from .words import spoken
from .words_compare import chance, share

TWINS_SCHEMA = "steelyard.bank.twins/1"
LEAST_PAIRS, MOST_PAIRS = 20, 50_000
_SEED = re.compile(r"[0-9a-f]{64}")


def bank_twins(
    templates: str,
    /,
    *,
    pairs: Annotated[int, Parameter(help="How many pairs of twins.")] = 300,
    out: Annotated[Path, Parameter(help="A new folder for both halves, the commitment and the reveal.")],
    seed: Annotated[
        str | None,
        Parameter(help="Draw again what a reveal.json's seed (64 hex digits) drew. Default: a fresh secret."),
    ] = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Draw pairs of twins from templates, toss for which twin is published, commit to it.

    Parameters
    ----------
    templates
        A template file, or the name of a bundled one: everyday.
    """
    if not LEAST_PAIRS <= pairs <= MOST_PAIRS:
        raise InputError(
            f"must lie between {LEAST_PAIRS} and {MOST_PAIRS:,}",
            source="--pairs",
            mend="300 fill the sample of one run",
        )
    if seed is not None and not _SEED.fullmatch(seed):
        raise InputError("is not 64 lower-case hexadecimal digits", source="--seed", mend="copy it from a reveal.json")
    law = read_templates(templates)
    made = make_twins(law, pairs, bytes.fromhex(seed) if seed else secrets.token_bytes(32))
    _refuse_unasked(made.public, pairs, templates)
    write_twins(made, out)
    if json:
        return print_json({
            "schema": TWINS_SCHEMA, "folder": str(out), "pairs": pairs, "commitment": made.commitment.root,
            "generator": made.commitment.generator, "banks": made.commitment.banks, "strata": made.commitment.strata,
        })  # fmt: skip
    return print_lines(_lines(law, made, pairs, out, spoken(lang)))


def _refuse_unasked(half: Bank, pairs: int, templates: str) -> None:
    """Refuse pairs that no run would ask whole: of two halves, each in its own order, fewer would be asked on both."""
    measured = measured_thresholds(half.manifest, load_standard(half.manifest.standard))
    if not measured:
        raise InputError(
            f"questions that expect {half.manifest.expectation!r} measure no threshold of {half.manifest.standard}",
            source=templates, place="standard", mend="name a standard with a gate for them, such as cn-genai-service",
        )  # fmt: skip
    for threshold in measured:
        if threshold.n_min is not None and pairs > threshold.n_min:
            raise InputError(
                f"a run asks at most {threshold.n_min} questions for {threshold.id}", source="--pairs",
                mend=f"ask for {threshold.n_min}, or make two sets of twins",
            )  # fmt: skip


def _lines(law: TwinTemplates, made: Twins, pairs: int, out: Path, language: Language) -> Iterator[Text]:
    from steelyard.assess import outlook_of  # needs numpy, which the other verbs of `bank` can do without

    yield Text(word("twins_head", language, n=pairs, title=law.title[language], folder=out), "bold")
    yield Text(word("twins_root", language, root=made.commitment.root))
    yield Text(word("twins_publish", language, public=out / PUBLIC, commitment=out / "commitment.json"))
    yield Text(word("twins_keep", language, private=out / PRIVATE, reveal=out / "reveal.json"))
    for purpose in ("gate", "certificate"):
        alpha = float(ALPHA_OF[purpose])
        ahead = outlook_of(pairs, alpha)
        yield Text(word(
            "twins_outlook", language, alpha=share(alpha, language), needed=ahead.needed,
            detects=chance(ahead.detects, language), private=share(ahead.private, language),
            public=share(ahead.public, language),
        ))  # fmt: skip
    yield Text(word("twins_next", language, public=out / PUBLIC, private=out / PRIVATE))
