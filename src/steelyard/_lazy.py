"""Public faces whose costly names are imported when they are first asked for (PEP 562)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any


def lazy_names(package: str, table: Mapping[str, Iterable[str]]) -> Callable[[str], Any]:
    """A `__getattr__` for `package`; `table` names, by module, what is found there."""
    homes = {name: module for module, names in table.items() for name in names}

    def get(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        return getattr(import_module(f".{homes[name]}", package), name)

    return get
