"""YAML that people write: plain data, no anchors, tags or deep nesting, and the line of every field."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from steelyard.records import InputError

from .text import read_text

Record = TypeVar("Record")

MAX_BYTES = 1 << 20
MAX_DEPTH = 16
MAX_NODES = 100_000
_OPENING = (yaml.BlockMappingStartToken, yaml.BlockSequenceStartToken, yaml.FlowMappingStartToken,
            yaml.FlowSequenceStartToken)  # fmt: skip
_CLOSING = (yaml.BlockEndToken, yaml.FlowMappingEndToken, yaml.FlowSequenceEndToken)
_SEXAGESIMAL = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?")
"""What YAML 1.1 takes for a number in base 60; a long one takes minutes to work out."""
_FIELD = re.compile(r"\$\.?([^`]*)")
_Loader: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class YamlDocument(msgspec.Struct, frozen=True):
    """Plain data with the line (from 1) of each field, by its path: `assets[1].kind`."""

    source: str
    data: Any
    lines: dict[str, int]

    def convert(self, kind: type[Record], mend: str) -> Record:
        """The data as a record. Raises InputError with line, field and `mend` when it does not fit."""
        try:
            return msgspec.convert(self.data, kind)
        except msgspec.ValidationError as error:
            problem, _, at = str(error).partition(" - at ")
            field = found[1] if (found := _FIELD.search(at)) else ""
            raise self.error(problem, field, mend) from None

    def error(self, problem: str, field: str, mend: str) -> InputError:
        """An InputError about one field of this document."""
        known = field
        while known and known not in self.lines:
            known = known[: max(known.rfind("."), known.rfind("["), 0)]
        line = self.lines.get(known)
        place = ", ".join(part for part in (f"line {line}" if line else "", field) if part)
        return InputError(problem, source=self.source, place=place, mend=mend)


def read_yaml(path: Path, max_bytes: int = MAX_BYTES) -> YamlDocument:
    """Read a YAML file of at most `max_bytes`. Raises InputError with file, line and mend."""
    return parse_yaml(read_text(path, max_bytes), str(path))


def parse_yaml(text: str, source: str) -> YamlDocument:
    """Plain data of one YAML document. Raises InputError with line and mend."""
    try:
        _refuse_tricks(text, source)
        node = yaml.compose(text, Loader=_Loader)
        lines: dict[str, int] = {}
        if node is not None:
            _note_lines(node, "", lines, source)
        return YamlDocument(source, yaml.load(text, Loader=_Loader), lines)  # noqa: S506 - a safe loader, either of two
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise InputError(
            f"this is not YAML ({getattr(error, 'problem', None) or 'unreadable'})",
            source=source,
            place=f"line {mark.line + 1}" if mark else "",
            mend="correct the line",
        ) from None
    except (ValueError, OverflowError) as error:
        raise InputError(f"a value cannot be read ({error})", source=source, mend="put it in quotes") from None


def _refuse_tricks(text: str, source: str) -> None:
    """Anchors and aliases can grow a small file without bound; nesting can exhaust the stack of a composer."""
    depth = nodes = 0
    for token in yaml.scan(text, Loader=_Loader):
        place = f"line {token.start_mark.line + 1}"
        if isinstance(token, yaml.AnchorToken | yaml.AliasToken | yaml.TagToken):
            raise InputError("anchors, aliases and tags are not read here", source=source, place=place,
                             mend="write the value out")  # fmt: skip
        depth += isinstance(token, _OPENING) - isinstance(token, _CLOSING)
        nodes += isinstance(token, yaml.ScalarToken | yaml.BlockEntryToken)  # an entry may be empty
        if isinstance(token, yaml.ScalarToken) and token.plain and _SEXAGESIMAL.fullmatch(token.value):
            raise InputError("digits with colons would be read as a number in base 60", source=source, place=place,
                             mend="put them in quotes")  # fmt: skip
        if depth > MAX_DEPTH:
            raise InputError("the nesting is too deep", source=source, place=place, mend="flatten it")
        if nodes > MAX_NODES:
            raise InputError(f"there are more than {MAX_NODES:,} values", source=source, place=place,
                             mend="split the file")  # fmt: skip


def _note_lines(node: yaml.Node, prefix: str, lines: dict[str, int], source: str) -> None:
    """Notes the line of every field and refuses a key given twice, of which YAML would silently take the last."""
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            field = f"{prefix}[{index}]"
            lines[field] = item.start_mark.line + 1
            _note_lines(item, field, lines, source)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            field = f"{prefix}.{key.value}" if prefix else str(key.value)
            line = key.start_mark.line + 1
            if field in lines:
                raise InputError(
                    f"the key {str(key.value)[:80]!r} stands on line {lines[field]} already",
                    source=source,
                    place=f"line {line}",
                    mend="remove one of the two",
                )
            lines[field] = line
            _note_lines(value, field, lines, source)
