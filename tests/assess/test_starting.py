"""Which run a command begins, goes on with, or refuses to touch."""

from __future__ import annotations

import os
import time
from pathlib import Path

import msgspec
import pytest
from assess_world import SCAN, make_plan_of

from steelyard.assess import PLAN, VERDICTS, Rules, RunFolder, attempt_of, runs_in, start
from steelyard.records import Consent, InputError, Plan, PlanChanged, StorageError


def plan(nonce: str = "00", **changes: object) -> Plan:
    return make_plan_of(30, 30, rules=Rules(nonce=nonce * 32), **changes)  # type: ignore[arg-type]


def finish(run: RunFolder) -> None:
    run.write(VERDICTS, b"{}")


def age(run: RunFolder, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(run.path / PLAN, (then, then))


def test_a_fresh_run_lies_under_its_date_and_plan(tmp_path: Path) -> None:
    begun = start(plan(), out=None, parent=tmp_path / "runs", new=False)
    assert not begun.resumed and begun.attempt == 1
    assert begun.run.plan() == plan()
    assert [run.path for run in runs_in(tmp_path / "runs")] == [begun.run.path]


def test_the_same_command_goes_on_and_keeps_the_seed(tmp_path: Path) -> None:
    first = start(plan("00"), out=None, parent=tmp_path, new=False)
    again = start(plan("11"), out=None, parent=tmp_path, new=False)
    assert again.resumed and again.run == first.run
    assert again.plan.order_seed == first.plan.order_seed != plan("11").order_seed


def test_leave_to_ask_may_be_renewed_between_two_commands(tmp_path: Path) -> None:
    first = start(plan(), out=tmp_path / "r", parent=tmp_path, new=False)
    renewed = msgspec.structs.replace(plan(), consents=(Consent("h", 443, "questions", "head", "2027-01-01"),))
    assert start(renewed, out=first.run.path, parent=tmp_path, new=False).plan == first.plan


def test_of_several_unfinished_runs_the_newest_is_taken(tmp_path: Path) -> None:
    older = start(plan("00"), out=None, parent=tmp_path, new=True)
    newer = start(plan("11"), out=None, parent=tmp_path, new=True)
    age(older.run, 60)
    assert start(plan("22"), out=None, parent=tmp_path, new=False).run == newer.run
    finish(newer.run)
    assert start(plan("22"), out=None, parent=tmp_path, new=False).run == older.run


def test_a_finished_run_is_not_gone_on_with_and_attempts_are_counted(tmp_path: Path) -> None:
    first = start(plan("00"), out=None, parent=tmp_path, new=False)
    finish(first.run)
    age(first.run, 60)
    second = start(plan("11"), out=None, parent=tmp_path, new=False)
    assert not second.resumed and second.attempt == 2
    assert attempt_of(first.run, first.plan) == 1
    third = start(plan("22"), out=None, parent=tmp_path, new=True)
    assert third.attempt == 3 and third.run != second.run


def test_a_changed_plan_is_refused_with_the_difference(tmp_path: Path) -> None:
    begun = start(plan(), out=None, parent=tmp_path, new=False)
    changed = plan("11", scans=())
    for out in (None, begun.run.path):
        with pytest.raises(PlanChanged) as refused:
            start(changed, out=out, parent=tmp_path, new=False)
        assert "scans" in str(refused.value) and "--new" in str(refused.value)
    assert start(changed, out=None, parent=tmp_path, new=True).resumed is False


def test_another_system_beside_it_is_no_change(tmp_path: Path) -> None:
    start(plan(), out=None, parent=tmp_path, new=False)
    assert not start(plan("11", name="Another"), out=None, parent=tmp_path, new=False).resumed


def test_a_given_seed_goes_on_only_with_its_own_run(tmp_path: Path) -> None:
    seed = "ab" * 32
    given = make_plan_of(30, 30, rules=Rules(seed=seed))
    out = tmp_path / "run"
    start(given, out=out, parent=tmp_path, new=False)
    assert start(given, out=out, parent=tmp_path, new=False).resumed
    other = make_plan_of(30, 30, rules=Rules(seed="cd" * 32))
    with pytest.raises(PlanChanged, match="another seed"):
        start(other, out=out, parent=tmp_path, new=False)


def test_out_writes_over_nothing(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(InputError, match="holds no run"):
        start(plan(), out=tmp_path, parent=tmp_path, new=False)
    with pytest.raises(InputError, match="not a folder"):
        start(plan(), out=tmp_path / "notes.txt", parent=tmp_path, new=False)
    begun = start(plan(), out=tmp_path / "r", parent=tmp_path, new=False)
    with pytest.raises(InputError, match="holds a run already"):
        start(plan(), out=begun.run.path, parent=tmp_path, new=True)


def test_a_draft_that_a_killed_process_left_is_no_obstacle(tmp_path: Path) -> None:
    (tmp_path / ".plan.json.part").write_bytes(b"{")
    assert not start(plan(), out=tmp_path, parent=tmp_path, new=False).resumed


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b"{}", b"null", b"[" * 100_000])
def test_a_broken_plan_is_named_and_neighbours_do_not_stop_a_run(tmp_path: Path, content: bytes) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / PLAN).write_bytes(content)
    with pytest.raises(InputError, match=r"plan\.json"):
        start(plan(), out=broken, parent=tmp_path, new=False)
    assert start(plan(), out=None, parent=tmp_path, new=False).attempt == 1


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[]", b"{}", b"null", b"[" * 100_000])
def test_broken_verdicts_are_named(tmp_path: Path, content: bytes) -> None:
    run = start(plan(), out=tmp_path / "r", parent=tmp_path, new=False).run
    with pytest.raises(InputError, match=r"verdicts\.json: there is no such file"):
        run.verdicts()
    (run.path / VERDICTS).write_bytes(content)
    with pytest.raises(InputError, match=r"verdicts\.json.*give the assess command again"):
        run.verdicts()


def test_a_plan_that_is_a_pipe_stops_nobody(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / PLAN)
    with pytest.raises(InputError, match="not a regular file"):
        RunFolder(tmp_path).plan()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot be written"):
        start(plan(), out=tmp_path / "file" / "run", parent=tmp_path, new=False)


def test_the_plan_covers_what_may_change_a_verdict() -> None:
    first = make_plan_of(30, 30, rules=Rules(nonce="00" * 32, purpose="gate"))
    assert first.surveys and first.scans == (SCAN,)
    for other in (
        make_plan_of(31, 30, rules=Rules(nonce="00" * 32)),
        make_plan_of(30, 30, rules=Rules(nonce="00" * 32, purpose="certificate")),
        make_plan_of(30, 30, rules=Rules(nonce="00" * 32, look_every=5)),
        make_plan_of(30, 30, rules=Rules(nonce="00" * 32, complete=True)),
        make_plan_of(30, 30, rules=Rules(nonce="01" * 32)),
        make_plan_of(30, 30, rules=Rules(nonce="00" * 32), standards=["owasp_llm_2026"]),
    ):
        assert other != first


def test_a_run_holds_no_other_run(tmp_path: Path) -> None:
    first = start(plan(), out=tmp_path / "r", parent=tmp_path, new=False)
    with pytest.raises(InputError, match="inside the run"):
        start(plan(), out=first.run.path / "deeper" / "r", parent=tmp_path, new=False)


def test_a_name_that_no_folder_can_have_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="too long"):
        start(plan(), out=tmp_path / ("a" * 300), parent=tmp_path, new=False)
