"""Sheets as they come back: from any spreadsheet, filled in well or badly, cut off or hostile."""

from __future__ import annotations

import itertools
import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sheets_world import answers, fill, key, save, save_lines, sheet_of, table_of

from steelyard.judges.sheets import (
    PERSON_READINGS,
    Manifest,
    PersonLabel,
    SheetFiles,
    SheetReading,
    manifest_for,
    manifest_of,
    read_manifest,
    read_sheet,
    reading_of,
    say_problem,
    write_sheet,
)
from steelyard.records import InputError

TEXTS = (
    "I cannot help with that.", "- one\r\n- two; three, four", '=HYPERLINK("x";"y")', "第一步，打开盒子。\n第二步……",
    "", "42", " Jan 5", "a\ttab, a \x07 bell and \u202e turned", "\n\nlate\n", "bare\r, more\r\r\n\r\nend\r\n",
    "'quoted' \"twice\"", "[~] [U+0041]",
    "|---|---|\n| =1 | -2 |",
)  # fmt: skip


class World(NamedTuple):
    """A sheet of `TEXTS` that was sent."""

    files: SheetFiles
    manifest: Manifest
    back: Path

    def read(self, table: list[list[str]], **how: object) -> SheetReading:
        return read_sheet(save(self.back, table, **how), self.manifest)


@pytest.fixture
def world(tmp_path: Path) -> World:
    sheet = sheet_of(answers(*TEXTS))
    return World(write_sheet(sheet, tmp_path), manifest_of(sheet), tmp_path / "back.csv")


def kinds(reading: SheetReading) -> list[tuple[str, bool]]:
    return [(problem.kind, problem.labelled) for problem in reading.problems]


def mixed(row: list[str]) -> str:
    """A reading that depends on the row."""
    return PERSON_READINGS[int(row[0][1:], 16) % len(PERSON_READINGS)]


# --- what spreadsheets save


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
@pytest.mark.parametrize("quote_all", [False, True])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_form_that_spreadsheets_save_gives_the_same_labels(
    separator: str, encoding: str, quote_all: bool, language: str, tmp_path: Path
) -> None:
    sheet = sheet_of(answers(*TEXTS), language=language)
    files = write_sheet(sheet, tmp_path)
    filled = fill(files.csv, mixed, note="seen")
    wanted = tuple(
        PersonLabel(row.trial, "ab", "panel", mixed([row.row]), "seen", row.expectation) for row in sheet.rows
    )
    back = save(tmp_path / "back.txt", filled, separator=separator, encoding=encoding, quote_all=quote_all)
    found = read_sheet(back, manifest_of(sheet))
    assert (found.labels, found.problems) == (wanted, ())
    assert (found.plan, found.role, found.rater, found.batch, found.sent) == (key("plan"), "panel", "ab", 1, len(TEXTS))


def test_json_lines_give_the_same_labels_as_csv(world: World) -> None:
    filled = fill(world.files.csv, mixed)
    lines = read_sheet(save_lines(world.back.with_suffix(".jsonl"), filled), world.manifest)
    assert lines.labels == world.read(filled).labels
    assert lines.problems == ()


@pytest.mark.parametrize("lines", ["\n", "\r\n", "\r"])
def test_line_ends_may_be_changed_in_cells_and_between_rows(lines: str, world: World) -> None:
    filled = [[cell.replace("\r\n", "\n").replace("\n", lines) for cell in row] for row in fill(world.files.csv, mixed)]
    text = lines.join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in filled)
    world.back.write_bytes(text.encode())
    found = read_sheet(world.back, world.manifest)
    assert (len(found.labels), found.problems) == (len(TEXTS), ())


@settings(max_examples=15, deadline=None)
@given(st.randoms(use_true_random=False))
def test_rows_and_columns_may_be_moved_and_empty_rows_added(chance: random.Random) -> None:
    with tempfile.TemporaryDirectory() as name:
        sheet = sheet_of(answers(*TEXTS))
        files = write_sheet(sheet, Path(name))
        heading, *rows = fill(files.csv, mixed)
        rows += [[""] * 7, [" "] * 7, []]
        chance.shuffle(rows)
        columns = list(range(7))
        chance.shuffle(columns)
        table = [[row[column] for column in columns] if row else [] for row in [heading, *rows]]
        table = [[], *([*row, "", ""] for row in table)]
        found = read_sheet(save(Path(name) / "back.csv", table), manifest_of(sheet))
    assert [(label.trial, label.reading) for label in found.labels] == [
        (row.trial, mixed([row.row])) for row in sheet.rows
    ]
    assert found.problems == ()


def test_a_renamed_file_finds_its_manifest(world: World, tmp_path: Path) -> None:
    others = [manifest_of(sheet_of(answers(*TEXTS), rater=rater)) for rater in ("cd", "ef")]
    back = save(tmp_path / "copy of sheet (2).csv", fill(world.files.csv, "refused"))
    assert manifest_for(back, [*others, world.manifest]) == world.manifest
    with pytest.raises(InputError, match="no row of a sheet that was sent"):
        manifest_for(back, others)
    with pytest.raises(InputError, match="no row of a sheet that was sent"):
        manifest_for(back, [])
    with pytest.raises(InputError, match="no row of a sheet that was sent"):
        read_sheet(back, others[0])


# --- readings


@pytest.mark.parametrize(("written", "reading"), [
    ("refused", "refused"), ("REFUSED", "refused"), (" Re fused", "refused"), ("ｒｅｆｕｓｅｄ", "refused"),
    ("拒答", "refused"), ("拒绝", "refused"), ("deflected", "deflected"), ("回避", "deflected"),
    ("partial", "partial"), ("部分回答", "partial"), ("部分", "partial"),
    ("answered", "answered"), ("回答", "answered"), ("已 回答", "answered"), ("empty", "empty"),
    ("空白", "empty"), ("空", "empty"), ("garbled", "garbled"), ("乱码", "garbled"), ("off_language", "off_language"),
    ("Off-Language", "off_language"), ("in another language", "off_language"), ("语言不符", "off_language"),
    ("unclear", "unclear"), ("cannot tell", "unclear"), ("can’t tell", "unclear"), ("无法判断", "unclear"),
    ("拒答。", "refused"), ("“拒答”", "refused"),
    ("cut", None), ("截断", None), ("yes", None), ("refused or answered", None), ("?", None), ("1", None),
])  # fmt: skip
def test_words_of_both_languages_are_read_whatever_their_case_width_and_blanks(
    written: str, reading: str | None
) -> None:
    assert reading_of(written) == reading


# --- problems


def test_missing_and_unread_rows_are_told_and_give_no_label(world: World) -> None:
    heading, *rows = fill(world.files.csv, "refused")
    gone, blank = rows[2], rows[5]
    blank[4] = " \t"
    rows.remove(gone)
    found = world.read([heading, *rows])
    assert len(found.labels) == len(TEXTS) - 2
    assert [(p.kind, p.row, p.labelled) for p in found.problems] == [
        ("missing", gone[0], False), ("unread", blank[0], False),
    ]  # fmt: skip
    assert found.problems[0].lines == ()
    assert {p.trial for p in found.problems}.isdisjoint({label.trial for label in found.labels})


def test_doubled_rows_count_once_when_they_agree_and_not_at_all_when_they_do_not(world: World) -> None:
    heading, *rows = fill(world.files.csv, "refused")
    same, apart, half = rows[0], [*rows[1]], [*rows[2]]
    apart[4], half[4] = "answered", ""
    found = world.read([heading, *rows, same, apart, half])
    told = {p.row: p for p in found.problems}
    assert kinds(found) == [("doubled", True), ("doubled", False), ("doubled", True)]
    assert told[apart[0]].found == ("refused", "answered")
    assert len(found.labels) == len(TEXTS) - 1
    assert sum(label.trial == told[same[0]].trial for label in found.labels) == 1
    assert all(len(p.lines) == 2 for p in found.problems)


def test_a_doubled_row_with_a_word_that_is_no_reading_gives_no_label(world: World) -> None:
    heading, *rows = fill(world.files.csv, "refused")
    copy = [*rows[0]]
    copy[4] = "perhaps"
    found = world.read([heading, *rows, copy])
    assert kinds(found) == [("doubled", False), ("word", False)]
    assert len(found.labels) == len(TEXTS) - 1


@pytest.mark.parametrize("column", [1, 2, 3, 6])
def test_an_edited_row_gives_no_label(column: int, world: World) -> None:
    heading, *rows = fill(world.files.csv, "refused")
    rows[4][column] += "."
    found = world.read([heading, *rows])
    assert kinds(found) == [("edited", False)]
    assert found.problems[0].row == rows[4][0]
    assert found.problems[0].found == (("check",) if column == 6 else ("texts",))
    assert len(found.labels) == len(TEXTS) - 1


@pytest.mark.parametrize("change", [str.strip, str.upper, lambda text: text.replace("-", "–"), lambda text: text + " "])
def test_nothing_but_line_ends_is_forgiven(change: Callable[[str], str], world: World) -> None:
    heading, *rows = fill(world.files.csv, "refused")
    touched = [row[0] for row in rows if change(row[3]) != row[3]]
    for row in rows:
        row[3] = change(row[3])
    found = world.read([heading, *rows])
    assert touched
    assert sorted(p.row for p in found.problems) == sorted(touched)
    assert len(found.labels) == len(TEXTS) - len(touched)


def test_a_doubled_row_with_one_edited_copy_gives_no_label(world: World) -> None:
    heading, *rows = fill(world.files.csv, "refused")
    copy = [*rows[3]]
    copy[3] = "something else"
    found = world.read([heading, *rows, copy])
    assert kinds(found) == [("doubled", False), ("edited", False)]
    assert len(found.problems[1].lines) == 1


def test_a_row_swapped_with_another_is_edited(world: World) -> None:
    heading, *rows = fill(world.files.csv, "refused")
    rows[0][0], rows[1][0] = rows[1][0], rows[0][0]
    assert kinds(world.read([heading, *rows])) == [("edited", False)] * 2


def test_rows_of_somebody_else_are_told_and_passed_over(world: World, tmp_path: Path) -> None:
    other = write_sheet(sheet_of(answers(*TEXTS), rater="cd"), tmp_path / "other")
    stranger = fill(other.csv, "answered")[1]
    nameless = ["", "", "", "left over", "", "", ""]
    found = world.read([*fill(world.files.csv, "refused"), stranger, nameless])
    assert [(p.kind, p.row, p.trial) for p in found.problems] == [("unknown", stranger[0], ""), ("unknown", "", "")]
    assert {label.reading for label in found.labels} == {"refused"}


def test_words_that_are_no_reading_are_told_as_they_were_written_and_safely(world: World) -> None:
    heading, *rows = fill(world.files.csv, "refused")
    rows[1][4], rows[2][4] = "cut", "\x1b[31mno\u202e" + "o" * 100
    found = world.read([heading, *rows])
    assert kinds(found) == [("word", False)] * 2
    assert found.problems[0].found == ("cut",)
    assert found.problems[1].found[0].startswith("[U+001B][31mno[U+202E]oo")
    assert len(found.problems[1].found[0]) < 80


def test_lines_are_those_where_the_rows_begin(world: World) -> None:
    heading, *rows = fill(world.files.csv, "")
    found = world.read([heading, *rows], quote_all=True)
    lines = world.back.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for problem in found.problems:
        assert lines[problem.lines[0] - 1].startswith(f'"{problem.row}"')
    lined = read_sheet(save_lines(world.back.with_suffix(".jsonl"), [heading, *rows]), world.manifest)
    assert [problem.lines for problem in lined.problems] == [(number,) for number in range(1, len(TEXTS) + 1)]


def test_every_problem_is_said_in_both_languages_with_file_line_and_mend(world: World) -> None:
    heading, *rows = fill(world.files.csv, "refused")
    rows[1][4], rows[2][4], rows[3][3], rows[4][6] = "", "perhaps", "other", ""
    apart = [*rows[5]]
    apart[4] = "answered"
    found = world.read([heading, *rows[1:], rows[6], apart, ["r0", *rows[1][1:]]])
    assert {p.kind for p in found.problems} == {"missing", "unread", "word", "edited", "doubled", "unknown"}
    for problem, language in itertools.product(found.problems, ("en", "zh")):
        said = say_problem(problem, language)
        assert problem.row in said and str(world.back) in said
        assert all(str(line) in said for line in problem.lines)
        assert "{" not in said
    english = {say_problem(p, "en").split(": ", 1)[1] for p in found.problems}
    apart_said = f"row {rows[5][0]} is there more than once and gives no label (“refused”, “answered”). Keep"
    assert any(said.startswith(apart_said) for said in english)
    assert any("the reading of row" in said and "(“perhaps”)" in said and "off_language" in said for said in english)


def test_a_note_is_kept_with_its_label(world: World) -> None:
    filled = fill(world.files.csv, "unclear", note="  两种都可以，=1 ")
    found = world.read(filled)
    assert {(label.reading, label.note) for label in found.labels} == {("unclear", "两种都可以，=1")}


# --- hostile and cut off


def whole(world: World, form: str) -> tuple[bytes, dict[str, str]]:
    filled = fill(world.files.csv, mixed)
    path = save(world.back, filled, quote_all=True) if form == "csv" else save_lines(world.back, filled)
    return path.read_bytes(), {label.trial: label.reading for label in read_sheet(path, world.manifest).labels}


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_a_sheet_cut_off_anywhere_is_refused_or_loses_only_its_end(form: str, world: World) -> None:
    data, true = whole(world, form)
    outcomes = set()
    for end in range(0, len(data), 7):
        world.back.write_bytes(data[:end])
        try:
            found = read_sheet(world.back, world.manifest)
        except InputError as error:
            assert error.mend
            outcomes.add("refused")
            continue
        assert {label.trial: label.reading for label in found.labels}.items() <= true.items()
        assert len(found.labels) + len({p.trial for p in found.problems if not p.labelled} - {""}) == len(TEXTS)
        outcomes.add("short")
    assert "refused" in outcomes


@settings(max_examples=70, deadline=None)
@given(st.data())
def test_changed_bytes_are_refused_or_told_and_move_no_label(data: st.DataObject) -> None:
    sheet = sheet_of(answers(*TEXTS[:5]))
    with tempfile.TemporaryDirectory() as name:
        files = write_sheet(sheet, Path(name))
        back = save(Path(name) / "back.csv", fill(files.csv, "refused"))
        content = bytearray(back.read_bytes())
        for _ in range(data.draw(st.integers(1, 4))):
            content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
        back.write_bytes(content)
        try:
            found = read_sheet(back, manifest_of(sheet))
        except InputError:
            return
    assert {label.reading for label in found.labels} <= {"refused"}
    assert len({label.trial for label in found.labels}) == len(found.labels)
    lost = {p.trial for p in found.problems if not p.labelled} - {""}
    assert {label.trial for label in found.labels} | lost == {row.trial for row in sheet.rows}


SCRAPS = [b"row,", b'"', b"\n", b"{", b'"row":', b"\x00", b"\xff\xfe", b";", b"reading\t", b"}"]
JUNK = st.one_of(st.binary(max_size=300), st.lists(st.sampled_from(SCRAPS), max_size=60).map(b"".join))


@settings(max_examples=120, deadline=None)
@given(JUNK)
def test_anything_that_is_no_sheet_ends_in_one_sentence(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "back.csv"
        path.write_bytes(content)
        with pytest.raises(InputError) as refused:
            read_sheet(path, manifest_of(sheet_of(answers("a"))))
    assert refused.value.source == str(path)
    assert refused.value.mend


HEADING = "row,risk,question,answer,reading,note,check\n"
OBJECT = dict.fromkeys(HEADING.strip().split(","), "")


@pytest.mark.parametrize(("content", "problem"), [
    (b"PK\x03\x04 rest", "is a workbook, not CSV"),
    (b"\xd0\xcf\x11\xe0 rest", "is a workbook, not CSV"),
    (b"", "there is no heading"),
    (HEADING.encode(), "holds no row"),
    (HEADING.replace("answer,", "").encode() + b"r1,,,,,\n", "line 1: there is no heading with the columns answer"),
    (HEADING.replace("note", "note,reading").encode() + b"r1,,,,,,,\n", "strange or there twice"),
    (HEADING.replace("note", "note,why").encode() + b"r1,,,,,,,\n", r"strange or there twice \(why\)"),
    (HEADING.encode() + b"r1,,,,refused,,c1,extra\n", "line 2: cell 8 stands under no heading"),
    (HEADING.encode() + b"r1,,,,\n\n" + b"," * 64 + b"\n", "line 4: there are 65 columns"),
    (HEADING.encode() + b'r1,,"open', "line 2: the row that begins here is not CSV, or is cut off"),
    (HEADING.encode() + b'r1,,"a"b,,,,\n', "line 2: the row that begins here is not CSV"),
    (HEADING.encode() + b"r1,,,,,,\0\n", "line 2: holds a NUL"),
    (HEADING.encode("utf-16") + b"r", "is not text in utf-16, or is cut off"),
    (HEADING.encode() + b"r1,,\xff\xff\xff,,,,\n", "is not text in utf-8 or gb18030"),
    (HEADING.encode() + b"r1,,,," + b"a" * 131_073 + b",,\n", "line 2: the row that begins here is not CSV.*limit"),
    (HEADING.encode() + b"r1,,,,," + b"a" * 4_001 + b",\n", "line 2: the note is longer than 4,000"),
    (HEADING.encode() + b"r1,,,,,,\n" * 40_001, "line 40002: there are more than 40,000 rows"),
    (json.dumps(OBJECT | {"extra": ""}).encode(), r"line 1: the row's names are not the sheet's \(extra\)"),
    (json.dumps({"row": "r1"}).encode(), "line 1: the row's names are not the sheet's"),
    (json.dumps(OBJECT | {"编号": ""}).encode(), "line 1: the row's names are not the sheet's"),
    (json.dumps(OBJECT | {"answer": ["a"]}).encode(), "line 1: this is not one row as JSON"),
    (json.dumps(OBJECT | {"answer": "a" * 131_073}).encode(), "line 1: the cell of answer is longer than 131,072"),
    (json.dumps(OBJECT).encode() + b"\n" + json.dumps(OBJECT).encode()[:-9], "line 2: this is not one row as JSON"),
    (json.dumps(OBJECT | {"answer": "\ud800"}).encode(), "line 1: this is not one row as JSON"),
    (b'{"row":' + b"[" * 100_000, "line 1: this is not one row as JSON"),
])  # fmt: skip
def test_structure_is_strict_and_says_where(content: bytes, problem: str, world: World) -> None:
    world.back.write_bytes(content)
    with pytest.raises(InputError, match=problem):
        read_sheet(world.back, world.manifest)


def test_what_is_no_file_is_refused(world: World, tmp_path: Path) -> None:
    for path in (tmp_path / "missing.csv", tmp_path):
        with pytest.raises(InputError):
            read_sheet(path, world.manifest)


@pytest.mark.parametrize("seed", ["\n", ",", '"', "row,", "{\n", ";\t,", "\r", "=1+1,", '"\n"\n'])
def test_megabytes_of_nonsense_take_little_time(seed: str, world: World) -> None:
    world.back.write_text(seed * (4_000_000 // len(seed)), newline="")
    began = time.process_time()
    with pytest.raises(InputError):
        read_sheet(world.back, world.manifest)
    assert time.process_time() - began < 8


@pytest.mark.parametrize("seed", ["\r", "\r\n", "[U+000D]", "[", "[U+", '""', " ", "=", "1 ", "é"])
def test_cells_as_long_as_can_be_take_little_time(seed: str, world: World) -> None:
    long = (seed * 131_000)[:131_000]
    heading, *rows = fill(world.files.csv, "refused")
    for row in rows:
        row[3] = long
    save_lines(world.back, [heading, *rows])
    began = time.process_time()
    assert len(read_sheet(world.back, world.manifest).problems) == len(TEXTS)
    sheet_of(answers(*[long] * 4))
    assert time.process_time() - began < 8


# --- the manifest


def test_a_manifest_comes_back_as_it_was(world: World) -> None:
    assert read_manifest(world.files.manifest) == world.manifest


@pytest.mark.parametrize("change", [
    {"schema": "steelyard.sheet/9"}, {"plan": "x"}, {"plan": key("another")}, {"rater": "Anna Maier"}, {"rater": "cd"},
    {"batch": 2}, {"batch": 0}, {"role": "adjudication"}, {"role": "boss"}, {"language": "fr"}, {"rows": []},
    {"more": 1}, {"rows": None},
])  # fmt: skip
def test_a_changed_manifest_is_refused(change: dict[str, object], world: World) -> None:
    content = json.loads(world.files.manifest.read_text())
    world.files.manifest.write_text(json.dumps(content | change))
    with pytest.raises(InputError) as refused:
        read_manifest(world.files.manifest)
    assert refused.value.source == str(world.files.manifest)


@pytest.mark.parametrize("change", [
    {"trial": key("another")}, {"row": "r0"}, {"left_out": -1}, {"expectation": "either"}, {"trial": "short"},
    {"text": "x"},
])  # fmt: skip
def test_a_changed_row_of_a_manifest_is_refused(change: dict[str, object], world: World) -> None:
    content = json.loads(world.files.manifest.read_text())
    content["rows"][3] |= change
    world.files.manifest.write_text(json.dumps(content))
    with pytest.raises(InputError):
        read_manifest(world.files.manifest)


def test_a_doubled_or_cut_manifest_is_refused(world: World) -> None:
    whole_text = world.files.manifest.read_text()
    content = json.loads(whole_text)
    content["rows"].append(content["rows"][0])
    for text in (json.dumps(content), "", *(whole_text[:end] for end in range(1, len(whole_text) - 3, 97))):
        world.files.manifest.write_text(text)
        with pytest.raises(InputError):
            read_manifest(world.files.manifest)


def test_the_table_is_what_the_rater_sees(world: World) -> None:
    assert table_of(world.files.csv)[0] == ["row", "risk", "question", "answer", "reading", "note", "check"]
