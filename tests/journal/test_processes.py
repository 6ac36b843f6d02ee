"""What a journal must outlive: a second writer, kill -9, a full disk."""

from __future__ import annotations

import errno
import os
import random
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from steelyard.journal import Journal, read_journal
from steelyard.records import InputError, RunBusy, StorageError

WRITER = """
import os, sys
from pathlib import Path
from steelyard.journal import Journal
from steelyard.records import LabelRow, digest

journal = Journal.open(Path(sys.argv[1]), bytes(range(32)), durable=sys.argv[2])
number = len(journal)
os.write(1, b"%d\\n" % number)
while True:
    trial = digest(["trial", number])
    journal.append(LabelRow(digest(["label", number]), trial, "judge", "rule:judge", "refused"))
    number += 1
    os.write(1, b"%d\\n" % number)
"""


def start_writer(path: Path, durable: str = "group") -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WRITER, str(path), durable], stdout=subprocess.PIPE)


def kill(process: subprocess.Popen[bytes]) -> bytes:
    process.send_signal(signal.SIGKILL)
    written, _ = process.communicate()
    return written


def test_a_second_writer_is_told(path, run_key, trial):
    writer = start_writer(path, "each")
    try:
        assert writer.stdout is not None
        writer.stdout.readline()
        with pytest.raises(RunBusy, match="another process is writing this run"):
            Journal.open(path, run_key)
        assert list(read_journal(path)) is not None  # readers need no lock
    finally:
        kill(writer)
    with Journal.open(path, run_key) as journal:
        assert journal.append(trial(0))
        with pytest.raises(RunBusy):
            Journal.open(path, run_key)
    Journal.open(path, run_key).close()


@pytest.mark.parametrize("durable", ["group", "each"])
def test_kill_loses_no_row_that_was_appended(path, durable):
    draw = random.Random(7)
    told = 0
    for _ in range(4):
        writer = start_writer(path, durable)
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(draw.uniform(0.001, 0.08))
        lines = kill(writer).split()
        told = max([told, *map(int, lines[:-1])])
        entries = list(read_journal(path))
        assert len(entries) >= told > 0
        assert len({entry.row.key for entry in entries}) == len(entries)
    with Journal.open(path, bytes(range(32))) as journal:
        assert len(journal) == len(entries)


def test_closing_never_hangs(tmp_path, run_key, trial):
    """A close may fall into any moment of the flushing thread."""
    for number in range(150):
        journal = Journal.open(tmp_path / str(number), run_key)
        if number % 3:
            journal.append(trial(number))
        if number % 10 == 0:
            time.sleep(0.049)
        journal.close()
        journal.close()
    assert next(read_journal(tmp_path / "149")).row == trial(149)


def fill(journal: Journal, trial, start: int = 0, size: int = 3000) -> int:
    """Append until the disk refuses; how many rows were taken."""
    for number in range(start, 10_000):
        try:
            journal.append(trial(number, "a" * size))
        except StorageError as error:
            assert f"the {number} rows written before stand" in str(error)
            return number
    raise AssertionError("the disk never filled up")


@pytest.mark.parametrize("durable", ["group", "each"])
def test_a_file_that_may_not_grow(path, run_key, trial, durable):
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    journal = Journal.open(path, run_key, durable=durable)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, before[1]))
        taken = fill(journal, trial)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert taken > 2
    wanted = [trial(number, "a" * 3000) for number in range(taken)]
    assert [entry.row for entry in read_journal(path)] == wanted
    assert journal.append(trial(taken, "there is room again"))
    journal.close()
    assert len(list(read_journal(path))) == taken + 1


@pytest.fixture
def small_disk(tmp_path):
    """A file system of 64 KiB, where we may mount one."""
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(folder)], capture_output=True)
    if made.returncode:
        pytest.skip("mounting a small disk needs privileges; a file that may not grow is tested instead")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def test_a_full_disk(small_disk, run_key, trial):
    path = small_disk / "journal.jsonl"
    with Journal.open(path, run_key) as journal:
        taken = fill(journal, trial, size=5000)
        assert taken > 2
        with pytest.raises(StorageError):
            journal.append(trial(taken, "a" * 5000))
    with Journal.open(path, run_key) as journal:
        assert len(journal) == taken
    subprocess.run(["mount", "-o", "remount,size=1m", str(small_disk)], check=True)
    with Journal.open(path, run_key) as journal:
        assert fill(journal, trial, taken, size=50_000) > taken
        assert [entry.row for entry in read_journal(path)][:taken] == [
            trial(number, "a" * 5000) for number in range(taken)
        ]


def test_a_disk_that_fails_to_sync(path, run_key, trial, monkeypatch):
    def broken(fd: int) -> None:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    monkeypatch.setattr("steelyard.journal.flush.data_sync", broken)
    journal = Journal.open(path, run_key)
    with pytest.raises(StorageError, match="cannot be written"):
        for number in range(1000):
            journal.append(trial(number))
            time.sleep(0.01)
    with pytest.raises(StorageError):
        journal.close()
    assert [entry.row for entry in read_journal(path)] == [trial(each) for each in range(number)]


def test_a_read_only_disk_is_named(small_disk, run_key, trial):
    path = small_disk / "journal.jsonl"
    with Journal.open(path, run_key) as journal:
        journal.append(trial(0))
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(StorageError, match="Read-only"):
        Journal.open(path, run_key)
    assert [entry.row for entry in read_journal(path)] == [trial(0)]
    with pytest.raises(InputError):
        list(read_journal(small_disk / "nothing"))
