"""`steelyard key new` and `key show`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from steelyard.cli import run


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration folder of its own, English words."""
    folder = tmp_path / "config"
    monkeypatch.setenv("STEELYARD_CONFIG_HOME", str(folder))
    monkeypatch.setenv("STEELYARD_LANG", "en")
    return folder


def test_new_prints_the_public_file_alone_on_stdout(config, capsys):
    assert run(["key", "new", "lab"]) == 0
    out, err = capsys.readouterr()
    public = config / "keys" / "lab.pub"
    assert out == f"{public}\n"
    assert json.loads(public.read_text())["keyid"] in err
    secret = config / "keys" / "lab.key"
    assert secret.stat().st_mode & 0o077 == 0
    assert str(secret) not in out + err
    assert "PRIVATE" not in out + err + public.read_text()


def test_the_name_defaults(config, capsys):
    assert run(["key", "new"]) == 0
    assert capsys.readouterr().out == f"{config / 'keys' / 'default.pub'}\n"


def test_a_key_is_never_overwritten(config, capsys):
    assert run(["key", "new", "lab"]) == 0
    before = (config / "keys" / "lab.key").read_bytes(), (config / "keys" / "lab.pub").read_bytes()
    capsys.readouterr()
    assert run(["key", "new", "lab"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "not overwritten" in err
    assert before == ((config / "keys" / "lab.key").read_bytes(), (config / "keys" / "lab.pub").read_bytes())


def test_if_missing_makes_it_once_and_prints_the_same_both_times(config, capsys):
    assert run(["key", "new", "demo", "--if-missing"]) == 0
    first = capsys.readouterr().out
    made = (config / "keys" / "demo.key").read_bytes()
    assert run(["key", "new", "demo", "--if-missing"]) == 0
    assert capsys.readouterr().out == first == f"{config / 'keys' / 'demo.pub'}\n"
    assert (config / "keys" / "demo.key").read_bytes() == made


def test_if_missing_refuses_a_public_file_that_is_not_the_keys_other_half(config, capsys):
    run(["key", "new", "demo"])
    run(["key", "new", "other"])
    keys = config / "keys"
    (keys / "demo.pub").write_bytes((keys / "other.pub").read_bytes())
    capsys.readouterr()
    for command in (["key", "new", "demo", "--if-missing"], ["key", "show", "demo"]):
        assert run(command) == 2
        out, err = capsys.readouterr()
        assert out == ""
        assert "demo.pub: does not belong to the private key" in err


def test_if_missing_refuses_a_public_file_without_its_private_key(config, capsys):
    run(["key", "new", "demo"])
    (config / "keys" / "demo.key").unlink()
    assert run(["key", "new", "demo", "--if-missing"]) == 2
    assert "no signing key named demo" in capsys.readouterr().err


def test_a_private_key_that_others_may_read_is_refused(config, capsys):
    run(["key", "new", "demo"])
    (config / "keys" / "demo.key").chmod(0o644)
    assert run(["key", "show", "demo"]) == 2
    assert "chmod 600" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["../demo", "a/b", "", ".hidden", "x" * 65, "a b"])
def test_a_name_that_is_no_plain_file_name_is_refused(name, config, capsys):
    for verb in ("new", "show"):
        assert run(["key", verb, name]) == 2
        assert "cannot name a key" in capsys.readouterr().err
    assert not config.exists()


def test_show_as_json_agrees_with_the_public_file(config, capsys):
    run(["key", "new", "lab"])
    capsys.readouterr()
    assert run(["key", "show", "lab", "--json"]) == 0
    shown, public = json.loads(capsys.readouterr().out), json.loads((config / "keys" / "lab.pub").read_text())
    assert {name: shown[name] for name in ("algorithm", "keyid", "public")} == {
        name: public[name] for name in ("algorithm", "keyid", "public")
    }
    assert shown["schema"] == "steelyard.key.show/1"
    assert shown["path"] == str(config / "keys" / "lab.pub")


def test_show_speaks_both_languages(config, capsys):
    run(["key", "new", "lab"])
    keyid = json.loads((config / "keys" / "lab.pub").read_text())["keyid"]
    capsys.readouterr()
    said = {}
    for language in ("en", "zh"):
        assert run(["key", "show", "lab", "--lang", language]) == 0
        said[language] = capsys.readouterr().out
        assert keyid in said[language]
    assert "密钥" in said["zh"]
    assert "密钥" not in said["en"]


def test_showing_a_missing_key_says_how_to_make_one(capsys):
    assert run(["key", "show", "nobody"]) == 2
    assert "steelyard key new" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_ends_with_4(tmp_path, monkeypatch, capsys):
    blocker = tmp_path / "file"
    blocker.write_text("in the way")
    monkeypatch.setenv("STEELYARD_CONFIG_HOME", str(blocker / "config"))
    assert run(["key", "new", "lab"]) == 4
    assert "cannot be written" in capsys.readouterr().err


def test_a_relative_configuration_folder_is_refused(monkeypatch, capsys):
    monkeypatch.setenv("STEELYARD_CONFIG_HOME", "somewhere")
    assert run(["key", "new", "lab"]) == 2
    assert "absolute path" in capsys.readouterr().err
