"""The user's configuration folder, and the secret from which each run's salts come.

folder       STEELYARD_CONFIG_HOME, else XDG_CONFIG_HOME/steelyard, else ~/.config/steelyard
run secret   32 random bytes in `run-secret`, readable by its owner alone, made once
run key      HMAC-SHA256(run secret, "steelyard run key" || 0x00 || plan hash)
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from steelyard.files import user_folder
from steelyard.records import InputError, StorageError

_SIZE = 32


def config_folder(environ: Mapping[str, str] = os.environ) -> Path:
    """The user's configuration folder; it need not exist. Raises InputError when it is not an absolute path."""
    return user_folder("configuration", environ)


def user_secret(config: Path) -> bytes:
    """The user's run secret, 32 bytes, made on first use.

    Raises InputError when the file is not ours alone or not 32 bytes, StorageError when it cannot be made.
    """
    path = config / "run-secret"
    if not path.exists():
        create_private(path, secrets.token_bytes(_SIZE), exist_ok=True)
    found = read_private(path)
    if len(found) != _SIZE:
        raise InputError(
            f"holds {len(found)} bytes instead of {_SIZE}", source=str(path), mend="remove it; a new one is made"
        )
    return found


def run_key(secret: bytes, plan_hash: str) -> bytes:
    """Key, 32 bytes, of one run's salts. `plan_hash`: hex."""
    return hmac.digest(secret, b"steelyard run key\x00" + plan_hash.encode(), "sha256")


def create_private(path: Path, content: bytes, *, exist_ok: bool = False) -> None:
    """Write a file of mode 0600 whole or not at all; never over one that is there (unless `exist_ok`: left alone).

    Raises InputError when it is there, StorageError when it cannot be written.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fd = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            os.write(fd, content)
            os.fsync(fd)
        finally:
            os.close(fd)
        os.link(draft, path)
    except FileExistsError as error:
        if not exist_ok:
            raise InputError("is there already and is not overwritten", source=str(path)) from error
    except OSError as error:
        raise StorageError(f"{path}: cannot be written ({error.strerror})") from error
    finally:
        with suppress(OSError):
            draft.unlink()


def read_private(path: Path) -> bytes:
    """Content (at most 64 KiB) of a file that only its owner may read.

    Raises InputError when it is missing, is a link, or others may read it.
    """
    try:
        fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", source=str(path)) from error
    try:
        if os.fstat(fd).st_mode & 0o077:
            raise InputError("may be read by others", source=str(path), mend=f"chmod 600 {path}")
        return os.read(fd, 65_536)
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", source=str(path)) from error
    finally:
        os.close(fd)
