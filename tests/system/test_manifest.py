"""`system.yaml` says what is assessed; whatever else it says ends in one sentence with line and mend."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest

from steelyard.records import InputError
from steelyard.system import consent_for, manifest_schema, read_manifest, single_endpoint

GOOD = """\
system: {name: Kiosk, owner: City library, language: zh}
assets:
  - {id: service, kind: endpoint, url: "http://127.0.0.1:8000/v1", model: m, key_env: KIOSK_KEY}
  - {id: code, kind: source, path: src}
consent:
  - {host: api.example.org, port: 443, level: questions, authorised_by: A. Owner, until: 2030-01-01}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    return tmp_path


def write(folder: Path, text: str) -> Path:
    path = folder / "system.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_manifest_is_read(folder: Path) -> None:
    manifest = read_manifest(write(folder, GOOD))
    assert manifest.system.owner == "City library"
    assert [asset.id for asset in manifest.assets] == ["service", "code"]


@pytest.mark.parametrize(
    ("old", "new", "place", "problem"),
    [
        ("language: zh", "language: fr", "line 1, system.language", "fr"),
        ("id: code", "id: service", "line 4, assets[1].id", "taken already"),
        ("path: src", "path: ../..", "line 4, assets[1].path", "leads out"),
        ("path: src", "path: lost", "line 4, assets[1].path", "nothing at this path"),
        ("path: src", "path: src, url: 'http://x'", "line 4, assets[1]", "has no url"),
        ("model: m, ", "", "line 3, assets[0]", "needs the model"),
        ("http://127", "ftp://127", "line 3, assets[0].url", "neither http nor https"),
        ("kind: source", "kind: sauce", "line 4, assets[1].kind", "sauce"),
        ("owner: City library", 'owner: "a\\nb"', "line 1, system.owner", "regex"),
        ("key_env: KIOSK_KEY", "key_env: 'sk-12345'", "line 3, assets[0].key_env", "regex"),
        ("until: 2030-01-01", "until: soon", "line 6, consent[0].until", "date"),
        ("owner: City library", "owner: City library, colour: red", "line 1, system", "colour"),
    ],
)
def test_a_wrong_field_is_named(folder: Path, old: str, new: str, place: str, problem: str) -> None:
    assert old in GOOD
    with pytest.raises(InputError, match=problem) as caught:
        read_manifest(write(folder, GOOD.replace(old, new)))
    assert caught.value.place == place
    assert caught.value.mend


def test_consent_covers_its_host_port_and_time_only(folder: Path) -> None:
    manifest = read_manifest(write(folder, GOOD))
    assert consent_for(manifest, "api.example.org", 443, date(2029, 12, 31))
    assert not consent_for(manifest, "api.example.org", 443, date(2030, 1, 2))
    assert not consent_for(manifest, "api.example.org", 80, date(2029, 1, 1))
    assert not consent_for(manifest, "example.org", 443, date(2029, 1, 1))


def test_the_path_without_a_file() -> None:
    manifest = single_endpoint("http://localhost:1/v1", "m", key_env=None, language="en", api="chat")
    assert manifest.assets[0].url == "http://localhost:1/v1"
    with pytest.raises(InputError, match="neither http nor https"):
        single_endpoint("localhost:1", "m", key_env=None, language="en", api="chat")


def test_the_published_schema_accepts_what_the_reader_accepts() -> None:
    example = Path(__file__).parents[2] / "examples" / "small-assistant" / "system.yaml"
    from steelyard.files import read_yaml

    data = json.loads(json.dumps(read_yaml(example).data, default=str))
    jsonschema.validate(data, manifest_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data | {"colour": 1}, manifest_schema())
