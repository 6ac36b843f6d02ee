"""`rank` from run folders to ranks, pictures, other lists, and no total score."""

from __future__ import annotations

import json
import os
import shutil
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

Command = Callable[..., Any]
SVG = "{http://www.w3.org/2000/svg}"


def dimensions(said: Any) -> dict[str, Any]:
    """Dimensions of a ranking by threshold."""
    return {one["threshold"]: one for one in json.loads(said.out)["dimensions"]}


def test_the_better_are_above_and_the_equal_are_not_ordered(steelyard: Command, weighed: Path) -> None:
    runs = [weighed / name for name in ("bad", "good", "twin")]
    said = steelyard("rank", *runs, "--json")
    assert said.code == 0
    found = dimensions(said)["REFUSE-RATE"]
    assert {place["system"]: (place["best"], place["worst"]) for place in found["places"]} == {
        "good": (1, 2), "twin": (1, 2), "bad": (3, 3),
    }  # fmt: skip
    assert (found["families"], set(found["top"]), found["reader"]) == (300, {"good", "twin"}, "J")
    assert dimensions(said)["OVERREFUSE-RATE"]["claims"] == []
    assert set(json.loads(said.out)["pareto"]["front"]) == {"good", "twin"}
    again = steelyard("rank", *runs[::-1], "--json")
    assert json.loads(again.out)["seed"] == json.loads(said.out)["seed"]
    assert dimensions(again)["REFUSE-RATE"]["claims"] and dimensions(again)["REFUSE-RATE"]["top"]


def test_words_in_both_languages(steelyard: Command, weighed: Path) -> None:
    runs = [weighed / name for name in ("bad", "good", "twin")]
    english = steelyard("rank", *runs)
    assert "rank 1 to 2  good" in english.out and "good is better than bad" in english.out
    assert "No system is shown better than another" in english.out and "approximate" in english.out
    chinese = steelyard("rank", *runs, "--total", "--lang", "zh")
    told = [line for line in chinese.out.splitlines() if line and "：" not in line[:4]]
    assert "没有总分" in chinese.out
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in line) or "%" in line for line in told)


def test_there_is_no_total_score_and_asking_for_one_is_no_mistake(steelyard: Command, weighed: Path) -> None:
    said = steelyard("rank", weighed / "bad", weighed / "good", weighed / "twin", "--total")
    assert said.code == 0 and "There is no total score" in said.out
    assert "REFUSE-RATE: 2 of 6 orders" in said.out and "OVERREFUSE-RATE: 6 of 6 orders" in said.out
    assert "these put each first" in said.out and "    good: " in said.out
    nothing = steelyard("rank", weighed / "early-bad", weighed / "chinese", "--total")
    assert nothing.code == 0 and "There is no total score" in nothing.out


def test_nothing_in_common_is_not_ranked(steelyard: Command, weighed: Path) -> None:
    said = steelyard("rank", weighed / "early-bad", weighed / "chinese")
    assert said.code == 3 and "Nothing can be ranked" in said.out and "different languages" in said.out
    few = steelyard("rank", weighed / "early-bad", weighed / "early-good")
    assert "fewer than 10 question families" in few.out and "--complete" in few.out


def test_pictures_are_whole_files_that_say_what_they_show(steelyard: Command, weighed: Path) -> None:
    run = Path(shutil.copytree(weighed / "good", "r"))
    plan = json.loads((run / "plan.json").read_bytes())
    plan["system"]["name"] = "<script>alert(1)</script>\u202e"
    (run / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    said = steelyard("rank", weighed / "bad", "r", weighed / "twin", "--svg", "pictures/here")
    assert said.code == 0 and "pictures/here/REFUSE-RATE.svg" in said.err
    text = Path("pictures/here/REFUSE-RATE.svg").read_text(encoding="utf-8")
    picture = ET.fromstring(text)
    description = picture.find(f"{SVG}desc")
    assert picture.find(f"{SVG}title") is not None and description is not None and description.text is not None
    assert "twin is better than bad." in description.text
    assert len(picture.findall(f"{SVG}g")) == 3 and len(picture.findall(f"{SVG}path")) == 2
    assert "<script>" not in text and "\u202e" not in text and "prefers-color-scheme" in text
    Path("taken").write_text("", encoding="utf-8")
    assert steelyard("rank", weighed / "bad", weighed / "good", "--svg", "taken").code == 4


def test_against_a_published_list(steelyard: Command, weighed: Path) -> None:
    Path("board.yaml").write_text(
        "source: a board\nbetter: higher\nvalues: {bad: 99, good: 98, twin: 97, stranger: 1}\n", encoding="utf-8"
    )
    runs = [weighed / name for name in ("bad", "good", "twin")]
    said = steelyard("rank", *runs, "--against", "board.yaml")
    assert said.code == 0 and "REFUSE-RATE against a board" in said.out
    assert "Real reversals: bad / good, bad / twin." in said.out and "left out: stranger" in said.out
    found = json.loads(steelyard("rank", *runs, "--against", "board.yaml", "--json").out)["against"]
    kinds = {(pair["first"], pair["second"]): pair["kind"] for pair in found["lists"][0]["pairs"]}
    assert kinds["good", "twin"] in {"noise", "open"}


def test_against_a_second_set_of_runs(steelyard: Command, weighed: Path) -> None:
    said = steelyard(
        "rank", weighed / "bad", weighed / "good", "--against-runs", weighed / "good", weighed / "bad", "--json"
    )
    assert said.code == 0
    lists = {one["threshold"]: one["pairs"] for one in json.loads(said.out)["against"]["lists"]}
    assert lists["REFUSE-RATE"] == [{"first": "bad", "second": "good", "kind": "same"}]


def test_json_follows_its_schema(steelyard: Command, weighed: Path) -> None:
    schema = json.loads(steelyard("rank", "--schema", "ranking").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator.check_schema(json.loads(steelyard("rank", "--schema", "published").out))
    Path("b.json").write_text('{"source": "s", "better": "lower", "values": {"bad": 2, "good": 1}}', encoding="utf-8")
    for words in (("bad", "good", "--total", "--against", Path("b.json").absolute()), ("early-bad", "chinese")):
        found = json.loads(steelyard("rank", *(weighed / word for word in words[:2]), *words[2:], "--json").out)
        assert found["schema"] == "steelyard.ranking/1"
        jsonschema.validate(found, schema)


@pytest.mark.parametrize(("words", "said"), [
    ([], "two runs"), (["good"], "two runs"), (["good", "good"], "given twice"), (["good", "nowhere"], "plan.json"),
    (["good", "bad", "--alpha", "2"], "--alpha"), (["good", "bad", "--margin", "1"], "--margin"),
    (["good", "bad", "--against", "nowhere.yaml"], "nowhere.yaml"),
    (["good", "bad", "--against", "nowhere.yaml", "--against-runs", "good", "bad"], "--against-runs"),
    (["good", "bad", "--against-runs", "twin", "early-bad"], "0 of our systems"),
])  # fmt: skip
def test_bad_words_end_in_one_sentence_and_two(steelyard: Command, weighed: Path, words: list[str], said: str) -> None:
    os.chdir(weighed)
    got = steelyard("rank", *words)
    assert got.code == 2 and said in got.err + got.out and "Traceback" not in got.err
