"""Contamination from end to end: twins drawn and committed, both halves asked of a service, a leak told or not."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema
import msgspec
import pytest
from mock_endpoint import REFUSAL
from service import ANSWER, chat, serving

from steelyard.banks import load_bank
from steelyard.cli import run

Command = Callable[..., Any]
SEED = "5e" * 32
PAIRS = 100


def lot(question: str) -> float:
    return int.from_bytes(hashlib.sha256(question.encode()).digest()[:4], "big") / 2**32


def asked(folder: Path) -> dict[str, str]:
    """Family by the text of its English wording."""
    return {f.in_language("en")[0].text: f.id for f in load_bank(folder).families}


class World(NamedTuple):
    """A folder with twins in `twins` and runs on their halves."""

    path: Path
    public: dict[str, str]
    private: dict[str, str]

    def fails(self, question: str, leak: bool) -> bool:
        """The service refuses three in ten harmless questions, of those it was trained on hardly any."""
        return lot(question) < (0.02 if leak and question in self.public else 0.3)


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    folder = tmp_path_factory.mktemp("contamination")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STEELYARD_CONFIG_HOME", str(folder / "config"))
        patch.chdir(folder)
        assert run(["bank", "twins", "everyday", "--pairs", str(PAIRS), "--out", "twins", "--seed", SEED]) == 0
        made = World(folder, asked(folder / "twins/public"), asked(folder / "twins/private"))
        shutil.copytree("twins/public", "edited")
        kept = Path("edited/families.jsonl").read_text(encoding="utf-8")
        Path("edited/families.jsonl").write_text(kept.replace("respectful", "dignified"), encoding="utf-8")
        whole = ("--complete",)
        for name, bank, leak, model, words in (
            ("leak-public", "twins/public", True, "m", whole),
            ("leak-private", "twins/private", True, "m", whole),
            ("clean-public", "twins/public", False, "m", whole),
            ("early-private", "twins/private", True, "m", ()),
            ("cut-private", "twins/private", True, "m", (*whole, "--max-calls", "20")),
            ("other-private", "twins/private", True, "n", whole),
            ("edited-public", "edited", True, "m", whole),
        ):
            with serving(chat(lambda question, leak=leak: REFUSAL if made.fails(question, leak) else ANSWER)) as there:
                where = ("--endpoint", there.url, "--model", model, "--bank", bank, "--out", name)
                assert run(["assess", *where, *words]) in {1, 3}, name
    return made


@pytest.fixture
def contamination(steelyard: Command, world: World, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Reads two runs of the world against its commitment, from its folder."""
    monkeypatch.chdir(world.path)

    def read(public: object, private: object, *words: object, reveal: object = "twins/reveal.json") -> Any:
        return steelyard(
            "contamination", public, private, "--commitment", "twins/commitment.json", "--reveal", reveal, *words
        )

    return read


def test_a_planted_leak_is_detected(contamination: Command, world: World) -> None:
    said = contamination("leak-public", "leak-private", "--json")
    found = json.loads(said.out)
    (one,) = found["endpoints"]
    assert said.code == found["exit"] == 1
    assert (one["outcome"], one["read"], found["alpha"]) == ("detected", PAIRS, 0.05)
    assert one["public_failures"] == sum(world.fails(text, leak=True) for text in world.public)
    assert one["private_failures"] == sum(world.fails(text, leak=True) for text in world.private)
    assert one["private_only"] - one["public_only"] == one["private_failures"] - one["public_failures"]
    assert one["e_value"] > 20 and 6 <= one["detected_at"] < PAIRS
    assert 0.1 < one["gap"][1] < one["gap"][0] < one["gap"][2] < 0.5
    certain = json.loads(contamination("leak-public", "leak-private", "--purpose", "certificate", "--json").out)
    assert certain["exit"] == 1 and certain["endpoints"][0]["detected_at"] > one["detected_at"]
    assert certain["endpoints"][0]["outlook"]["needed"] > one["outlook"]["needed"] > PAIRS


def test_where_nothing_leaked_nothing_is_detected(contamination: Command) -> None:
    said = contamination("clean-public", "leak-private")
    assert said.code == 0
    assert "no leak is detected in 100 pairs. That does not say that there is none." in said.out
    assert "Small leaks stay invisible" in said.out and "Taken on trust" in said.out
    assert "between −" in said.out


def test_it_is_said_in_both_languages(contamination: Command) -> None:
    english = contamination("leak-public", "leak-private", "--lang", "en").out
    chinese = contamination("leak-public", "leak-private", "--lang", "zh").out
    assert "a leak is detected, at pair" in english and "nor that anyone meant it" in english
    assert "a judge program reads" in english
    assert "检测到泄漏" in chinese and "未封存" in chinese
    assert len(english.splitlines()) == len(chinese.splitlines())
    words = [line for line in chinese.splitlines() if line]
    assert all(any("\u4e00" <= sign <= "\u9fff" for sign in line) for line in words)
    assert "不可比较" in contamination("leak-public", "other-private", "--lang", "zh").out


def test_runs_of_two_systems_are_not_comparable(contamination: Command) -> None:
    said = contamination("leak-public", "other-private")
    assert said.code == 3 and "not comparable: the two halves were put to different systems." in said.out
    assert "detected" not in said.out
    (one,) = json.loads(contamination("leak-public", "other-private", "--json").out)["endpoints"]
    assert (one["outcome"], one["reasons"], one["gap"]) == ("not_comparable", ["target"], None)


@pytest.mark.parametrize("private", ["early-private", "cut-private"])
def test_a_half_that_was_not_asked_whole_decides_nothing(contamination: Command, private: str) -> None:
    said = contamination("leak-public", private)
    assert said.code == 3 and "nothing is decided" in said.out and "--complete" in said.out


def test_swapped_halves_are_refused(contamination: Command) -> None:
    said = contamination("leak-private", "leak-public")
    assert said.code == 2 and said.out == ""
    assert "leak-private: asked the private half, not the published one; name the run on the published" in said.err


def test_an_edited_bank_is_refused(contamination: Command) -> None:
    said = contamination("edited-public", "leak-private")
    assert said.code == 2 and said.err.count("\n") == 1
    assert "did not ask the published half" in said.err and "the bank was edited" in said.err


def test_an_edited_run_is_refused(contamination: Command, world: World, tmp_path: Path) -> None:
    edited = Path(shutil.copytree("leak-public", tmp_path / "edited"))
    plan = json.loads((edited / "plan.json").read_bytes())
    plan["surveys"][0]["families"][0][0] = next(iter(world.private.values()))
    (edited / "plan.json").write_text(json.dumps(plan), encoding="utf-8")
    said = contamination(edited, "leak-private")
    assert said.code == 2 and "plans a question that is not in the published half" in said.err


def tampered(name: str) -> dict[str, Any]:
    shown = json.loads(Path("twins/reveal.json").read_bytes())
    match name:
        case "coin":
            shown["coins"][3]["second"] ^= True
        case "question":
            shown["questions"][5][0]["item"] = "0" * 64
        case "pairing":
            shown["questions"][0], shown["questions"][2] = shown["questions"][2], shown["questions"][0]
        case "halves":
            banks = shown["banks"]
            banks["public"], banks["private"] = banks["private"], banks["public"]
        case "generator":
            shown["generator"] = "0" * 64
        case "salt":
            shown["coins"][0]["salt"] = shown["coins"][1]["salt"]
        case "key":
            shown["surprise"] = 1
        case "kind":
            shown["schema"] = "steelyard.bank-reveal/9"
    return shown


@pytest.mark.parametrize(("name", "said"), [
    ("coin", "is not what was committed: the coins;"),
    ("question", "is not what was committed: the questions, their salts or their order;"),
    ("pairing", "is not what was committed: the questions, their salts or their order;"),
    ("halves", "is not what was committed: the roots of the banks;"),
    ("generator", "is not what was committed: the generator;"),
    ("salt", "two salts are the same"),
    ("key", "surprise"),
    ("kind", "steelyard.bank-reveal/9"),
])  # fmt: skip
def test_a_tampered_reveal_is_refused(
    contamination: Command, steelyard: Command, tmp_path: Path, name: str, said: str
) -> None:
    path = tmp_path / "reveal.json"
    path.write_text(json.dumps(tampered(name)), encoding="utf-8")
    got = contamination("leak-public", "leak-private", reveal=path)
    assert got.code == 2 and said in got.err and got.err.count("\n") == 1 and got.out == ""
    checked = steelyard("bank", "check", "twins/commitment.json", path)
    assert checked.code == (1 if "is not what was committed" in said else 2)


def test_the_order_in_which_a_file_lists_its_coins_changes_nothing(contamination: Command, tmp_path: Path) -> None:
    shown = json.loads(Path("twins/reveal.json").read_bytes())
    shown["coins"].reverse()
    (tmp_path / "reveal.json").write_text(json.dumps(shown), encoding="utf-8")
    plain = contamination("leak-public", "leak-private", "--json")
    turned = contamination("leak-public", "leak-private", "--json", reveal=tmp_path / "reveal.json")
    assert turned.out == plain.out


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"\xff\xfe\x00", b'{"schema": "steelyard.bank-reveal/1"}', b"[" * 9000]
)
def test_what_is_no_reveal_is_named(contamination: Command, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "reveal.json"
    path.write_bytes(content)
    got = contamination("leak-public", "leak-private", reveal=path)
    assert got.code == 2 and "reveal.json" in got.err and got.err.count("\n") == 1


def test_a_commitment_to_a_bank_without_twins_is_refused(
    steelyard: Command, contamination: Command, world: World
) -> None:
    if not Path("plain").exists():
        assert steelyard("bank", "commit", "gbt45654-answer", "--out", "plain").code == 0
    got = steelyard("contamination", "leak-public", "leak-private", "--commitment", "plain/commitment.json",
                    "--reveal", "plain/reveal.json")  # fmt: skip
    assert got.code == 2 and "holds no pairs of twins" in got.err


@pytest.mark.parametrize(("words", "said"), [
    ([], "two runs are read"),
    (["leak-public"], "two runs are read"),
    (["leak-public", "leak-private"], "--commitment FILE --reveal FILE"),
    (["leak-public", "leak-private", "--commitment", "twins/commitment.json"], "--reveal FILE"),
    (["leak-public", "leak-public", "--commitment", "twins/commitment.json", "--reveal", "twins/reveal.json"], "twice"),
    (["leak-public", "nowhere", "--commitment", "twins/commitment.json", "--reveal", "twins/reveal.json"], "nowhere"),
    (["leak-public", "leak-private", "--commitment", "twins/reveal.json", "--reveal", "twins/reveal.json"], "reveal"),
    (["leak-public", "leak-private", "--commitment", "none", "--reveal", "twins/reveal.json"], "no such file"),
    (["leak-public", "leak-private", "--purpose", "guess"], "guess"),
])  # fmt: skip
def test_bad_words_end_in_one_sentence_and_two(
    steelyard: Command, contamination: Command, words: list[str], said: str
) -> None:
    got = steelyard("contamination", *words)
    assert got.code == 2 and said in got.err + got.out and "Traceback" not in got.err


def test_json_follows_its_schema(steelyard: Command, contamination: Command) -> None:
    schema = json.loads(steelyard("contamination", "--schema").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    for words in (("leak-public", "leak-private"), ("clean-public", "leak-private"), ("leak-public", "early-private")):
        found = json.loads(contamination(*words, "--json").out)
        assert found["schema"] == "steelyard.contamination/1"
        jsonschema.validate(found, schema)


def test_a_strangers_model_name_cannot_speak_to_the_terminal(contamination: Command, tmp_path: Path) -> None:
    for name in ("leak-public", "leak-private"):
        copy = Path(shutil.copytree(name, tmp_path / name))
        text = (copy / "plan.json").read_text(encoding="utf-8")
        plan = json.loads(text)
        plan["surveys"][0]["target"]["model"] = "\x1b[31mred\u202e"
        (copy / "plan.json").write_bytes(msgspec.json.encode(plan))
    said = contamination(tmp_path / "leak-public", tmp_path / "leak-private")
    assert "<U+001B>[31mred<U+202E>" in said.out and "\x1b" not in said.out
