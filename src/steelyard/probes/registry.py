"""The one list of probes: those built in, and those other packages bring by the entry point group `steelyard.probes`.

An entry point names a `ProbeInfo`, or a function without arguments that returns one. Nothing is loaded before somebody
asks what is registered, and what is loaded is checked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points

import msgspec

from steelyard.records import LANGUAGES, InputError

from .info import ProbeInfo
from .refusal_bank import REFUSAL_BANK
from .secret_rules import SECRET_SCAN

GROUP = "steelyard.probes"
_KIND = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def registered() -> frozenset[str]:
    """Kinds of all probes that can run here. Raises InputError when an installed one does not describe itself."""
    return frozenset(probes())


@cache
def probes() -> Mapping[str, ProbeInfo]:
    """All probes that can run here, by kind. Raises InputError when an installed one does not describe itself."""
    return collect((REFUSAL_BANK, SECRET_SCAN), entry_points(group=GROUP))


def collect(built_in: Iterable[ProbeInfo], outside: Iterable[EntryPoint]) -> Mapping[str, ProbeInfo]:
    """Probes by kind: the built-in ones, then those of entry points, which take no built-in's place.

    Raises InputError when an entry point cannot be loaded, is no valid `ProbeInfo`, or repeats a kind.
    """
    found = {info.kind: info for info in built_in}
    for point in outside:
        info = _load(point)
        if info.kind in found:
            raise InputError(f"a probe {info.kind} is there already", source=f"entry point {point.name}")
        found[info.kind] = info
    return found


def problem_of(info: ProbeInfo) -> str | None:
    """What is wrong with a probe's description, or None."""
    if not _KIND.fullmatch(info.kind):
        return f"the kind {info.kind!r} is not lower case words joined by hyphens"
    if not info.asset_kinds:
        return "it names no kind of asset that it reads"
    if set(info.what) != set(LANGUAGES) or not all(text.strip() for text in info.what.values()):
        return f"it must say what it does in {' and '.join(LANGUAGES)}"
    return None


def _load(point: EntryPoint) -> ProbeInfo:
    source, mend = f"entry point {point.name} ({point.value})", "mend or uninstall the package that brings it"
    try:
        found = point.load()
        info = found() if callable(found) else found
    except Exception as error:
        raise InputError(f"the probe cannot be loaded: {error!r:.200}", source=source, mend=mend) from error
    if not isinstance(info, ProbeInfo):
        raise InputError(f"is {type(info).__name__} and no ProbeInfo", source=source, mend=mend)
    try:
        info = msgspec.convert(msgspec.to_builtins(info), ProbeInfo)  # a record's types are not checked when it is made
    except (msgspec.ValidationError, TypeError) as error:
        raise InputError(f"its ProbeInfo is out of form: {error!s:.200}", source=source, mend=mend) from error
    if problem := problem_of(info):
        raise InputError(problem, source=source, mend=mend)
    return info
