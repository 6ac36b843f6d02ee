"""Probes from outside join by entry point; one that does not describe itself is refused in one sentence."""

from __future__ import annotations

import types
from importlib.metadata import EntryPoint

import pytest

from steelyard.catalog import load_catalogue
from steelyard.probes import ProbeInfo, probes, registered
from steelyard.probes.registry import GROUP, collect
from steelyard.records import InputError

GOOD = ProbeInfo("colour-check", ("endpoint",), ("C-DISCRIM",), {"en": "Looks at colours.", "zh": "检查颜色。"})


@pytest.fixture
def point(monkeypatch: pytest.MonkeyPatch):
    """An entry point that leads to a value in a module of its own."""

    def make(value: object, *, name: str = "outside") -> EntryPoint:
        module = types.ModuleType("outside_probe")
        module.found = value
        monkeypatch.setitem(__import__("sys").modules, "outside_probe", module)
        return EntryPoint(name, "outside_probe:found", GROUP)

    return make


def test_the_probes_built_in_describe_themselves_and_are_in_the_catalogue():
    assert registered() == {"refusal-bank", "secret-scan"}
    kinds = load_catalogue().taxonomy.probe_kinds
    for kind, info in probes().items():
        assert kind == info.kind
        assert kind in kinds
        assert info.what["en"] != info.what["zh"]


@pytest.mark.parametrize("as_function", [False, True])
def test_a_probe_from_outside_joins(as_function, point):
    found = collect(probes().values(), [point((lambda: GOOD) if as_function else GOOD)])
    assert found["colour-check"] == GOOD
    assert set(found) == registered() | {"colour-check"}


def test_nothing_is_loaded_before_it_is_collected(point):
    loaded = []
    later = point(lambda: loaded.append(1) or GOOD)
    assert loaded == []
    collect((), [later])
    assert loaded == [1]


def raising(error: Exception):
    def load() -> ProbeInfo:
        raise error

    return load


BROKEN = {
    "no record": {"kind": "x"},
    "nothing": None,
    "a class": type("Probe", (), {}),
    "raises": raising(RuntimeError("boom")),
    "raises what shows badly": raising(ValueError("x" * 10_000)),
    "needs arguments": lambda wanted: GOOD,
    "upper case": ProbeInfo("Colour", ("endpoint",), (), GOOD.what),
    "blank kind": ProbeInfo("", ("endpoint",), (), GOOD.what),
    "a path": ProbeInfo("../x", ("endpoint",), (), GOOD.what),
    "a trailing line": ProbeInfo("colour\n", ("endpoint",), (), GOOD.what),
    "reads nothing": ProbeInfo("colour", (), (), GOOD.what),
    "one language": ProbeInfo("colour", ("endpoint",), (), {"en": "Looks."}),
    "a third language": ProbeInfo("colour", ("endpoint",), (), GOOD.what | {"fr": "Voit."}),
    "blank words": ProbeInfo("colour", ("endpoint",), (), {"en": "Looks.", "zh": " "}),
    "kind is a number": ProbeInfo(5, ("endpoint",), (), GOOD.what),
    "words are numbers": ProbeInfo("colour", ("endpoint",), (), {"en": 1, "zh": 2}),
    "risks are one text": ProbeInfo("colour", ("endpoint",), "C-DISCRIM", GOOD.what),
    "what is a list": ProbeInfo("colour", ("endpoint",), (), ["en", "zh"]),
    "holds an object": ProbeInfo("colour", (object(),), (), GOOD.what),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_probe_is_refused_in_one_sentence_that_names_it(name, point):
    with pytest.raises(InputError) as caught:
        collect((), [point(BROKEN[name], name="outside")])
    text = str(caught.value)
    assert text.startswith("entry point outside (outside_probe:found): ")
    assert "\n" not in text
    assert len(text) < 500


@pytest.mark.parametrize("value", ["no_such_module_at_all:x", "outside_probe:missing"])
def test_an_entry_point_that_leads_nowhere_is_refused(value, point):
    point(GOOD)
    with pytest.raises(InputError, match="cannot be loaded"):
        collect((), [EntryPoint("lost", value, GROUP)])


def test_no_place_is_taken(point):
    with pytest.raises(InputError, match="refusal-bank is there already"):
        collect(probes().values(), [point(ProbeInfo("refusal-bank", ("endpoint",), (), GOOD.what))])
    with pytest.raises(InputError, match="colour-check is there already"):
        collect((), [point(GOOD, name="one"), point(GOOD, name="two")])
