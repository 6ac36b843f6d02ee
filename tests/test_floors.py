"""The house keeps its floors: a package imports lower floors, and on its own floor only leftwards."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src"
FLOORS = (
    ("records", "files"),
    ("catalog", "stats", "journal", "detect"),
    ("system", "targets", "banks", "attacks", "judges"),
    ("probes", "guard"),
    ("assess", "report"),
    ("server", "cli"),
)
PLACE = {package: (floor, index) for floor, row in enumerate(FLOORS) for index, package in enumerate(row)}


def imports_of(path: Path) -> set[str]:
    """Absolute names of the modules a file imports, wherever in the file it does so."""
    package = path.relative_to(SOURCE).parent.parts
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join((*base, *([node.module] if node.module else [])))
            names |= {module} | {f"{module}.{alias.name}" for alias in node.names}
    return names


def packages_of(names: set[str]) -> set[str]:
    return {parts[1] for name in names if (parts := name.split("."))[0] == "steelyard" and len(parts) > 1} & set(PLACE)


MODULES = sorted(SOURCE.glob("steelyard/*/**/*.py"))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_a_module_imports_only_what_lies_below_or_to_its_left(path: Path) -> None:
    own = path.relative_to(SOURCE).parts[1]
    assert own in PLACE, f"{own} has no floor"
    for package in packages_of(imports_of(path)) - {own}:
        floor, index = PLACE[package]
        own_floor, own_index = PLACE[own]
        assert floor < own_floor or (floor == own_floor and index < own_index), f"{own} imports {package}"


def test_every_package_has_a_public_face() -> None:
    for package in {path.relative_to(SOURCE).parts[1] for path in MODULES} - {"cli"}:
        tree = ast.parse((SOURCE / "steelyard" / package / "__init__.py").read_text(encoding="utf-8"))
        names = {target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets}
        assert "__all__" in names, package


def test_the_verifier_stands_on_the_standard_library_alone() -> None:
    for path in (SOURCE / "steelyard_verify").rglob("*.py"):
        roots = {name.split(".")[0] for name in imports_of(path)} - {"steelyard_verify", ""}
        assert roots <= set(sys.stdlib_module_names), path
