"""`steelyard plan`: what would be asked and what it would cost; nothing is asked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from steelyard.assess import start
from steelyard.records import canonical_json

from .assess import run_async
from .options import Deciding, Effort, Subject
from .planned import plan_lines
from .terminal import Json, Lang, visible
from .weighing import RUNS, plan_for, prepared_for
from .words import say, spoken, tell


def plan(
    manifest: Path | None = None,
    /,
    *,
    subject: Subject = Subject(),
    deciding: Deciding = Deciding(),
    effort: Effort = Effort(),
    out: Annotated[Path | None, Parameter(help="Freeze the plan in this folder, for `assess --out`.")] = None,
    json: Json = False,
    lang: Lang = None,
) -> int:
    """Show what would be asked and what it would cost; ask nothing.

    Parameters
    ----------
    manifest
        The system to assess (default: system.yaml here).
    """
    return run_async(_show(manifest, subject, deciding, effort, out, json=json, lang=lang))


async def _show(
    manifest: Path | None, subject: Subject, deciding: Deciding, effort: Effort, out: Path | None, *, json: bool,
    lang: str | None,
) -> int:  # fmt: skip
    language = spoken(lang)
    prepared = await prepared_for(manifest, subject, effort)
    try:
        made = plan_for(prepared, deciding, out=out)
        if out is not None:
            made = start(made, out=out, parent=RUNS, new=False).plan
        if json:
            sys.stdout.write(canonical_json(made).decode() + "\n")
        else:
            for line in plan_lines(made, prepared.addresses, prepared.at_once(effort.concurrency), language):
                print(visible(line))
        if out is not None:
            tell(say("frozen", language, folder=out))
    finally:
        await prepared.close()
    return 0
