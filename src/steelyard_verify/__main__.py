"""`python -m steelyard_verify RUN --key FILE | --trust DIR | --integrity-only`.

Exit status: 0 it holds; 1 it does not, and what was printed names file and place; 2 the command is wrong; 3 it is whole
but no signature was checked (0 with --integrity-only).
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from .envelope import Key, read_key
from .failed import Failed, Usage
from .folder import Folder
from .report import failure_json, failure_text, json_of, text_of
from .run import check
from .words import LANGUAGES, say

HOLDS, FAILS, USAGE, UNSIGNED = 0, 1, 2, 3

_MAX_KEY = 65_536


def main(arguments: Sequence[str] | None = None) -> int:
    """Carry out one command line; the exit status."""
    asked = _parser().parse_args(arguments)
    language = asked.lang or _language(os.environ)
    try:
        return _verify(asked, language)
    except Usage as error:
        print(say("usage", language, problem=say(error.code, language, **error.facts)), file=sys.stderr)
        return USAGE


def _verify(asked: argparse.Namespace, language: str) -> int:
    run = Path(asked.run)
    if not run.is_dir():
        raise Usage("not_a_folder", path=run)
    if _inside(Path(__file__), run):
        raise Usage("verifier_inside")
    keys = _keys(asked, run)
    try:
        checked = check(Folder(run), keys, datetime.now(UTC).date())
    except Failed as failed:
        _print(json.dumps(failure_json(failed, FAILS)) if asked.json else failure_text(failed, language))
        return FAILS
    code = HOLDS if checked.key or asked.integrity_only else UNSIGNED
    _print(json.dumps(json_of(checked, code)) if asked.json else text_of(checked, language))
    return code


def _keys(asked: argparse.Namespace, run: Path) -> list[Key] | None:
    if asked.key is not None:
        return [_key(Path(asked.key), run)]
    if asked.trust is None:
        return None
    folder = Path(asked.trust)
    if not folder.is_dir():
        raise Usage("not_a_folder", path=folder)
    found: dict[str, Key] = {}
    for path in sorted(folder.glob("*.pub")):
        key = _key(path, run)
        if key.id in found:
            raise Usage("key_twice", path=path)
        found[key.id] = key
    if not found:
        raise Usage("no_keys", path=folder)
    return list(found.values())


def _key(path: Path, run: Path) -> Key:
    if _inside(path, run):
        raise Usage("key_inside", path=path)
    try:
        with path.open("rb") as file:
            content = file.read(_MAX_KEY)
    except OSError as error:
        raise Usage("key_unreadable", path=path, why=error.strerror) from error
    return read_key(content, str(path))


def _inside(path: Path, folder: Path) -> bool:
    return folder.resolve() in path.resolve().parents


def _language(environ: Mapping[str, str]) -> str:
    for name in ("STEELYARD_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def _print(text: str) -> None:
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace") + b"\n")
    sys.stdout.flush()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="steelyard-verify",
        description="Check a sealed run: signature, rows, roots; compute its verdicts again.",
        epilog="Exit status: 0 holds, 1 does not hold, 2 usage, 3 no signature checked.",
    )
    parser.add_argument("run", metavar="RUN", help="folder of a sealed run")
    by = parser.add_mutually_exclusive_group()
    by.add_argument("--key", metavar="FILE", help="public key that must have signed, from outside the run")
    by.add_argument("--trust", metavar="DIR", help="folder of public keys (*.pub), any of which may have signed")
    by.add_argument("--integrity-only", action="store_true", help="check all but the signature, and end with 0")
    parser.add_argument("--json", action="store_true", help="print the outcome as JSON")
    parser.add_argument("--lang", choices=LANGUAGES, help="language of what is printed")
    return parser


if __name__ == "__main__":
    sys.exit(main())
