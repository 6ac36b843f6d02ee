"""`ladder` from run folders to a board: what is shown, counted once, chained, locked, and refused when edited."""

from __future__ import annotations

import fcntl
import json
import multiprocessing
import os
import shutil
import stat
from base64 import b64decode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from attack_world import at, make_run, whole_plan

from steelyard.assess import RunFolder, boardfile
from steelyard.cli import run
from steelyard.records import canonical_json, digest

Command = Callable[..., Any]
REFUSE, ANSWER = "REFUSE-RATE", "OVERREFUSE-RATE"
BOARD = Path("board.json")


def broke(count: int) -> Callable[[int], bool]:
    """Fails the first so many of the sample."""
    return lambda place: place < count


@pytest.fixture
def submit(home: Path) -> Callable[..., Path]:
    """Makes a run of 100 questions of which so many fail; each under a plan of its own."""
    made: list[Path] = []

    def make(failures: int, *, owner: str = "O", **changes: Any) -> Path:
        made.append(home / f"run{len(made) + 1}")
        plan = whole_plan(changes.pop("size", 100), owner=owner, nonce=f"{len(made):02x}" * 16, **changes)
        return make_run(made[-1], plan, broke(failures))

    return make


def attempts(threshold: str = REFUSE) -> list[dict[str, Any]]:
    """The attempts on the board at one threshold."""
    return [one for one in json.loads(BOARD.read_bytes())["attempts"] if one["threshold"] == threshold]


def shown(said: Any, threshold: str = REFUSE) -> dict[str, tuple[str, int]]:
    """Score and number of attempts of every owner."""
    found = json.loads(said.out)["standings"]
    return {one["owner"]: (one["score"], one["attempts"]) for one in found if one["threshold"] == threshold}


def test_a_score_is_shown_only_where_it_improves_by_more_than_a_step(steelyard: Command, submit: Any) -> None:
    # 100 questions: a step of 0.1.
    for failures, score in ((46, "0.5"), (41, None), (40, None), (39, "0.6"), (70, None), (0, "1")):
        said = steelyard("ladder", BOARD, submit(failures))
        assert said.code == 0 and attempts()[-1]["score"] == (score or "no improvement")
        line = next(line for line in said.out.splitlines() if f"{REFUSE}, attempt" in line)
        assert ("no improvement; what is shown stays" in line) == (score is None)
    assert [one["attempt"] for one in attempts()] == [1, 2, 3, 4, 5, 6]
    assert shown(steelyard("ladder", BOARD, "--json")) == {"O": ("1", 6)}


def test_nothing_gives_the_score_behind_no_improvement_away(steelyard: Command, submit: Any) -> None:
    steelyard("ladder", BOARD, submit(46))
    close = [submit(failures) for failures in (45, 44)]
    boards, outputs = [], []
    for each in close:
        shutil.copy(BOARD, "mine.json")
        outputs.append(steelyard("ladder", "mine.json", each).out)
        board = json.loads(Path("mine.json").read_bytes())["attempts"]
        told = {"score", "attempt", "owner", "system", "threshold", "terms", "asset", "root"}
        boards.append([{name: value for name, value in one.items() if name in told} for one in board])
    assert boards[0] == boards[1]
    same = [text.replace(str(each), "RUN") for text, each in zip(outputs, close, strict=True)]
    assert same[0].split("Head of")[0] == same[1].split("Head of")[0]


def test_each_owner_has_a_ladder_and_is_counted(steelyard: Command, submit: Any) -> None:
    runs = [submit(40, owner="Ours"), submit(10, owner="Theirs"), submit(20, owner=" OURS ")]
    said = steelyard("ladder", BOARD, *runs, "--json")
    assert said.code == 0 and shown(said) == {" OURS ": ("0.8", 2), "Theirs": ("0.9", 1)}
    assert [one["score"] for one in attempts()] == ["0.6", "0.9", "0.8"]
    words = steelyard("ladder", BOARD).out
    assert "attempts of all owners: 3" in words and "One step is 10.0 points" in words


def test_a_run_is_counted_once_whatever_its_folder_is_called(steelyard: Command, submit: Any, home: Path) -> None:
    run = submit(10)
    assert steelyard("ladder", BOARD, run).code == 0
    before = BOARD.read_bytes()
    copy = Path(shutil.copytree(run, home / "copy"))
    for words in ([run], [copy], [run, copy]):
        said = steelyard("ladder", BOARD, *words)
        assert said.code == 0 and "on the board already, as attempt 1 of O; not counted again" in said.out
    found = json.loads(steelyard("ladder", BOARD, copy, "--json").out)["entered"]
    assert [one["known"] for one in found] == [True, True]
    assert BOARD.read_bytes() == before
    fresh = json.loads(steelyard("ladder", "other.json", run, copy, "--json").out)["entered"]
    assert [one["known"] for one in fresh] == [False, False, True, True]


def test_open_faults_have_not_passed(steelyard: Command, home: Path) -> None:
    run = make_run(home / "r", whole_plan(100), lambda place: None if place < 10 else place < 20)
    said = steelyard("ladder", BOARD, run)
    assert attempts()[0]["score"] == "0.8" and "Calls without an answer: 10; they count as not passed" in said.out


def test_the_sealed_root_is_on_the_board_and_a_broken_seal_is_refused(steelyard: Command, submit: Any) -> None:
    sealed = submit(10)
    steelyard("key", "new", "lab")
    assert steelyard("report", sealed, "--to", "report.html").code == 0
    Path("report.html").replace(sealed / "report.html")
    assert steelyard("seal", sealed, "--key", "lab").code == 0
    said = steelyard("ladder", BOARD, sealed, submit(20))
    assert said.code == 0 and said.out.count("is not sealed") == 1
    payload = b64decode(json.loads((sealed / "attestation.dsse.json").read_bytes())["payload"])
    root = json.loads(payload)["predicate"]["seal"]["roots"]["evidence"]["root"]
    assert [one["root"] for one in attempts()] == [root, "unsealed"]
    before = BOARD.read_bytes()
    journal = (sealed / "journal.jsonl").read_bytes()
    (sealed / "journal.jsonl").write_bytes(journal[: journal.rindex(b"\n", 0, -1) + 1])
    got = steelyard("ladder", BOARD, sealed)
    assert got.code == 2 and "sealed" in got.err and BOARD.read_bytes() == before


def test_what_may_have_stopped_by_its_answers_is_no_score(steelyard: Command, submit: Any, home: Path) -> None:
    plan = msgspec.structs.replace(whole_plan(40), complete=False)
    early = make_run(home / "early", plan, at())
    unfinished = submit(0)
    (unfinished / "verdicts.json").unlink()
    for bad in (early, unfinished):
        got = steelyard("ladder", BOARD, submit(3), bad)
        assert got.code == 2 and "whole sample" in got.err and "--complete" in got.err
        assert not BOARD.exists(), "whole or not at all"


@pytest.mark.parametrize(("change", "word"), [
    ({"bank_root": "0" * 64}, "bank"), ({"technique": "role"}, "technique"), ({"size": 90}, "bank"),
])  # fmt: skip
def test_a_board_is_about_one_thing(steelyard: Command, submit: Any, change: dict[str, Any], word: str) -> None:
    steelyard("ladder", BOARD, submit(5))
    before = BOARD.read_bytes()
    got = steelyard("ladder", BOARD, submit(1), submit(1, **change))
    assert got.code == 2 and word in got.err and "nothing was entered" in got.err and BOARD.read_bytes() == before


def _edit_score(board: dict[str, Any]) -> None:
    board["attempts"][0]["score"] = "0.9"


def _edit_and_digest(board: dict[str, Any]) -> None:
    one = board["attempts"][0]
    one["score"] = "0.9"
    one["digest"] = digest({name: value for name, value in one.items() if name != "digest"})


def _edit_last(board: dict[str, Any]) -> None:
    board["attempts"][-1]["owner"] = "Somebody"


def _take_out(board: dict[str, Any]) -> None:
    del board["attempts"][0]


def _swap(board: dict[str, Any]) -> None:
    board["attempts"][:2] = board["attempts"][1::-1]


def _double(board: dict[str, Any]) -> None:
    board["attempts"].append(board["attempts"][-1])


def _add(board: dict[str, Any]) -> None:
    board["best"] = "ours"


def _rename(board: dict[str, Any]) -> None:
    board["schema"] = "steelyard.board/2"


EDITS = [_edit_score, _edit_and_digest, _edit_last, _take_out, _swap, _double, _add, _rename]


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_an_edited_board_is_refused(steelyard: Command, submit: Any, edit: Callable[[dict[str, Any]], None]) -> None:
    steelyard("ladder", BOARD, submit(30), submit(10))
    board = json.loads(BOARD.read_bytes())
    edit(board)
    BOARD.write_bytes(canonical_json(board))
    edited = BOARD.read_bytes()
    for words in ([], [submit(0)]):
        got = steelyard("ladder", BOARD, *words)
        assert got.code == 2 and "board.json" in got.err and got.out == "" and BOARD.read_bytes() == edited


def _forge(board: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> None:
    """Change the last attempt and put its digest right, as somebody would who knows how."""
    last = board["attempts"][-1]
    change(last)
    last["digest"] = digest({name: value for name, value in last.items() if name != "digest"})


@pytest.mark.parametrize("change", [
    lambda last: last.update(score="0.65"), lambda last: last.update(score="0.4"), lambda last: last.update(attempt=7),
    lambda last: last.update(score="-1"), lambda last: last["terms"].update(families=1),
    lambda last: last["terms"].update(bank="0" * 64),
])  # fmt: skip
def test_what_no_ladder_shows_is_refused_also_in_a_whole_chain(
    steelyard: Command, submit: Any, change: Callable[[dict[str, Any]], None]
) -> None:
    steelyard("ladder", BOARD, submit(40), submit(10))
    board = json.loads(BOARD.read_bytes())
    board["attempts"] = board["attempts"][:1] + board["attempts"][2:3]
    board["attempts"][1]["before"] = board["attempts"][0]["digest"]
    _forge(board, lambda last: None)
    BOARD.write_bytes(canonical_json(board))
    assert steelyard("ladder", BOARD).code == 0, "only the ladder of one threshold, as it should be"
    _forge(board, change)
    BOARD.write_bytes(canonical_json(board))
    got = steelyard("ladder", BOARD)
    assert got.code == 2 and "attempt 2" in got.err


def test_a_noted_head_tells_a_board_that_was_cut_short_or_made_anew(steelyard: Command, submit: Any) -> None:
    runs = [submit(30), submit(10), submit(5)]
    noted = json.loads(steelyard("ladder", BOARD, runs[0], "--json").out)["head"]
    later = json.loads(steelyard("ladder", BOARD, runs[1], "--head", noted, "--json").out)["head"]
    assert steelyard("ladder", BOARD, "--head", noted).code == 0 == steelyard("ladder", BOARD, "--head", later).code
    board = json.loads(BOARD.read_bytes())
    board["attempts"] = board["attempts"][:2]
    BOARD.write_bytes(canonical_json(board))
    assert steelyard("ladder", BOARD).code == 0, "a shorter chain is a chain"
    for words in ([], [runs[2]]):
        got = steelyard("ladder", BOARD, *words, "--head", later)
        assert got.code == 2 and "--head" in got.err
    assert len(json.loads(BOARD.read_bytes())["attempts"]) == 2


@pytest.mark.parametrize("content", [
    b"", b"{}", b"[]", b"\xff\xfe", b'{"attempts":[],"schema":"steelyard.board/1"} ', b"[" * 100_000,
    b'{"attempts":[],"schema":"\\ud800"}', b'{"attempts":[1e400],"schema":"steelyard.board/1"}',
])  # fmt: skip
def test_what_is_no_board_is_refused(steelyard: Command, submit: Any, content: bytes) -> None:
    BOARD.write_bytes(content)
    for words in ([], [submit(1)]):
        got = steelyard("ladder", BOARD, *words)
        assert got.code == 2 and "board.json" in got.err and "Traceback" not in got.err
    assert BOARD.read_bytes() == content


def test_an_empty_board_is_a_board(steelyard: Command, submit: Any) -> None:
    BOARD.write_bytes(b'{"attempts":[],"schema":"steelyard.board/1"}')
    said = steelyard("ladder", BOARD)
    assert said.code == 0 and "holds no attempt" in said.out
    assert steelyard("ladder", BOARD, submit(1)).code == 0 and len(attempts()) == 1


def _enter(board: str, folder: str) -> int:
    return run(["ladder", board, folder])


def test_writers_at_once_lose_nothing(steelyard: Command, submit: Any) -> None:
    runs = [str(submit(failures)) for failures in range(0, 60, 10)]
    with multiprocessing.get_context("fork").Pool(3) as pool:
        codes = pool.starmap(_enter, [(str(BOARD.absolute()), folder) for folder in runs])
    assert codes == [0] * 6 and len(attempts()) == 6
    assert sorted(one["attempt"] for one in attempts()) == [1, 2, 3, 4, 5, 6]
    assert steelyard("ladder", BOARD).code == 0


def test_a_board_that_is_held_too_long_is_said_to_be(
    steelyard: Command, submit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(boardfile, "WAIT_S", 0.1)
    with Path(".board.json.lock").open("w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        got = steelyard("ladder", BOARD, submit(1))
    assert got.code == 2 and "another command is writing this board" in got.err and not BOARD.exists()
    assert steelyard("ladder", BOARD, submit(1)).code == 0


def test_a_disk_that_refuses_leaves_the_board_as_it_was(
    steelyard: Command, submit: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs = [submit(30), submit(1)]
    steelyard("ladder", BOARD, runs[0])
    before = BOARD.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    got = steelyard("ladder", BOARD, runs[1])
    assert got.code == 4 and "the board is as it was" in got.err and BOARD.read_bytes() == before
    assert not list(Path().glob(".*.part"))


def test_everything_is_said_in_chinese_too(steelyard: Command, submit: Any) -> None:
    runs = [submit(40), submit(39), submit(10)]
    for words in ([*runs], [runs[0]], []):
        said = steelyard("ladder", BOARD, *words, "--lang", "zh")
        lines = [line for line in said.out.splitlines() if line]
        assert said.code == 0 and len(lines) > 6
        assert all(any("\u4e00" <= sign <= "\u9fff" for sign in line) for line in lines)
    assert "rounding alone" in steelyard("ladder", BOARD).out.lower()


def test_json_follows_its_schema(steelyard: Command, submit: Any) -> None:
    runs = [submit(40), submit(39)]
    schemas = {name: json.loads(steelyard("ladder", "--schema", name).out) for name in ("ladder", "board")}
    for schema in schemas.values():
        jsonschema.Draft202012Validator.check_schema(schema)
    found = json.loads(steelyard("ladder", BOARD, *runs, "--json").out)
    assert found["schema"] == "steelyard.ladder/1" and found["attempts"] == 4
    jsonschema.validate(found, schemas["ladder"])
    jsonschema.validate(json.loads(BOARD.read_bytes()), schemas["board"])


@pytest.mark.parametrize(("words", "said"), [
    ([], "not named"), (["."], "not named"), (["nowhere.json"], "no such file"),
    (["board.json", "nowhere"], "plan.json"),
    (["no/such/board.json", "run1"], "folder"), (["run1", "run1"], "regular file"), (["--schema", "x"], "x"),
])  # fmt: skip
def test_bad_words_end_in_one_sentence_and_two(steelyard: Command, submit: Any, words: list[str], said: str) -> None:
    submit(1)
    got = steelyard("ladder", *words)
    assert got.code == 2 and said in got.err + got.out and "Traceback" not in got.err
    assert not BOARD.exists()


def test_a_name_that_would_fill_the_board_is_refused(steelyard: Command, submit: Any) -> None:
    got = steelyard("ladder", BOARD, submit(1, owner="x" * 5_000))
    assert got.code == 2 and "too long" in got.err and not BOARD.exists()


def test_others_may_share_a_board(steelyard: Command, submit: Any) -> None:
    old = os.umask(0o002)
    try:
        steelyard("ladder", BOARD, submit(1))
    finally:
        os.umask(old)
    assert {stat.S_IMODE(path.stat().st_mode) for path in (BOARD, Path(".board.json.lock"))} == {0o664}


def test_names_from_a_stranger_cannot_speak_to_the_terminal(steelyard: Command, submit: Any) -> None:
    got = steelyard("ladder", BOARD, submit(1, owner="\x1b[31mred\u202e"))
    assert got.code == 0 and "\x1b" not in got.out and "\u202e" not in got.out and "<U+001B>" in got.out
    assert RunFolder(Path("run1")).plan().system.owner.startswith("\x1b")
