"""Make the environment in which the peer libraries run: build/peers/venv, from pins with hashes.

It is apart from ours so that what a peer needs never meets what we need.
"""

from __future__ import annotations

import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PINS = ROOT / "bench" / "peers" / "requirements.txt"
ENVIRONMENT = ROOT / "build" / "peers" / "venv"
PYTHON = ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin") / "python"


def make() -> None:
    """Make it anew. Raises CalledProcessError when a pin cannot be installed."""
    venv.create(ENVIRONMENT, clear=True, with_pip=True)
    install = ["-m", "pip", "install", "-q", "--disable-pip-version-check", "--require-hashes", "-r", str(PINS)]
    subprocess.run([str(PYTHON), *install], check=True)


if __name__ == "__main__":
    make()
