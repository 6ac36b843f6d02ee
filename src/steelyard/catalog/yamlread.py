"""YAML as data only: bounded, without aliases, every value with its line.

Standards are files that anyone adds, so the reader refuses what a list of clauses never needs: anchors and aliases
(bombs), tags, a second document, repeated keys, depth, size. Scalars stay text: a limit of 0.05 is read as written and
never passes through a binary fraction.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import yaml

from steelyard.records import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

MAX_NODES = 100_000
MAX_DEPTH = 24

Choice = TypeVar("Choice", bound=str)
_NULL = frozenset({"", "~", "null", "Null", "NULL"})
_DECIMAL = re.compile(r"-?\d{1,30}(\.\d{1,30})?")


class Located(msgspec.Struct, frozen=True, gc=False):
    """A YAML value and where it stands: text, None, a list or a mapping of `Located`; `line` counts from 1."""

    value: str | list[Located] | dict[str, Located] | None
    line: int
    source: str

    def error(self, problem: str, mend: str = "") -> InputError:
        """An error that names this place."""
        return InputError(problem, source=self.source, place=f"line {self.line}", mend=mend)

    def mapping(self, what: str) -> dict[str, Located]:
        """The value as a mapping; `what` names it in the error."""
        if not isinstance(self.value, dict):
            raise self.error(f"{what} must be a mapping of fields")
        return self.value

    def sequence(self, what: str) -> list[Located]:
        """The value as a list; `what` names it in the error."""
        if not isinstance(self.value, list):
            raise self.error(f"{what} must be a list")
        return self.value

    def text(self, what: str) -> str:
        """The value as text that is not empty."""
        if not isinstance(self.value, str) or not self.value:
            raise self.error(f"{what} must be text")
        return self.value

    def texts(self, what: str) -> tuple[str, ...]:
        """The value as a list of texts."""
        return tuple(part.text(f"an entry of {what}") for part in self.sequence(what))

    def choice(self, what: str, allowed: tuple[Choice, ...]) -> Choice:
        """The value as one of the `allowed` words."""
        word = self.text(what)
        for each in allowed:
            if each == word:
                return each
        raise self.error(f"{what} is {word!r}", f"write one of {', '.join(allowed)}")

    def flag(self, what: str) -> bool:
        """The value as true or false."""
        return self.choice(what, ("true", "false")) == "true"

    def decimal(self, what: str) -> str:
        """The value as an exact decimal in shortest form: 0.950 becomes "0.95"."""
        word = self.text(what)
        if not _DECIMAL.fullmatch(word):
            raise self.error(f"{what} is {word[:40]!r}, which is no plain decimal number", "write it like 0.05")
        short = format(Decimal(word), "f")
        short = short.rstrip("0").rstrip(".") if "." in short else short
        return "0" if short == "-0" else short

    def count(self, what: str) -> int:
        """The value as a whole number from 0."""
        word = self.text(what)
        if not word.isascii() or not word.isdigit() or len(word) > 12:
            raise self.error(f"{what} is {word[:40]!r}, which is no whole number")
        return int(word)

    def plain(self) -> Any:
        """The value without places: text, None, tuples and mappings."""
        if isinstance(self.value, list):
            return tuple(part.plain() for part in self.value)
        if isinstance(self.value, dict):
            return {key: part.plain() for key, part in self.value.items()}
        return self.value


def read_yaml(text: str, source: str, *, head: bool = False) -> Located:
    """The one document in `text`, a mapping at its top; with `head`, only up to its first key's value.

    Raises InputError with file and line for whatever is not plain data within the bounds.
    """
    return _Reader(text, source).document(head=head)


class _Reader:
    """Builds `Located` values from parser events, refusing early: libyaml is quadratic in nesting."""

    def __init__(self, text: str, source: str) -> None:
        self._parser = yaml.CSafeLoader(text)
        self._source = source
        self._nodes = 0

    def document(self, *, head: bool) -> Located:
        try:
            event = self._event()
            if not isinstance(event, yaml.MappingStartEvent):
                raise self._error("holds no mapping at its top", event, "begin with `standard:`")
            top = self._mapping(event, 1, head=head)
            if not head and not isinstance(self._event(), yaml.StreamEndEvent):
                raise InputError("holds a second document", source=self._source, mend="keep one document in a file")
            return top
        except yaml.YAMLError as fault:
            raise self._not_yaml(fault) from None
        finally:
            self._parser.dispose()

    def _event(self) -> yaml.Event:
        event = self._parser.get_event()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent | yaml.DocumentEndEvent):
            event = self._parser.get_event()
        assert event is not None  # the parser ends with StreamEndEvent, after which nothing here asks again
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise self._error("holds an anchor or an alias", event, "write the value out")
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            self._nodes += 1
            if event.tag is not None:
                raise self._error(f"holds the tag {event.tag[:60]!r}", event, "leave tags out")
            if self._nodes > MAX_NODES:
                raise self._error(f"holds more than {MAX_NODES} values", event, "split the file")
        return event

    def _value(self, event: yaml.Event, depth: int) -> Located:
        if isinstance(event, yaml.ScalarEvent):
            bare = not event.style and event.value in _NULL
            return Located(None if bare else event.value, _line(event), self._source)
        if depth > MAX_DEPTH:
            raise self._error(f"nests deeper than {MAX_DEPTH} levels", event, "flatten it")
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(event, depth)
        parts: list[Located] = []
        while not isinstance(inner := self._event(), yaml.SequenceEndEvent):
            parts.append(self._value(inner, depth + 1))
        return Located(parts, _line(event), self._source)

    def _mapping(self, start: yaml.Event, depth: int, *, head: bool = False) -> Located:
        fields: dict[str, Located] = {}
        while not isinstance(key := self._event(), yaml.MappingEndEvent):
            if not isinstance(key, yaml.ScalarEvent):
                raise self._error("has a key that is not text", key)
            if key.value in fields:
                raise self._error(f"repeats the key {key.value[:60]!r}", key, "keep one of them")
            fields[key.value] = self._value(self._event(), depth + 1)
            if head:
                break
        return Located(fields, _line(start), self._source)

    def _error(self, problem: str, event: yaml.Event, mend: str = "") -> InputError:
        return InputError(problem, source=self._source, place=f"line {_line(event)}", mend=mend)

    def _not_yaml(self, fault: yaml.YAMLError) -> InputError:
        mark = getattr(fault, "problem_mark", None)
        place = f"line {mark.line + 1}" if mark else ""
        problem = getattr(fault, "problem", None) or getattr(fault, "reason", None) or "unreadable"
        return InputError(f"is not YAML ({problem})", source=self._source, place=place)


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def field(fields: Mapping[str, Located], key: str) -> Located | None:
    """A field that is there and not null."""
    found = fields.get(key)
    return None if found is None or found.value is None else found
