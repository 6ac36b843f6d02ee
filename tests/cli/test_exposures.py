"""`bank exposures` from run folders to counts by vendor: what may still be asked, what is to be retired."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from service import chat, serving, to_refuse, well

from steelyard.assess import ExposureCount, RunFolder
from steelyard.banks import load_bank
from steelyard.journal import read_journal
from steelyard.records import CallRow, Consent, InputError, Plan, TargetIdentity, TrialRow, canonical_json

Command = Callable[..., Any]
BANK = "gbt45654-refuse"


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Three short runs against one service, and the should-refuse questions it was really sent."""
    from steelyard.cli import run

    folder = tmp_path_factory.mktemp("asked")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STEELYARD_CONFIG_HOME", str(folder / "config"))
        with serving(chat(well)) as endpoint:
            manifest = folder / "s.yaml"
            manifest.write_text(
                "system: {name: s, owner: O, language: en}\n"
                f"assets:\n  - {{id: service, kind: endpoint, url: '{endpoint.url}', model: m}}\n", encoding="utf-8",
            )  # fmt: skip
            for name, seed in (("a", "ab"), ("b", "ab"), ("c", "cd")):
                words = ["--max-calls", "30", "--out", str(folder / "runs" / name), "--seed", seed * 32]
                assert run(["assess", str(manifest), *words]) == 3
            sent = [question for question in endpoint.questions if question in to_refuse()]
    return folder / "runs", sent


def exposures(steelyard: Command, *words: object) -> dict[str, Any]:
    said = steelyard("bank", "exposures", BANK, *words, "--json")
    assert said.code == 0, said.err
    found: dict[str, Any] = json.loads(said.out)
    return found


def edited(run: Path, change: Callable[[Plan], Plan]) -> Path:
    """The run with another plan."""
    (run / "plan.json").write_bytes(canonical_json(change(RunFolder(run).plan())))
    return run


def test_what_is_counted_is_what_the_service_was_sent(steelyard: Command, asked: tuple[Path, list[str]]) -> None:
    runs, sent = asked
    family_of = {w.text: family.id for family in load_bank(BANK).families for w in family.wordings}
    times: dict[str, int] = {}
    for question in sent:
        times[family_of[question]] = times.get(family_of[question], 0) + 1
    found = exposures(steelyard, runs)
    counted = {one["family"]: sum(n for _, n in one["sent"]) for one in found["questions"]}
    assert counted == times and found["runs"] == 3
    (vendor,) = found["vendors"]
    assert vendor["vendor"] == {"place": "machine", "name": "m"} and vendor["sendings"] == len(sent)
    assert set(found["due"]) == set(vendor["due"]) == {family for family, n in times.items() if n >= 2} != set()
    assert set(vendor["fresh"]) == {family.id for family in load_bank(BANK).families} - set(found["due"])
    assert [one["due"] for one in found["questions"]] == [n >= 2 for n in counted.values()]


@pytest.mark.parametrize(("most", "due"), [(1, 1), (2, 2), (3, 3), (4, None)])
def test_most_says_when_a_question_is_to_be_retired(
    steelyard: Command, asked: tuple[Path, list[str]], most: int, due: int | None
) -> None:
    found = exposures(steelyard, asked[0], "--most", most)
    counted = {one["family"]: one["sent"][0][1] for one in found["questions"]}
    assert set(found["due"]) == {family for family, n in counted.items() if due is not None and n >= due}
    words = steelyard("bank", "exposures", BANK, asked[0], "--most", most).out
    assert ("None is due for retirement" in words) == (not found["due"])


def test_a_copy_or_a_run_that_goes_on_adds_nothing(
    steelyard: Command, asked: tuple[Path, list[str]], home: Path
) -> None:
    runs, _ = asked
    once = exposures(steelyard, runs / "a")
    shutil.copytree(runs / "a", home / "copy")
    again = exposures(steelyard, runs / "a", home / "copy", runs / "a")
    assert (again["runs"], once["runs"]) == (2, 1)
    assert again["questions"] == once["questions"] and again["vendors"] == once["vendors"]


def test_open_surplus_and_unfinished_calls_were_sent_too(asked: tuple[Path, list[str]]) -> None:
    run = RunFolder(asked[0] / "a")
    plan, rows = run.plan(), [entry.row for entry in read_journal(run.journal)]
    bank = load_bank(BANK)
    whole = _count(bank, plan, rows)
    calls = [row for row in rows if isinstance(row, CallRow)]
    trials = [row for row in rows if isinstance(row, TrialRow)]
    assert whole and _count(bank, plan, calls) == whole, "calls whose trial was never written"
    assert _count(bank, plan, trials) == whole, "trials whose call was never written"
    assert _count(bank, plan, []) == 0


def _count(bank: Any, plan: Plan, rows: list[Any]) -> int:
    counted = ExposureCount(bank)
    counted.add(plan, rows)
    return sum(vendor.sendings for vendor in counted.reading().vendors)


def test_vendors_are_the_hosts_that_leave_was_given_for(
    steelyard: Command, asked: tuple[Path, list[str]], home: Path
) -> None:
    def of(*hosts: str) -> Callable[[Plan], Plan]:
        leave = tuple(Consent(host, 443, "questions", "head", "2027-01-31") for host in hosts)
        return lambda plan: msgspec.structs.replace(plan, consents=leave)

    one = edited(Path(shutil.copytree(asked[0] / "a", home / "1")), of("API.example."))
    other = edited(Path(shutil.copytree(asked[0] / "b", home / "2")), of("api.example"))
    both = edited(Path(shutil.copytree(asked[0] / "c", home / "3")), of("api.example", "other.example"))
    found = exposures(steelyard, one, other, both)
    sendings = {vendor["vendor"]["name"]: vendor["sendings"] for vendor in found["vendors"]}
    assert set(sendings) == {"api.example", "other.example"}
    assert sendings["api.example"] == exposures(steelyard, asked[0])["vendors"][0]["sendings"]
    assert sendings["other.example"] == exposures(steelyard, asked[0] / "c")["vendors"][0]["sendings"]
    words = steelyard("bank", "exposures", BANK, one, other, both).out
    assert "api.example: 2" in words and "Publish them" in words


def test_a_model_in_this_process_has_no_vendor(steelyard: Command, asked: tuple[Path, list[str]], home: Path) -> None:
    here = TargetIdentity("local", "smollm2")

    def local(plan: Plan) -> Plan:
        return msgspec.structs.replace(
            plan, surveys=tuple(msgspec.structs.replace(one, target=here) for one in plan.surveys)
        )

    runs = [edited(Path(shutil.copytree(asked[0] / name, home / name)), local) for name in "ab"]
    found = exposures(steelyard, *runs)
    assert found["due"] == [] and found["vendors"][0]["due"] == []
    assert len(found["vendors"][0]["fresh"]) == found["families"] and found["vendors"][0]["sendings"] > 0
    assert "nothing was sent to a vendor" in steelyard("bank", "exposures", BANK, *runs).out


def test_another_bank_was_not_exposed_and_a_changed_one_is_told(
    steelyard: Command, asked: tuple[Path, list[str]], home: Path
) -> None:
    none = steelyard("bank", "exposures", "gbt45654-answer", asked[0])
    assert none.code == 0 and "None of its questions was sent" in none.out
    changed = Path(shutil.copytree(Path(load_bank.__code__.co_filename).parent / "data" / BANK, home / "changed"))
    lines = (changed / "families.jsonl").read_text(encoding="utf-8").splitlines()
    gone = {one["family"] for one in exposures(steelyard, asked[0])["questions"]}
    kept = [line for line, family in zip(lines, _ids(lines), strict=True) if family not in gone]
    (changed / "families.jsonl").write_text("\n".join(kept) + "\n", encoding="utf-8")
    manifest = (changed / "manifest.yaml").read_text(encoding="utf-8")
    fewer = manifest.replace(f"families: {len(lines)}", f"families: {len(kept)}")
    (changed / "manifest.yaml").write_text(fewer, encoding="utf-8")
    said = steelyard("bank", "exposures", changed, asked[0])
    assert said.code == 0 and "are not in it: the bank has changed since" in said.out


def _ids(lines: list[str]) -> list[str]:
    from steelyard.banks.family import FamilyLine, family_of

    return [family_of(msgspec.json.decode(line, type=FamilyLine)).id for line in lines]


def test_everything_is_said_in_chinese_too(steelyard: Command, asked: tuple[Path, list[str]]) -> None:
    for words in ((asked[0],), (asked[0], "--most", 9)):
        lines = steelyard("bank", "exposures", BANK, *words, "--lang", "zh").out.splitlines()
        assert len(lines) > 3 and all(any("\u4e00" <= sign <= "\u9fff" for sign in line) for line in lines)


def test_json_follows_its_schema(steelyard: Command, asked: tuple[Path, list[str]]) -> None:
    schema = json.loads(steelyard("bank", "exposures", "--schema", "exposures").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    found = exposures(steelyard, asked[0])
    assert found["schema"] == "steelyard.exposures/1"
    jsonschema.validate(found, schema)


@pytest.mark.parametrize(("words", "said"), [
    ([], "are needed"), ([BANK], "are needed"), (["nobank", "a"], "nobank"), ([BANK, "nowhere"], "holds no run"),
    ([BANK, "empty"], "holds no run"), ([BANK, "a", "--most", "0"], "--most"), ([BANK, "a", "--schema", "x"], "x"),
    ([BANK, "broken"], "plan.json"), ([BANK, "torn"], "journal.jsonl"),
])  # fmt: skip
def test_bad_words_end_in_one_sentence_and_two(
    steelyard: Command, asked: tuple[Path, list[str]], home: Path, words: list[str], said: str
) -> None:
    shutil.copytree(asked[0] / "a", "a")
    Path("empty").mkdir()
    (Path(shutil.copytree("a", "broken/run")) / "plan.json").write_bytes(b"{}")
    (Path(shutil.copytree("a", "torn/run")) / "journal.jsonl").write_bytes(b'{"row":{}}\n{"row":{}}\n')
    got = steelyard("bank", "exposures", *words)
    assert got.code == 2 and said in got.err + got.out and "Traceback" not in got.err and got.out == ""


def test_a_count_that_leaves_one_run_out_is_none(asked: tuple[Path, list[str]], tmp_path: Path) -> None:
    shutil.copytree(asked[0], tmp_path / "runs")
    (tmp_path / "runs" / "b" / "plan.json").write_bytes(b"{}")
    from steelyard.cli.exposures import bank_exposures

    with pytest.raises(InputError, match=r"plan\.json"):
        bank_exposures(BANK, tmp_path / "runs")
