"""DSSE envelopes (Dead Simple Signing Envelope, v1): what is signed is type and payload together.

PAE         "DSSEv1" SP len(type) SP type SP len(payload) SP payload
signature   Ed25519 over the PAE
envelope    canonical JSON of {payload, payloadType, signatures: [{keyid, sig}]}, base64 with padding
"""

from __future__ import annotations

from base64 import b64encode

from steelyard.records import canonical_json

from .keys import SigningKey

PAYLOAD_TYPE = "application/vnd.in-toto+json"


def pae(payload_type: str, payload: bytes) -> bytes:
    """Pre-authentication encoding: the bytes that are signed."""
    kind = payload_type.encode()
    return b"DSSEv1 %d %b %d %b" % (len(kind), kind, len(payload), payload)


def envelope(payload: bytes, key: SigningKey, payload_type: str = PAYLOAD_TYPE) -> bytes:
    """A signed envelope around `payload`, as canonical JSON."""
    signature = key.sign(pae(payload_type, payload))
    return canonical_json({
        "payload": b64encode(payload).decode(),
        "payloadType": payload_type,
        "signatures": [{"keyid": key.public.keyid, "sig": b64encode(signature).decode()}],
    })  # fmt: skip
