"""`steelyard seal`: close a run, for good."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from steelyard.assess import Judgement, RunFolder, attempt_of, judge_run
from steelyard.journal import JOURNAL, PLAN, Judged, config_folder, load_key, public_key_path, seal_run
from steelyard.records import EvidenceRow, InputError, Plan

from .ending import write_results
from .terminal import Lang
from .words import say, spoken, tell


def seal(
    run: Path,
    /,
    *,
    key: Annotated[str, Parameter(help="Name of the signing key (`steelyard key new`).")] = "default",
    partial: Annotated[bool, Parameter(negative="", help="Close an unfinished run as interrupted first.")] = False,
    signed_by: Annotated[str | None, Parameter(help="A name to put under the seal.")] = None,
    lang: Lang = None,
) -> int:
    """Sign a run's plan, evidence, verdicts and report. A sealed run never changes.

    Parameters
    ----------
    run
        Folder of a run that has ended.
    """
    language = spoken(lang)
    if signed_by is not None and (not signed_by.strip() or not signed_by.isprintable() or len(signed_by) > 200):
        raise InputError("must be 1 to 200 printable characters", source="--signed-by")
    folder, config = RunFolder(run), config_folder()
    plan = folder.plan()

    def close(closing: Plan, judged: Judged) -> None:
        write_results(folder, closing, judged.verdicts, language)

    _refuse_unverifiable(run)
    sealed = seal_run(
        run, load_key(key, config), _judge, close=close if partial else None, signed_by=signed_by,
        attempt=plan.attempt or attempt_of(folder, plan),
    )  # fmt: skip
    tell(say("sealed", language, folder=run, keyid=sealed.keyid[:16], root=sealed.roots.evidence.root))
    tell(say("check", language, folder=run, path=public_key_path(key, config)))
    return 0


def _refuse_unverifiable(run: Path) -> None:
    """Raise InputError when no check would accept plan and rows: a seal cannot be taken back."""
    from steelyard_verify.failed import Failed
    from steelyard_verify.planned import read_plan
    from steelyard_verify.replay import replay
    from steelyard_verify.words import say as put

    if not (run / JOURNAL).is_file():
        return  # the seal says what it is instead
    try:
        with (run / JOURNAL).open("rb") as journal:
            whole = (line for line in journal if line.endswith(b"\n"))  # a torn tail is taken off by the seal
            replay(read_plan((run / PLAN).read_bytes()), whole, interrupted=True)
    except Failed as failed:
        raise InputError(
            put(failed.code, "en", **failed.facts), source=str(run / failed.file), place=failed.place,
            mend="a run is never edited: take the folder as it was, or begin a new one with assess --new",
        ) from None  # fmt: skip
    except OSError as error:
        raise InputError(f"cannot be read ({error.strerror})", source=str(run), mend="name a run folder") from None


def _judge(plan: Plan, rows: list[EvidenceRow], interrupted: bool) -> Judgement:
    return judge_run(plan, rows, interrupted=interrupted)
