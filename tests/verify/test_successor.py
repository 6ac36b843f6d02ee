"""Whoever owns the signing key, and what he can put before a run that goes on from another."""

from __future__ import annotations

import json
from base64 import b64decode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

import pytest

from steelyard.assess import judge_run
from steelyard.journal import seal_run
from steelyard.journal.dsse import envelope
from steelyard.records import canonical_json


def _others_evidence(statement: Any) -> None:
    statement["subject"][3]["digest"]["sha256"] = "0" * 64


def _more_rows(statement: Any) -> None:
    statement["predicate"]["seal"]["roots"]["surplus"]["count"] += 1


def _fewer_rows(statement: Any) -> None:
    statement["predicate"]["seal"]["roots"]["evidence"]["count"] -= 1


def _another_plan(statement: Any) -> None:
    statement["subject"][0]["digest"]["sha256"] = "0" * 64


def _go_on(sealed: Any, change: Callable[[Any], None]) -> None:
    """Makes the run a successor of itself, under a parent's statement that was changed and signed again."""
    statement = json.loads(b64decode(json.loads(sealed.read("attestation.dsse.json"))["payload"]))
    change(statement)
    sealed.write("parent.dsse.json", envelope(canonical_json(statement), sealed.key))
    (sealed.folder / "attestation.dsse.json").unlink()
    seal_run(sealed.folder, sealed.key, lambda plan, rows, interrupted: judge_run(plan, rows, interrupted=interrupted))


def test_a_successor_without_a_label_holds(sealed, verify):
    _go_on(sealed, lambda _: None)
    assert verify(sealed).exit == 0


@pytest.mark.parametrize("change,place", [
    (_others_evidence, ("parent.dsse.json", "payload.subject[3]")),
    (_another_plan, ("parent.dsse.json", "payload.subject[0]")),
])  # fmt: skip
def test_a_changed_parent_is_refused_where_it_was_changed(sealed, verify, change, place):
    _go_on(sealed, change)
    said = verify(sealed)
    assert said.exit == 1 and said.where == place, said


@pytest.mark.parametrize("change", [_more_rows, _fewer_rows])
def test_a_parent_of_other_rows_is_refused(sealed, verify, change):
    _go_on(sealed, change)
    assert verify(sealed).exit == 1


def test_a_parent_of_another_key_is_refused(sealed, verify):
    _go_on(sealed, lambda _: None)
    statement = sealed.statement()
    parent = json.loads(sealed.read("parent.dsse.json"))
    sealed.write("parent.dsse.json", envelope(b64decode(parent["payload"]), sealed.other_key()))
    statement["predicate"]["parent"]["attestation"] = sha256(sealed.read("parent.dsse.json")).hexdigest()
    sealed.sign(statement)
    said = verify(sealed)
    assert said.exit == 1 and said.where[0] == "parent.dsse.json", said
