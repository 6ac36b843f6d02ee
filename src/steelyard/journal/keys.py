"""Ed25519 keys of people and laboratories who seal runs.

    <config>/keys/<name>.key   private: PKCS8 PEM, readable by its owner alone; refused otherwise, never overwritten
    <config>/keys/<name>.pub   public: canonical JSON, to be given away (docs/formats.md)
    key id                     SHA-256, hex, of the 32 raw bytes of the public key

A private key is found by name in the configuration folder and nowhere else, so none can lie in a run or a repository
by way of a flag.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from steelyard.records import InputError, StorageError, canonical_json

from .secret import create_private, read_private

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

# `cryptography` is imported where it is used: it takes 50 ms, and a run that is not sealed needs none of it.

KEY_SCHEMA = "steelyard.key/1"

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,63}")


class PublicKey(msgspec.Struct, frozen=True):
    """A public key as it is given away. `public`: 32 bytes in hex; `keyid` its SHA-256."""

    schema: str
    algorithm: str
    keyid: str
    public: str


class SigningKey(NamedTuple):
    """A private key with its public half."""

    private: Ed25519PrivateKey
    public: PublicKey

    def sign(self, message: bytes) -> bytes:
        """Signature, 64 bytes."""
        return self.private.sign(message)


def new_key(name: str, config: Path) -> PublicKey:
    """Make a key pair in the configuration folder.

    Raises InputError when the name is unfit or taken, StorageError when the folder cannot be written.
    """
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

    secret_path, public_path = _paths(name, config)
    if public_path.exists():
        raise InputError("is there already and is not overwritten", source=str(public_path), mend="choose another name")
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    create_private(secret_path, pem)
    public = _public_of(private)
    _write_public(public_path, public)
    return public


def load_key(name: str, config: Path) -> SigningKey:
    """The private key with this name. Raises InputError when it is missing, not ours alone, or no Ed25519 key."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    path, _ = _paths(name, config)
    if not path.exists():
        raise InputError(
            f"there is no signing key named {name}", source=str(path), mend="make one with: steelyard key new"
        )
    pem = read_private(path)
    try:
        private = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise InputError("is not an unencrypted private key in PEM form", source=str(path)) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise InputError("is not an Ed25519 key", source=str(path), mend="make one with: steelyard key new")
    return SigningKey(private, _public_of(private))


def public_key_path(name: str, config: Path) -> Path:
    """Where the public key with this name lies. Raises InputError when the name is unfit."""
    return _paths(name, config)[1]


def _paths(name: str, config: Path) -> tuple[Path, Path]:
    if not _NAME.fullmatch(name):
        raise InputError(
            f"{name!r} cannot name a key",
            source="key name",
            mend="use up to 64 letters, digits, dots, dashes, underscores",
        )
    return config / "keys" / f"{name}.key", config / "keys" / f"{name}.pub"


def _public_of(private: Ed25519PrivateKey) -> PublicKey:
    raw = private.public_key().public_bytes_raw()
    return PublicKey(KEY_SCHEMA, "ed25519", hashlib.sha256(raw).hexdigest(), raw.hex())


def _write_public(path: Path, public: PublicKey) -> None:
    try:
        with path.open("xb") as file:
            file.write(canonical_json(public) + b"\n")
    except OSError as error:
        raise StorageError(f"{path}: cannot be written ({error.strerror})") from error
