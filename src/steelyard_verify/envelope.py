"""The DSSE envelope around the statement, and the public keys it may be checked with.

signature    Ed25519 over "DSSEv1" SP len(type) SP type SP len(payload) SP payload; exactly one
base64       with padding, and written in the only way: encoding again gives the same text
key          from outside the run folder; its id is the SHA-256 of its 32 bytes, recomputed here
scope        standards the key may speak about (all when it names none); expires: last day it is good for
"""

from __future__ import annotations

import hashlib
from base64 import b64decode, b64encode
from datetime import date
from typing import Any, NamedTuple

from . import ed25519
from .failed import Failed, Usage
from .shapes import ENVELOPE, KEY
from .strictjson import parse

FILE = "attestation.dsse.json"


class Envelope(NamedTuple):
    """What an envelope holds; nothing about it is believed yet."""

    payload: bytes
    payload_type: str
    keyid: str
    signature: bytes


class Key(NamedTuple):
    """A public key from outside the run."""

    id: str
    public: bytes
    scope: list[str] | None
    expires: str | None


def read_key(data: bytes, source: str) -> Key:
    """A public key file; one newline may end it. Raises Usage when it is none that can be used."""
    try:
        found: dict[str, Any] = parse(data.removesuffix(b"\n"), source)
        KEY(found, source, "")
        spelt = date.fromisoformat(found["expires"]).isoformat() if "expires" in found else None
    except (Failed, ValueError) as error:
        raise Usage("key_unreadable", path=source, why=str(error)) from error
    if spelt != found.get("expires"):
        raise Usage("key_unreadable", path=source, why="expires: YYYY-MM-DD")
    public = bytes.fromhex(found["public"])
    if hashlib.sha256(public).hexdigest() != found["keyid"]:
        raise Usage("key_id_wrong", path=source)
    if not ed25519.is_usable_key(public):
        raise Usage("key_weak", path=source)
    return Key(found["keyid"], public, found.get("scope"), found.get("expires"))


def read_envelope(data: bytes, file: str = FILE) -> Envelope:
    """Take an envelope apart. Raises Failed."""
    found = parse(data, file)
    ENVELOPE(found, file, "")
    if len(found["signatures"]) != 1:
        raise Failed("one_signature", file, "signatures", count=len(found["signatures"]))
    signed = found["signatures"][0]
    return Envelope(
        payload=_base64(found["payload"], file, "payload"),
        payload_type=found["payloadType"],
        keyid=signed["keyid"],
        signature=_base64(signed["sig"], file, "signatures[0].sig"),
    )


def check_signature(envelope: Envelope, keys: list[Key], today: date, file: str = FILE) -> Key:
    """The key that signed. Raises Failed when none of `keys` did, or it was no longer good."""
    key = next((key for key in keys if key.id == envelope.keyid), None)
    if key is None:
        raise Failed("unknown_key", file, "signatures[0].keyid", keyid=envelope.keyid)
    kind = envelope.payload_type.encode()
    message = b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(envelope.payload), envelope.payload)
    if not ed25519.verify(key.public, message, envelope.signature):
        raise Failed("bad_signature", file, "signatures[0].sig", keyid=key.id)
    if key.expires is not None and today > date.fromisoformat(key.expires):
        raise Failed("key_expired", file, "signatures[0].keyid", keyid=key.id, day=key.expires)
    return key


def check_scope(key: Key, standards: list[str], file: str = FILE) -> None:
    """Raises Failed when the run speaks about a standard outside the key's scope."""
    for standard in standards:
        if key.scope is not None and standard not in key.scope:
            raise Failed("key_scope", file, "signatures[0].keyid", keyid=key.id, standard=standard)


def _base64(text: str, file: str, place: str) -> bytes:
    try:
        content = b64decode(text, validate=True)
    except ValueError as error:
        raise Failed("not_base64", file, place) from error
    if b64encode(content).decode() != text:
        raise Failed("not_base64", file, place)
    return content
