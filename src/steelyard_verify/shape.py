"""What a record must look like: small checkers put together, each raising Failed at the exact field."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from .failed import Failed
from .strictjson import MAX_INTEGER

Check = Callable[[Any, str, str], None]
"""Takes a value, its file and its place; raises Failed when it is not what it must be."""

_HEX = re.compile(r"[0-9a-f]{64}")
_RATE = re.compile(r"(?:0|1)(?:\.[0-9]{0,11}[1-9])?")


def _wrong(file: str, place: str, wanted: str) -> Failed:
    return Failed("shape", file, place, wanted=wanted)


def anything(value: Any, file: str, place: str) -> None:
    """Any value: for parts that are compared as a whole elsewhere."""


def text(value: Any, file: str, place: str) -> None:
    """Any text."""
    if not isinstance(value, str):
        raise _wrong(file, place, "text")


def flag(value: Any, file: str, place: str) -> None:
    """True or false."""
    if not isinstance(value, bool):
        raise _wrong(file, place, "true/false")


def hash_text(value: Any, file: str, place: str) -> None:
    """A SHA-256 digest: 64 hexadecimal signs in lower case."""
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise _wrong(file, place, "SHA-256")


def rate(value: Any, file: str, place: str) -> None:
    """A decimal string in 0..1, at most 12 places, without trailing zeros."""
    if not isinstance(value, str) or not _RATE.fullmatch(value) or float(value) > 1:
        raise _wrong(file, place, "0..1")


def inner_rate(value: Any, file: str, place: str) -> None:
    """A rate strictly between 0 and 1."""
    rate(value, file, place)
    if value in {"0", "1"}:
        raise _wrong(file, place, "0 < . < 1")


def whole(least: int = 0, most: int = MAX_INTEGER) -> Check:
    """A whole number in a range."""

    def check(value: Any, file: str, place: str) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise _wrong(file, place, f"{least}..{most}")

    return check


def one_of(*allowed: str) -> Check:
    """One of some words."""

    def check(value: Any, file: str, place: str) -> None:
        if not isinstance(value, str) or value not in allowed:
            raise _wrong(file, place, " | ".join(allowed))

    return check


def either(first: Check, *others: type) -> Check:
    """What `first` takes, or a value of one of some plain types."""

    def check(value: Any, file: str, place: str) -> None:
        if type(value) not in others:
            first(value, file, place)

    return check


def optional(inner: Check) -> Check:
    """Null, or what `inner` takes."""
    return either(inner, type(None))


def array(inner: Check) -> Check:
    """A list of values that `inner` takes."""

    def check(value: Any, file: str, place: str) -> None:
        if not isinstance(value, list):
            raise _wrong(file, place, "[...]")
        for index, item in enumerate(value):
            inner(item, file, f"{place}[{index}]")

    return check


def triple(value: Any, file: str, place: str) -> None:
    """A list of three texts."""
    array(text)(value, file, place)
    if len(value) != 3:
        raise _wrong(file, place, "[text, text, text]")


def mapping(inner: Check) -> Check:
    """An object with any names."""

    def check(value: Any, file: str, place: str) -> None:
        if not isinstance(value, dict):
            raise _wrong(file, place, "{...}")
        for name, item in value.items():
            inner(item, file, f"{place}.{name}")

    return check


def record(fields: dict[str, Check], may: dict[str, Check] | None = None) -> Check:
    """An object with exactly these names, and perhaps those of `may`."""
    more = may or {}

    def check(value: Any, file: str, place: str) -> None:
        if not isinstance(value, dict):
            raise _wrong(file, place, "{...}")
        for name in fields:
            if name not in value:
                raise Failed("field_missing", file, _join(place, name))
        for name, item in value.items():
            inner = fields.get(name) or more.get(name)
            if inner is None:
                raise Failed("field_unknown", file, _join(place, name))
            inner(item, file, _join(place, name))

    return check


def by_kind(kinds: dict[str, Check]) -> Check:
    """An object whose field `kind` says which record it is."""

    def check(value: Any, file: str, place: str) -> None:
        if not isinstance(value, dict) or not isinstance(value.get("kind"), str) or value["kind"] not in kinds:
            raise _wrong(file, _join(place, "kind"), " | ".join(kinds))
        kinds[value["kind"]](value, file, place)

    return check


def _join(place: str, name: str) -> str:
    return f"{place}.{name}" if place else name
