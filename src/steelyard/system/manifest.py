"""`system.yaml`: what is assessed, who owns it, and what it is made of."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import msgspec

from steelyard.files import YamlDocument, read_yaml
from steelyard.records import Language

Identifier = Annotated[str, msgspec.Meta(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
Line = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]*$")]
Vertical = Literal["general", "automotive", "medical", "manufacturing", "finance", "public"]
AssetKind = Literal["endpoint", "source"]
Api = Literal["chat", "completions"]
EnvironmentName = Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z_][A-Za-z0-9_]{0,127}$")]

MEND = "correct it; README.md shows a manifest and `steelyard assess --schema system` prints its schema"
MAX_ASSETS = 200


class Asset(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One asset.

    An endpoint has either `url` and `model` (and `key_env`, the *name* of the environment variable that holds its key)
    or `local`, a model fetched by `steelyard model get`. A source tree has `path`, relative to the manifest.
    `max_tokens` is what the service allows an answer, `temperature` what answers are drawn at: above 0 without a seed,
    so that each run is a draw of its own.
    """

    id: Identifier
    kind: AssetKind
    url: Line | None = None
    model: Line | None = None
    key_env: EnvironmentName | None = None
    api: Api = "chat"
    local: Identifier | None = None
    max_tokens: Annotated[int, msgspec.Meta(ge=1, le=32_768)] = 256
    temperature: Annotated[float, msgspec.Meta(ge=0, le=2)] = 0.0
    path: Line | None = None


class Consent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Leave to put questions to a host that is not this machine; copied into the plan's record of the run."""

    host: Line
    port: Annotated[int, msgspec.Meta(ge=1, le=65_535)]
    level: Literal["passive", "questions"]
    authorised_by: Line
    until: date


class Declared(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The head of the manifest. `language` is the language of the service."""

    name: Line
    owner: Line
    language: Language
    vertical: Vertical = "general"


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Content of `system.yaml`."""

    system: Declared
    assets: Annotated[tuple[Asset, ...], msgspec.Meta(min_length=1, max_length=MAX_ASSETS)]
    consent: Annotated[tuple[Consent, ...], msgspec.Meta(max_length=MAX_ASSETS)] = ()


def read_manifest(path: Path) -> Manifest:
    """Read `system.yaml`. Raises InputError with file, line and mend."""
    document = read_yaml(path)
    manifest = document.convert(Manifest, MEND)
    _check_assets(manifest, document, path.parent)
    return manifest


def manifest_schema() -> dict[str, object]:
    """JSON Schema of `system.yaml`."""
    return msgspec.json.schema(Manifest)


def _check_assets(manifest: Manifest, document: YamlDocument, base: Path) -> None:
    seen: set[str] = set()
    for index, asset in enumerate(manifest.assets):
        field = f"assets[{index}]"
        if asset.id in seen:
            raise document.error(f"the id {asset.id!r} is taken already", f"{field}.id", "give each asset its own id")
        seen.add(asset.id)
        if asset.kind == "endpoint":
            _check_endpoint(asset, document, field)
        else:
            _check_source(asset, document, field, base)


def _check_endpoint(asset: Asset, document: YamlDocument, field: str) -> None:
    if asset.path is not None:
        raise document.error("an endpoint has no path", f"{field}.path", "remove it, or write kind: source")
    if (asset.local is None) == (asset.url is None):
        raise document.error("an endpoint needs either url or local", field, "write one of the two")
    if asset.url is not None and asset.model is None:
        raise document.error("an endpoint with a url needs the model's name", field, "add model:")
    if asset.url is not None and not asset.url.startswith(("http://", "https://")):
        raise document.error("the url is neither http nor https", f"{field}.url", "write it whole, with http(s)://")


def _check_source(asset: Asset, document: YamlDocument, field: str, base: Path) -> None:
    if asset.path is None:
        raise document.error("a source tree needs a path", field, "add path:, relative to this file")
    if any(value is not None for value in (asset.url, asset.model, asset.key_env, asset.local)):
        raise document.error("a source tree has no url, model or key", field, "remove them, or write kind: endpoint")
    try:
        inside = (base / asset.path).resolve().is_relative_to(base.resolve())
    except (OSError, ValueError) as error:
        raise document.error(f"the path cannot be read ({error})", f"{field}.path", "correct it") from None
    if not inside:
        raise document.error("the path leads out of the manifest's folder", f"{field}.path", "move system.yaml up")
    if not (base / asset.path).exists():
        raise document.error("there is nothing at this path", f"{field}.path", "correct it, relative to this file")


def consent_for(manifest: Manifest, host: str, port: int, today: date) -> Consent | None:
    """The consent record that covers questions to a host and port today, if there is one."""
    return next(
        (
            consent
            for consent in manifest.consent
            if (consent.host, consent.port, consent.level) == (host, port, "questions") and consent.until >= today
        ),
        None,
    )


def single_endpoint(url: str, model: str, *, key_env: str | None, language: Language, api: Api) -> Manifest:
    """The manifest behind `--endpoint URL --model NAME`. Raises InputError when a value is out of form."""
    asset = {"id": "endpoint", "kind": "endpoint", "url": url, "model": model, "key_env": key_env, "api": api}
    plain = {"system": {"name": model, "owner": "not declared", "language": language}, "assets": [asset]}
    document = YamlDocument("--endpoint", plain, {})
    manifest = document.convert(Manifest, "give a whole URL and the model's name")
    _check_endpoint(manifest.assets[0], document, "")
    return manifest
