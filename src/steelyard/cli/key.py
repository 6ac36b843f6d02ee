"""`steelyard key new | show`: keys that sign runs. stdout carries the path of the public file, never a private one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
from cyclopts import Parameter

from steelyard.files import read_bytes
from steelyard.journal import PublicKey, config_folder, load_key, new_key, public_key_path
from steelyard.records import InputError, canonical_json

from .terminal import Json, Lang, print_json
from .words import say, spoken, tell

SHOW_SCHEMA = "steelyard.key.show/1"
_MAX_PUBLIC = 4096

IfMissing = Annotated[bool, Parameter(negative="", help="Keep a key with this name that is there already.")]


class ShownKey(msgspec.Struct, frozen=True):
    """What `key show --json` prints. `keyid` and `public` in hex; `path` is the public file."""

    schema: str
    name: str
    algorithm: str
    keyid: str
    public: str
    path: str


def key_new(name: str = "default", /, *, if_missing: IfMissing = False, lang: Lang = None) -> int:
    """Make a signing key and print the path of its public file.

    Parameters
    ----------
    name
        Up to 64 letters, digits, dots, dashes, underscores.
    """
    config, language = config_folder(), spoken(lang)
    path = public_key_path(name, config)
    if if_missing and path.exists():
        public, said = _public_half(name, path, config), "key_there"
    else:
        public, said = new_key(name, config), "key_made"
    tell(say(said, language, name=name, keyid=public.keyid))
    print(path)
    return 0


def key_show(name: str = "default", /, *, json: Json = False, lang: Lang = None) -> int:
    """Show the public part of a key.

    Parameters
    ----------
    name
        The name it was made with.
    """
    config = config_folder()
    path = public_key_path(name, config)
    public = _public_half(name, path, config)
    shown = ShownKey(SHOW_SCHEMA, name, public.algorithm, public.keyid, public.public, str(path))
    if json:
        return print_json(shown)
    print(say("key_shown", spoken(lang), name=name, keyid=shown.keyid, public=shown.public, path=path))
    return 0


def _public_half(name: str, path: Path, config: Path) -> PublicKey:
    """The public half of the private key with this name.

    Raises InputError when there is no such key, or when the public file beside it is not its other half: whoever
    trusted that file would trust nothing this key signs.
    """
    public = load_key(name, config).public
    if read_bytes(path, _MAX_PUBLIC) != canonical_json(public) + b"\n":
        raise InputError("does not belong to the private key beside it", source=str(path), mend="make a new key")
    return public
