"""Sheets as they are made and written: blind, whole, never written over, and run by no spreadsheet."""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sheets_world import answers, fill, key, save, sheet_of, table_of

from steelyard.judges.sheets import (
    PERSON_READINGS,
    AnswerToRead,
    instructions,
    manifest_of,
    read_manifest,
    read_rows,
    reading_of,
    write_sheet,
)
from steelyard.records import InputError, StorageError

SIGNS = "=+-@＝＋－＠﹢﹣﹦﹫⁺⁻⁼₊₋₌−"
SCRAPS = [*SIGNS, *",;|\t\r\n \"'[]~{}\x00\x1b\x85\u2028\u202e\ud800🙂אab1", "[~]", "[U+0041]", "\r\n", "- "]
NASTY = st.lists(st.sampled_from(SCRAPS), max_size=60).map("".join)
TEXT = st.one_of(NASTY, st.text(st.characters(codec=None), max_size=80))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "sheets"


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


# --- blind


def test_the_rater_sees_no_trial_no_expectation_and_no_order(folder: Path, tmp_path: Path) -> None:
    texts = [f"answer {number}" for number in range(40)]
    refuse, answer = (answers(*texts, expectation=expected) for expected in ("refuse", "answer"))
    one, other = write_sheet(sheet_of(refuse), folder), write_sheet(sheet_of(answer[::-1]), tmp_path / "other")
    for form in ("csv", "jsonl", "instructions"):
        content = getattr(one, form).read_bytes()
        assert content == getattr(other, form).read_bytes()
        assert not any(each.trial.encode() in content for each in refuse)
    assert one.csv.name == "panel-1-ab.csv"
    manifest = one.manifest.read_text()
    assert all(each.trial in manifest for each in refuse)
    assert not any(text in manifest for text in texts)


def test_each_rater_batch_role_and_plan_has_names_of_its_own_and_each_rater_an_order_of_his_own() -> None:
    given = answers(*map(str, range(30)))
    first = sheet_of(given)
    for change in ({"rater": "cd"}, {"batch": 2}, {"role": "adjudication"}, {"plan": key("another")}):
        other = sheet_of(given, **change)
        assert not {row.row for row in first.rows} & {row.row for row in other.rows}
    order = [row.trial for row in first.rows]
    assert order != [row.trial for row in sheet_of(given, rater="cd").rows]
    assert order != [row.trial for row in sheet_of(given, seed="another").rows]
    assert order == [row.trial for row in sheet_of(given[::-1]).rows]
    assert order != [each.trial for each in given]


def test_rows_come_without_reading_or_note(folder: Path) -> None:
    files = write_sheet(sheet_of(answers("a", "b")), folder)
    for path in (files.csv, files.jsonl):
        assert [(row.reading, row.note) for row in read_rows(path)] == [("", "")] * 2


@pytest.mark.parametrize("rater", ["", "AB", "-a", "a_b", "a b", "../a", "a" * 33, "é", "a\n", "甲"])
def test_a_rater_that_is_no_pseudonym_is_refused(rater: str) -> None:
    with pytest.raises(InputError, match="never a name"):
        sheet_of(answers("a"), rater=rater)


@pytest.mark.parametrize("rater", ["a", "7", "zh-2", "a" * 32])
def test_a_pseudonym_is_kept(rater: str) -> None:
    assert sheet_of(answers("a"), rater=rater).rater == rater


def test_what_cannot_be_a_sheet_is_refused() -> None:
    with pytest.raises(InputError, match="batch 0"):
        sheet_of(answers("a"), batch=0)
    with pytest.raises(InputError, match="too many"):
        sheet_of(answers(*["a"] * 20_001))
    with pytest.raises(ValueError, match="none twice"):
        sheet_of([*answers("a"), *answers("b")])
    with pytest.raises(ValueError, match="at least one"):
        sheet_of([])
    with pytest.raises(ValueError, match="64 hex"):
        sheet_of([AnswerToRead("x" * 64, "q", "a", "refuse", "")])
    with pytest.raises(ValueError, match="64 hex"):
        sheet_of(answers("a"), plan="plan")


# --- cells


@settings(max_examples=70, deadline=None)
@given(st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=6))
def test_any_text_comes_back_exactly_from_both_forms(texts: list[tuple[str, str, str]]) -> None:
    given_answers = [AnswerToRead(key(n), q, a, "refuse", r) for n, (q, a, r) in enumerate(texts)]
    sheet = sheet_of(given_answers)
    with tempfile.TemporaryDirectory() as folder:
        files = write_sheet(sheet, Path(folder))
        for path in (files.csv, files.jsonl):
            assert [(row.row, row.question, row.answer, row.risk, row.check) for row in read_rows(path)] == [
                (row.row, row.question, row.answer, row.risk, row.check) for row in sheet.rows
            ]
    by_trial = {row.trial: (row.question, row.answer, row.risk) for row in sheet.rows}
    assert [by_trial[key(n)] for n in range(len(texts))] == texts


@settings(max_examples=70, deadline=None)
@given(st.lists(TEXT, min_size=1, max_size=8))
def test_no_cell_begins_with_a_formula_whatever_separator_the_file_is_opened_with(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        files = write_sheet(sheet_of(answers(*texts, risk=texts[0])), Path(folder))
        cells = [cell for row in table_of(files.csv) for cell in row]
        raw = files.csv.read_bytes().decode("utf-8-sig")
    for cell in cells:
        assert not cell.startswith(("\t", "\r", "\n", "'"))
    # As if quotes protected nothing, which is so once a file is read with another separator.
    for cell in [*cells, *re.split("[,;|\t\r\n\v\f\x1c-\x1e\x85\u2028\u2029]", raw)]:
        assert not cell.strip("\"' \t\r\n\u00a0\u3000").startswith(tuple(SIGNS))
    assert not re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]", raw)


@pytest.mark.parametrize("text", [
    "42", " 42", "007", "0.50", "1e5", "1E+15", "-3", "+49 30 1234", "10%", "$5", "(5)", "3/4", "1-2", "12:30",
    "12:30 PM", "2024-01-02", "2024-01-02T10:00Z", "Jan 5", "5 January 2020", "３月５日", "2020年3月5日", "下午3时",
    "true", "TRUE ", "false", "'quoted", "1,000", "9" * 300,
])  # fmt: skip
def test_what_a_spreadsheet_would_turn_into_something_else_is_kept_from_it(text: str, folder: Path) -> None:
    files = write_sheet(sheet_of(answers(text)), folder)
    assert table_of(files.csv)[1][3] == f"[~]{text}"


@pytest.mark.parametrize(
    "text", ["4 apples", "I cannot help.", "truest", "a - b = c", "See [1] and a[i].", "第3章介绍了方法"]
)
def test_plain_text_is_left_as_it_is(text: str, folder: Path) -> None:
    files = write_sheet(sheet_of(answers(text)), folder)
    assert table_of(files.csv)[1][3] == text


def test_marks_are_legible(folder: Path) -> None:
    files = write_sheet(sheet_of(answers("- one\n- two, =three\t\u202e[~]")), folder)
    assert table_of(files.csv)[1][3] == "[~]- one\n[~]- two, [~]=three[U+0009][U+202E][U+005B]~]"


def test_line_ends_inside_a_cell_are_kept(folder: Path) -> None:
    files = write_sheet(sheet_of(answers("one\r\ntwo\nthree\r\n")), folder)
    assert b'"one\r\ntwo\nthree\r\n"' in files.csv.read_bytes()


def test_the_file_is_utf_8_with_a_mark_and_all_is_quoted(folder: Path) -> None:
    data = write_sheet(sheet_of(answers("说明"), language="zh"), folder).csv.read_bytes()
    assert data.startswith('\ufeff"编号","风险","问题","回答","判读","备注","校验"\r\n'.encode())
    assert data.decode("utf-8-sig").count('"') == 4 * 7


@settings(max_examples=15, deadline=None)
@given(NASTY.filter(bool), st.sampled_from([3_000, 40_000, 90_000]))
@example("a", 32_512)
@example("a", 32_600)
@example("🙂", 20_000)
def test_a_text_too_long_for_a_cell_says_what_is_left_out(seed: str, size: int) -> None:
    text = (seed * size)[:size]
    row = sheet_of(answers(text)).rows[0]
    with tempfile.TemporaryDirectory() as folder:
        files = write_sheet(sheet_of(answers(text)), Path(folder))
        assert units(table_of(files.csv)[1][3]) <= 32_767
        assert read_manifest(files.manifest).rows[0].left_out == row.left_out
    if row.left_out:
        head, tail = re.split(rf"\n\[… {row.left_out} characters left out …\]\n", row.answer)
        assert text.startswith(head) and text.endswith(tail) and len(head) + len(tail) + row.left_out == size
    else:
        assert row.answer == text


# --- files


def test_the_same_sheet_may_be_written_again_and_leaves_nothing_beside(folder: Path) -> None:
    sheet = sheet_of(answers("a", "b"))
    files = write_sheet(sheet, folder)
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    files.jsonl.unlink()
    assert write_sheet(sheet, folder) == files
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    assert sorted(before) == ["instructions.en.md", "panel-1-ab.csv", "panel-1-ab.jsonl", "panel-1-ab.sheet.json"]


def test_a_filled_sheet_is_never_written_over(folder: Path) -> None:
    sheet = sheet_of(answers("a", "b"))
    files = write_sheet(sheet, folder)
    save(files.csv, fill(files.csv, "refused"))
    files.jsonl.unlink()
    filled = files.csv.read_bytes()
    with pytest.raises(InputError, match="not overwritten; move it away"):
        write_sheet(sheet, folder)
    assert files.csv.read_bytes() == filled
    assert not files.jsonl.exists(), "nothing is written when one of the files is refused"


def test_another_choice_of_answers_under_the_same_name_is_refused(folder: Path) -> None:
    files = write_sheet(sheet_of(answers("a", "b")), folder)
    with pytest.raises(InputError, match="another content"):
        write_sheet(sheet_of(answers("a", "b", "c")), folder)
    assert read_manifest(files.manifest) == manifest_of(sheet_of(answers("a", "b")))


def test_a_link_where_a_file_would_come_is_not_followed(folder: Path, tmp_path: Path) -> None:
    folder.mkdir()
    (folder / "panel-1-ab.csv").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(InputError):
        write_sheet(sheet_of(answers("a")), folder)
    assert not (tmp_path / "elsewhere").exists()
    assert [path.name for path in folder.iterdir()] == ["panel-1-ab.csv"]


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_left(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be made"):
        write_sheet(sheet_of(answers("a")), tmp_path / "file")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "link", full)
    with pytest.raises(StorageError, match="No space left"):
        write_sheet(sheet_of(answers("a")), folder)
    assert list(folder.iterdir()) == []


# --- what raters are told


@pytest.mark.parametrize("language", ["en", "zh"])
def test_instructions_name_every_reading_and_column_in_words_that_are_read_back(language: str) -> None:
    text = instructions(language)
    named = {reading_of(word) for word in re.findall(r"^\| `([^`]+)` \| ", text, re.MULTILINE)}
    assert named == set(PERSON_READINGS)
    assert not re.search(r"\{\w+\}", text)
    quoted = set(re.findall("`([^`]+)`|“([^”]+)”", text))
    words = {one or other for one, other in quoted}
    assert words >= ({"row", "risk", "check", "note", "reading", "[~]"} if language == "en" else
                     {"编号", "风险", "校验", "备注", "判读", "[~]"})  # fmt: skip
