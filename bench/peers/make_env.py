"""Make the environment in which the peer libraries run: build/peers/venv, from pins with hashes.

It is apart from ours so that what a peer needs never meets what we need. Of the peers in unpacked.txt one file is
compared, which needs little of the rest: their wheels are unpacked into build/peers/unpacked, without what they depend
on.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PINS = ROOT / "bench" / "peers" / "requirements.txt"
ENVIRONMENT = ROOT / "build" / "peers" / "venv"
UNPACKED_PINS = ROOT / "bench" / "peers" / "unpacked.txt"
UNPACKED = ROOT / "build" / "peers" / "unpacked"
PYTHON = ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin") / "python"


def make() -> None:
    """Make it anew. Raises CalledProcessError when a pin cannot be installed."""
    venv.create(ENVIRONMENT, clear=True, with_pip=True)
    install = [str(PYTHON), "-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([*install, "-r", str(PINS)], check=True)
    shutil.rmtree(UNPACKED, ignore_errors=True)
    alone = ["--no-deps", "--only-binary", ":all:", "--target", str(UNPACKED)]
    subprocess.run([*install, *alone, "-r", str(UNPACKED_PINS)], check=True)


if __name__ == "__main__":
    make()
