"""Reading the answers of a run again with the deterministic judges that are installed here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from steelyard.judges import Judge, load_judge
from steelyard.records import EvidenceRow, InputError, JudgeIdentity, LabelRow, Plan, Reading, TrialRow

DETERMINISTIC = "rule:"
"""Labellers that read the same answer the same way every time."""


class Disagreement(msgspec.Struct, frozen=True):
    """An answer that the judge reads otherwise than the journal says."""

    trial: str
    recorded: Reading
    read: Reading


class Rejudged(msgspec.Struct, frozen=True):
    """How many labels were read again, how many were not (their judge is no rule), and where they differ."""

    again: int
    left: int
    differ: tuple[Disagreement, ...]


def rejudge(plan: Plan, rows: Iterable[EvidenceRow]) -> Rejudged:
    """Read every answer with a deterministic label again.

    Raises InputError when the judge installed here is not, by digest, the one that read the run.
    """
    judges = {survey.judge.id: _judge(survey.judge) for survey in plan.surveys if _repeats(survey.judge)}
    trials: dict[str, TrialRow] = {}
    labels: list[LabelRow] = []
    for row in rows:
        if isinstance(row, TrialRow):
            trials[row.key] = row
        elif isinstance(row, LabelRow):
            labels.append(row)
    repeated = [label for label in labels if label.judge in judges and label.trial in trials]
    differ = tuple(_differing(plan, repeated, trials, judges))
    return Rejudged(again=len(repeated), left=len(labels) - len(repeated), differ=differ)


def _differing(
    plan: Plan, labels: Iterable[LabelRow], trials: dict[str, TrialRow], judges: dict[str, Judge]
) -> Iterator[Disagreement]:
    for label in labels:
        trial = trials[label.trial]
        if trial.response is None:
            continue
        question = trial.request.messages[-1].content
        read = judges[label.judge].read(question, trial.response, plan.system.language)
        if read != label.reading:
            yield Disagreement(label.trial, label.reading, read)


def _repeats(identity: JudgeIdentity) -> bool:
    return identity.labeller.startswith(DETERMINISTIC)


def _judge(identity: JudgeIdentity) -> Judge:
    judge = load_judge(identity.id)
    if judge.identity.digest != identity.digest:
        raise InputError(
            f"the judge {identity.id} installed here is another than the one that read this run",
            source=f"digest {identity.digest[:16]}…", mend="install the version of steelyard that the plan names",
        )  # fmt: skip
    return judge
