"""Someone who tampers with a sealed run and makes everything again that a seal needs, with a key of his own."""

from __future__ import annotations

import json
import shutil
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from tampering import Case

from steelyard.assess import ATTESTATION, JOURNAL, PLAN, VERDICTS, judge_run
from steelyard.journal import Entry, load_key, new_key, public_key_path, read_journal, seal_run
from steelyard.journal.lines import encode_line
from steelyard.records import CallRow, Plan, TrialRow, Verdicts, canonical_json


class _Told(NamedTuple):
    """The judge of a forger: it says what it is told."""

    verdicts: Verdicts
    counted: frozenset[str]


class Forger:
    """Works in copies of a run below `room`."""

    def __init__(self, folder: Path, room: Path) -> None:
        new_key("forger", room / "config")
        self._key, self._public = load_key("forger", room / "config"), public_key_path("forger", room / "config")
        self._folder, self._room = folder, room
        self._true = json.loads((folder / ATTESTATION).read_bytes())
        self._verdicts = msgspec.json.decode((folder / VERDICTS).read_bytes(), type=Verdicts)
        self._entries = list(read_journal(folder / JOURNAL))
        rows = [row for row, _ in self._entries if not isinstance(row, CallRow)]
        plan = msgspec.json.decode((folder / PLAN).read_bytes(), type=Plan)
        self._counted = judge_run(plan, rows, interrupted=self._verdicts.interrupted).counted

    def verdict_cases(self) -> Iterator[Case]:
        """A failed requirement declared met; tree and statement made again and put under one signature or another."""
        better = list(self._verdicts.requirements)
        at = next(number for number, verdict in enumerate(better) if verdict.state == "fail")
        better[at] = msgspec.structs.replace(better[at], state="pass")
        changed = msgspec.structs.replace(self._verdicts, requirements=tuple(better))
        forged = self._seal({VERDICTS: canonical_json(changed)}, changed)
        what = "a failed verdict changed to met"
        yield from self._signatures(what, forged)
        place = rf"^requirements\[{at}\]\.state$"
        yield Case(f"{what}, sealed with another key, which is asked for", forged, VERDICTS, place, self._public)

    def edit_cases(self) -> Iterator[Case]:
        """An answer rewritten; tree and statement made again, the verdicts still what the rows come to."""
        entries = list(self._entries)
        at = next(
            number for number, (row, _) in enumerate(entries)
            if isinstance(row, TrialRow) and row.response is not None and row.key in self._counted
        )  # fmt: skip
        entries[at] = Entry(_rewritten(entries[at].row), entries[at].salt)
        forged = self._seal({JOURNAL: b"".join(encode_line(*entry) for entry in entries)}, self._verdicts)
        yield from self._signatures("an answer rewritten", forged)

    def _seal(self, changed: dict[str, bytes], verdicts: Verdicts) -> dict[str, bytes]:
        copy = self._room / "copy"
        shutil.copytree(self._folder, copy)
        (copy / ATTESTATION).unlink()
        for name, content in changed.items():
            (copy / name).write_bytes(content)
        seal_run(copy, self._key, lambda plan, rows, interrupted: _Told(verdicts, self._counted))
        forged = changed | {ATTESTATION: (copy / ATTESTATION).read_bytes()}
        shutil.rmtree(copy)
        return forged

    def _signatures(self, what: str, forged: dict[str, bytes]) -> Iterator[Case]:
        made = json.loads(forged[ATTESTATION])
        ours, true = made["signatures"][0], self._true["signatures"][0]
        for how, signatures, place in (
            ("sealed with another key", [ours], r"^signatures"),
            ("sealed with another key under the name of the true one", [ours | {"keyid": true["keyid"]}],
             r"^signatures\[0\]\.sig$"),
            ("under the old signature", [true], r"^signatures\[0\]\.sig$"),
            ("not signed", [], r"^signatures"),
            ("under a signature of zeros", [true | {"sig": b64encode(bytes(64)).decode()}], r"^signatures\[0\]\.sig$"),
        ):  # fmt: skip
            content = canonical_json(made | {"signatures": signatures})
            yield Case(f"{what}, {how}", forged | {ATTESTATION: content}, ATTESTATION, place)


def _rewritten(row: Any) -> Any:
    return msgspec.structs.replace(row, response=msgspec.structs.replace(row.response, text="I cannot help with that."))
