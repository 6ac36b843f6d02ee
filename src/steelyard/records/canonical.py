"""Canonical JSON and the identities made from it.

Signed records hold objects, arrays, strings, whole numbers, booleans and null: no floating point. A rate or a bound is
a decimal string, so that a verifier in any language repeats the bytes. The form is RFC 8785.
"""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
import rfc8785

_MAX_INTEGER = 2**53 - 1

# For ASCII names and whole numbers every JSON reader keeps exact, sorted JSON is RFC 8785 at a fortieth of the time
# (a test holds the two against each other); three digests a trial are made of it.
_sorted_json = msgspec.json.Encoder(order="sorted")


def canonical_json(value: Any) -> bytes:
    """Bytes of `value` (a record or plain data) in RFC 8785 form.

    Raises TypeError when a float is found: signed records carry decimals as strings. Raises ValueError when a number
    lies beyond 2**53 - 1 or a text is not valid Unicode.
    """
    plain = msgspec.to_builtins(value)
    return _sorted_json.encode(plain) if _is_simple(plain) else rfc8785.dumps(plain)


def digest(value: Any) -> str:
    """SHA-256, in hex, of the canonical JSON of `value`: the identity of a record."""
    return hashlib.sha256(canonical_json(value)).hexdigest()


def _is_simple(value: Any) -> bool:
    """Whether all names are ASCII and all numbers in range. Raises TypeError at a float."""
    simple = True
    stack = [value]
    while stack:
        item = stack.pop()
        if isinstance(item, str):
            continue
        if isinstance(item, float):
            raise TypeError("a signed record holds no floating-point number; write it as a decimal string")
        if isinstance(item, dict):
            simple = simple and all(isinstance(name, str) and name.isascii() for name in item)
            stack.extend(item.values())
        elif isinstance(item, list | tuple):
            stack.extend(item)
        elif isinstance(item, int):
            simple = simple and -_MAX_INTEGER <= item <= _MAX_INTEGER
    return simple
