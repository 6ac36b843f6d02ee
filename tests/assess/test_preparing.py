"""Preparing a system: what was opened is closed again when something named cannot be used."""

from __future__ import annotations

import gc
import os
import socket
from pathlib import Path

import aiohttp
import pytest

from steelyard.assess import prepare
from steelyard.records import InputError
from steelyard.system import read_manifest

MANIFEST = """
system: {{name: s, owner: o, language: en}}
assets:
  - {{id: service, kind: endpoint, url: "http://127.0.0.1:{port}/v1", model: m}}
  - {{id: code, kind: source, path: pipe}}
"""


def open_sessions() -> int:
    return sum(isinstance(one, aiohttp.ClientSession) and not one.closed for one in gc.get_objects())


async def test_targets_are_closed_when_another_asset_cannot_be_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        (tmp_path / "system.yaml").write_text(MANIFEST.format(port=unused.getsockname()[1]))
        before = open_sessions()
        with pytest.raises(InputError, match="neither a file nor a folder") as caught:
            await prepare(read_manifest(tmp_path / "system.yaml"), tmp_path, (), consents=(), deadline_s=5.0)
    assert caught.value.exit_code == 2
    assert open_sessions() == before
