"""A probe as the catalogue knows it."""

from __future__ import annotations

import msgspec

from steelyard.records import Language


class ProbeInfo(msgspec.Struct, frozen=True):
    """A probe as the catalogue knows it.

    `kind` is its id in the taxonomy; `asset_kinds` what it reads; `risks` ids it gathers evidence about, empty where
    that depends on the bank; `what` says what it does, in both languages.
    """

    kind: str
    asset_kinds: tuple[str, ...]
    risks: tuple[str, ...]
    what: dict[Language, str]
