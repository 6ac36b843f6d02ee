"""Synthetic runs (`verify_world`), sealed by a fresh key, and the ways of those who would change them."""

from __future__ import annotations

import json
import shutil
from base64 import b64decode
from collections.abc import Callable, Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from verify_world import Made, lines_of, make_run

from steelyard.journal import SigningKey, load_key, new_key, read_journal, seal_run
from steelyard.journal.dsse import envelope
from steelyard.records import (
    CallRow,
    CoverageRow,
    FindingRow,
    LabelRow,
    Row,
    TrialRow,
    Verdicts,
    canonical_json,
)
from steelyard_verify.__main__ import main


class Told(NamedTuple):
    """The judge that a seal is made with in an attack: it says what it is told."""

    verdicts: Verdicts
    counted: frozenset[str]


class Sealed:
    """A sealed run in a folder, and the ways of those who would change it."""

    def __init__(self, folder: Path, made: Made, keys: Path) -> None:
        self.folder, self.made, self.keys = folder, made, keys
        self.public = keys / "keys" / "lab.pub"

    @property
    def key(self) -> SigningKey:
        return load_key("lab", self.keys)

    def write(self, name: str, content: bytes) -> None:
        (self.folder / name).write_bytes(content)

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def rows(self) -> list[Row]:
        return [entry.row for entry in read_journal(self.folder / "journal.jsonl")]

    def write_rows(self, rows: Iterable[Row]) -> None:
        self.write("journal.jsonl", b"".join(lines_of(self.made.plan, rows)))

    def seal(self, key: SigningKey | None = None, *, verdicts: Verdicts | None = None,
             counted: frozenset[str] | None = None, **more: Any) -> None:  # fmt: skip
        """Seal again what lies in the folder, as if it came to `verdicts`."""
        told = Told(verdicts or self.made.judgement.verdicts,
                    self.made.judgement.counted if counted is None else counted)  # fmt: skip
        (self.folder / "attestation.dsse.json").unlink(missing_ok=True)
        seal_run(self.folder, key or self.key, lambda plan, rows, interrupted: told, **more)

    def statement(self) -> Any:
        return json.loads(b64decode(json.loads(self.read("attestation.dsse.json"))["payload"]))

    def sign(self, statement: Any, key: SigningKey | None = None) -> None:
        """Put another statement under the signature."""
        self.write("attestation.dsse.json", envelope(canonical_json(statement), key or self.key))

    def resign(self, name: str, content: bytes) -> None:
        """Write a file and sign a statement that is the same but for its digest."""
        self.write(name, content)
        statement = self.statement()
        subject = next(entry for entry in statement["subject"] if entry["name"] == name)
        subject["digest"]["sha256"] = sha256(content).hexdigest()
        self.sign(statement)

    def other_key(self) -> SigningKey:
        if not (self.keys / "keys" / "other.key").exists():
            new_key("other", self.keys)
        return load_key("other", self.keys)


@pytest.fixture(scope="session")
def made_run() -> Callable[..., Made]:
    return make_run


def _has_everything(made: Made) -> bool:
    """Whether a run shows each kind of row, an open fault, surplus, a failure, a forecast, a full answer, a trial asked
    for a list of risks, and one bank asked twice."""
    kinds = {type(row) for row in made.rows}
    measures = [
        part.measure for verdict in made.judgement.verdicts.requirements for part in verdict.parts if part.measure
    ]
    return (
        kinds == {TrialRow, LabelRow, FindingRow, CoverageRow, CallRow}
        and not made.interrupted
        and any(measure.surplus for measure in measures)
        and any(measure.open_faults for measure in measures)
        and any(measure.forecast_table for measure in measures)
        and any(measure.failures for measure in measures)
        and any(measure.risks and measure.risks.beyond for measure in measures)
        and any(isinstance(row, LabelRow) and row.reading == "answered" for row in made.rows)
        and len(made.plan.surveys) == 2
        and len({survey.bank_root for survey in made.plan.surveys}) == 1
    )


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory) -> Sealed:
    made = next(made for seed in range(520, 10_000) if _has_everything(made := make_run(seed, most=24, whole=True)))
    base = tmp_path_factory.mktemp("template")
    new_key("lab", base / "config")
    run = Sealed(base / "run", made, base / "config")
    run.folder.mkdir()
    run.write("plan.json", canonical_json(made.plan))
    run.write("verdicts.json", canonical_json(made.judgement.verdicts))
    run.write("report.html", "<!doctype html><title>报告</title>".encode())
    run.write("journal.jsonl", b"".join(made.lines))
    run.seal(signed_by="A laboratory 实验室", attempt=2)
    return run


@pytest.fixture
def sealed(_template: Sealed, tmp_path: Path) -> Sealed:
    """A copy of a sealed run that has everything."""
    shutil.copytree(_template.folder, tmp_path / "run")
    shutil.copytree(_template.keys, tmp_path / "config")
    return Sealed(tmp_path / "run", _template.made, tmp_path / "config")


class Outcome(NamedTuple):
    """How the check ended, and what it printed as JSON (or, for a usage error, on stderr)."""

    exit: int
    said: dict[str, Any]
    stderr: str

    @property
    def where(self) -> tuple[str, str]:
        return self.said.get("file", ""), self.said.get("place", "")


@pytest.fixture
def verify(capsys: pytest.CaptureFixture[str]) -> Callable[..., Outcome]:
    """Runs the check on a sealed run, with its key unless other arguments are given."""

    def run(sealed: Sealed, *arguments: str) -> Outcome:
        by = arguments or ("--key", str(sealed.public))
        code = main([str(sealed.folder), *by, "--json", "--lang", "en"])
        printed = capsys.readouterr()
        return Outcome(code, json.loads(printed.out) if printed.out else {}, printed.err)

    return run
