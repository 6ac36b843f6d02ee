"""`steelyard report`: the report of a run again, or in another form."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from steelyard.assess import RunFolder, judge_journal
from steelyard.records import InputError, StorageError, canonical_json
from steelyard.report import render_report, summary_lines

from .ending import view_of
from .terminal import Lang, visible
from .words import say, spoken, tell


def report(
    run: Path,
    /,
    *,
    form: Annotated[Literal["html", "json", "text"], Parameter(help="html, json (the verdicts) or text.")] = "html",
    to: Annotated[Path | None, Parameter(help="File to write; standard output when left out.")] = None,
    lang: Lang = None,
) -> int:
    """Write the report of a run again, or in another form. The run itself is not touched.

    Parameters
    ----------
    run
        Folder of a run. Of one that has not ended, the report says what is known so far.
    """
    language = spoken(lang)
    folder = RunFolder(run)
    plan = folder.plan()
    finished = folder.finished
    verdicts = folder.verdicts() if finished else judge_journal(plan, folder.journal, interrupted=True).verdicts
    view = view_of(folder, plan, verdicts)
    if form == "html":
        content = render_report(view, language)
    elif form == "json":
        content = canonical_json(verdicts).decode() + "\n"
    else:
        content = "".join(visible(line) + "\n" for line in summary_lines(view, language))
    if to is None:
        sys.stdout.write(content)
        return 0
    _write(to, content, run)
    tell(say("report", language, path=to))
    return 0


def _write(to: Path, content: str, run: Path) -> None:
    if to.resolve().is_relative_to(run.resolve()):
        raise InputError("lies inside the run, which is not changed", source=str(to), mend="name a file elsewhere")
    try:
        to.write_text(content, encoding="utf-8")
    except OSError as error:
        raise StorageError(f"{to}: cannot be written ({error.strerror})") from error
