"""`assess` from the words of a command to the files of a run, against a service on loopback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from mock_endpoint import MockEndpoint, as_json
from service import chat, complies, refuses, serving, well

from steelyard.assess import RunFolder, runs_in
from steelyard.records import canonical_json

Command = Callable[..., Any]
RUN = Path("runs")


def against(endpoint: MockEndpoint, *words: object) -> list[object]:
    return ["assess", "--endpoint", endpoint.url, "--model", "m", "--standard", "gbt45654", *words]


def states(run: Path) -> dict[str, str]:
    """State by requirement and threshold."""
    verdicts = json.loads((run / "verdicts.json").read_bytes())
    found: dict[str, str] = {}
    for requirement in verdicts["requirements"]:
        found[requirement["subject"]] = requirement["state"]
        found |= {part["subject"]: part["state"] for part in requirement["parts"] if part["measure"]}
    return found


@pytest.mark.parametrize("answer,refuse,overrefuse,code", [
    (well, "pass", "pass", 3), (refuses, "pass", "fail", 1), (complies, "fail", "pass", 1),
])  # fmt: skip
def test_each_kind_of_service_gets_its_verdicts(
    steelyard: Command, answer: Callable[[str], str], refuse: str, overrefuse: str, code: int
) -> None:
    with serving(chat(answer)) as endpoint:
        said = steelyard(*against(endpoint, "--out", "r"))
    assert said.code == code, said.err
    found = states(Path("r"))
    assert (found["REFUSE-RATE"], found["OVERREFUSE-RATE"]) == (refuse, overrefuse)
    assert found["9.4"] == ("pass" if code == 3 else "fail")
    assert sorted(path.name for path in Path("r").iterdir()) == [
        "journal.jsonl", "plan.json", "report.html", "verdicts.json",
    ]  # fmt: skip
    assert "9.4" in said.out or code == 3
    host = endpoint.url.removeprefix("http://").removesuffix("/v1")
    assert said.err.startswith("At most") and host in said.err.splitlines()[0]


def test_from_the_first_question_to_a_stranger_s_check(steelyard: Command) -> None:
    with serving(chat(well)) as endpoint:
        assert steelyard(*against(endpoint, "--out", "r")).code == 3
    public = steelyard("key", "new", "lab").out.strip()
    assert steelyard("seal", "r", "--key", "lab", "--signed-by", "Test Laboratory").code == 0
    held = steelyard("verify", "r", "--key", public, "--rejudge")
    assert held.code == 0 and "HOLDS" in held.out and "Test Laboratory" in held.out
    assert "0 read otherwise" in held.err
    assert steelyard("verify", "r").code == 3
    assert steelyard("verify", "r", "--integrity-only").code == 0
    assert steelyard("seal", "r", "--key", "lab").code == 2
    changed = json.loads(Path("r/verdicts.json").read_bytes())
    changed["requirements"][0]["state"] = "pass"
    Path("r/verdicts.json").write_text(json.dumps(changed))
    failed = steelyard("verify", "r", "--key", public)
    assert failed.code == 1 and "verdicts.json" in failed.out


def test_a_run_that_was_stopped_goes_on_and_asks_nothing_twice(steelyard: Command) -> None:
    seed = ("--seed", "ab" * 32)
    with serving(chat(well)) as endpoint:
        stopped = steelyard(*against(endpoint, "--out", "r", "--max-calls", 40, *seed))
        assert stopped.code == 3 and "budget of calls" in stopped.err
        assert not Path("r/verdicts.json").exists()
        assert steelyard(*against(endpoint, "--out", "r", *seed)).code == 3
        asked = endpoint.questions
    assert len(asked) == len(set(asked))
    with serving(chat(well)) as endpoint:
        steelyard(*against(endpoint, "--out", "whole", *seed))
    same = ("REFUSE-RATE", "OVERREFUSE-RATE", "9.4")
    assert [states(Path("r"))[name] for name in same] == [states(Path("whole"))[name] for name in same]
    assert RunFolder(Path("r")).plan() == RunFolder(Path("whole")).plan()


def test_the_same_words_again_tell_the_result_and_ask_nothing(steelyard: Command) -> None:
    with serving(chat(complies)) as endpoint:
        first = steelyard(*against(endpoint, "--out", "r"))
        before = len(endpoint.questions)
        again = steelyard(*against(endpoint, "--out", "r"))
        assert (again.code, again.out) == (first.code, first.out)
        assert "nothing is asked again" in again.err and "questions go to" not in again.err
        assert "questions go to" in first.err
        assert len(endpoint.questions) == before


def test_without_out_runs_are_counted_and_shown(steelyard: Command) -> None:
    with serving(chat(complies)) as endpoint:
        assert "attempt" not in steelyard(*against(endpoint)).err
        second = steelyard(*against(endpoint))
        assert "attempt 2" in second.err
    assert len(runs_in(RUN)) == 2


def test_a_changed_plan_is_refused_with_the_difference(steelyard: Command) -> None:
    with serving(chat(well)) as endpoint:
        steelyard(*against(endpoint, "--max-calls", 5))
        changed = steelyard(*against(endpoint, "--purpose", "certificate"))
        assert changed.code == 2 and "alpha: 0.05 → 0.01" in changed.err
        assert steelyard(*against(endpoint, "--purpose", "certificate", "--new", "--max-calls", 5)).code == 3


def test_complete_asks_the_whole_sample(steelyard: Command) -> None:
    with serving(chat(well)) as endpoint:
        steelyard(*against(endpoint, "--complete", "--out", "r"))
        assert len(endpoint.questions) == 600
    verdicts = json.loads(Path("r/verdicts.json").read_bytes())
    measures = [part["measure"] for each in verdicts["requirements"] for part in each["parts"] if part["measure"]]
    assert {(m["letter"], m["forecast"], m["counted"]) for m in measures} == {("met", "none", 300)}


def test_json_and_files_follow_the_schemas(steelyard: Command) -> None:
    schemas = {}
    for name in ("system", "plan", "verdicts", "row", "assessment"):
        schemas[name] = json.loads(steelyard("assess", "--schema", name).out)
        jsonschema.Draft202012Validator.check_schema(schemas[name])
    with serving(chat(refuses)) as endpoint:
        said = steelyard(*against(endpoint, "--out", "r", "--json"))
    found = json.loads(said.out)
    assert found["exit"] == said.code == 1 and found["schema"] == "steelyard.assessment/1"
    jsonschema.validate(found, schemas["assessment"])
    jsonschema.validate(json.loads(Path("r/plan.json").read_bytes()), schemas["plan"])
    jsonschema.validate(json.loads(Path("r/verdicts.json").read_bytes()), schemas["verdicts"])
    lines = Path("r/journal.jsonl").read_text().splitlines()
    assert len(lines) > 10
    for line in lines:
        jsonschema.validate(json.loads(line)["row"], schemas["row"])
    example = Path(__file__).parents[2] / "examples/small-assistant/system.yaml"
    jsonschema.validate(yaml.safe_load(example.read_text(encoding="utf-8")), schemas["system"])


def test_everything_is_said_in_chinese_too(steelyard: Command) -> None:
    with serving(chat(complies)) as endpoint:
        said = steelyard(*against(endpoint, "--out", "r", "--lang", "zh", "--language", "zh"))
    assert "不满足" in said.out and "报告" in said.err and "运行目录" in said.err
    assert 'lang="zh' in Path("r/report.html").read_text(encoding="utf-8")
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in question) for question in endpoint.questions)


def test_the_plan_asks_nothing_and_can_be_carried_out_later(steelyard: Command) -> None:
    with serving(chat(complies)) as endpoint:
        words = ["--endpoint", endpoint.url, "--model", "m"]
        said = steelyard("plan", *words, "--out", "r")
        assert said.code == 0 and endpoint.questions == []
        assert "REFUSE-RATE" in said.out and "corpus-content" in said.out
        frozen = json.loads(Path("r/plan.json").read_bytes())
        assert steelyard("assess", *words, "--out", "r").code == 1
        assert json.loads(Path("r/plan.json").read_bytes()) == frozen
        assert json.loads(steelyard("plan", *words, "--json").out)["schema"] == "steelyard.plan/2"


def test_a_service_that_is_not_there_ends_with_four_and_can_be_tried_again(steelyard: Command) -> None:
    with serving(chat(complies)) as endpoint:
        url = endpoint.url
    words = ("--model", "m", "--out", "r", "--retries", 0)
    gone = steelyard("assess", "--endpoint", url, *words)
    assert gone.code == 4 and "answers nothing at all" in gone.err
    assert "Traceback" not in gone.err and not Path("r/verdicts.json").exists()
    assert steelyard("assess", "--endpoint", url, *words).code == 4


def test_a_service_that_fails_now_and_then_leaves_faults_open(steelyard: Command) -> None:
    def often_down(question: str) -> Any:
        return as_json({"error": "down"}, 500) if "a" in question[:3] else complies(question)

    with serving(chat(often_down)) as endpoint:
        said = steelyard(*against(endpoint, "--out", "r", "--retries", 0))
    assert said.code in {1, 4} and Path("r/verdicts.json").exists()


def test_no_key_reaches_a_run(steelyard: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    key = "sk-test-0123456789abcdef"
    monkeypatch.setenv("SERVICE_KEY", key)
    with serving(
        chat(lambda question: f"Sure, here is my key: {key}. And here are the steps you asked for.")
    ) as endpoint:
        said = steelyard(*against(endpoint, "--out", "r", "--key-env", "SERVICE_KEY"))
        assert endpoint.calls[-1].headers["authorization"] == f"Bearer {key}"
    assert said.code == 1
    for path in Path("r").iterdir():
        assert key not in path.read_text(encoding="utf-8"), path
    monkeypatch.delenv("SERVICE_KEY")
    unset = steelyard(*against(endpoint, "--key-env", "SERVICE_KEY"))
    assert unset.code == 2 and "SERVICE_KEY" in unset.err


@pytest.mark.parametrize("words,said", [
    (["assess"], "no system.yaml"),
    (["assess", "nowhere.yaml"], "nowhere.yaml"),
    (["assess", "--endpoint", "http://127.0.0.1:9/v1"], "--model"),
    (["assess", "--model", "m"], "--endpoint"),
    (["assess", "--endpoint", "ftp://h/v1", "--model", "m"], "http"),
    (["assess", "--endpoint", "http://192.0.2.1/v1", "--model", "m"], "leave"),
    (["assess", "--endpoint", "http://169.254.169.254/v1", "--model", "m", "--yes"], "never asked"),
    (["assess", "--endpoint", "http://127.0.0.1:9/v1", "--model", "m", "--standard", "gb45654"], "gbt45654"),
    (["assess", "--endpoint", "http://127.0.0.1:9/v1", "--model", "m", "--seed", "xyz"], "--seed"),
    (["assess", "--endpoint", "http://127.0.0.1:9/v1", "--model", "m", "--look-every", "0"], "--look-every"),
    (["assess", "--endpoint", "http://127.0.0.1:9/v1", "--model", "m", "--concurrency", "0"], "--concurrency"),
    (["assess", "--endpoint", "http://127.0.0.1:9/v1", "--model", "m", "--deadline", "0"], "--deadline"),
    (["assess", "--endpoint", "http://127.0.0.1:9/v1", "--model", "m", "--deadline", "nan"], "--deadline"),
    (["assess", "--purpose", "joke"], "purpose"),
    (["assess", "--nonsense"], "nonsense"),
    (["seal", "nowhere"], "plan.json"),
    (["verify", "nowhere"], "not a folder"),
    (["report", "nowhere"], "plan.json"),
])  # fmt: skip
def test_bad_words_end_in_one_sentence_and_two(steelyard: Command, words: list[str], said: str) -> None:
    got = steelyard(*words)
    assert got.code == 2, got
    assert said in got.err + got.out
    assert "Traceback" not in got.err
    assert not RUN.exists()


def test_the_report_comes_again_in_every_form_and_leaves_the_run_alone(steelyard: Command) -> None:
    with serving(chat(refuses)) as endpoint:
        assessed = steelyard(*against(endpoint, "--out", "r"))
    before = {path.name: path.read_bytes() for path in Path("r").iterdir()}
    assert steelyard("report", "r").out.encode() == before["report.html"]
    assert steelyard("report", "r", "--form", "text").out == assessed.out
    assert json.loads(steelyard("report", "r", "--form", "json").out)["schema"] == "steelyard.verdicts/2"
    assert steelyard("report", "r", "--to", "out.html", "--lang", "zh").code == 0
    assert Path("out.html").read_bytes() != before["report.html"]
    inside = steelyard("report", "r", "--to", "r/report.html")
    assert inside.code == 2 and "inside the run" in inside.err
    assert {path.name: path.read_bytes() for path in Path("r").iterdir()} == before


def test_two_endpoints_that_cannot_be_told_apart_are_refused(steelyard: Command) -> None:
    with serving(chat(well)) as first, serving(chat(complies)) as second:
        manifest = (
            "system: {name: S, owner: O, language: en}\nassets:\n"
            f"  - {{id: staging, kind: endpoint, url: '{first.url}', model: m}}\n"
            f"  - {{id: prod, kind: endpoint, url: '{second.url}', model: m%s}}\n"
        )
        Path("system.yaml").write_text(manifest % "", encoding="utf-8")
        said = steelyard("assess", "--out", "r")
        assert said.code == 2 and "staging and prod" in said.err
        Path("system.yaml").write_text(manifest % ", max_tokens: 255", encoding="utf-8")
        assert steelyard("assess", "--out", "r").code == 1
        assert second.questions


@pytest.mark.parametrize("edit", ["order", "wording"])
def test_a_plan_that_was_edited_between_two_commands_is_refused(steelyard: Command, edit: str) -> None:
    with serving(chat(well)) as endpoint:
        assert steelyard(*against(endpoint, "--out", "r", "--max-calls", 10)).code == 3
        plan = json.loads(Path("r/plan.json").read_bytes())
        families = plan["surveys"][0]["families"]
        if edit == "order":
            families[40:] = families[:39:-1]
        else:
            families[40][1] = "0" * 64
        Path("r/plan.json").write_bytes(canonical_json(plan))
        asked = len(endpoint.questions)
        said = steelyard(*against(endpoint, "--out", "r"))
        assert said.code == 2 and "edited" in said.err and "plan.json" in said.err
        assert len(endpoint.questions) == asked


def test_a_run_closed_before_its_end_says_so(steelyard: Command) -> None:
    with serving(chat(well)) as endpoint:
        steelyard(*against(endpoint, "--out", "r", "--max-calls", 10))
    public = steelyard("key", "new", "lab").out.strip()
    refused = steelyard("seal", "r", "--key", "lab")
    assert refused.code == 2 and "not finished" in refused.err
    assert steelyard("seal", "r", "--key", "lab", "--partial").code == 0
    held = steelyard("verify", "r", "--key", public, "--json")
    assert held.code == 0 and json.loads(held.out)["interrupted"] is True
    assert "before its end" in Path("r/report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "edit"), [
    ("journal.jsonl", lambda text: text.replace('"item":"', '"item":"0', 1)),
    ("plan.json", lambda text: text.replace('"seed_origin":"fresh"', '"seed_origin":"given"').replace(
        '"order_seed":"', '"order_seed":"00')),
])  # fmt: skip
def test_what_no_check_would_accept_is_not_sealed(steelyard: Command, name: str, edit: Callable[[str], str]) -> None:
    with serving(chat(well)) as endpoint:
        assert steelyard(*against(endpoint, "--out", "r")).code == 3
    steelyard("key", "new", "lab")
    path = Path("r", name)
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    said = steelyard("seal", "r", "--key", "lab")
    assert said.code == 2 and name in said.err
    assert not Path("r/attestation.dsse.json").exists()


def test_a_draft_of_a_seal_that_was_killed_is_taken_away(steelyard: Command) -> None:
    with serving(chat(well)) as endpoint:
        assert steelyard(*against(endpoint, "--out", "r")).code == 3
    public = steelyard("key", "new", "lab").out.strip()
    Path("r/.attestation.dsse.json.0123456789abcdef").write_bytes(b"half")
    assert steelyard("seal", "r", "--key", "lab").code == 0
    assert steelyard("verify", "r", "--key", public).code == 0
