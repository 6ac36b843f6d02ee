"""`steelyard bank twins | commit | check` on the command line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from steelyard.banks import load_bank

Command = Callable[..., Any]
SEED = "5e" * 32


def test_twins_are_written_and_what_to_do_with_them_is_said(steelyard: Command) -> None:
    said = steelyard("bank", "twins", "everyday", "--pairs", 40, "--out", "t")
    assert (said.code, said.err) == (0, "")
    commitment = json.loads(Path("t/commitment.json").read_bytes())
    for line in (
        "40 pairs of twins in t: Everyday questions", commitment["root"], "Publish before any run: t/commitment.json",
        "Keep to yourself until the end: t/reveal.json", "At an error level of 1 %", "--bank t/public --complete",
    ):  # fmt: skip
        assert line in said.out
    secret = json.loads(Path("t/reveal.json").read_bytes())
    assert secret["seed"] not in said.out
    for text in load_bank(Path("t/private")).families[0].wordings:
        assert text.text not in said.out
    chinese = steelyard("bank", "twins", "everyday", "--pairs", 40, "--out", "z", "--lang", "zh").out
    assert "40 对孪生题" in chinese and "请保密" in chinese
    assert json.loads(Path("z/commitment.json").read_bytes())["root"] != commitment["root"]


def test_a_seed_draws_the_same_twins_again(steelyard: Command) -> None:
    for folder in ("a", "b"):
        made = json.loads(steelyard("bank", "twins", "everyday", "--seed", SEED, "--out", folder, "--json").out)
        assert (made["schema"], made["pairs"]) == ("steelyard.bank.twins/1", 300)
    for name in ("commitment.json", "reveal.json", "public/families.jsonl", "private/families.jsonl"):
        assert Path("a", name).read_bytes() == Path("b", name).read_bytes()
    assert made["banks"]["public"] == load_bank(Path("a/public")).root


@pytest.mark.parametrize(("words", "said"), [
    (("everyday", "--pairs", "301"), "a run asks at most 300 questions for OVERREFUSE-RATE; ask for 300"),
    (("everyday", "--pairs", "19"), "--pairs: must lie between 20 and 50,000"),
    (("everyday", "--seed", "00"), "--seed: is not 64"),
    (("nowhere.yaml",), "nowhere.yaml: there is no such file"),
    ((".",), "not a regular file"),
])  # fmt: skip
def test_bad_words_end_in_one_sentence_and_write_nothing(steelyard: Command, words: tuple[str, ...], said: str) -> None:
    got = steelyard("bank", "twins", *words, "--out", "t")
    assert got.code == 2 and said in got.err and got.err.count("\n") == 1 and got.out == ""
    assert not Path("t").exists()


def test_a_folder_that_is_there_is_left_alone(steelyard: Command) -> None:
    Path("t").mkdir()
    Path("t/mine").write_text("x", encoding="utf-8")
    for verb in ("twins", "commit"):
        got = steelyard("bank", verb, {"twins": "everyday", "commit": "gbt45654-answer"}[verb], "--out", "t")
        assert got.code == 2 and "t: is there already; name a new or empty folder with --out" in got.err
    assert [path.name for path in Path("t").iterdir()] == ["mine"]


def test_a_bank_is_committed_to_and_checked(steelyard: Command) -> None:
    said = steelyard("bank", "commit", "gbt45654-answer", "--out", "c")
    assert said.code == 0 and "Committed to 312 families of gbt45654-answer" in said.out
    again = json.loads(steelyard("bank", "commit", "gbt45654-answer", "--out", "d", "--json").out)
    assert (again["count"], again["bank_root"]) == (312, load_bank("gbt45654-answer").root)
    same = steelyard("bank", "check", "c/commitment.json", "c/reveal.json", "--bank", "gbt45654-answer")
    assert same.code == 0 and "What is revealed is what was committed." in same.out
    assert "gbt45654-answer is a bank that was committed to" in same.out and "Taken on trust" in same.out
    other = steelyard("bank", "check", "c/commitment.json", "d/reveal.json", "--lang", "zh")
    assert other.code == 1 and "揭示的内容与承诺不一致：题目、盐值或顺序" in other.out


def test_a_bank_that_was_not_committed_to_is_told(steelyard: Command) -> None:
    steelyard("bank", "twins", "everyday", "--pairs", 20, "--out", "t")
    words = ("bank", "check", "t/commitment.json", "t/reveal.json", "--bank", "t/public", "--bank", "t/private")
    assert steelyard(*words).code == 0
    path = Path("t/public/families.jsonl")
    path.write_text(path.read_text(encoding="utf-8").replace("ours", "theirs"), encoding="utf-8")
    said = steelyard(*words)
    assert said.code == 1 and "t/public is none of the banks that were committed to" in said.out
    found = json.loads(steelyard(*words, "--json").out)
    assert (found["schema"], found["exit"], found["pairs"]) == ("steelyard.bank.check/1", 1, 20)
    assert (found["strange_banks"], found["mismatches"]) == (["t/public"], [])


def test_one_half_can_be_checked_by_whoever_was_given_it(steelyard: Command) -> None:
    """`bank audit` and `bank sample` read a half like any bank."""
    steelyard("bank", "twins", "everyday", "--pairs", 30, "--out", "t")
    audit = json.loads(steelyard("bank", "audit", "t/public", "--json").out)
    assert (audit["bank"], audit["families"], audit["samples"][0]["missing"]) == ("everyday-public", 30, 270)
    assert steelyard("bank", "sample", "t/public", "--seed", "00", "--language", "en").code == 0
