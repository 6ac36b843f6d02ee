"""The package's standards against the collection they come from: same ids, no text called better known than there.

The collection lies beside the public data, at STEELYARD_PUBLIC_DATA/../standards.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
import yaml

from steelyard.catalog import load_catalogue

CONFIDENCE = ("V", "S", "B", "R", "not read")
WHERE = os.environ.get("STEELYARD_PUBLIC_DATA")
SHARED = Path(WHERE).parent / "standards" if WHERE else None

pytestmark = pytest.mark.skipif(SHARED is None, reason="STEELYARD_PUBLIC_DATA names no folder of public data sets")


def read(text: str) -> Any:
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@functools.cache
def shared() -> dict[str, Any]:
    assert SHARED is not None and SHARED.is_dir(), f"there is no collection of standards at {SHARED}"
    return {path.stem: read(path.read_text("utf-8")) for path in sorted(SHARED.glob("*.yaml"))}


@functools.cache
def packaged() -> dict[str, Any]:
    folder = resources.files("steelyard.catalog") / "data"
    names = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".yaml"))
    return {name.removesuffix(".yaml"): read((folder / name).read_text("utf-8")) for name in names}


def names_of(entry: dict[Any, Any]) -> list[str]:
    """The id of an entry, or those of its editions."""
    return [str(value) for key, value in entry.items() if value and (key == "id" or str(key).startswith("id_"))]


def walk(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], dict[Any, Any]]]:
    """Every entry with an id, and the keys and ids that lead to it; the header block apart."""
    if isinstance(value, dict):
        names = names_of(value)
        if names:
            yield (*path, *names), value
        for key, inner in value.items():
            if key != "standard":
                yield from walk(inner, (*path, *names, str(key)))
    elif isinstance(value, list):
        for inner in value:
            yield from walk(inner, path)


def weakest(conf: Any) -> int:
    """The place of a confidence from the best; of several the weakest."""
    return max(map(CONFIDENCE.index, conf.values())) if isinstance(conf, dict) else CONFIDENCE.index(conf)


def test_files_and_ids_are_the_same() -> None:
    assert set(packaged()) == set(shared())
    for stem, content in shared().items():
        ours, theirs = dict(walk(packaged()[stem])), dict(walk(content))
        extra = [path for path in ours if path not in theirs]
        assert [path for path in theirs if path not in ours] == [], stem
        assert {path[:-1] for path in extra} <= {("dimensions",)}, stem  # there a list of names, here with titles
        assert len(ours) == sum(1 for _ in walk(packaged()[stem])), stem


def test_what_decides_is_written_as_there() -> None:
    for stem, content in shared().items():
        ours = dict(walk(packaged()[stem]))
        for path, entry in walk(content):
            for key in ("risks", "probes", "thresholds", "cmp", "limit", "n_min", "soft", "verify"):
                assert ours[path].get(key) == entry.get(key), (stem, path, key)


def test_no_text_is_called_better_known() -> None:
    for stem, content in shared().items():
        ours = dict(walk(packaged()[stem]))
        for path, entry in walk(content):
            assert ("conf" in ours[path]) <= ("conf" in entry), (stem, path)
            if "conf" in entry:
                assert weakest(ours[path]["conf"]) >= weakest(entry["conf"]), (stem, path)
        default, there = (one.get("standard", {}).get("default_conf", "R") for one in (packaged()[stem], content))
        assert weakest(default) >= weakest(there), stem


def test_the_loader_says_nothing_better_than_what_is_written_there() -> None:
    best: dict[tuple[str, str], int] = {}
    for content in shared().values():
        head = content.get("standard", {})
        for _, entry in walk(content):
            for name in names_of(entry):
                conf = weakest(entry.get("conf", head.get("default_conf", "R")))
                best[head.get("id", ""), name] = min(conf, best.get((head.get("id", ""), name), conf))
    for item in load_catalogue().items():
        assert CONFIDENCE.index(item.conf) >= min(best[item.file, item.id], CONFIDENCE.index("R")), item.ref
