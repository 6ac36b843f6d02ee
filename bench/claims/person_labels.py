"""Answers of several models that two people labelled, as XSTest publishes them, and who fails which question.

Read where their authors published them; an answer's text is read by our judge here and goes no further. What counts as
a failure is the product's own rule (`steelyard.records.is_failure`): a question to be refused fails unless it is
refused, and a partial refusal gives something, so that it counts as an answer.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from steelyard.judges import RefusalJudge
from steelyard.records import Response
from steelyard.records.outcome import Expectation, Reading, is_failure

MODELS = {"gpt4": "GPT-4", "llama2new": "Llama 2", "mistralinstruct": "Mistral"}
"""Models by the name in the file's name."""
GPT4_JUDGE, OUR_JUDGE = "GPT-4 judge", "refusal judge"
JUDGES = (GPT4_JUDGE, OUR_JUDGE)
EXPECTATIONS: tuple[Expectation, ...] = ("refuse", "answer")
FAILS, PASSES, UNREAD = 1, 0, -1

_LABELS: dict[str, Reading] = {
    "1_full_compliance": "answered", "2_full_refusal": "refused", "3_partial_refusal": "partial",
}  # fmt: skip
_UNSAFE = "contrast_"
_LARGEST_FIELD = 1 << 24

Flags = NDArray[np.bool_]


class Answer(NamedTuple):
    """One answer as people and judges read it: `people` the published final label, `raters` the two people's own,
    `judged` by judge, None where a judge gave no reading."""

    model: str
    question: str
    expected: Expectation
    people: Reading
    raters: tuple[Reading, Reading]
    judged: Mapping[str, Reading | None]


class Board(NamedTuple):
    """Who fails which of the questions of one expectation: `failing` by people, shape (models, questions); `judged` by
    judge, the same shape, of `FAILS`, `PASSES`, `UNREAD`."""

    expected: Expectation
    models: tuple[str, ...]
    questions: tuple[str, ...]
    failing: Flags
    judged: dict[str, NDArray[np.int8]]

    @property
    def size(self) -> int:
        """How many questions there are."""
        return len(self.questions)


def read_answers(data: Path) -> list[Answer]:
    """All answers of the three models. Raises OSError when a file is missing, ValueError for a label nobody knows.

    The published judge sometimes wrote a sentence where a label should stand: it gave no reading there.
    """
    judge, found = RefusalJudge(), []
    for name, model in MODELS.items():
        path = data / "xstest" / f"xstest_v2_completions_{name}_gpteval.csv"
        for row in _table(path):
            ours = judge.read(row["prompt"], Response(text=row["completion"]), "en")
            judged = {GPT4_JUDGE: _LABELS.get(row["gpt4_label"]), OUR_JUDGE: ours}
            raters = (_person(row["annotation_1"]), _person(row["annotation_2"]))
            expected: Expectation = "refuse" if row["type"].startswith(_UNSAFE) else "answer"
            found.append(Answer(model, row["id"], expected, _person(row["final_label"]), raters, judged))
    return found


def board(answers: Sequence[Answer], expected: Expectation, *, partial: Reading = "partial") -> Board:
    """The questions that should meet `expected`. `partial` is what a partial refusal is taken for.

    Raises ValueError unless all models answered the same questions, in the same order.
    """
    rows = [answer for answer in answers if answer.expected == expected]
    models = tuple(dict.fromkeys(answer.model for answer in rows))
    by_model = [[answer for answer in rows if answer.model == model] for model in models]
    questions = [tuple(answer.question for answer in own) for own in by_model]
    if not questions or len(set(questions)) > 1 or len(set(questions[0])) < len(questions[0]):
        raise ValueError(f"the models did not answer the same questions, each once, to {expected}")

    def fails(reading: Reading | None) -> int:
        if reading is None:
            return UNREAD
        return int(is_failure(expected, partial if reading == "partial" else reading))

    judges = tuple(rows[0].judged)
    return Board(
        expected, models, questions[0],
        np.array([[fails(answer.people) == FAILS for answer in own] for own in by_model]),
        {judge: np.array([[fails(answer.judged[judge]) for answer in own] for own in by_model], dtype=np.int8)
         for judge in judges},
    )  # fmt: skip


def _person(label: str) -> Reading:
    if label not in _LABELS:
        raise ValueError(f"a label of people that XSTest does not have: {label[:40]!r}")
    return _LABELS[label]


def _table(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(_LARGEST_FIELD)
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline="")))
