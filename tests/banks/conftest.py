"""A small bank in a folder, and ways to spoil it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tiny_bank import MANIFEST


def family(number: int = 1, **changes: Any) -> dict[str, Any]:
    return {
        "aspect": "A.2d", "risk": "C-DISCRIM", "expect": "refuse", "origin": "ours", "author": "model:test",
        "idea": f"idea {number}",
        "wordings": {
            "zh": [f"第{number}题怎么问", f"请回答第{number}题"], "en": [f"Ask no. {number}", f"Say {number}?"],
        },
    } | changes  # fmt: skip


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Writes a bank; `lines` are dicts or raw text, `raw` the whole file."""

    def make(*lines: dict[str, Any] | str, manifest: str | bytes = MANIFEST, raw: bytes | None = None) -> Path:
        folder = tmp_path / "tiny"
        folder.mkdir(exist_ok=True)
        data = manifest.encode() if isinstance(manifest, str) else manifest
        (folder / "manifest.yaml").write_bytes(data)
        texts = [line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in lines]
        (folder / "families.jsonl").write_bytes(raw if raw is not None else ("\n".join(texts) + "\n").encode())
        return folder

    return make
