"""Mutate gates and verdict code and see whether the tests notice.

    run.py [MODULE...] [--docs] [--check]

MODULE is a path under src/, or the end of one ("stats/gates.py"); without one all of subjects.py. Writes
bench/results/mutation.json, in which modules that are not run again keep what they had, and docs/mutation.md. `--docs`
only writes both again with the reasons of survivors.json, `--check` says by its exit status whether the page is up to
date. Exit status 1 when the claim falls short.

Everything happens in a copy of the repository in a temporary folder, one process at a time.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # a process with threads is not forked

import msgspec
from mutants import Mutant, mutants
from mutation_page import page
from outcomes import Module, MutationResult, Reasons, Survivor, read_reasons
from subjects import PAGE, RESULT, SUBJECTS
from trial import Outcome, attempt, copied_tree, load_libraries, watch
from watching import Watched
from weighing import weigh


def chosen_modules(ends: Sequence[str]) -> list[str]:
    """Modules whose path ends so. Raises SystemExit for an end of none."""
    for end in ends:
        if not any(module.endswith(end) for module in SUBJECTS):
            raise SystemExit(f"no module ends with {end}; there are {', '.join(SUBJECTS)}")
    return [module for module in SUBJECTS if not ends or module.endswith(tuple(ends))]


def check_modules(modules: Sequence[str]) -> Iterator[Module]:
    """Try every mutant of these modules, one module after another."""
    load_libraries()
    with copied_tree() as tree:
        folders = list(dict.fromkeys(folder for module in modules for folder in SUBJECTS[module].folders))
        watched = watch(list(modules), folders, tree)
        for module in modules:
            yield _check(module, tree, watched)


def _check(module: str, tree: Path, watched: dict[str, Watched]) -> Module:
    path = tree / "src" / module
    source = path.read_text(encoding="utf-8")
    tests = {
        name: test for name, test in watched.items()
        if module in test.lines and name.startswith(tuple(f"{folder}/" for folder in SUBJECTS[module].folders))
    }  # fmt: skip
    for compiled in path.parent.glob(f"__pycache__/{path.stem}.*"):
        compiled.unlink()
    if (found := attempt(tree, tests, SUBJECTS[module].closest)).fate != "survived":
        raise RuntimeError(f"{module}: unchanged, and yet {found.fate} by {found.by}")
    fates, survivors = {"killed": 0, "timed out": 0}, []
    began = time.monotonic()
    made = mutants(source)
    for mutant in made:
        path.write_text(mutant.source, encoding="utf-8")
        outcome = _try(mutant, module, tree, tests)
        if outcome.fate == "survived":
            survivors.append(Survivor(mutant.line, mutant.column, mutant.operator, mutant.name, mutant.old, mutant.new))
        else:
            fates[outcome.fate] += 1
        print(f"{module}:{mutant.line} {outcome.fate} {mutant.name} {outcome.by}", flush=True)
    path.write_text(source, encoding="utf-8")
    print(f"{module}: {len(made)} mutants, {len(survivors)} survived, {time.monotonic() - began:.0f} s", flush=True)
    digest = sha256(source.encode()).hexdigest()
    seconds = round(time.monotonic() - began, 1)
    return Module(module, digest, len(tests), len(made), fates["killed"], fates["timed out"], seconds, tuple(survivors))


def _try(mutant: Mutant, module: str, tree: Path, tests: dict[str, Watched]) -> Outcome:
    """Run the tests that run the mutant's statement; of one that is run by importing, all tests of the module."""
    if mutant.statement is None:
        return attempt(tree, tests, SUBJECTS[module].closest)
    first, last = mutant.statement
    meant = {name: test for name, test in tests.items() if any(first <= line <= last for line in test.lines[module])}
    return attempt(tree, meant, SUBJECTS[module].closest) if meant else Outcome("survived", "")


def main() -> int:
    """The exit status: 0 when the claim holds."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("modules", nargs="*", metavar="MODULE")
    parser.add_argument("--docs", action="store_true", help="only weigh and write again what was found")
    parser.add_argument("--check", action="store_true", help="only compare the page with the result")
    chosen = parser.parse_args()
    before = msgspec.json.decode(RESULT.read_bytes(), type=MutationResult) if RESULT.exists() else None
    reasons = read_reasons()
    if chosen.check:
        return int(before is None or PAGE.read_text(encoding="utf-8") != page(before, reasons))
    found = {each.module: each for each in (before.modules if before else ())}
    result = write(found, reasons)
    for module in () if chosen.docs else check_modules(chosen_modules(chosen.modules)):
        found[module.module] = module
        result = write(found, reasons)
    print(f"mutation: {result.measured} (limit {result.limit}) {'holds' if result.holds else 'falls short'}")
    return 0 if result.holds else 1


def write(found: dict[str, Module], reasons: Reasons) -> MutationResult:
    """Write result and page of what was found, after every module: a trial of all takes long."""
    result = weigh([found[module] for module in SUBJECTS if module in found], reasons)
    RESULT.write_bytes(msgspec.json.format(msgspec.json.encode(result), indent=2) + b"\n")
    PAGE.write_text(page(result, reasons), encoding="utf-8")
    return result


if __name__ == "__main__":
    sys.exit(main())
