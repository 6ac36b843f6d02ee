"""The two languages everything is said in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


def language_of(chosen: str | None, environ: Mapping[str, str]) -> Language:
    """The language to speak: a flag wins, then STEELYARD_LANG, then the locale, then English."""
    for value in (chosen, environ.get("STEELYARD_LANG"), environ.get("LC_ALL"), environ.get("LC_MESSAGES"),
                  environ.get("LANG")):  # fmt: skip
        if value:
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"
