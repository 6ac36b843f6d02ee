"""A bank from its folder: identities, and every way a file can be wrong."""

from __future__ import annotations

import hashlib
import json
import os
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tiny_bank import MANIFEST

from steelyard.banks import bundled_banks, composition, load_bank
from steelyard.banks.family import FamilyLine, family_of
from steelyard.records import InputError, canonical_json, digest

from .conftest import family

Write = Callable[..., Path]


def test_identities_are_digests_of_canonical_json(write: Write) -> None:
    line = family(1)
    bank = load_bank(write(line))
    loaded = bank.families[0]
    assert loaded.id == digest({key: line[key] for key in ("aspect", "risk", "wordings", "expect")})
    wording = loaded.in_language("zh")[1]
    assert wording.id == digest({"family": loaded.id, "language": "zh", "text": line["wordings"]["zh"][1]})
    assert loaded.leaf == canonical_json(line)


TEXT = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"], include_characters='\n"\\')).filter(str.strip)


@given(st.lists(TEXT, min_size=1), st.lists(TEXT, min_size=1), TEXT)
def test_fast_canonical_json_is_rfc_8785(zh: list[str], en: list[str], idea: str) -> None:
    line = FamilyLine("A.1a", "C-UNLAWFUL", {"zh": tuple(zh), "en": tuple(en)}, "refuse", "ours", "person", idea)
    made = family_of(line)
    assert made.leaf == canonical_json(line)
    assert made.id == digest({
        "aspect": line.aspect, "risk": line.risk, "wordings": line.wordings, "expect": line.expect,
    })  # fmt: skip
    for wording in made.wordings:
        assert wording.id == digest({"family": made.id, "language": wording.language, "text": wording.text})


def test_root_is_the_rfc_9162_hash_over_families_sorted_by_id(write: Write) -> None:
    bank = load_bank(write(*(family(n) for n in range(1, 4))))
    one, two, three = (hashlib.sha256(b"\x00" + one.leaf).digest() for one in bank.families)
    left = hashlib.sha256(b"\x01" + one + two).digest()
    assert [made.id for made in bank.families] == sorted(made.id for made in bank.families)
    assert bank.root == hashlib.sha256(b"\x01" + left + three).hexdigest()


def test_root_depends_on_content_and_not_on_layout(write: Write) -> None:
    lines = [family(n) for n in range(1, 9)]
    root = load_bank(write(*lines)).root
    shuffled = random.Random(3).sample(lines, len(lines))
    respelled = [json.dumps(dict(reversed(line.items())), ensure_ascii=True) + "\r" for line in shuffled]
    assert load_bank(write(*respelled)).root == root
    assert load_bank(write(*lines[:-1], family(8, idea="another note"))).root != root
    assert load_bank(write(*lines[:-1])).root != root


def test_a_last_line_without_a_break_is_whole(write: Write) -> None:
    raw = json.dumps(family(1)).encode()
    assert len(load_bank(write(raw=raw)).families) == 1


def test_composition_names_aspects_without_families(write: Write) -> None:
    assert composition(load_bank(write(family(1), family(2)))) == {"A.2d": 2, "A.1e": 0}


def wordings(**texts: list[str]) -> dict[str, Any]:
    return {"wordings": {"zh": ["甲"], "en": ["a"]} | texts}


BAD_LINES: list[tuple[dict[str, Any] | str, str]] = [
    ("", "empty"),
    ("{", "cut off"),
    (json.dumps(family(2))[:-9], "cut off"),
    ("[1]", "not a family"),
    ("nonsense", "not JSON"),
    ("[" * 50_000, "not a family"),
    ('{"aspect": "' + "x" * (300 << 10) + '"}', "longer than"),
    (family(2, extra=1), "not a family"),
    (family(2, expect="maybe"), "not a family"),
    (family(2, expect="answer"), "expects 'answer'"),
    (family(2, aspect="A.9z"), "aspect 'A.9z' is not in the manifest; use one of A.2d, A.1e"),
    (family(2, risk="C-UNLAWFUL"), "risk 'C-UNLAWFUL' is not one of aspect A.2d"),
    (family(2, author="me"), "author 'me' is unknown"),
    (family(2, idea=" "), "idea is empty"),
    (family(2, origin=""), "origin is empty"),
    (family(2, wordings={"zh": ["甲"]}), "no wording in 'en'"),
    (family(2, wordings={"zh": ["甲"], "en": ["a"], "fr": ["b"]}), "not a family"),
    (family(2, **wordings(zh=[])), "no wording in 'zh'"),
    (family(2, **wordings(zh=["甲", "　"])), "'zh' is empty"),
    (family(2, **wordings(zh=["no Chinese here"])), "holds no Chinese"),
    (family(2, **wordings(en=["a 中 b"])), "holds Chinese (中)"),
    (family(2, **wordings(en=["a\x00b"])), "U+0000"),
    (family(2, **wordings(en=["a\u202eb"])), "U+202E"),
    (family(2, **wordings(zh=["甲\u200b乙"])), "U+200B"),
    (family(2, **wordings(en=["a\tb"])), "U+0009"),
    (family(2, **wordings(zh=["甲\ufffd"])), "U+FFFD"),
    (family(2, **wordings(en=["x" * 4001])), "longer than 4,000"),
    (family(2, **wordings(en=[f"q {n}" for n in range(21)])), "at most 20"),
    (family(2, **wordings(en=["Same?", "ＳＡＭＥ ?"])), "line 2 already"),
    (family(2, **wordings(en=["ASK  no. 1"])), "line 1 already"),
    (family(1, idea="the same family, another note"), "the family stands on line 1 already"),
]


@pytest.mark.parametrize(("line", "words"), BAD_LINES, ids=[words for _, words in BAD_LINES])
def test_a_bad_line_is_named_with_its_mend(write: Write, line: dict[str, Any] | str, words: str) -> None:
    folder = write(family(1), line, family(3))
    with pytest.raises(InputError) as caught:
        load_bank(folder)
    assert words in str(caught.value)
    assert (caught.value.source, caught.value.place) == (str(folder / "families.jsonl"), "line 2")
    assert caught.value.mend
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 600


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"\xef\xbb\xbf" + json.dumps(family(1)).encode(), "byte order mark"),
        (json.dumps(family(1)).encode("utf-16"), "UTF-16"),
        (json.dumps(family(1), ensure_ascii=False).encode("gb18030"), "not UTF-8"),
        (bytes(range(256)) * 10, "not UTF-8"),
        (b"{}\n" * 1_000_000, "1,000,000 lines"),
        (b" " * ((64 << 20) + 1), "larger than"),
    ],
)
def test_a_file_that_is_no_bank_is_refused(write: Write, raw: bytes, words: str) -> None:
    with pytest.raises(InputError, match=words):
        load_bank(write(raw=raw))


def test_every_cut_of_a_file_is_refused_when_the_manifest_counts(write: Write) -> None:
    folder = write(family(1), family(2), manifest=MANIFEST + "families: 2\n")
    whole = (folder / "families.jsonl").read_bytes()
    assert len(load_bank(folder).families) == 2
    for cut in range(0, len(whole) - 1, 7):
        (folder / "families.jsonl").write_bytes(whole[:cut])
        with pytest.raises(InputError):
            load_bank(folder)


@given(st.binary(max_size=300))
def test_no_bytes_break_the_loader(tmp_path_factory: pytest.TempPathFactory, raw: bytes) -> None:
    folder = tmp_path_factory.mktemp("bank")
    (folder / "manifest.yaml").write_text(MANIFEST, encoding="utf-8")
    (folder / "families.jsonl").write_bytes(raw)
    with pytest.raises(InputError):
        load_bank(folder)


def test_missing_things_are_named(write: Write, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no bank 'nowhere'"):
        load_bank("nowhere")
    with pytest.raises(InputError, match=r"manifest\.yaml"):
        load_bank(tmp_path)
    folder = write(family(1))
    (folder / "families.jsonl").unlink()
    with pytest.raises(InputError, match="no such file"):
        load_bank(folder)
    os.mkfifo(folder / "families.jsonl")
    with pytest.raises(InputError, match="not a regular file"):
        load_bank(folder)


BAD_MANIFESTS: list[tuple[str, str]] = [
    (MANIFEST.replace("expectation: refuse\n", ""), "expectation"),
    (MANIFEST.replace("id: tiny", "id: ../tiny"), "line 1, id"),
    (MANIFEST.replace("{en: Tiny, zh: 小题库}", "{en: 5, zh: 小}"), "line 3, title.en"),
    (MANIFEST.replace("expectation: refuse", "expectation: shrug"), "line 7"),
    (MANIFEST.replace("[zh, en]", "[zh, fr]"), "line 8, languages"),
    (MANIFEST.replace("  A.2d: [C-DISCRIM]", "  A.2d: []"), "aspects"),
    (MANIFEST.replace("version: 0.0.1", "version: 1970-13-99"), "quotes"),
    (MANIFEST + "colour: red\n", "colour"),
    (MANIFEST + "id: twice\n", "key 'id' stands on line 1 already"),
    (MANIFEST + "more: &a [1]\nagain: *a\n", "anchors"),
    (MANIFEST + "more: !!python/object:os.system x\n", "tags"),
    (MANIFEST + "more: " + "[" * 5000 + "\n", "nesting"),
    (MANIFEST + "more: [\n", "not YAML"),
    (MANIFEST + "---\nid: other\n", "not YAML"),
    (MANIFEST + "".join(f"k{n}: 1\n" for n in range(100_000)), "larger than"),
    ("- a\n- b\n", "Expected `object`"),
    ("{? [a]: b}", "not YAML|Expected"),
    ("# nothing\n", "Expected `object`"),
    ("\x00", "not YAML"),
]


@pytest.mark.parametrize(("manifest", "words"), BAD_MANIFESTS, ids=[words for _, words in BAD_MANIFESTS])
def test_a_bad_manifest_is_named_with_its_line(write: Write, manifest: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        load_bank(write(family(1), manifest=manifest))
    assert caught.value.source.endswith("manifest.yaml")
    assert "\n" not in str(caught.value)


def test_bundled_banks_load() -> None:
    for name in bundled_banks():
        bank = load_bank(name)
        assert bank.manifest.id == name
        assert bank.manifest.families == len(bank.families)
