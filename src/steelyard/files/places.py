"""Where a user's own files lie: by our variable, else the XDG base directory, else below the home folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from steelyard.records import InputError

Purpose = Literal["configuration", "data"]

_PLACES: dict[Purpose, tuple[str, str]] = {
    "configuration": ("CONFIG_HOME", ".config"),
    "data": ("DATA_HOME", ".local/share"),
}


def user_folder(purpose: Purpose, environ: Mapping[str, str]) -> Path:
    """STEELYARD_..._HOME, else XDG_..._HOME/steelyard, else `~/.config/steelyard` or `~/.local/share/steelyard`.

    It need not exist. Raises InputError when it is not an absolute path, or no home can be told.
    """
    variable, below_home = _PLACES[purpose]
    if chosen := environ.get(f"STEELYARD_{variable}"):
        folder = Path(chosen)
    elif base := environ.get(f"XDG_{variable}"):
        folder = Path(base) / "steelyard"
    else:
        folder = _home(environ) / below_home / "steelyard"
    if not folder.is_absolute():
        raise InputError(
            f"the {purpose} folder must be an absolute path", source=str(folder), mend=f"set STEELYARD_{variable}"
        )
    return folder


def _home(environ: Mapping[str, str]) -> Path:
    try:
        return Path(environ.get("HOME") or Path.home())
    except RuntimeError:  # no HOME, and nobody of this number in the list of users: common in containers
        raise InputError("no home folder can be told", source="HOME", mend="set HOME") from None
