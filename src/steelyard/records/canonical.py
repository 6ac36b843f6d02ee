"""Canonical JSON and the identities made from it.

Signed records hold objects, arrays, strings, whole numbers, booleans and null: no floating point. A rate or a bound is
a decimal string, so that a verifier in any language repeats the bytes. The form is RFC 8785.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
import rfc8785


def canonical_json(value: Any) -> bytes:
    """Bytes of `value` (a record or plain data) in RFC 8785 form.

    Raises TypeError when a float is found: signed records carry decimals as strings.
    """
    plain = msgspec.to_builtins(value)
    _refuse_floats(plain)
    return rfc8785.dumps(plain)


def digest(value: Any) -> str:
    """SHA-256, in hex, of the canonical JSON of `value`: the identity of a record."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _refuse_floats(value: Any) -> None:
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, float):
            raise TypeError("a signed record holds no floating-point number; write it as a decimal string")
        if isinstance(item, dict):
            stack.extend(item.values())
        elif isinstance(item, list | tuple):
            stack.extend(item)
