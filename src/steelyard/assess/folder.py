"""Run folders on disk: where a run lies, which one the same command resumes, and what is written at its end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from steelyard.files import read_bytes
from steelyard.journal import ATTESTATION, JOURNAL, PLAN, VERDICTS
from steelyard.records import InputError, Plan, PlanChanged, StorageError, Verdicts, canonical_json, digest, plan_hash

MAX_RECORD_BYTES = 64 * 1024 * 1024
SHOWN_DIFFERENCES = 12

_Record = TypeVar("_Record", Plan, Verdicts)


class RunFolder(msgspec.Struct, frozen=True):
    """The folder of one run."""

    path: Path

    @property
    def journal(self) -> Path:
        """The append-only record."""
        return self.path / JOURNAL

    @property
    def finished(self) -> bool:
        """Whether verdicts were written: such a run is never continued."""
        return (self.path / VERDICTS).exists()

    @property
    def sealed(self) -> bool:
        """Whether the run was signed: such a run never changes."""
        return (self.path / ATTESTATION).exists()

    def plan(self) -> Plan:
        """The frozen plan. Raises InputError when it cannot be read or is not one."""
        return self._read(PLAN, Plan, "restore the file or start afresh with --new")

    def verdicts(self) -> Verdicts:
        """The verdicts of a finished run. Raises InputError when they cannot be read or are none."""
        return self._read(VERDICTS, Verdicts, "remove it and give the assess command again")

    def begin(self, plan: Plan) -> None:
        """Create the folder and freeze the plan in it."""
        try:
            self.path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _unwritable(self.path, error) from error
        self.write(PLAN, canonical_json(plan))

    def _read(self, name: str, kind: type[_Record], mend: str) -> _Record:
        source = self.path / name
        content = read_bytes(source, MAX_RECORD_BYTES)
        try:
            return msgspec.json.decode(content, type=kind)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            problem = f"is not what steelyard writes there ({error})"
            raise InputError(problem, source=str(source), mend=mend) from error

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole or not at all. Raises StorageError when the disk is full or the folder is read-only."""
        target, passing = self.path / name, self.path / f".{name}.part"
        try:
            with passing.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
            passing.replace(target)
        except OSError as error:
            passing.unlink(missing_ok=True)
            raise _unwritable(target, error) from error


def _unwritable(path: Path, error: OSError) -> StorageError:
    return StorageError(f"{path}: cannot be written ({error.strerror}); what was written before stands, make room or "
                        "name another folder with --out and give the same command again")  # fmt: skip


def new_folder(parent: Path, plan: Plan, now: datetime | None = None) -> RunFolder:
    """`runs/<date>-<8 signs of the plan's hash>`."""
    day = (now or datetime.now(UTC)).strftime("%Y-%m-%d")
    return RunFolder(parent / f"{day}-{plan_hash(plan)[:8]}")


def runs_in(parent: Path) -> list[RunFolder]:
    """Run folders below `parent`, the newest first (by the time its plan was frozen, then by name)."""
    found = [RunFolder(path.parent) for path in parent.glob(f"*/{PLAN}")] if parent.is_dir() else []
    return sorted(found, key=lambda run: ((run.path / PLAN).stat().st_mtime_ns, run.path.name), reverse=True)


def identity_but_seed(plan: Plan) -> str:
    """Identity of what a plan decides, whatever order the seed chose and whoever gave leave to ask."""
    return digest(_without_seed(plan))


def _without_seed(plan: Plan) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(plan)
    for field in ("nonce", "order_seed", "seed_origin", "consents"):
        del plain[field]
    for survey in plain["surveys"]:
        survey["families"] = len(survey["families"])
    return plain


def refuse_changed(run: RunFolder, known: Plan, plan: Plan) -> None:
    """Raise PlanChanged, naming what differs, unless both plans are the same but for the seed."""
    if identity_but_seed(known) == identity_but_seed(plan):
        return
    differences = list(_differences(_without_seed(known), _without_seed(plan), ""))
    shown = "; ".join(differences[:SHOWN_DIFFERENCES])
    more = len(differences) - SHOWN_DIFFERENCES
    raise PlanChanged(
        f"was begun under another plan: {shown}" + (f"; and {more} more" if more > 0 else ""),
        source=str(run.path),
        mend="restore what was, name another folder with --out, or start afresh with --new",
    )


def _differences(known: Any, plan: Any, place: str) -> Iterator[str]:
    if isinstance(known, dict) and isinstance(plan, dict):
        for name in sorted({*known, *plan}):
            yield from _differences(known.get(name), plan.get(name), f"{place}.{name}" if place else str(name))
    elif isinstance(known, list | tuple) and isinstance(plan, list | tuple) and len(known) == len(plan):
        for index, (before, now) in enumerate(zip(known, plan, strict=True)):
            yield from _differences(before, now, f"{place}[{index}]")
    elif known != plan:
        yield f"{place}: {_short(known)} → {_short(plan)}"


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}…"
