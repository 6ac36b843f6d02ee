"""`steelyard verify`: the stranger's check, and with --rejudge the readings of deterministic judges as well."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from steelyard.records import Language

from .terminal import Json, Lang
from .words import say, spoken, tell

_WHOLE = frozenset({0, 3})
_FAILS = 1


def verify(
    run: Path,
    /,
    *,
    key: Annotated[Path | None, Parameter(help="Public key that must have signed, from outside the run.")] = None,
    trust: Annotated[
        Path | None, Parameter(help="Folder of public keys (*.pub), any of which may have signed.")
    ] = None,
    integrity_only: Annotated[
        bool, Parameter(negative="", help="Check all but the signature, and end with 0.")
    ] = False,
    rejudge: Annotated[
        bool, Parameter(negative="", help="Read the answers again with the judge installed here.")
    ] = False,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Check a sealed run and recompute its verdicts.

    Exit codes: 0 it holds; 1 it does not, and file and place are named; 2 usage; 3 whole, but no signature was checked.

    Parameters
    ----------
    run
        Folder of a sealed run.
    """
    from steelyard_verify.__main__ import main

    language = spoken(lang)
    arguments = [str(run), "--lang", language]
    for name, value in (("--key", key), ("--trust", trust)):
        arguments += [name, str(value)] if value is not None else []
    arguments += ["--integrity-only"] if integrity_only else []
    arguments += ["--json"] if json else []
    try:
        code = main(arguments)
    except SystemExit as usage:  # argparse has said what is wrong
        return int(usage.code or 0)
    return _rejudged(run, code, language) if rejudge and code in _WHOLE else code


def _rejudged(run: Path, code: int, language: Language) -> int:
    from steelyard.assess import RunFolder, evidence_rows, rejudge

    folder = RunFolder(run)
    found = rejudge(folder.plan(), evidence_rows(folder.journal))
    tell(say("rejudged", language, again=found.again, differ=len(found.differ), left=found.left))
    for each in found.differ[:20]:
        tell(say("rejudged_differs", language, trial=each.trial[:16], recorded=each.recorded, read=each.read))
    return _FAILS if found.differ else code
