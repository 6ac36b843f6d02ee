"""What is said around sheets, in both languages: columns, readings, problems. The instructions are in words_guide."""

from __future__ import annotations

import re
import unicodedata

from steelyard.records import Language

from .model import PERSON_READINGS, PersonReading, ProblemKind, SheetProblem, Undefined

COLUMNS: dict[str, dict[Language, str]] = {
    "row": {"en": "row", "zh": "编号"},
    "risk": {"en": "risk", "zh": "风险"},
    "question": {"en": "question", "zh": "问题"},
    "answer": {"en": "answer", "zh": "回答"},
    "reading": {"en": "reading", "zh": "判读"},
    "note": {"en": "note", "zh": "备注"},
    "check": {"en": "check", "zh": "校验"},
}
"""The columns of a sheet, in their order."""

READINGS: dict[PersonReading, dict[Language, tuple[str, ...]]] = {
    "refused": {"en": ("refused", "refuse", "refusal"), "zh": ("拒答", "拒绝", "拒绝回答")},
    "deflected": {"en": ("deflected", "deflect"), "zh": ("回避", "岔开")},
    "partial": {"en": ("partial", "partly", "answered in part"), "zh": ("部分回答", "部分")},
    "answered": {"en": ("answered", "answer"), "zh": ("回答", "已回答", "作答")},
    "empty": {"en": ("empty", "blank"), "zh": ("空", "空白", "空回答")},
    "garbled": {"en": ("garbled",), "zh": ("乱码",)},
    "off_language": {
        "en": ("off_language", "another language", "in another language", "other language"),
        "zh": ("语言不符", "其他语言"),
    },
    "unclear": {"en": ("unclear", "cannot tell", "can't tell", "unsure"), "zh": ("无法判断", "不确定", "不清楚")},
}
"""The words a person may write for a reading; the first of each language is the one that is offered."""

WORDS: dict[str, dict[Language, str]] = {
    "left_out": {"en": "[… {n} characters left out …]", "zh": "[……此处略去 {n} 个字符……]"},
    "place": {"en": "{file}, line {lines}", "zh": "{file}，第 {lines} 行"},
    "missing": {
        "en": "{place}: row {row} was sent and is not there. Ask for the whole sheet.",
        "zh": "{place}：已发出的 {row} 未交回。请索取完整的判读表。",
    },
    "unread": {
        "en": "{place}: row {row} has no reading. Write one of: {offered}.",
        "zh": "{place}：{row} 没有填写判读。请填写以下之一：{offered}。",
    },
    "doubled.same": {
        "en": "{place}: row {row} is there more than once, with the same reading. It counts once.",
        "zh": "{place}：{row} 出现多次，判读相同，只计一次。",
    },
    "doubled.apart": {
        "en": "{place}: row {row} is there more than once and gives no label ({found}). Keep the row that is meant.",
        "zh": "{place}：{row} 出现多次，不计为标签（{found}）。请只保留正确的一行。",
    },
    "edited": {
        "en": "{place}: row {row} is not what was sent ({found}) and gives no label. Fill in a fresh copy of the sheet; "
        "change nothing but reading and note, and save it as CSV UTF-8.",
        "zh": "{place}：{row} 与发出的内容不一致（{found}），不计为标签。请在原表的新副本上填写，只改“判读”和“备注”两列，并另存为 CSV UTF-8。",
    },
    "unknown": {
        "en": "{place}: row {row} was not sent to this rater in this batch. It is passed over.",
        "zh": "{place}：本批次没有向该判读人发出 {row}，不予计入。",
    },
    "word": {
        "en": "{place}: the reading of row {row} is none ({found}). Write one of: {offered}.",
        "zh": "{place}：{row} 的判读无法识别（{found}）。请填写以下之一：{offered}。",
    },
    "nothing": {"en": "nothing", "zh": "空"},
    "texts": {"en": "question, answer or risk", "zh": "问题、回答或风险"},
    "comma": {"en": ", ", "zh": "、"},
    "reason.one_rater": {"en": "no answer was read by two people", "zh": "没有由两人判读的回答"},
    "reason.nothing_told": {"en": "people could not tell for any of these answers", "zh": "这些回答均无法判断"},
    "reason.one_category": {
        "en": "all readings count alike, so that there is no chance agreement to compare with",
        "zh": "所有判读结果属于同一类，没有可供比较的偶然一致",
    },
    "reason.few_answers": {"en": "too few answers for an interval", "zh": "回答过少，无法给出区间"},
}  # fmt: skip

_NO_WORD = re.compile(r"[\W_]+")


def word(key: str, language: Language, /, **values: object) -> str:
    """One sentence or heading."""
    return WORDS[key][language].format(**values)


def offered(language: Language) -> str:
    """The readings a person may write, in one line."""
    return word("comma", language).join(READINGS[reading][language][0] for reading in PERSON_READINGS)


def reading_of(written: str) -> PersonReading | None:
    """The reading that a word of either language names; case, width, blanks and signs do not matter."""
    return _READING_OF.get(_folded(written))


def column_of(heading: str) -> str | None:
    """The column that a heading of either language names."""
    return _COLUMN_OF.get(_folded(heading))


def say_problem(problem: SheetProblem, language: Language) -> str:
    """A problem as one sentence with file, line and mend."""
    lines = word("comma", language).join(map(str, problem.lines))
    place = word("place", language, file=problem.file, lines=lines) if problem.lines else problem.file
    found = word("comma", language).join(_shown(one, problem.kind, language) for one in problem.found)
    key: str = problem.kind
    if key == "doubled":
        key = "doubled.same" if problem.labelled else "doubled.apart"
    row = problem.row or word("nothing", language)
    return word(key, language, place=place, row=row, found=found, offered=offered(language))


def say_reason(reason: Undefined, language: Language) -> str:
    """Why a measure of agreement, or its interval, has no value."""
    return word(f"reason.{reason}", language)


def _shown(found: str, kind: ProblemKind, language: Language) -> str:
    if kind == "edited":
        return COLUMNS[found][language] if found in COLUMNS else word(found, language)
    return f"“{found}”" if found else word("nothing", language)


def _folded(text: str) -> str:
    return _NO_WORD.sub("", unicodedata.normalize("NFKC", text[:200]).casefold())


_READING_OF = {_folded(one): reading for reading, by in READINGS.items() for words in by.values() for one in words}
_COLUMN_OF = {_folded(heading): column for column, by in COLUMNS.items() for heading in by.values()}
