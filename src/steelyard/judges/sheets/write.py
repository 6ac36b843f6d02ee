"""The four files of a sheet: two forms of it for a rater, instructions, and the manifest that the organiser keeps."""

from __future__ import annotations

import csv
import io
import os
import secrets
from contextlib import suppress
from pathlib import Path

import msgspec

from steelyard.files import read_bytes
from steelyard.records import InputError, Language, StorageError

from .cells import to_cell
from .make import manifest_of
from .model import MAX_BYTES, Manifest, Sheet, SheetRow
from .words import COLUMNS
from .words_guide import instructions

_MARK = "\ufeff"
"""Without a byte order mark Excel takes a CSV for a file in the system's old encoding."""


class SheetFiles(msgspec.Struct, frozen=True):
    """Where a sheet was written. Only `manifest` is not for the rater."""

    csv: Path
    jsonl: Path
    instructions: Path
    manifest: Path


def write_sheet(sheet: Sheet, folder: Path) -> SheetFiles:
    """Write `<role>-<batch>-<rater>` as .csv, .jsonl and .sheet.json, and the instructions, into `folder`.

    Each file comes to be whole or not at all, the manifest first. A file that is there already is never written over:
    one with the same content is left alone. Raises InputError, before anything is written, when one of them has another
    content (a sheet that was filled in, above all) or the answers are too many; StorageError when the folder cannot be
    written.
    """
    manifest = manifest_of(sheet)
    files = SheetFiles(
        csv=folder / f"{manifest.name}.csv", jsonl=folder / f"{manifest.name}.jsonl",
        instructions=folder / f"instructions.{sheet.language}.md", manifest=folder / f"{manifest.name}.sheet.json",
    )  # fmt: skip
    contents = {
        files.manifest: _manifest_json(manifest),
        files.instructions: instructions(sheet.language).encode(),
        files.jsonl: _jsonl(sheet.rows),
        files.csv: _csv(sheet.rows, sheet.language),
    }
    if max(map(len, contents.values())) > MAX_BYTES // 2:  # a spreadsheet may save it twice as large
        raise InputError(f"{len(sheet.rows):,} answers make too large a file", mend="put fewer answers in a batch")
    missing = {path: content for path, content in contents.items() if not _is_there(path, content)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageError(f"{folder}: cannot be made ({error.strerror})") from error
    for path, content in missing.items():
        _write_new(path, content)
    return files


def _csv(rows: tuple[SheetRow, ...], language: Language) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([by[language] for by in COLUMNS.values()])
    writer.writerows([cells[column] for column in COLUMNS] for cells in map(_cells, rows))
    return (_MARK + text.getvalue()).encode("utf-8")


def _jsonl(rows: tuple[SheetRow, ...]) -> bytes:
    return b"".join(msgspec.json.encode(_cells(row)) + b"\n" for row in rows)


def _cells(row: SheetRow) -> dict[str, str]:
    """What a rater may see of a row, by column, fit for a cell."""
    return {
        "row": row.row, "risk": to_cell(row.risk), "question": to_cell(row.question), "answer": to_cell(row.answer),
        "reading": "", "note": "", "check": row.check,
    }  # fmt: skip


def _manifest_json(manifest: Manifest) -> bytes:
    return msgspec.json.format(msgspec.json.encode(manifest), indent=1) + b"\n"


def _is_there(path: Path, content: bytes) -> bool:
    """Whether a file with this content is there. Raises InputError when it is there with another."""
    if not os.path.lexists(path):
        return False
    if read_bytes(path, MAX_BYTES) != content:
        raise InputError(
            "is there already with another content, perhaps filled in, and is not overwritten",
            source=str(path),
            mend="move it away, or write the sheet as another batch",
        )
    return True


def _write_new(path: Path, content: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with draft.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError as error:
        raise InputError(
            "was made by somebody else just now", source=str(path), mend="look at it, and retry"
        ) from error
    except OSError as error:
        raise StorageError(f"{path}: cannot be written ({error.strerror})") from error
    finally:
        with suppress(OSError):
            draft.unlink()
