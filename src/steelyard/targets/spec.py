"""What a user says about a target, checked, and the target opened from it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import msgspec

from steelyard.records import InputError

from .base import Target
from .wire import Api

MAX_DEADLINE_S = 3600


class TargetSpec(msgspec.Struct, frozen=True):
    """A target as a user names it.

    `kind` openai: an OpenAI-compatible service at `url` (its base, or the full address of an operation), asked for
    `model`; the key is read from the environment variable named `key_env`. `kind` local: the GGUF file `model`, or the
    name of a model that `steelyard model get` knows. `deadline_s`: the longest one call may take.
    """

    kind: Literal["openai", "local"]
    model: str
    url: str = ""
    key_env: str | None = None
    api: Api = "chat"
    deadline_s: float = 60.0


def open_target(spec: TargetSpec, environ: Mapping[str, str] = os.environ) -> Target:
    """The target a spec names, ready to be asked. Nothing is called yet; close it after use.

    Raises InputError when the spec cannot be used: no address, an unset key, a missing model file or library.
    """
    if not spec.model.strip():
        raise InputError("no model is named", mend="name the model the service should use")
    if not 0 < spec.deadline_s <= MAX_DEADLINE_S:
        raise InputError(f"a deadline of {spec.deadline_s:g} seconds is not within 0 and {MAX_DEADLINE_S}")
    if spec.kind == "openai":
        from .openai import OpenAITarget  # imports aiohttp, which a local run never needs

        return OpenAITarget(
            spec.url, spec.model, api=spec.api, key=_key(spec.key_env, environ), deadline_s=spec.deadline_s
        )
    from .local import LocalTarget
    from .model_store import MODELS, model_path

    known = MODELS.get(spec.model)
    return LocalTarget(
        model_path(spec.model, environ) if known else Path(spec.model),
        name=spec.model if known else Path(spec.model).stem,
    )


def _key(name: str | None, environ: Mapping[str, str]) -> str | None:
    if name is None:
        return None
    key = environ.get(name, "").strip()
    if not key:
        raise InputError("is not set", source=f"environment variable {name}", mend="set it to the service's key")
    if not key.isascii() or not key.isprintable():
        raise InputError("holds characters no key can have", source=f"environment variable {name}", mend="set it again")
    return key
