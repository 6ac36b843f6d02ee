"""The journal file: what was appended is there, what was cut is gone, what was spoilt is named."""

from __future__ import annotations

import os

import pytest

from steelyard.journal import MAX_LINE, Journal, read_journal
from steelyard.records import InputError, StorageError


def rows_of(path):
    return [entry.row for entry in read_journal(path)]


@pytest.mark.parametrize("durable", ["group", "each"])
def test_rows_come_back_in_the_order_they_were_written(path, run_key, trial, label, call, durable):
    rows = [make(number) for number in range(40) for make in (call, trial, label)]
    with Journal.open(path, run_key, durable=durable) as journal:
        assert [journal.append(row) for row in rows] == [True] * len(rows)
        assert len(journal) == len(rows)
        assert list(journal.rows()) == rows
        assert list(journal.keys()) == [bytes.fromhex(row.key) for row in rows]
    assert rows_of(path) == rows
    with Journal.open(path, run_key) as journal:
        assert len(journal) == len(rows)


def test_a_row_can_be_read_before_anything_is_closed(path, run_key, trial):
    with Journal.open(path, run_key) as journal:
        for number in range(5):
            journal.append(trial(number))
            assert rows_of(path)[-1] == trial(number)


def test_the_same_rows_make_the_same_file(tmp_path, run_key, trial):
    for name in ("a", "b"):
        with Journal.open(tmp_path / name, run_key) as journal:
            for number in range(10):
                journal.append(trial(number))
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_journal_is_its_owners_alone(path, run_key):
    Journal.open(path, run_key).close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_torn_tail_is_cut_at_every_byte_and_nothing_else_lost(path, run_key, trial):
    with Journal.open(path, run_key) as journal:
        for number in range(3):
            journal.append(trial(number))
    whole = path.read_bytes()
    end = whole[:-1].rindex(b"\n") + 1
    for cut in range(end, len(whole)):
        path.write_bytes(whole[:cut])
        assert rows_of(path) == [trial(0), trial(1)], cut
        with Journal.open(path, run_key) as journal:
            assert path.read_bytes() == whole[:end], cut
            assert journal.append(trial(2))
        assert path.read_bytes() == whole, cut


@pytest.mark.parametrize("tail", [b"\x00" * 100 + b"\n", b'\xff"}\n', b"}\n", b'{"row":\n', b"\xff\xfe\n"])
def test_a_last_line_the_disk_kept_only_a_part_of_is_cut(path, run_key, trial, tail):
    with Journal.open(path, run_key) as journal:
        journal.append(trial(0))
    whole = path.read_bytes()
    path.write_bytes(whole + tail)
    assert rows_of(path) == [trial(0)]
    Journal.open(path, run_key).close()
    assert path.read_bytes() == whole


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize(
    "spoilt",
    [b"", b"{}", b"null", b"[" * 5000, b"\xff\xfe", b'{"row":{"kind":"trial"}}', b"\x00", b'{"row":NaN,"salt":""}'],
)
def test_a_spoilt_line_in_the_middle_is_named(path, run_key, trial, number, spoilt):
    with Journal.open(path, run_key) as journal:
        for each in range(4):
            journal.append(trial(each))
    lines = path.read_bytes().splitlines(keepends=True)
    lines[number - 1] = spoilt + b"\n"
    spoilt_file = b"".join(lines)
    path.write_bytes(spoilt_file)
    for reading in (lambda: rows_of(path), lambda: Journal.open(path, run_key)):
        with pytest.raises(InputError) as caught:
            reading()
        assert (caught.value.source, caught.value.place) == (str(path), f"line {number}")
        assert caught.value.mend
    assert path.read_bytes() == spoilt_file


def test_every_flipped_byte_of_a_middle_line_is_refused_or_reads_differently(path, run_key, trial):
    rows = [trial(number, "no") for number in range(3)]
    with Journal.open(path, run_key) as journal:
        for row in rows:
            journal.append(row)
    whole = path.read_bytes()
    known = list(read_journal(path))
    first = whole.index(b"\n") + 1
    for at in range(first, whole.index(b"\n", first)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            found = list(read_journal(path))
        except InputError as error:
            assert error.place in {"line 2", "line 3"}
        else:
            assert found != known


def test_a_key_that_stands_twice_in_the_file_is_refused(path, run_key, trial):
    with Journal.open(path, run_key) as journal:
        journal.append(trial(0))
        journal.append(trial(1))
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines, lines[0]]))
    with pytest.raises(InputError, match="a second row has the key") as caught:
        Journal.open(path, run_key)
    assert caught.value.place == "line 3"


def test_the_same_row_twice_is_dropped_and_another_with_its_key_refused(path, run_key, trial, label):
    with Journal.open(path, run_key) as journal:
        for row in (trial(0), label(0)):
            assert journal.append(row)
            assert not journal.append(row)
        with pytest.raises(ValueError, match="another row with the key"):
            journal.append(trial(0, "another answer"))
        assert len(journal) == 2
    with Journal.open(path, run_key) as journal:
        assert not journal.append(trial(0))
        with pytest.raises(ValueError, match="another row with the key"):
            journal.append(trial(0, "another answer"))
    assert rows_of(path) == [trial(0), label(0)]


def test_a_clock_set_back_never_stops_a_run(path, run_key, call):
    with Journal.open(path, run_key) as journal:
        assert journal.append(call(0, started_us=9_000_000))
        assert journal.append(call(0, started_us=5))
        assert not journal.append(call(0, started_us=9_000_000, latency_us=77))
    assert rows_of(path) == [call(0, started_us=9_000_000), call(0, started_us=5)]


@pytest.mark.parametrize("key", ["", "ab", "g" * 64, "AB" * 32, "ab " * 32, "ab" * 33])
def test_a_row_no_reader_would_take_is_not_written(path, run_key, trial, key):
    from msgspec.structs import replace

    with Journal.open(path, run_key) as journal, pytest.raises(ValueError):
        journal.append(replace(trial(0), key=key))
    assert path.read_bytes() == b""


def test_a_line_has_a_longest_length(path, run_key, trial):
    with Journal.open(path, run_key) as journal:
        with pytest.raises(ValueError, match="longer than a line"):
            journal.append(trial(0, "a" * MAX_LINE))
        journal.append(trial(1))
    path.write_bytes(b"a" * (MAX_LINE + 2) + b"\n" + path.read_bytes())
    with pytest.raises(InputError, match="longer than") as caught:
        rows_of(path)
    assert caught.value.place == "line 1"


def test_a_journal_is_a_plain_file(tmp_path, run_key):
    (tmp_path / "folder").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    os.mkfifo(tmp_path / "pipe")
    for name in ("folder", "link", "pipe"):
        with pytest.raises(InputError, match="plain file"):
            Journal.open(tmp_path / name, run_key)
    assert not (tmp_path / "elsewhere").exists()
    with pytest.raises(InputError, match="cannot be read"):
        list(read_journal(tmp_path / "nowhere"))


def test_a_folder_that_cannot_be_written(tmp_path, run_key):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    if os.access(folder, os.W_OK):  # we are root, whom only a filesystem can refuse
        folder = type(folder)("/sys")
    with pytest.raises(StorageError, match="cannot be opened for writing"):
        Journal.open(folder / "journal.jsonl", run_key)


def test_a_pipe_in_place_of_a_journal_does_not_hang_its_reader(tmp_path):
    os.mkfifo(tmp_path / "journal.jsonl")
    with pytest.raises(InputError, match="plain file"):
        list(read_journal(tmp_path / "journal.jsonl"))
