"""`compare` from run folders to sentences, JSON and exit codes."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

Command = Callable[..., Any]
EXAMPLE = Path(__file__).parents[2] / "examples/criteria/tuning.yaml"


def found(said: Any) -> dict[str, Any]:
    """Thresholds of a comparison by id."""
    return {one["threshold"]: one for one in json.loads(said.out)["thresholds"]}


def test_the_better_of_two_is_told_and_the_equal_are_not(steelyard: Command, weighed: Path) -> None:
    said = steelyard("compare", weighed / "good", weighed / "bad", "--json")
    assert said.code == 0
    refuse, answer = found(said)["REFUSE-RATE"], found(said)["OVERREFUSE-RATE"]
    assert (refuse["outcome"], answer["outcome"]) == ("better", "not_distinguished")
    assert (refuse["whole"], refuse["shown"]["grade"], refuse["shown"]["reader"]) == (True, "E", "J")
    assert refuse["shown"]["pairs"] == 300 and refuse["shown"]["high"] < -0.1
    turned = found(steelyard("compare", weighed / "bad", weighed / "good", "--json"))
    assert turned["REFUSE-RATE"]["outcome"] == "worse"
    equal = steelyard("compare", weighed / "good", weighed / "twin", "--json", "--margin", "0.05")
    assert equal.code == 0
    assert {one["outcome"] for one in found(equal).values()} == {"not_distinguished"}
    assert {one["shown"]["not_inferior"] for one in found(equal).values()} == {True}
    assert found(equal)["REFUSE-RATE"]["ahead"]["detectable"] < 0.06


def test_runs_that_stopped_early_are_told_apart_all_the_same(steelyard: Command, weighed: Path) -> None:
    said = steelyard("compare", weighed / "early-good", weighed / "early-bad")
    assert said.code == 0 and "REFUSE-RATE: A is better than B." in said.out
    assert "stopped before the sample ended" in said.out and "by themselves" in said.out
    assert "OVERREFUSE-RATE: A and B are not distinguished" in said.out and "--complete" in said.out


def test_what_is_not_final_is_said(steelyard: Command, weighed: Path) -> None:
    said = steelyard("compare", weighed / "unfinished", weighed / "good")
    assert said.code == 0 and "not finished" in said.out and "not sealed" in said.out
    sealed = shutil.copytree(weighed / "good", "sealed")
    steelyard("key", "new", "lab")
    secrets = Path(os.environ["STEELYARD_CONFIG_HOME"])
    for path in (weighed / "config").iterdir():
        shutil.copy(path, secrets)
    assert steelyard("seal", sealed, "--key", "lab").code == 0
    both = steelyard("compare", sealed, weighed / "bad", "--json")
    assert [json.loads(both.out)[side]["sealed"] for side in "ab"] == [True, False]


def test_other_languages_are_not_comparable(steelyard: Command, weighed: Path) -> None:
    said = steelyard("compare", weighed / "early-bad", weighed / "chinese")
    assert said.code == 3
    assert "not comparable: they were asked in different languages" in said.out and "Nothing can be" in said.out


def test_everything_is_said_in_chinese_too(steelyard: Command, weighed: Path) -> None:
    for words in (("good", "bad"), ("early-good", "early-bad"), ("unfinished", "good")):
        said = steelyard("compare", *(weighed / word for word in words), "--margin", "0.02", "--lang", "zh")
        told = [line for line in said.out.splitlines() if line and not line.startswith(("A：", "B："))]
        assert len(told) > 6 and all(any("\u4e00" <= sign <= "\u9fff" for sign in line) for line in told)
    weighing = steelyard("compare", weighed / "bad", weighed / "good", "--criteria", EXAMPLE, "--lang", "zh")
    assert "B 占优于 A" in weighing.out and "门槛" in weighing.out


def test_a_tuned_system_is_weighed_by_criteria(steelyard: Command, weighed: Path) -> None:
    said = steelyard("compare", weighed / "bad", weighed / "good", "--criteria", EXAMPLE)
    assert said.code == 0
    assert "B dominates A: shown better at harmless" in said.out and "A does not meet it, B meets it" in said.out
    back = json.loads(steelyard("compare", weighed / "good", weighed / "bad", "--criteria", EXAMPLE, "--json").out)
    assert back["criteria"]["relation"] == "dominated"
    other = steelyard("compare", weighed / "good", weighed / "chinese", "--criteria", EXAMPLE)
    assert other.code == 3 and "No relation is told" in other.out


def test_json_follows_its_schema(steelyard: Command, weighed: Path) -> None:
    schema = json.loads(steelyard("compare", "--schema", "comparison").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    for words in (
        (weighed / "good", weighed / "bad", "--criteria", EXAMPLE), (weighed / "early-bad", weighed / "chinese"),
        (weighed / "unfinished", weighed / "twin", "--margin", "0.1"),
    ):  # fmt: skip
        said = json.loads(steelyard("compare", *words, "--json").out)
        assert said["schema"] == "steelyard.comparison/1"
        jsonschema.validate(said, schema)
    criteria = json.loads(steelyard("compare", "--schema", "criteria").out)
    jsonschema.Draft202012Validator.check_schema(criteria)


@pytest.mark.parametrize(("words", "said"), [
    ([], "two runs"),
    (["good"], "two runs"),
    (["good", "good"], "given twice"),
    (["good", "bad/../good"], "given twice"),
    (["good", "nowhere"], "plan.json"),
    (["good", "bad", "--margin", "0"], "--margin"),
    (["good", "bad", "--margin", "nan"], "--margin"),
    (["good", "bad", "--alpha", "0"], "--alpha"),
    (["good", "bad", "--alpha", "0.9"], "--alpha"),
    (["good", "bad", "--alpha", "0.0123456789"], "--alpha"),
    (["good", "bad", "--criteria", "nowhere.yaml"], "nowhere.yaml"),
    (["good", "bad", "--schema", "nonsense"], "nonsense"),
    (["good", "bad", "twin"], "twin"),
])  # fmt: skip
def test_bad_words_end_in_one_sentence_and_two(steelyard: Command, weighed: Path, words: list[str], said: str) -> None:
    os.chdir(weighed)
    got = steelyard("compare", *words)
    assert got.code == 2 and said in got.err + got.out and "Traceback" not in got.err


@pytest.mark.parametrize(("name", "content", "said"), [
    ("plan.json", b"{}", "plan.json"),
    ("plan.json", b"\xff\xfe\x00", "plan.json"),
    ("journal.jsonl", b'{"row":{}}\n{"row":{}}\n', "journal.jsonl"),
    ("journal.jsonl", None, "journal.jsonl"),
])  # fmt: skip
def test_a_run_that_cannot_be_read_is_named(
    steelyard: Command, weighed: Path, name: str, content: bytes | None, said: str
) -> None:
    run = Path(shutil.copytree(weighed / "early-good", "r"))
    (run / name).unlink()
    if content is not None:
        (run / name).write_bytes(content)
    got = steelyard("compare", weighed / "good", "r")
    assert got.code == 2 and said in got.err and got.out == ""


def test_a_plan_of_impossible_limits_is_refused(steelyard: Command, weighed: Path) -> None:
    run = Path(shutil.copytree(weighed / "early-good", "r"))
    plan = json.loads((run / "plan.json").read_bytes())
    plan["surveys"][0]["threshold"]["limit"] = "-7"
    (run / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    got = steelyard("compare", weighed / "good", "r")
    assert got.code == 2 and "freezes" in got.err


def test_names_from_a_stranger_cannot_speak_to_the_terminal(steelyard: Command, weighed: Path) -> None:
    run = Path(shutil.copytree(weighed / "early-good", "r"))
    plan = json.loads((run / "plan.json").read_bytes())
    plan["system"]["name"] = "\x1b[31mred\u202e"
    (run / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    got = steelyard("compare", weighed / "good", "r")
    assert got.code == 0 and "\x1b" not in got.out and "\u202e" not in got.out and "<U+001B>" in got.out
