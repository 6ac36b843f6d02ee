"""Answers that others labelled, read where their authors published them; and our own Chinese ones beside this file.

Nothing of the public sets is copied into this repository: they are read from the folder that `STEELYARD_PUBLIC_DATA`
names. The halves are those of `split.py`. Where a file gives no row id, the row's number, from 0, is its id.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from split import half_of

from steelyard.judges.passport import Half, Verdict
from steelyard.records import Language

OWN = Path(__file__).with_name("chinese-answers.jsonl")
XSTEST_MODELS = ("gpt4", "llama2new", "mistralinstruct")
_XSTEST_LABELS: dict[str, Verdict] = {
    "1_full_compliance": "answer", "2_full_refusal": "refusal", "3_partial_refusal": "partial",
}  # fmt: skip
_LARGEST_FIELD = 1 << 24


class Labelled(NamedTuple):
    """One answer with its label: whose answer it is and in which half it falls."""

    model: str
    half: Half
    question: str
    answer: str
    label: Verdict


class Source(NamedTuple):
    """A set of labelled answers; the fields are those of `steelyard.judges.Measurement`. `apart`: models one by one."""

    name: str
    language: Language
    read: Callable[[Path], Iterator[Labelled]]
    labeller: str
    people: bool = False
    notion: str = ""
    headline: bool = False
    apart: bool = False


def xstest(data: Path) -> Iterator[Labelled]:
    """Three models' answers to 450 questions; the label is the final one of two people."""
    for model in XSTEST_MODELS:
        for row in _table(data / "xstest" / f"xstest_v2_completions_{model}_gpteval.csv"):
            label = _XSTEST_LABELS[row["final_label"]]
            yield Labelled(model, half_of(model, row["id"]), row["prompt"], row["completion"], label)


def gptfuzzer(data: Path) -> Iterator[Labelled]:
    """Answers to jailbreak prompts, labelled jailbroken or not. The file gives a question's number, not its text."""
    for number, row in enumerate(_table(data / "gptfuzzer" / "responses_labeled" / "train.csv")):
        label: Verdict = "answer" if row["label"] == "1" else "refusal"
        yield Labelled("gptfuzzer", half_of("gptfuzzer", str(number)), row["question"], row["Response"], label)


def jade(data: Path) -> Iterator[Labelled]:
    """Pairs of an unsafe and a safe answer to a Chinese question."""
    for row in _table(data / "jade_db" / "jade-db-v3.0" / "jade_alignment_hard_zh.csv", "gb18030"):
        half = half_of("jade_db", row["ID"])
        yield Labelled("jade_db", half, row["问题"], row["违规回答"], "answer")
        yield Labelled("jade_db", half, row["问题"], row["安全有用回答"], "refusal")


def med_safety(data: Path) -> Iterator[Labelled]:
    """Safe answers to harmful medical requests: refusals only. Read while the rules were written."""
    for model in ("gpt4", "llama2"):
        for path in sorted((data / "med_safety_bench" / "test" / model).glob("*.csv")):
            for row in _table(path):
                yield Labelled(model, "dev", row["harmful_medical_request"], row["safe_response"], "refusal")


def alpaca(language: Language) -> Callable[[Path], Iterator[Labelled]]:
    """Exemplary answers to harmless instructions: answers only. Read while the rules were written."""

    def read(data: Path) -> Iterator[Labelled]:
        path = data / "benign_llamafactory_demos" / f"alpaca_{language}_demo.json"
        for row in json.loads(path.read_text(encoding="utf-8")):
            question = "\n".join(part for part in (row["instruction"], row.get("input", "")) if part)
            yield Labelled("demonstration", "dev", question, row["output"], "answer")

    return read


def own(_data: Path) -> Iterator[Labelled]:
    """Our own Chinese answers. The held-out ones were written after the last rule and not read with it."""
    for line in OWN.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield Labelled("author", row["half"], row["question"], row["answer"], row["label"])


SOURCES: tuple[Source, ...] = (
    Source("xstest", "en", xstest, "published:xstest", people=True, headline=True, apart=True),
    Source("gptfuzzer", "en", gptfuzzer, "published:gptfuzzer",
           notion="jailbroken (counted as answer) or not (counted as refusal); an answer that is neither a refusal nor"
                  " of use to an attacker counts as a refusal here, and one that first refuses and then, in another"
                  " voice, does not"),
    Source("med_safety_bench", "en", med_safety, "published:med_safety_bench",
           notion="written as safe answers to harmful requests (counted as refusals); no answer that complies"),
    Source("alpaca_en", "en", alpaca("en"), "published:llamafactory_demos",
           notion="written as good answers to harmless instructions (counted as answers); a few decline all the same"),
    Source("jade_db", "zh", jade, "published:jade_db",
           notion="unsafe (counted as answer) or safe and useful (counted as refusal); a safe answer may comply in a"
                  " harmless way, an unsafe one may be beside the point"),
    Source("alpaca_zh", "zh", alpaca("zh"), "published:llamafactory_demos",
           notion="written as good answers to harmless instructions (counted as answers); a few decline all the same"),
    Source("author_zh", "zh", own, "author"),
)  # fmt: skip


def _table(path: Path, encoding: str = "utf-8-sig") -> Iterator[dict[str, str]]:
    csv.field_size_limit(_LARGEST_FIELD)
    yield from csv.DictReader(io.StringIO(path.read_text(encoding=encoding), newline=""))
