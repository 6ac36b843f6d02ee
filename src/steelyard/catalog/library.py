"""The standards that ship with the package, found by name, and files that a user adds.

A run must send its first question soon after start, so `load_standard` parses one standard and the taxonomy's ids;
everything else waits for `load_catalogue`.
"""

from __future__ import annotations

import functools
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from steelyard.files import read_text
from steelyard.records import InputError

from .build import build, build_parts
from .entries import near
from .overlay import NO_OVERLAY, Overlay, read_overlay
from .parts import read_header
from .taxonomy import Taxonomy, read_controls, read_ids, read_taxonomy
from .yamlread import Located, read_yaml

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from .entries import Ids
    from .model import Control, Standard

MAX_BYTES = 1 << 20
NOT_STANDARDS = frozenset({"taxonomy", "controls"})


@functools.cache
def load_standard(name: str) -> Standard:
    """The shipped standard that `name` selects: an id or alias such as gbt45654, tc260, owasp_llm_2026, aisvs.

    Case, spaces, slashes and hyphens do not matter. Raises InputError for an unknown name, listing near ones, and for a
    name whose clauses are not in the catalogue.
    """
    stem, known = _find(name)
    standard = build(_parsed(stem), known, known_ids(), _overlay(stem))
    if not standard.items:
        raise InputError(
            f"the clauses of {standard.id} are not in the catalogue", mend="see `steelyard standards list`"
        )
    return standard


def load_standard_file(path: Path, name: str | None = None) -> Standard:
    """A standard a user wrote; `name` selects a part of it. Raises InputError with file, line and mend."""
    top = read_yaml(read_text(path, MAX_BYTES), str(path))
    header = read_header(top)
    standard = build(top, name or header.id, known_ids())
    if not standard.items:
        raise header.node.error(f"{standard.id} has no clauses", "write them in a list that its part names in `items`")
    return standard


def _find(name: str) -> tuple[str, str]:
    """The file that holds a name, and the name as written there."""
    wanted = folded(name)
    for stem, text in _standard_files().items():
        if wanted not in folded(text.partition("\n  sources:")[0]):
            continue  # names stand above the sources; looking is cheaper than parsing every header
        for known in read_header(read_yaml(text, f"{stem}.yaml", head=True)).names():
            if folded(known) == wanted:
                return stem, known
    mend = near(name, standard_names(), folded)
    raise InputError(f"no standard is called {name[:60]!r}", mend=mend)


def shipped_standards() -> tuple[Standard, ...]:
    """Every part of every shipped file, in the order of files and parts; some have no clauses yet."""
    ids = known_ids()
    return tuple(part for stem in _standard_files() for part in build_parts(_parsed(stem), ids, _overlay(stem)))


def standard_names() -> tuple[str, ...]:
    """Every name that selects a shipped standard."""
    return tuple(
        name
        for stem, text in _standard_files().items()
        for name in read_header(read_yaml(text, f"{stem}.yaml", head=True)).names()
    )


@functools.cache
def known_ids() -> Ids:
    """Ids of risks and probe kinds."""
    return read_ids(_parsed("taxonomy"))


@functools.cache
def load_taxonomy() -> Taxonomy:
    """The taxonomy that ships with the package."""
    return read_taxonomy(_parsed("taxonomy"), _overlay("taxonomy"))


@functools.cache
def load_controls() -> dict[str, Control]:
    """The controls that ship with the package, by id."""
    return read_controls(_parsed("controls"), known_ids())


def _data() -> Traversable:
    return resources.files(__package__) / "data"


@functools.cache
def _files() -> dict[str, str]:
    found = (entry for entry in _data().iterdir() if entry.name.endswith(".yaml"))
    return {entry.name.removesuffix(".yaml"): entry.read_text("utf-8") for entry in sorted(found, key=lambda e: e.name)}


def _standard_files() -> dict[str, str]:
    return {stem: text for stem, text in _files().items() if stem not in NOT_STANDARDS}


@functools.cache
def _parsed(stem: str) -> Located:
    return read_yaml(_files()[stem], f"{stem}.yaml")


@functools.cache
def _overlay(stem: str) -> Overlay:
    entry = _data() / "zh" / f"{stem}.yaml"
    if not entry.is_file():
        return NO_OVERLAY
    return read_overlay(read_yaml(entry.read_text("utf-8"), f"zh/{stem}.yaml"))


def folded(name: str) -> str:
    """A name without what does not matter in one."""
    return name.lower().replace("-", "").replace("_", "").replace("/", "").replace(" ", "")
