"""One line of the journal: `{"row":{...},"salt":"<64 hex>"}` in canonical JSON, and the leaf made of it.

    salt   HMAC-SHA256(run key, key of the row): a withheld short answer cannot be guessed from its hash, and the same
           row gets the same leaf however often a run was interrupted
    leaf   SHA-256(0x00 || salt || canonical JSON of the row)

Bytes in, records out; no I/O. A line that is not exactly what we would have written is refused, so that nothing is
sealed that a verifier would read differently.
"""

from __future__ import annotations

import hmac
from typing import NamedTuple

import msgspec

from steelyard.records import CallRow, CoverageRow, FindingRow, Row, TrialRow, canonical_json

from .tree import leaf_hash

MAX_LINE = 16 * 1024 * 1024
"""Longest line, in bytes, that is written or read."""

_MAX_INTEGER = 2**53 - 1

# Sorted keys are RFC 8785 form as long as all names are ASCII, which those of trials, labels and calls are; tested
# against the canonical form. It is sixty times faster.
_fast = msgspec.json.Encoder(order="sorted")


class Entry(NamedTuple):
    """A row and its salt (32 bytes), as one line of the journal holds them."""

    row: Row
    salt: bytes


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    row: Row
    salt: str


_decoder = msgspec.json.Decoder(_Line)


def encode_row(row: Row) -> bytes:
    """Canonical JSON of a row.

    Raises ValueError when a text is not valid Unicode or a number lies beyond what every JSON reader keeps exact.
    """
    if isinstance(row, FindingRow | CoverageRow):
        return canonical_json(row)
    if any(number is not None and not -_MAX_INTEGER <= number <= _MAX_INTEGER for number in _numbers(row)):
        raise ValueError("a number in the row is too large for canonical JSON")
    return _fast.encode(row)


def _numbers(row: Row) -> tuple[int | None, ...]:
    if isinstance(row, TrialRow):
        sampling, response = row.request.sampling, row.response
        drawn = (sampling.max_tokens, sampling.seed)
        return drawn if response is None else (*drawn, response.tokens_in, response.tokens_out)
    if isinstance(row, CallRow):
        return (row.asking, row.attempt, row.started_us, row.latency_us, row.status, row.tokens_in, row.tokens_out)
    return ()


def key_bytes(row: Row) -> bytes:
    """The key of a row, 32 bytes. Raises ValueError when it is not 64 hexadecimal signs in lower case."""
    key = bytes.fromhex(row.key)
    if len(key) != 32 or key.hex() != row.key:
        raise ValueError(f"the key {row.key[:80]!r} is not 64 hexadecimal signs in lower case")
    return key


def salt_of(run_key: bytes, key: str) -> bytes:
    """Salt, 32 bytes, of the row with this key."""
    return hmac.digest(run_key, key.encode(), "sha256")


def encode_line(row: Row, salt: bytes) -> bytes:
    """The journal's line for a row, newline included. Raises ValueError as `encode_row` does."""
    return b'{"row":' + encode_row(row) + b',"salt":"' + salt.hex().encode() + b'"}\n'


def decode_line(line: bytes) -> Entry:
    """Row and salt of one line, newline included.

    Raises msgspec.ValidationError when it is JSON but no row, msgspec.DecodeError when it is no JSON, and ValueError
    (of which both are kinds) when it is not in the form we write.
    """
    found = _decoder.decode(line)
    key_bytes(found.row)
    salt = bytes.fromhex(found.salt)
    if len(salt) != 32:
        raise ValueError("the salt is not 64 hexadecimal signs")
    if encode_line(found.row, salt) != line:
        raise ValueError("the line is not in canonical form")
    return Entry(found.row, salt)


def leaf_of(row: Row, salt: bytes) -> bytes:
    """Leaf hash, 32 bytes, of a row with its salt."""
    return leaf_hash(salt + encode_row(row))
