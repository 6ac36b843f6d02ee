"""Secrets in use are cut from whatever comes back, before anybody else sees it.

A service may echo a key as it is, inside base64 (alone, or as part of something longer, where it stands at one of three
offsets), and either of them URL-encoded or with the slashes escaped that some JSON writers escape.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from urllib.parse import quote, quote_plus

MARK = "[secret cut]"
SHORTEST = 8
"""Shorter "keys" are placeholders of local servers ("EMPTY", "none"); cutting those would garble answers."""


class Scrubber:
    """Cuts some secrets out of texts. It never shows them."""

    __slots__ = ("_pattern",)

    def __init__(self, secrets: Iterable[str]) -> None:
        forms = {form for secret in secrets if len(secret) >= SHORTEST for form in _forms(secret)}
        longest_first = sorted(forms, key=lambda form: (-len(form), form))
        self._pattern = re.compile("|".join(map(re.escape, longest_first))) if forms else None

    def clean(self, text: str) -> str:
        """`text` with each form of each secret replaced by a mark."""
        return text if self._pattern is None else self._pattern.sub(MARK, text)


def _forms(secret: str) -> set[str]:
    raw = secret.encode()
    forms = {secret}
    for offset in range(3):
        for alphabet in (base64.b64encode, base64.urlsafe_b64encode):
            encoded = alphabet(bytes(offset) + raw).decode()
            forms.add(encoded[_signs_touched(offset) : (offset + len(raw)) * 8 // 6])
    forms |= {encode(form) for form in forms for encode in (_quoted, quote_plus, quote)}
    forms |= {re.sub(r"%[0-9A-F]{2}", lambda found: found[0].lower(), form) for form in forms}
    return forms | {form.replace("/", r"\/") for form in forms}


def _quoted(text: str) -> str:
    return quote(text, safe="")


def _signs_touched(count: int) -> int:
    """Base64 signs that depend on `count` bytes before the secret."""
    return -(-count * 8 // 6)
