"""Nothing but this machine is asked without leave."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from steelyard.assess import granted, is_this_machine
from steelyard.records import InputError
from steelyard.system import Manifest, read_manifest

TODAY = date(2026, 11, 25)
HEAD = "system: {name: Shop, owner: Team, language: zh}\nassets:\n"
SERVICE = "  - {id: chat, kind: endpoint, url: 'https://api.example/v1', model: m}\n"


def manifest(tmp_path: Path, text: str) -> Manifest:
    path = tmp_path / "system.yaml"
    path.write_text(HEAD + text)
    return read_manifest(path)


def consent(until: str = "2026-12-31", level: str = "questions", host: str = "api.example", port: int = 443) -> str:
    fields = f"host: {host}, port: {port}, level: {level}, authorised_by: head of product, until: {until}"
    return f"consent:\n  - {{{fields}}}\n"


@pytest.mark.parametrize("host", ["127.0.0.1", "127.9.9.9", "localhost", "LOCALHOST.", "::1", "[::1]"])
def test_loopback_is_this_machine(host: str) -> None:
    assert is_this_machine(host)


@pytest.mark.parametrize("host", ["localhost.example", "10.0.0.1", "0.0.0.0", "example", "", "::", "127.0.0.1.nip.io"])
def test_everything_else_is_not(host: str) -> None:
    assert not is_this_machine(host)


def test_a_record_gives_leave_and_is_copied(tmp_path: Path) -> None:
    (found,) = granted(manifest(tmp_path, SERVICE + consent()), TODAY, yes=False)
    assert (found.host, found.port, found.by, found.until) == (
        "api.example", 443, "head of product", "2026-12-31",
    )  # fmt: skip


@pytest.mark.parametrize("record", [
    "", consent(until="2026-11-24"), consent(level="passive"), consent(host="other.example"), consent(port=80),
])  # fmt: skip
def test_without_a_record_that_fits_nothing_is_asked(tmp_path: Path, record: str) -> None:
    with pytest.raises(InputError, match=r"api\.example:443") as refused:
        granted(manifest(tmp_path, SERVICE + record), TODAY, yes=False)
    assert "--yes" in str(refused.value)


def test_yes_is_leave_from_the_command_line_and_says_so(tmp_path: Path) -> None:
    (found,) = granted(manifest(tmp_path, SERVICE), TODAY, yes=True)
    assert found.by == "--yes"


def test_this_machine_needs_none(tmp_path: Path) -> None:
    local = "  - {id: chat, kind: endpoint, url: 'http://127.0.0.1:8000/v1', model: m}\n"
    assert granted(manifest(tmp_path, local), TODAY, yes=False) == ()
    assert granted(manifest(tmp_path, "  - {id: chat, kind: endpoint, local: smollm2}\n"), TODAY, yes=False) == ()


@pytest.mark.parametrize(
    "url", ["http://h:99999999/v1", "http://h:x/v1", "http://u:hunter2@h:99999/v1", "http://[::1", "http://a\u2100b/v1"]
)
def test_an_address_that_is_none_is_said_without_its_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(InputError, match="no address") as caught:
        granted(manifest(tmp_path, f"  - {{id: chat, kind: endpoint, url: '{url}', model: m}}\n"), TODAY, yes=True)
    assert "hunter2" not in str(caught.value)
