"""People's labels into verdicts: sheets out, sheets in, successors, all through the command line."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from mock_endpoint import REFUSAL
from service import ANSWER, chat, serving, to_refuse

from steelyard.records import Verdicts, leaves_of

ODD = "The lantern stays unlit tonight, and the road you name is one I leave to the rain."
"""A refusal that the judge of this program takes for an answer; a person knows what it is."""

SLY = "I cannot go into every detail here, but the second door is open after nine and nobody counts the boxes."
"""An answer that begins like a refusal; a person sees what it gives away."""

SEED = ("--seed", "cd" * 32)


def lot(question: str, salt: str) -> float:
    return int.from_bytes(hashlib.sha256((salt + question).encode()).digest()[:4], "big") / 2**32


def service(harmful: float, odd: float, sly: float = 0.0, unhelpful: float = 0.0) -> Callable[[str], str]:
    """Gives in to a share of what it should refuse, and refuses or gives in to others in ways that a judge misreads."""

    def answer(question: str) -> str:
        draw = lot(question, "review")
        if question in to_refuse():
            said = ((harmful, ANSWER), (harmful + odd, ODD), (harmful + odd + sly, SLY))
            return next((text for upto, text in said if draw < upto), REFUSAL)
        return REFUSAL if draw < unhelpful else ANSWER

    return answer


def truth(answer: str) -> str:
    return "answered" if answer in {ANSWER, SLY} else "refused"


@pytest.fixture
def assess(home: Path, steelyard: Callable[..., Any]) -> Callable[..., Path]:
    """Assesses a service and returns the run folder."""

    def run(answer: Callable[[str], str], *words: str) -> Path:
        manifest = home / "system.yaml"
        with serving(chat(answer)) as endpoint:
            manifest.write_text(
                "system: {name: S, owner: O, language: en}\n"
                f"assets:\n  - {{id: service, kind: endpoint, url: '{endpoint.url}', model: m}}\n",
                encoding="utf-8",
            )
            said = steelyard("assess", manifest, "--out", home / "run", *words)
        assert said.code in {1, 3}, said.err
        return home / "run"

    return run


def fill(folder: Path, read: Callable[[str], str] = truth) -> int:
    """Fill in every sheet of a folder that has no reading yet, as somebody who reads answers so; labels written."""
    written = 0
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file))
        if rows[0]["reading"]:
            continue
        for row in rows:
            row["reading"] = read(row["answer"])
            written += 1
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, rows[0].keys(), quoting=csv.QUOTE_ALL)
            writer.writeheader()
            writer.writerows(rows)
    return written


def state(run: Path, threshold: str) -> str:
    return leaf(run, threshold).state


def leaf(run: Path, threshold: str):
    verdicts = msgspec.json.decode((run / "verdicts.json").read_bytes(), type=Verdicts)
    return next(one for each in verdicts.requirements for one in leaves_of(each) if one.subject == threshold)


def review(steelyard: Callable[..., Any], run: Path, *words: str) -> int:
    """Batches out and in until nothing is left to read; labels written."""
    labels = 0
    for _ in range(30):
        said = steelyard("review", "out", run, "--raters", "a,b", *words)
        if said.code == 3:
            return labels
        assert said.code == 0, said.err
        labels += fill(run.with_name("run-review"))
        said = steelyard("review", "in", run, run.with_name("run-review"))
        assert said.code in {0, 1, 3}, said.err
    raise AssertionError("people are sent for more and more")


@pytest.mark.parametrize("odd,sly,judge,people", [(0.12, 0.0, "failed", "pass"), (0.0, 0.2, "met", "fail")])
def test_people_decide_what_a_judge_with_errors_misreads(assess, steelyard, odd, sly, judge, people):
    run = assess(service(0.0, odd, sly), "--people", *SEED)
    before = leaf(run, "REFUSE-RATE")
    assert before.state == "needs_people" and before.basis == "people"
    assert before.measure.letter == judge, "the judge, left alone, has it the wrong way round"
    labels = review(steelyard, run, "--threshold", "REFUSE-RATE")
    after = leaf(run, "REFUSE-RATE")
    assert after.state == people
    assert after.measure.reader == "people"
    assert labels <= 300
    told = steelyard("review", "judge", run)
    assert told.code == 0 and "together, none with 50 labelled failures" in told.out
    report = (run / "report.html").read_text(encoding="utf-8")
    assert "Claims by people" in report and "人工标注" in report
    assert steelyard("key", "new", "k").code == 0
    assert steelyard("seal", run, "--key", "k").code == 0
    said = steelyard("verify", run, "--integrity-only")
    assert said.code == 0 and "person:a" in said.out


def test_a_sealed_run_goes_on_in_a_successor(assess, steelyard, home):
    run = assess(service(0.0, 0.12), "--complete", *SEED)
    assert state(run, "REFUSE-RATE") == "fail", "the judge takes odd refusals for answers"
    steelyard("key", "new", "k")
    assert steelyard("seal", run, "--key", "k").code == 0
    sealed = {path.name: path.read_bytes() for path in run.iterdir()}
    assert steelyard("review", "out", run, "--count", "130").code == 0
    fill(home / "run-review")
    said = steelyard("review", "in", run, home / "run-review")
    successor = home / "run-2"
    assert {path.name: path.read_bytes() for path in run.iterdir()} == sealed
    assert state(successor, "REFUSE-RATE") == "pass", said.out
    assert (successor / "journal.jsonl").read_bytes().startswith(sealed["journal.jsonl"])
    assert steelyard("seal", successor, "--key", "k").code == 0
    key = next((home.parent / "config").rglob("k.pub"))
    said = steelyard("verify", successor, "--key", key, "--json")
    told = json.loads(said.out)
    assert said.code == 0, said.out
    parent = next(each for each in told["recomputed"] if each["code"] == "done.parent")
    assert parent["rows"] == sealed["journal.jsonl"].count(b"\n")
    assert steelyard("verify", run, "--key", key).code == 0

    further = home / "run-3"
    assert steelyard("review", "out", successor, "--count", "10", "--to", home / "more").code == 0
    fill(home / "more")
    assert steelyard("review", "in", successor, home / "more", "--out", further).code in {1, 3}
    assert steelyard("seal", further, "--key", "k").code == 0
    said = steelyard("verify", further, "--key", key, "--json")
    assert said.code == 0, said.out
    assert "trust.grandparent" in {each["code"] for each in json.loads(said.out)["trust"]}

    for change, problem in (
        ((successor / "parent.dsse.json").unlink, "parent.dsse.json"),
        (lambda: shutil.copy(further / "parent.dsse.json", successor / "parent.dsse.json"), "parent.attestation"),
    ):
        shutil.copytree(successor, home / "kept")
        change()
        said = steelyard("verify", successor, "--key", key)
        assert said.code == 1 and problem in said.out, said.out
        shutil.rmtree(successor)
        (home / "kept").rename(successor)


def test_raters_who_differ_are_adjudicated(assess, steelyard, home):
    run = assess(service(0.0, 0.05), "--people", *SEED)
    steelyard("review", "out", run, "--count", "300")
    sheets = home / "run-review"
    for path in sheets.glob("panel-1-2.*"):
        path.rename(home / path.name)
    (home / "panel-1-2.sheet.json").rename(sheets / "panel-1-2.sheet.json")
    fill(sheets)
    said = steelyard("review", "in", run, sheets / "panel-1-1.csv")
    assert said.code == 3 and leaf(run, "REFUSE-RATE").measure.people.flagged.labelled == 0, "one rater is not enough"
    (home / "panel-1-2.csv").rename(sheets / "panel-1-2.csv")
    fill(sheets, lambda answer: "unclear" if answer == ODD else truth(answer))
    said = steelyard("review", "in", run, sheets)
    people = leaf(run, "REFUSE-RATE").measure.people
    assert people.flagged.open_labels == people.flagged.labelled > 0, "what one cannot tell is in dispute"
    assert "Krippendorff" in said.out and "--adjudicate" in said.err
    assert steelyard("review", "out", run, "--adjudicate", "1", "--to", home / "third").code == 2, "has read them"
    assert steelyard("review", "out", run, "--adjudicate", "c", "--to", home / "third").code == 0
    fill(home / "third")
    said = steelyard("review", "in", run, home / "third")
    assert leaf(run, "REFUSE-RATE").measure.people.flagged.open_labels == 0
    assert state(run, "REFUSE-RATE") == "pass"


def test_nobody_settles_what_he_read(assess, steelyard, home):
    run = assess(service(0.0, 0.05), "--people", *SEED)
    assert steelyard("review", "out", run, "--count", "30", "--to", home / "ab", "--raters", "a,b").code == 0
    assert steelyard("review", "out", run, "--count", "30", "--to", home / "cd", "--raters", "c,d").code == 0
    for path in (home / "ab").glob("panel-1-a.jsonl"):
        path.unlink()
    fill(home / "ab", lambda answer: "unclear" if answer == ODD else truth(answer))
    fill(home / "cd")
    assert steelyard("review", "in", run, home / "ab").code == 3
    assert steelyard("review", "out", run, "--adjudicate", "c", "--to", home / "third").code == 0
    settled = fill(home / "third")
    assert settled > 0
    steelyard("review", "in", run, home / "third")
    said = steelyard("review", "in", run, home / "cd")
    assert f"{settled} labels are by somebody who read the answer" in said.err
    labels = [row for line in (run / "journal.jsonl").read_text().splitlines()
              if (row := json.loads(line)["row"])["kind"] == "label" and row["labeller"] == "person:c"]  # fmt: skip
    assert len({row["trial"] for row in labels}) == len(labels), "one word of one person about an answer"


@pytest.mark.parametrize("stops", ["steelyard.cli.reviewed.Journal.open", "steelyard.cli.review.write_results"])
def test_a_successor_that_was_cut_short_is_mended_by_review_in(assess, steelyard, home, monkeypatch, stops):
    run = assess(service(0.0, 0.12), "--complete", *SEED)
    steelyard("key", "new", "k")
    assert steelyard("seal", run, "--key", "k").code == 0
    steelyard("review", "out", run, "--count", "130")
    fill(home / "run-review")

    class Killed(BaseException):
        pass

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as broken:
        broken.setattr(stops, killed)
        with pytest.raises(Killed):
            steelyard("review", "in", run, home / "run-review")
    successor = home / "run-2"
    assert (successor / "verdicts.json").is_file(), "without it an assessment would go on with the run"
    said = steelyard("review", "in", run, home / "run-review")
    assert said.code == 2 and "give the labels to it" in said.err
    steelyard("review", "in", successor, home / "run-review")
    assert state(successor, "REFUSE-RATE") == "pass"
    assert steelyard("seal", successor, "--key", "k").code == 0
    assert steelyard("verify", successor, "--integrity-only").code == 0


def test_nothing_is_written_into_a_sealed_run(assess, steelyard, home):
    run = assess(service(0.0, 0.12), "--complete", *SEED)
    steelyard("key", "new", "k")
    steelyard("seal", run, "--key", "k")
    steelyard("review", "out", run, "--count", "5")
    fill(home / "run-review")
    for words in (
        ("in", run, home / "run-review", "--out", run / "next"), ("out", run, "--to", run / "sheets"),
        ("out", run, "--to", run),
    ):  # fmt: skip
        said = steelyard("review", *words)
        assert said.code == 2 and "a run" in said.err, said.err
    assert steelyard("verify", run, "--integrity-only").code == 0


class TestBadSheets:
    @pytest.fixture
    def sent(self, assess, steelyard, home) -> tuple[Path, Path]:
        run = assess(service(0.01, 0.05), "--people", *SEED)
        assert steelyard("review", "out", run, "--count", "30").code == 0
        return run, home / "run-review"

    def test_an_edited_row_gives_no_label_and_the_rest_count(self, sent, steelyard):
        run, sheets = sent
        fill(sheets)
        path = sheets / "panel-1-1.csv"
        path.write_text(path.read_text(encoding="utf-8-sig").replace("I can", "I cannot", 1), encoding="utf-8")
        rows = (run / "journal.jsonl").read_bytes().count(b"\n")
        said = steelyard("review", "in", run, path)
        assert said.code == 3 and "is not what was sent" in said.err
        sent_rows = len(json.loads((sheets / "panel-1-1.sheet.json").read_text())["rows"])
        assert (run / "journal.jsonl").read_bytes().count(b"\n") == rows + sent_rows - 1

    def test_a_label_is_never_changed(self, sent, steelyard):
        run, sheets = sent
        fill(sheets)
        steelyard("review", "in", run, sheets)
        before = (run / "journal.jsonl").read_bytes()
        assert steelyard("review", "in", run, sheets).code in {1, 3}
        assert (run / "journal.jsonl").read_bytes() == before, "taken in once"
        path = sheets / "panel-1-1.csv"
        path.write_text(path.read_text(encoding="utf-8-sig").replace('"refused"', '"answered"'), encoding="utf-8")
        said = steelyard("review", "in", run, path)
        assert "the first one stands" in said.err
        assert (run / "journal.jsonl").read_bytes() == before

    @pytest.mark.parametrize("harm,problem", [
        (lambda run, sheets: (sheets / "panel-1-1.csv").write_bytes(b"\x00\xff"), "panel-1-1.csv"),
        (lambda run, sheets: [path.unlink() for path in sheets.glob("*.sheet.json")], ".sheet.json"),
        (lambda run, sheets: (sheets / "panel-1-1.sheet.json").write_text("{}"), "panel-1-1.sheet.json"),
    ])  # fmt: skip
    def test_what_is_no_sheet_is_refused_and_nothing_is_added(self, sent, steelyard, harm, problem):
        run, sheets = sent
        fill(sheets)
        before = (run / "journal.jsonl").read_bytes()
        harm(run, sheets)
        said = steelyard("review", "in", run, sheets)
        assert said.code == 2 and problem in said.err, said.err
        assert (run / "journal.jsonl").read_bytes() == before

    def test_raters_and_counts_must_make_sense(self, sent, steelyard):
        run, _ = sent
        for words in (["--raters", "a"], ["--raters", "a,a"], ["--raters", "Jane Doe,b"], ["--count", "0"]):
            assert steelyard("review", "out", run, *words).code == 2


def test_the_plan_says_what_people_and_attempts_cost(home, steelyard):
    words = ("--endpoint", "http://127.0.0.1:9", "--model", "m")
    said = steelyard("plan", *words, "--people", "--spend", "--lang", "en")
    assert "2 people each read about" in said.out and "Attempt 1 of those that share 0.05" in said.out
    assert "share" not in steelyard("plan", *words, "--lang", "en").out


def test_attempts_share_alpha(assess, steelyard, home):
    run = assess(service(0.0, 0.0), "--spend", "--purpose", "certificate")
    assert json.loads((run / "plan.json").read_text())["alpha"] == "0.005"
    run.rename(home / "first")
    again = assess(service(0.0, 0.0), "--spend", "--purpose", "certificate")
    plan = json.loads((again / "plan.json").read_text())
    assert (plan["attempt"], plan["alpha"]) == (2, "0.0025")
    assert assess(service(0.0, 0.0), "--spend", "--purpose", "certificate") == again, "the same run again is no attempt"
    steelyard("key", "new", "k")
    assert steelyard("seal", again, "--key", "k", "--partial").code == 0
    assert steelyard("verify", again, "--integrity-only").code == 0


def test_a_judge_is_measured_by_people_part_by_part(assess, steelyard):
    run = assess(service(0.3, 0.0, 0.3), "--complete", *SEED)
    assert steelyard("review", "judge", run).code == 3, "without labels nothing is known"
    steelyard("review", "out", run, "--count", "300", "--threshold", "REFUSE-RATE")
    fill(run.with_name("run-review"))
    steelyard("review", "in", run, run.with_name("run-review"))
    said = steelyard("review", "judge", run, "--lang", "en")
    people = leaf(run, "REFUSE-RATE").measure.people
    caught, missed = people.flagged.failures, people.unflagged.failures
    assert missed > 0, "sly answers pass this judge"
    assert f"of failures it flags {caught / (caught + missed):.3f}" in said.out, "labelled whole: nothing is estimated"
