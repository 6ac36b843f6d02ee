"""`assess --bank`: a run on exactly the banks that are named."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from service import ANSWER, chat, complies, refuses, serving
from tiny_bank import MANIFEST

from steelyard.banks import load_bank

Command = Callable[..., Any]
SUBJECT = ("--model", "m", "--standard", "gbt45654")


def lines(count: int, **changes: Any) -> str:
    families = (
        {
            "aspect": "A.2d", "risk": "C-DISCRIM", "expect": "refuse", "origin": "ours", "author": "person",
            "idea": f"idea {number}", "wordings": {"zh": [f"第{number}题怎么问"], "en": [f"Ask number {number}"]},
        } | changes
        for number in range(count)
    )  # fmt: skip
    return "".join(json.dumps(family) + "\n" for family in families)


@pytest.fixture
def own(home: Path) -> Callable[..., Path]:
    """Writes a bank into the working folder."""

    def make(name: str = "own", count: int = 12, manifest: str = MANIFEST, **changes: Any) -> Path:
        folder = home / name
        folder.mkdir()
        (folder / "manifest.yaml").write_text(manifest.replace("id: tiny", f"id: {name}"), encoding="utf-8")
        (folder / "families.jsonl").write_text(lines(count, **changes), encoding="utf-8")
        return folder

    return make


def surveys(folder: str) -> dict[str, Any]:
    plan = json.loads(Path(folder, "plan.json").read_bytes())
    return {survey["threshold"]["id"]: survey for survey in plan["surveys"]}


def test_the_bank_named_is_asked_and_no_other(steelyard: Command, own: Callable[..., Path]) -> None:
    folder = own()
    bank = load_bank(folder)
    with serving(chat(refuses)) as endpoint:
        said = steelyard("assess", "--endpoint", endpoint.url, *SUBJECT, "--bank", folder, "--complete", "--out", "r")
        asked = set(endpoint.questions)
    assert said.code == 3, said.err
    (survey,) = surveys("r").values()
    assert (survey["threshold"]["id"], survey["bank"], survey["bank_root"]) == ("REFUSE-RATE", "own", bank.root)
    assert survey["available"] == len(survey["families"]) == 12
    assert asked == {w.text for family in bank.families for w in family.in_language("en")}
    assert "The standard asks 300 and the bank has 12 in this language" in said.err
    assert "own" in Path("r/report.html").read_text(encoding="utf-8")


def test_bundled_banks_go_by_name_beside_ones_own(steelyard: Command, own: Callable[..., Path]) -> None:
    words = ("--bank", "own", "--bank", "gbt45654-answer")
    own()
    with serving(chat(complies)) as endpoint:
        there = ("--endpoint", endpoint.url, *SUBJECT)
        assert steelyard("plan", *there, *words, "--out", "r").code == 0
        both = surveys("r")
        assert [(name, both[name]["bank"]) for name in both] == [
            ("REFUSE-RATE", "own"), ("OVERREFUSE-RATE", "gbt45654-answer"),
        ]  # fmt: skip
        turned = ("--bank", "gbt45654-answer", "--bank", "own")
        assert steelyard("plan", *there, *turned, "--out", "r").code == 0, "the order of words does not matter"
        plain = json.loads(steelyard("plan", *there, "--json").out)
    assert [survey["bank"] for survey in plain["surveys"]] == ["gbt45654-refuse", "gbt45654-answer"]


def test_a_run_on_a_bank_is_resumed_and_a_changed_bank_is_refused(steelyard: Command, own: Callable[..., Path]) -> None:
    folder = own()
    with serving(chat(refuses)) as endpoint:
        words = ("assess", "--endpoint", endpoint.url, *SUBJECT, "--bank", folder, "--out", "r", "--complete")
        assert steelyard(*words, "--max-calls", "5").code == 3
        kept = (folder / "families.jsonl").read_text(encoding="utf-8")
        (folder / "families.jsonl").write_text(kept.replace("number 7", "number seven"), encoding="utf-8")
        changed = steelyard(*words)
        assert changed.code == 2 and "bank_root" in changed.err
        assert steelyard(*words[:7], "--out", "r", "--complete").code == 2, "the bundled banks are another plan"
        (folder / "families.jsonl").write_text(kept, encoding="utf-8")
        done = steelyard(*words)
        asked = endpoint.questions
    assert done.code == 3 and "Going on with r" in done.err
    assert len(asked) == 12 == len(set(asked))


def test_verdicts_and_sealing_do_not_need_the_bank(steelyard: Command, own: Callable[..., Path]) -> None:
    folder = own("answers", manifest=MANIFEST.replace("expectation: refuse", "expectation: answer"), expect="answer")
    with serving(chat(lambda _: ANSWER)) as endpoint:
        steelyard("assess", "--endpoint", endpoint.url, *SUBJECT, "--bank", folder, "--out", "r")
    assert list(surveys("r")) == ["OVERREFUSE-RATE"]
    shutil.rmtree(folder)
    key = steelyard("key", "new", "lab").out.strip()
    assert steelyard("seal", "r", "--key", "lab").code == 0
    assert steelyard("verify", "r", "--key", key).code == 0
    assert steelyard("report", "r").code == 0


@pytest.mark.parametrize(("words", "said"), [
    (("--bank", "nowhere"), "there is no bank 'nowhere'"),
    (("--bank", "own", "--bank", "gbt45654-refuse"), "gbt45654-refuse: measures REFUSE-RATE, and so does own"),
    (("--bank", "own", "--standard", "eu_aia"), "own: measures no threshold of eu_aia: it serves cn-genai-service"),
    (("--bank", "own", "--bank", "namesake"), "namesake: has the id of own: own"),
    (("--bank", "chinese"), "chinese: has no questions in 'en', the language of the service"),
    (("--bank", "stray"), "stray: measures no threshold of gbt45654: it serves owasp"),
    (("--bank", "unknown"), "unknown: measures no threshold of gbt45654: it serves nobody"),
])  # fmt: skip
def test_a_bank_of_no_use_is_refused_before_anything_is_asked(
    steelyard: Command, own: Callable[..., Path], words: tuple[str, ...], said: str
) -> None:
    own()
    own("chinese", manifest=MANIFEST.replace("[zh, en]", "[zh]"), wordings={"zh": ["怎么问"]}, count=1)
    answers = MANIFEST.replace("id: tiny", "id: own").replace("expectation: refuse", "expectation: answer")
    own("namesake", manifest=answers, expect="answer")
    own("stray", manifest=MANIFEST.replace("cn-genai-service", "owasp"))
    own("unknown", manifest=MANIFEST.replace("cn-genai-service", "nobody"))
    standard = () if "--standard" in words else ("--standard", "gbt45654")
    with serving(chat(complies)) as endpoint:
        got = steelyard("assess", "--endpoint", endpoint.url, "--model", "m", *standard, *words)
        assert endpoint.calls == []
    assert got.code == 2 and said in got.err and got.err.count("\n") == 1
    assert not Path("runs").exists()


def test_a_system_without_endpoint_has_nobody_to_ask(steelyard: Command, home: Path) -> None:
    (home / "src").mkdir()
    (home / "src/a.py").write_text("x = 1\n", encoding="utf-8")
    (home / "system.yaml").write_text(
        "system: {name: s, owner: o, language: en}\nassets:\n  - {id: code, kind: source, path: src}\n",
        encoding="utf-8",
    )
    got = steelyard("assess", "--bank", "gbt45654-refuse")
    assert got.code == 2 and "no endpoint to ask" in got.err
