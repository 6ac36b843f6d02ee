"""Files that people write may be anything: each ends in data, or in one sentence with file, place and mend."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.files import parse_yaml, read_bytes, read_text, read_yaml
from steelyard.records import InputError


def test_text_comes_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("名称: 权衡\n", encoding="utf-8")
    assert read_text(path, 100) == "名称: 权衡\n"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"\xef\xbb\xbfa: 1", "byte order mark"),
        ("a: 1".encode("utf-16"), "UTF-16"),
        ("名: 1".encode("gbk"), "not UTF-8"),
        (b"x" * 101, "larger than 100"),
    ],
)
def test_what_is_not_plain_text_is_named(tmp_path: Path, content: bytes, problem: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(content)
    with pytest.raises(InputError, match=problem) as caught:
        read_text(path, 100)
    assert str(path) in str(caught.value)
    assert caught.value.mend


def test_a_pipe_a_folder_and_nothing_do_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for name in ("pipe", ".", "absent"):
        with pytest.raises(InputError):
            read_bytes(tmp_path / name, 100)


@pytest.mark.parametrize(
    ("text", "line", "problem"),
    [
        ("a: 1\nb: [1, 2\n", "line 3", "not YAML"),
        ("a: 1\na: 2\n", "line 2", "stands on line 1 already"),
        ("a: &x [1]\nb: *x\n", "line 1", "anchors"),
        ("a: !!python/object/apply:os.system [true]\n", "line 1", "tags"),
        ("a:\n" + "".join(" " * i + "- \n" for i in range(1, 40)), "", "deep"),
        ("[" * 1000, "line 1", "deep"),
        ("when: 2026-99-99\n", "", "cannot be read"),
        ("at: 1" + ":0" * 400_000 + "\n", "line 1", "base 60"),
        ("at: 1" + ":0" * 300 + ":0.5\n", "line 1", "base 60"),
        ("-\n" * 400_000, "", "more than"),
    ],
)
def test_tricks_in_yaml_end_in_a_sentence(text: str, line: str, problem: str) -> None:
    with pytest.raises(InputError, match=problem) as caught:
        parse_yaml(text, "file.yaml")
    assert line in caught.value.place


def test_a_million_keys_are_refused_early(tmp_path: Path) -> None:
    path = tmp_path / "many.yaml"
    path.write_text("".join(f"k{i}: 1\n" for i in range(90_000)), encoding="utf-8")
    with pytest.raises(InputError, match="more than"):
        read_yaml(path)
    path.write_text("".join(f"k{i}: 1\n" for i in range(1_000_000)), encoding="utf-8")
    with pytest.raises(InputError, match="larger than"):
        read_yaml(path)


def test_a_wrong_field_is_named_with_its_line() -> None:
    class Shape(msgspec.Struct, forbid_unknown_fields=True):
        items: list[dict[str, int]]

    document = parse_yaml("items:\n  - a: 1\n  - a: one\n", "shape.yaml")
    with pytest.raises(InputError) as caught:
        document.convert(Shape, "write a number")
    assert caught.value.place.startswith("line 3")
    assert caught.value.mend == "write a number"


@given(st.text(max_size=200))
def test_any_text_is_data_or_an_input_error(text: str) -> None:
    try:
        parse_yaml(text, "any")
    except InputError as error:
        assert "\n" not in error.mend
