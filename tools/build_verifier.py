"""Builds the stranger's check as one file, the same byte for byte wherever it is built.

    python tools/build_verifier.py OUT

writes src/steelyard_verify as a zipapp to OUT and prints its SHA-256. Run it from anywhere but a run folder:

    python3 -I -S OUT RUN --key FILE
"""

from __future__ import annotations

import argparse
import hashlib
import io
import sys
import zipfile
from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "steelyard_verify"

SHEBANG = b"#!/usr/bin/env python3\n"
MAIN = """\
import sys

if sys.version_info < (3, 11):
    sys.stderr.write("steelyard-verify: Python 3.11+\\n")
    sys.exit(2)

from steelyard_verify.__main__ import main

sys.exit(main())
"""

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_PLAIN_FILE = 0o100644 << 16


def build() -> bytes:
    """The zipapp: sources in order of their names, stored, with one date and one mode."""
    sources = {f"{PACKAGE.name}/{path.relative_to(PACKAGE).as_posix()}": path for path in PACKAGE.rglob("*.py")}
    texts = {"__main__.py": MAIN} | {name: path.read_text(encoding="utf-8") for name, path in sources.items()}
    content = io.BytesIO(SHEBANG)
    content.seek(0, io.SEEK_END)
    with zipfile.ZipFile(content, "a", zipfile.ZIP_STORED) as archive:
        for name in sorted(texts):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
            archive.writestr(entry, texts[name].encode())
    return content.getvalue()


def main() -> None:
    """Write the file named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="file to write")
    out: Path = parser.parse_args().out
    content = build()
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_bytes(content)
    out.chmod(0o755)
    sys.stdout.write(f"{hashlib.sha256(content).hexdigest()}  {out}\n")


if __name__ == "__main__":
    main()
