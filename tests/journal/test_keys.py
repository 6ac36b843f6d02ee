"""Keys and secrets: made once, their owner's alone, refused otherwise."""

from __future__ import annotations

import hashlib
import json
import os

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, NoEncryption, PrivateFormat

from steelyard.journal import config_folder, load_key, new_key, public_key_path, user_secret
from steelyard.records import InputError, StorageError, canonical_json


@pytest.fixture
def config(tmp_path):
    return tmp_path / "config"


def test_a_new_key_signs_and_its_public_half_checks(config):
    public = new_key("lab", config)
    key = load_key("lab", config)
    assert key.public == public
    raw = bytes.fromhex(public.public)
    assert public.keyid == hashlib.sha256(raw).hexdigest()
    Ed25519PublicKey.from_public_bytes(raw).verify(key.sign(b"message"), b"message")
    given = public_key_path("lab", config).read_bytes()
    assert given == canonical_json(public) + b"\n"
    assert set(json.loads(given)) == {"schema", "algorithm", "keyid", "public"}


def test_private_files_are_their_owners_alone(config):
    before = os.umask(0)
    try:
        new_key("lab", config)
        user_secret(config)
    finally:
        os.umask(before)
    for path in (config / "keys" / "lab.key", config / "run-secret"):
        assert path.stat().st_mode & 0o777 == 0o600
    assert (config / "keys").stat().st_mode & 0o777 == 0o700
    assert {path.name for path in (config / "keys").iterdir()} == {"lab.key", "lab.pub"}


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660, 0o644, 0o610])
def test_what_others_may_read_or_change_is_refused(config, mode):
    new_key("lab", config)
    user_secret(config)
    for name, use in (("keys/lab.key", lambda: load_key("lab", config)), ("run-secret", lambda: user_secret(config))):
        (config / name).chmod(mode)
        with pytest.raises(InputError, match="may be read by others") as caught:
            use()
        assert caught.value.source == str(config / name)
        assert "chmod 600" in caught.value.mend


def test_a_key_is_never_overwritten(config):
    public = new_key("lab", config)
    files = {path: path.read_bytes() for path in (config / "keys").iterdir()}
    with pytest.raises(InputError, match="not overwritten"):
        new_key("lab", config)
    public_key_path("lab", config).unlink()
    with pytest.raises(InputError, match="not overwritten"):
        new_key("lab", config)
    (config / "keys" / "other.pub").write_text("kept")
    with pytest.raises(InputError, match="not overwritten"):
        new_key("other", config)
    assert not (config / "keys" / "other.key").exists()
    assert (config / "keys" / "lab.key").read_bytes() == files[config / "keys" / "lab.key"]
    assert load_key("lab", config).public == public


@pytest.mark.parametrize(
    "name", ["", ".", "..", "../lab", "a/b", "a b", "-lab", ".lab", "a" * 65, "lab\n", "lab\0", "ключ", "a\\b"]
)
def test_a_name_cannot_lead_elsewhere(config, name):
    for use in (new_key, load_key, public_key_path):
        with pytest.raises(InputError, match="cannot name a key"):
            use(name, config)
    assert not config.exists()


@pytest.mark.parametrize("name", ["a", "A_b.c-9", "_x", "0" * 64])
def test_plain_names_serve(config, name):
    new_key(name, config)
    assert load_key(name, config).public.keyid


def pem_of(private, encryption=None) -> bytes:
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption or NoEncryption())


def test_what_is_no_signing_key_is_refused(config, tmp_path):
    new_key("good", config)
    good = load_key("good", config).private
    for content, said in (
        (b"", "not an unencrypted private key"),
        (b"\x00" * 70_000, "not an unencrypted private key"),
        (pem_of(good)[:-40], "not an unencrypted private key"),
        (pem_of(good, BestAvailableEncryption(b"word")), "not an unencrypted private key"),
        (pem_of(ec.generate_private_key(ec.SECP256R1())), "not an Ed25519 key"),
    ):
        path = config / "keys" / "bad.key"
        path.write_bytes(content)
        path.chmod(0o600)
        with pytest.raises(InputError, match=said):
            load_key("bad", config)
    with pytest.raises(InputError, match="no signing key named nobody"):
        load_key("nobody", config)
    path.unlink()
    path.symlink_to(config / "keys" / "good.key")
    with pytest.raises(InputError, match="cannot be read"):
        load_key("bad", config)


def test_the_run_secret_is_made_once(config):
    secret = user_secret(config)
    assert len(secret) == 32
    assert user_secret(config) == secret
    assert user_secret(config.parent / "other") != secret
    (config / "run-secret").write_bytes(b"short")
    with pytest.raises(InputError, match="holds 5 bytes"):
        user_secret(config)


def test_a_configuration_folder_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    for use in (user_secret, lambda config: new_key("lab", config)):
        with pytest.raises((StorageError, InputError)):
            use(tmp_path / "file" / "config")


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({"STEELYARD_CONFIG_HOME": "/c", "XDG_CONFIG_HOME": "/x", "HOME": "/h"}, "/c"),
        ({"XDG_CONFIG_HOME": "/x", "HOME": "/h"}, "/x/steelyard"),
        ({"HOME": "/h"}, "/h/.config/steelyard"),
    ],
)
def test_where_the_configuration_lies(environ, wanted):
    assert str(config_folder(environ)) == wanted


def test_a_relative_configuration_folder_is_refused():
    with pytest.raises(InputError, match="absolute"):
        config_folder({"STEELYARD_CONFIG_HOME": "here"})
