"""Run claim scripts one after another, or one by its name; write docs/claims.md from the full results.

    run_all.py [NAME] [--docs] [--check]

A script is a claim when it defines `CLAIM`; gate_cost.py is the claim gate-cost. `--docs` only writes the page,
`--check` only says (by its exit status) whether the page is up to date. Exit status 1 when a claim falls short.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from claim import RESULTS, RESULTS_VARIABLE, ROOT, read
from page import page

HERE = Path(__file__).resolve().parent
PAGE = ROOT / "docs" / "claims.md"


def scripts(folder: Path) -> dict[str, Path]:
    """Claim scripts by claim name."""
    return {
        path.stem.replace("_", "-"): path
        for path in sorted(folder.glob("*.py"))
        if "\nCLAIM = Claim(" in path.read_text(encoding="utf-8")
    }


def run(path: Path, name: str, results: Path) -> bool:
    """Run one script; whether its claim holds. A script that dies without a word falls short aloud."""
    known = [str(HERE), *filter(None, [os.environ.get("PYTHONPATH")])]
    environ = os.environ | {RESULTS_VARIABLE: str(results), "PYTHONPATH": os.pathsep.join(known)}
    status = subprocess.run([sys.executable, str(path)], env=environ, check=False).returncode
    if status not in {0, 1}:
        print(f"{name}: ended with status {status} (limit a result) falls short", flush=True)
    return status == 0


def main() -> int:
    """The exit status: 0 when all that ran holds, 1 when something falls short, 2 for an unknown name."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("name", nargs="?", help="one claim; all without it")
    parser.add_argument("--docs", action="store_true", help="only write the page from the results")
    parser.add_argument("--check", action="store_true", help="only compare the page with the results")
    parser.add_argument("--claims", type=Path, default=HERE, help="folder of claim scripts")
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder of results")
    parser.add_argument("--page", type=Path, default=PAGE, help="where the page is")
    chosen = parser.parse_args()
    if chosen.check:
        written = chosen.page.read_text(encoding="utf-8") if chosen.page.exists() else ""
        return int(written != page(read(chosen.results)))
    found = scripts(chosen.claims)
    names = [] if chosen.docs else [chosen.name] if chosen.name else list(found)
    if unknown := [name for name in names if name not in found]:
        print(f"there is no claim {unknown[0]}; there are {', '.join(found)}", file=sys.stderr)
        return 2
    held = [run(found[name], name, chosen.results) for name in names]
    chosen.page.write_text(page(read(chosen.results)), encoding="utf-8")
    return 0 if all(held) else 1


if __name__ == "__main__":
    sys.exit(main())
