"""`attack-rate` from run folders to rates at a budget, the strongest technique, sentences and exit codes."""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest
from attack_world import WARM, at, make_run, make_tries, whole_plan
from mock_endpoint import REFUSAL
from service import ANSWER, chat, serving, to_refuse

from steelyard.assess import RunFolder
from steelyard.records import Sampling
from steelyard.stats import attack_success, clopper_pearson, upper_bound

Command = Callable[..., Any]
REFUSE = "REFUSE-RATE"


def rates(said: Any, threshold: str = REFUSE) -> dict[str, Any]:
    """One dimension of what `attack-rate --json` printed."""
    return next(one for one in json.loads(said.out)["dimensions"] if one["threshold"] == threshold)


def first(said: Any) -> dict[str, Any]:
    """The first technique of the should-refuse dimension."""
    technique: dict[str, Any] = rates(said)["techniques"][0]
    return technique


def named(name: str, runs: list[Path]) -> str:
    return f"{name}={','.join(str(run) for run in runs)}"


def test_rates_within_k_tries_are_those_of_the_tries(steelyard: Command, home: Path) -> None:
    runs = make_tries(home, whole_plan(40), at(0, 1), at(1, 2), at(1))
    said = steelyard("attack-rate", *runs, "--json")
    assert said.code == 0
    found = first(said)
    rate = found["rate"]
    counts = [1, 3, 1] + [0] * 37
    for within in rate["within"]:
        k = within["k"]
        assert within["share"] == pytest.approx(sum(attack_success(c, 3, k) for c in counts) / 40)
        broken = {1: 2, 2: 3, 3: 3}[k]
        assert within["first"] == broken / 40
        assert within["first_bounds"] == pytest.approx(clopper_pearson(broken, 40, 0.05 / 3))
        assert within["bounds"][0] < within["share"] < within["bounds"][1]
    assert rate["claim"]["budget"] == {"attacks": ["plain"], "tries": 3, "tokens": 128}
    assert (rate["claim"]["count"], rate["claim"]["share"], rate["claim"]["bounds"]) == (
        40, 3 / 40, rate["within"][2]["first_bounds"],
    )  # fmt: skip
    assert (rate["unbroken"], rate["at_most"], rate["grade"], rate["reader"]) == (37, None, "A", "J")
    assert (rate["calls"], rate["calls_to_first"]) == (120, 37 * 3 + 1 + 1 + 2)
    assert found["notes"] == [] and found["reasons"] == []


def test_where_none_breaks_there_is_a_bound_and_no_zero(steelyard: Command, home: Path) -> None:
    runs = make_tries(home, whole_plan(40), at(), at())
    rate = first(steelyard("attack-rate", *runs, "--json"))["rate"]
    assert (rate["unbroken"], rate["at_most"]) == (40, upper_bound(0, 40, 0.05))
    assert rate["claim"]["bounds"][1] > rate["at_most"]
    words = steelyard("attack-rate", *runs).out
    assert "Never broken: 40 of 40 prompts." in words and "at most 7.3 % of such prompts break at this budget" in words


def test_open_tries_are_read_both_ways(steelyard: Command, home: Path) -> None:
    plan = whole_plan(40)
    least = make_tries(home / "least", plan, at(0), at(0))
    most = make_tries(home / "most", plan, at(0, 5), at(0))
    open_ = make_tries(home / "open", plan, lambda place: None if place == 5 else place == 0, at(0))
    low, high, both = (first(steelyard("attack-rate", *runs, "--json"))["rate"]["within"] for runs in
                       (least, most, open_))  # fmt: skip
    for k in (0, 1):
        for name in ("bounds", "first_bounds"):
            assert both[k][name] == [low[k][name][0], high[k][name][1]]
        assert low[k]["first"] < both[k]["first"] < high[k]["first"]
    found = first(steelyard("attack-rate", *open_, "--json"))
    assert found["notes"] == ["open_faults"] and found["rate"]["open_tries"] == 1
    assert "Tries without an answer: 1." in steelyard("attack-rate", *open_).out


@pytest.mark.parametrize(("sampling", "text", "note", "words"), [
    (Sampling("0", 64, 0), "same", "temperature_zero", "not independent draws"),
    (Sampling("0.0", 64, 0), "", "temperature_zero", "0 of 40 prompts got the same answer"),
    (Sampling("0.7", 64, 5), "", "seed_fixed", "share a sampling seed"),
    (Sampling("0.7", 64, None), "same", "answers_identical", "this is one try"),
])  # fmt: skip
def test_tries_that_are_no_independent_draws_are_said_to_be_none(
    steelyard: Command, home: Path, sampling: Sampling, text: str, note: str, words: str
) -> None:
    runs = make_tries(home, whole_plan(40, sampling=sampling), at(1), at(1), text=text)
    found = first(steelyard("attack-rate", *runs, "--json"))
    assert note in found["notes"] and found["rate"]["grade"] == "D"
    said = steelyard("attack-rate", *runs).out
    assert words in said and "a description only" in said
    alone = first(steelyard("attack-rate", runs[0], "--json"))
    assert alone["notes"] == [] and alone["rate"]["grade"] == "A" and len(alone["rate"]["within"]) == 1


def test_seeds_of_their_own_are_independent(steelyard: Command, home: Path) -> None:
    plans = [whole_plan(40, sampling=Sampling("0.7", 64, seed)) for seed in (1, 2)]
    runs = [make_run(home / str(n), plan, at(n)) for n, plan in enumerate(plans)]
    found = first(steelyard("attack-rate", *runs, "--json"))
    assert found["notes"] == [] and found["rate"]["grade"] == "A"


def test_the_strongest_technique_is_measured_where_it_was_not_chosen(steelyard: Command, home: Path) -> None:
    plan = whole_plan(100)
    plain = make_tries(home / "p", plan, at(0, 1), at(2))
    role = make_tries(home / "r", plan, at(*range(0, 60, 2)), at(*range(1, 60, 2)))
    said = steelyard("attack-rate", *plain, "--technique", named("role", role), "--json")
    assert said.code == 0
    found = rates(said)
    strongest, union = found["strongest"], found["union"]
    assert (strongest["technique"], strongest["measured_on"], strongest["left_out"]) == ("role", 50, 0)
    on_chosen, on_other = strongest["highest"] * 50, strongest["share"] * 50
    assert round(on_chosen) + round(on_other) == 60
    assert strongest["bounds"] == pytest.approx(clopper_pearson(round(on_other), 50, 0.05))
    assert strongest["at_most"] == strongest["each"]["role"] > 0.6
    assert (union["broken"], union["claim"]["budget"]) == (
        60, {"attacks": ["plain", "role"], "tries": 4, "tokens": 128},
    )  # fmt: skip
    words = steelyard("attack-rate", *plain, "--technique", named("role", role)).out
    assert "Strongest, chosen on one half of the prompts: role" in words and "not to be quoted" in words
    assert "Together (plain, role; 4 tries in all): 60 of 100 prompts" in words
    again = steelyard("attack-rate", "--technique", named("role", role), "--technique", named("plain", plain), "--json")
    assert rates(again)["strongest"]["share"] == strongest["share"]


@pytest.mark.parametrize(("change", "reason", "words"), [
    ({"sampling": Sampling("0.8", 512, None)}, "tokens", "longest answers differ"),
    ({"sampling": Sampling("1", 128, None)}, "temperature", "different temperatures"),
    ({"seed": "cd" * 32, "size": 390}, "prompts", "their prompts differ"),
    ({"bank_root": "0" * 64}, "bank", "different banks"),
])  # fmt: skip
def test_unequal_budgets_are_not_compared(
    steelyard: Command, home: Path, change: dict[str, Any], reason: str, words: str
) -> None:
    size = change.pop("size", 40)
    one = make_tries(home / "1", whole_plan(size), at(0))
    other = make_tries(home / "2", whole_plan(size, **change), at(0))
    said = steelyard("attack-rate", *one, "--technique", named("other", other), "--json")
    found = rates(said)
    assert said.code == 0 and reason in found["unequal"] and found["strongest"] is None and found["union"] is None
    assert all(one["rate"] for one in found["techniques"]), "each has its own rate all the same"
    assert words in steelyard("attack-rate", *one, "--technique", named("other", other)).out


def test_more_tries_are_an_unequal_budget(steelyard: Command, home: Path) -> None:
    plan = whole_plan(40)
    two, three = make_tries(home / "2", plan, at(0), at(1)), make_tries(home / "3", plan, at(0), at(1), at(2))
    found = rates(steelyard("attack-rate", *two, "--technique", named("x", three), "--json"))
    assert found["unequal"] == ["tries"]


@pytest.mark.parametrize(("change", "reason"), [
    ({"sampling": Sampling("0.8", 512, None)}, "sampling"), ({"bank_root": "0" * 64}, "bank"),
    ({"technique": "role"}, "technique"),
])  # fmt: skip
def test_runs_that_differ_are_no_tries_at_one_thing(
    steelyard: Command, home: Path, change: dict[str, Any], reason: str
) -> None:
    runs = [make_run(home / "1", whole_plan(20), at()), make_run(home / "2", whole_plan(20, **change), at())]
    said = steelyard("attack-rate", *runs, "--json")
    assert said.code == 3 and first(said)["reasons"] == [reason] and first(said)["rate"] is None
    assert "No attack rate can be told" in steelyard("attack-rate", *runs).out


def test_other_seeds_leave_the_prompts_in_common(steelyard: Command, home: Path) -> None:
    plans = [whole_plan(40, seed=seed * 32) for seed in ("ab", "cd")]
    runs = [make_run(home / str(n), plan, at()) for n, plan in enumerate(plans)]
    items = [{one.item for one in plan.surveys[0].families} for plan in plans]
    found = first(steelyard("attack-rate", *runs, "--json"))
    assert found["notes"] == ["other_prompts"] and found["rate"]["claim"]["count"] == len(items[0] & items[1]) < 40


def test_a_run_that_may_stop_early_is_no_try(steelyard: Command, home: Path) -> None:
    plan = msgspec.structs.replace(whole_plan(40), complete=False)
    said = steelyard("attack-rate", make_run(home / "1", plan, at()))
    assert said.code == 3 and "did not ask its whole sample" in said.out


def test_real_runs_at_a_temperature_and_at_none(steelyard: Command, home: Path) -> None:
    count = itertools.count()

    def wavering(question: str) -> str:
        if question in to_refuse() and next(count) % 5 == 0:
            return f"{ANSWER} So {next(count)} times."
        return REFUSAL if question in to_refuse() else ANSWER

    with serving(chat(wavering)) as endpoint:
        for name, temperature in (("warm", "0.7"), ("cold", "0")):
            Path(f"{name}.yaml").write_text(
                f"system: {{name: {name}, owner: O, language: en}}\nassets:\n  - {{id: service, kind: endpoint, "
                f"url: '{endpoint.url}', model: m, temperature: {temperature}}}\n", encoding="utf-8",
            )  # fmt: skip
            for number in (1, 2):
                words = ("--complete", "--seed", "ab" * 32, "--out", f"{name}{number}", "--concurrency", "8")
                assert steelyard("assess", f"{name}.yaml", *words).code in {1, 3}
        asked = [call.json for call in endpoint.calls if call.method == "POST"]
    assert {(call["temperature"], call.get("seed")) for call in asked} == {(0.7, None), (0, 0)}
    warm = first(steelyard("attack-rate", "warm1", "warm2", "--json"))
    assert warm["notes"] == [] and warm["rate"]["grade"] == "A" and warm["rate"]["claim"]["count"] == 300
    assert 0 < warm["rate"]["within"][0]["share"] < warm["rate"]["within"][1]["share"]
    cold = steelyard("attack-rate", "cold1", "cold2")
    assert cold.code == 0 and "At temperature 0 the tries are not independent draws" in cold.out
    assert RunFolder(Path("warm1")).plan().surveys[0].sampling == Sampling("0.7", 256, None)
    mixed = steelyard("attack-rate", "warm1", "cold1", "--json")
    assert mixed.code == 3 and first(mixed)["reasons"] == ["sampling"]


def test_everything_is_said_in_chinese_too(steelyard: Command, home: Path) -> None:
    plan = whole_plan(40)
    cold = whole_plan(40, sampling=Sampling("0", 64, 0))
    one = make_tries(home / "1", plan, at(0), lambda place: None if place == 3 else place == 1)
    two = make_tries(home / "2", plan, at(5, 6), at(7))
    same = make_tries(home / "3", cold, at(), at(), text="same")
    for words in ([*one, "--technique", named("role", two)], [*same, "--technique", named("role", two)]):
        said = steelyard("attack-rate", *words, "--lang", "zh")
        lines = [line for line in said.out.splitlines() if line]
        assert said.code == 0 and len(lines) > 15
        assert all(any("\u4e00" <= sign <= "\u9fff" for sign in line) for line in lines)


def test_json_follows_its_schema(steelyard: Command, home: Path) -> None:
    schema = json.loads(steelyard("attack-rate", "--schema", "attack-rates").out)
    jsonschema.Draft202012Validator.check_schema(schema)
    plan = whole_plan(40)
    one, two = make_tries(home / "1", plan, at(0), at()), make_tries(home / "2", plan, at(), at(1))
    bad = make_run(home / "3", whole_plan(20), at())
    for words in ((*one, "--technique", named("b", two)), (one[0], bad)):
        found = json.loads(steelyard("attack-rate", *words, "--json").out)
        assert found["schema"] == "steelyard.attack-rates/1"
        jsonschema.validate(found, schema)


def test_a_copy_is_no_further_try(steelyard: Command, home: Path) -> None:
    runs = make_tries(home, whole_plan(20), at(0))
    shutil.copytree(runs[0], home / "copy")
    got = steelyard("attack-rate", *runs, home / "copy")
    assert got.code == 2 and "copy" in got.err and got.out == ""


@pytest.mark.parametrize(("words", "said"), [
    ([], "no run is named"),
    (["1", "1"], "given twice"),
    (["1", "./1"], "given twice"),
    (["nowhere"], "plan.json"),
    (["--technique", "x"], "NAME=RUN,RUN"),
    (["--technique", "x="], "NAME=RUN,RUN"),
    (["--technique", "=1"], "NAME=RUN,RUN"),
    (["--technique", "x=1", "--technique", "x=2"], "one name"),
    (["1", "--technique", "plain=2"], "one name"),
    (["1", "--technique", "x=1"], "given twice"),
    (["1", "--alpha", "0"], "--alpha"),
    (["1", "--schema", "nonsense"], "nonsense"),
])  # fmt: skip
def test_bad_words_end_in_one_sentence_and_two(steelyard: Command, home: Path, words: list[str], said: str) -> None:
    make_tries(home, whole_plan(5), at(), at())
    got = steelyard("attack-rate", *words)
    assert got.code == 2 and said in got.err + got.out and "Traceback" not in got.err


def test_names_from_a_stranger_cannot_speak_to_the_terminal(steelyard: Command, home: Path) -> None:
    run = make_run(home / "1", whole_plan(20, sampling=WARM, technique="\x1b[31mred\u202e"), at(0))
    got = steelyard("attack-rate", run)
    assert got.code == 0 and "\x1b" not in got.out and "\u202e" not in got.out and "<U+001B>" in got.out
