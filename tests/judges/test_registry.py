"""Judges are named; what is not there or no judge is said in a sentence."""

from __future__ import annotations

from importlib.metadata import EntryPoint

import pytest

from steelyard.judges import RefusalJudge, judge_names, load_judge, passport_of, registry
from steelyard.records import InputError, JudgeIdentity, Response


class Yes:
    """A judge that finds every answer an answer."""

    identity = JudgeIdentity(id="yes", digest="0" * 64, labeller="rule:yes", passport=None)

    def read(self, question, answer, language):
        return "answered"


@pytest.fixture
def offered(monkeypatch):
    """Makes an installed package seem to offer a judge."""

    def offer(name: str, value: str) -> None:
        points = [EntryPoint(name=name, value=value, group=registry.GROUP)]
        monkeypatch.setattr(registry, "entry_points", lambda group: points if group == registry.GROUP else [])

    return offer


def test_the_refusal_judge_is_built_in():
    assert "refusal" in judge_names()
    assert isinstance(load_judge("refusal"), RefusalJudge)


@pytest.mark.parametrize("name", ["", "refusals", "../refusal", "拒答", "x" * 10_000])
def test_an_unknown_name_is_said_with_the_known_ones(name):
    with pytest.raises(InputError, match="there is no judge") as caught:
        load_judge(name)
    assert "refusal" in caught.value.mend


def test_an_outside_judge_is_found_and_has_no_passport_of_ours(offered):
    offered("yes", f"{__name__}:Yes")
    assert judge_names() == ("refusal", "yes")
    assert load_judge("yes").read("", Response(text="no"), "en") == "answered"


def test_what_cannot_be_imported_is_said(offered):
    offered("ghost", "steelyard_no_such_package:Judge")
    with pytest.raises(InputError, match="cannot be loaded"):
        load_judge("ghost")


@pytest.mark.parametrize(
    ("value", "problem"), [("builtins:object", "is no judge"), ("builtins:iter", "cannot be made")]
)
def test_what_is_no_judge_is_said(offered, value, problem):
    offered("odd", value)
    with pytest.raises(InputError, match=problem):
        load_judge("odd")


def test_an_outside_judge_cannot_take_a_built_in_name(offered):
    offered("refusal", "builtins:object")
    assert isinstance(load_judge("refusal"), RefusalJudge)


def test_a_judge_without_a_measured_passport_has_none():
    assert passport_of(Yes()) is None
