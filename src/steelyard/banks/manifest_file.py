"""Reading `manifest.yaml`: plain YAML without anchors, tags or deep nesting, every complaint with its line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import msgspec
import yaml

from steelyard.records import InputError

from .files import read_text
from .manifest import Manifest

MAX_BYTES = 256 << 10
MAX_DEPTH = 8
_FIELD = re.compile(r"\$\.?([^`]*)")
_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_manifest(path: Path) -> Manifest:
    """The manifest of a bank. Raises InputError with file, line and mend."""
    text = read_text(path, MAX_BYTES)
    try:
        _refuse_tricks(text, path)
        node = yaml.compose(text, Loader=_Loader)
        lines: dict[str, int] = {}
        if node is not None:
            _walk(node, "", lines, path)
        plain = yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader, whichever of the two there is
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise InputError(
            f"this is not YAML ({getattr(error, 'problem', None) or 'unreadable'})", source=str(path),
            place=f"line {mark.line + 1}" if mark else "", mend="correct the line; docs/banks.md shows a manifest",
        ) from None  # fmt: skip
    except ValueError as error:  # a scalar that looks like a date or number and is none
        raise InputError(f"a value cannot be read ({error})", source=str(path), mend="put it in quotes") from None
    return _manifest(plain, lines, path)


def _manifest(plain: object, lines: dict[str, int], path: Path) -> Manifest:
    try:
        return msgspec.convert(plain, Manifest)
    except msgspec.ValidationError as error:
        detail, _, at = str(error).partition(" - at ")
        field = found[1] if (found := _FIELD.search(at)) else ""
        line = lines.get(field.split("[")[0])
        place = ", ".join(part for part in (f"line {line}" if line else "", field) if part)
        raise InputError(detail, source=str(path), place=place, mend="docs/banks.md lists the keys") from None


def _refuse_tricks(text: str, path: Path) -> None:
    """Anchors and aliases can grow a small file without bound; nesting can exhaust the stack of a composer."""
    depth = 0
    for token in yaml.scan(text, Loader=_Loader):
        kind = type(token).__name__
        place = f"line {token.start_mark.line + 1}"
        if kind in {"AnchorToken", "AliasToken", "TagToken"}:
            raise InputError(
                "anchors, aliases and tags are not read here", source=str(path), place=place,
                mend="write the value out",
            )  # fmt: skip
        if kind.endswith("StartToken") and kind != "StreamStartToken":
            depth += 1
            if depth > MAX_DEPTH:
                raise InputError("the nesting is too deep", source=str(path), place=place, mend="flatten it")
        elif kind == "BlockEndToken" or kind in {"FlowMappingEndToken", "FlowSequenceEndToken"}:
            depth -= 1


def _walk(node: yaml.Node, prefix: str, lines: dict[str, int], path: Path) -> None:
    """Notes the line of every field and refuses a key given twice, which YAML would silently take from the last."""
    if not isinstance(node, yaml.MappingNode):
        return
    for key, value in node.value:
        field = f"{prefix}.{key.value}" if prefix else str(key.value)
        line = key.start_mark.line + 1
        if field in lines:
            raise InputError(
                f"the key {key.value!r} stands on line {lines[field]} already", source=str(path), place=f"line {line}",
                mend="remove one of the two",
            )  # fmt: skip
        lines[field] = line
        _walk(value, field, lines, path)
