"""The check as one file: the same bytes each time, the same words as the module, never from inside a run."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def build(out: Path) -> Path:
    made = subprocess.run(
        [sys.executable, str(ROOT / "tools" / "build_verifier.py"), str(out)], check=True, capture_output=True
    )
    assert made.stdout.split()[0].decode() == hashlib.sha256(out.read_bytes()).hexdigest()
    return out


@pytest.fixture(scope="session")
def zipapp(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("zipapp") / "steelyard-verify.pyz")


def run(app: Path, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """In an empty environment, with nothing but the standard library to be found."""
    return subprocess.run([sys.executable, "-I", "-S", str(app), *arguments], env={}, cwd=cwd, capture_output=True)


def test_two_builds_are_the_same_bytes(zipapp, tmp_path):
    umask = os.umask(0o077)
    try:
        again = build(tmp_path / "elsewhere" / "other-name.pyz")
    finally:
        os.umask(umask)
    assert again.read_bytes() == zipapp.read_bytes()
    with zipfile.ZipFile(zipapp) as archive:
        names = archive.namelist()
        assert names == sorted(names)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        for name in names[1:]:
            assert archive.read(name) == (ROOT / "src" / name).read_bytes()
    assert set(names[1:]) == {f"steelyard_verify/{path.name}" for path in (ROOT / "src/steelyard_verify").glob("*.py")}


def test_it_says_what_the_module_says(zipapp, sealed, verify):
    for arguments in (("--key", str(sealed.public)), (), ("--integrity-only",)):
        outcome = run(zipapp, str(sealed.folder), *arguments, "--json")
        by_module = verify(sealed, *(arguments or ("--lang", "en")))
        assert (outcome.returncode, outcome.stderr) == (by_module.exit, b"")
        assert json.loads(outcome.stdout) == by_module.said
    sealed.write("report.html", b"another")
    outcome, by_module = run(zipapp, str(sealed.folder), "--key", str(sealed.public), "--json"), verify(sealed)
    assert (outcome.returncode, json.loads(outcome.stdout)) == (1, by_module.said)


def test_it_prints_both_languages_where_no_locale_is_set(zipapp, sealed):
    for language, head in (("en", "HOLDS"), ("zh", "成立")):
        outcome = run(zipapp, str(sealed.folder), "--key", str(sealed.public), "--lang", language)
        assert outcome.returncode == 0
        assert outcome.stdout.decode().startswith(head)


def test_it_needs_nothing_of_ours(zipapp, sealed):
    """No module outside the file and the standard library is loaded."""
    code = (
        "import runpy, sys\n"
        f"sys.argv = ['v', {str(sealed.folder)!r}, '--integrity-only', '--json']\n"
        f"sys.path[:0] = [{str(zipapp)!r}]\n"
        "try:\n    runpy.run_path(sys.path[0], run_name='__main__')\n"
        "except SystemExit as end:\n    assert end.code == 0, end.code\n"
        "roots = {name.split('.')[0] for name in sys.modules}\n"
        "print(sorted(roots - set(sys.stdlib_module_names) - {'__main__', '__mp_main__', 'steelyard_verify'}))\n"
    )
    found = subprocess.run([sys.executable, "-I", "-S", "-c", code], env={}, capture_output=True, check=True)
    assert found.stdout.splitlines()[-1] == b"[]"


def test_it_refuses_to_run_from_inside_the_run(zipapp, sealed):
    inside = sealed.folder / "steelyard-verify.pyz"
    shutil.copy(zipapp, inside)
    link = sealed.folder.parent / "link.pyz"
    link.symlink_to(inside)
    for app, cwd in ((inside, None), (Path("steelyard-verify.pyz"), sealed.folder), (link, None)):
        outcome = run(app, str(sealed.folder), "--key", str(sealed.public), "--lang", "en", cwd=cwd)
        assert (outcome.returncode, outcome.stdout) == (2, b"")
        assert b"lies inside the run" in outcome.stderr
    outcome = run(zipapp, str(sealed.folder), "--key", str(sealed.public), "--json")
    assert (outcome.returncode, json.loads(outcome.stdout)["file"]) == (1, inside.name), "nor may it lie there"
