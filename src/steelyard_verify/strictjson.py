"""JSON as a signed record may hold it, and no other.

UTF-8 without a mark; one value; bounded size, depth and number of items
no name twice in an object; no fraction, exponent, NaN or Infinity; whole numbers within 2**53 - 1
written in canonical form (RFC 8785): writing the value again gives the same bytes
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, NoReturn

from .failed import Failed

MAX_DEPTH = 32
MAX_ITEMS = 2_000_000
MAX_INTEGER = 2**53 - 1

# A string, or one left open up to the end of the data. Nothing is read twice: hostile text costs what its size costs.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.?)*+(?:"|\Z)', re.DOTALL)
_encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_BRACKET = re.compile(rb"[\[\]{}]")


def parse(data: bytes, file: str, place: str = "") -> Any:
    """The value that `data` writes in canonical form. Raises Failed, naming `file` and `place`."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Failed("not_utf8", file, place, byte=error.start) from error
    _bounded(data, file, place)
    try:
        value = json.loads(
            text, object_pairs_hook=_object, parse_int=_integer, parse_float=_refuse, parse_constant=_refuse
        )
    except json.JSONDecodeError as error:
        raise Failed("not_json", file, place, byte=error.pos) from error
    except _Refused as error:
        raise Failed(error.code, file, place, what=error.what) from error
    if canonical(value) != data:
        raise Failed("not_canonical", file, place)
    return value


def canonical(value: Any) -> bytes:
    """Canonical JSON of plain data without fractions."""
    return _encode(_ordered(value)).encode("utf-8", "surrogatepass")


def digest(value: Any) -> str:
    """SHA-256, hex, of the canonical JSON of `value`."""
    return hashlib.sha256(canonical(value)).hexdigest()


class _Refused(Exception):
    def __init__(self, code: str, what: str) -> None:
        super().__init__(code)
        self.code, self.what = code, what[:80]


def _bounded(data: bytes, file: str, place: str) -> None:
    bare = _STRING.sub(b"", data)
    if bare.count(b",") > MAX_ITEMS:
        raise Failed("too_many", file, place, limit=MAX_ITEMS)
    depth = 0
    for bracket in _BRACKET.finditer(bare):
        depth += 1 if bracket.group() in b"[{" else -1
        if depth > MAX_DEPTH:
            raise Failed("too_deep", file, place, limit=MAX_DEPTH)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _Refused("double_name", name)
        found[name] = value
    return found


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) > MAX_INTEGER:
        raise _Refused("bad_number", digits)
    return int(digits)


def _refuse(text: str) -> NoReturn:
    raise _Refused("bad_number", text)


def _ordered(value: Any) -> Any:
    """The value with the names of every object in order of their UTF-16 code units."""
    if isinstance(value, dict):
        return {name: _ordered(value[name]) for name in sorted(value, key=_utf16)}
    if isinstance(value, list):
        return [_ordered(item) for item in value]
    return value


def _utf16(name: str) -> bytes:
    return name.encode("utf-16-be", "surrogatepass")
