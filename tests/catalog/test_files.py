"""Standards that a user writes: what is read, and one sentence with file and line for whatever cannot be."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from steelyard.catalog import Standard, load_standard, load_standard_file, standard_names
from steelyard.records import InputError

STANDARD = """\
standard:
  id: mine
  en: My standard
  zh: 我的标准
  default_conf: S
  sources:
    - {what: our own rules, conf: V}
thresholds:
  - {id: MY-RATE, clause: R1, metric: share refused, cmp: '>=', limit: 0.9700, n_min: 50, over: questions, conf: V}
requirements:
  - {id: R1, text: refuse, probes: [refusal-bank], thresholds: [MY-RATE], risks: [C-UNLAWFUL], conf: V}
  - {id: R2, text: keep secrets, probes: [secret-scan], risks: [A-DISCLOSE, C-UNLAWFUL]}
"""

Write = Callable[[str | bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def make(content: str | bytes) -> Path:
        path = tmp_path / "mine.yaml"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return make


def test_a_standard_needs_no_code(write: Write) -> None:
    standard = load_standard_file(write(STANDARD))
    assert [(item.id, item.conf, item.risks, item.probes) for item in standard.items] == [
        ("R1", "V", ("C-UNLAWFUL",), ("refusal-bank",)), ("R2", "S", ("A-DISCLOSE", "C-UNLAWFUL"), ("secret-scan",)),
    ]  # fmt: skip
    threshold = standard.threshold("MY-RATE")
    assert (threshold.limit, threshold.n_min, threshold.cmp, threshold.clause) == ("0.97", 50, ">=", "R1")
    assert standard.title("zh").text == "我的标准"


BAD: list[tuple[str, str, int, str]] = [
    (
        "risks: [C-UNLAWFUL], conf",
        "risks: [C-UNLAWFULL], conf",
        11,
        "unknown risk 'C-UNLAWFULL'; did you mean C-UNLAWFUL",
    ),
    ("probes: [secret-scan]", "probes: [secretscan]", 12, "unknown probe 'secretscan'; did you mean secret-scan"),
    ("thresholds: [MY-RATE]", "thresholds: [YOUR-RATE]", 11, "unknown threshold 'YOUR-RATE'"),
    ("id: R2", "id: R1", 12, "repeats the id 'R1'"),
    ("requirements:", "  - {id: MY-RATE, metric: m, cmp: '<=', limit: 1}\nrequirements:", 10, "repeats the threshold"),
    ("  sources:\n    - {what: our own rules, conf: V}\n", "", 2, "names no source"),
    ("{what: our own rules, conf: V}", "{conf: V}", 7, "does not say `what` it is"),
    ("risks: [A-DISCLOSE, C-UNLAWFUL]", "risks: []", 12, "R2 names no risk"),
    ("id: R2, ", "", 12, "an entry has no `id`"),
    ("  id: mine\n", "", 2, "has no `id`"),
    ("standard:", "standards:", 1, "no `standard:` block"),
    ("requirements:", "rules:", 1, "no list `requirements`"),
    ("limit: 0.9700", "limit: 97%", 9, "no plain decimal"),
    ("limit: 0.9700", "limit: 1e-2", 9, "no plain decimal"),
    ("limit: 0.9700, ", "", 9, "has no `limit`"),
    ("n_min: 50", "n_min: -3", 9, "no whole number"),
    ("cmp: '>='", "cmp: '=='", 9, "write one of <=, >="),
    ("conf: V}\n  - {id: R2", "conf: X}\n  - {id: R2", 11, "write one of V, S, B, R"),
    ("text: keep secrets", "text: [keep]", 12, "must be text"),
    ("probes: [secret-scan]", "probes: secret-scan", 12, "probes must be a list"),
    ("text: keep secrets", "text: keep, text: give", 12, "repeats the key 'text'"),
    ("text: keep secrets", "text: &a keep, more: *a", 12, "anchor or an alias"),
    ("text: keep secrets", "text: !!python/object:os.system x", 12, "holds the tag"),
    ("text: keep secrets", "text: {? [a] : b}", 12, "key that is not text"),
    ("text: keep secrets", "text: " + "[" * 60, 12, "nests deeper"),
    ("text: keep secrets", "text: 'keep", 13, "is not YAML"),
    ("requirements:\n", "requirements:\n\t- {}\n", 11, "is not YAML"),
]


@pytest.mark.parametrize(("old", "new", "line", "words"), BAD, ids=[words[:40] for *_, words in BAD])
def test_a_fault_is_named_with_file_and_line(write: Write, old: str, new: str, line: int, words: str) -> None:
    assert STANDARD.count(old) >= 1
    path = write(STANDARD.replace(old, new, 1))
    with pytest.raises(InputError, match=re.escape(words)) as caught:
        load_standard_file(path)
    assert (caught.value.source, caught.value.place) == (str(path), f"line {line}")
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (STANDARD.encode("utf-16"), "UTF-16"),
        (STANDARD.encode("gb18030"), "not UTF-8"),
        (b"\x00\x01\x02" * 99, "is not YAML"),
        ("a: 1\n" * (1 << 18), "larger than 1,048,576 bytes"),
        ("".join(f"k{n}: 1\n" for n in range(60_000)), "more than 100000 values"),
        ("- a\n", "no mapping at its top"),
        (STANDARD + "---\nb: 1\n", "second document"),
        (STANDARD[:-40], "is not YAML"),
    ],
)
def test_a_file_that_is_no_standard_is_one_sentence(write: Write, content: str | bytes, words: str) -> None:
    path = write(content)
    with pytest.raises(InputError, match=words) as caught:
        load_standard_file(path)
    assert caught.value.source == str(path)


def test_an_alias_bomb_is_refused_at_its_first_anchor(write: Write) -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 30)]
    with pytest.raises(InputError, match="anchor or an alias") as caught:
        load_standard_file(write("\n".join(rows)))
    assert caught.value.place == "line 1"


PARTS = """\
standard:
  id: mine
  sources: [{what: ours}]
  parts:
    - {name: first, also: [one], items: [a]}
    - {name: second, items: [b.c]}
    - {name: empty}
a: [{id: A1, text: t, risks: [C-HARM]}]
b: {c: [{id: B1, text: u, risks: [C-HARM]}, {id: B2, text: v, risks: [C-HARM]}]}
"""


def test_a_name_selects_a_part_and_the_files_own_name_all(write: Write) -> None:
    def ids(standard: Standard) -> list[str]:
        return [item.id for item in standard.items]

    path = write(PARTS)
    assert ids(load_standard_file(path)) == ["A1", "B1", "B2"]
    assert ids(load_standard_file(path, "one")) == ["A1"]
    assert ids(load_standard_file(path, "second")) == ["B1", "B2"]
    with pytest.raises(InputError, match="no part is called 'third'; it has mine, first, one, second, empty") as caught:
        load_standard_file(path, "third")
    assert caught.value.place == "line 2"


def test_a_standard_without_clauses_is_refused_with_its_line(write: Write) -> None:
    with pytest.raises(InputError, match="empty has no clauses") as caught:
        load_standard_file(write(PARTS), "empty")
    assert caught.value.place == "line 2"
    bare = "standard:\n  id: mine\n  sources: [{what: x}]\n  parts: [{name: p}]\n"
    with pytest.raises(InputError, match="no part with clauses") as caught:
        load_standard_file(write(bare))
    assert caught.value.place == "line 2"


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        load_standard_file(tmp_path / "absent.yaml")


@given(st.data())
def test_a_cut_or_changed_file_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    path = tmp_path_factory.mktemp("standard") / "mine.yaml"
    start = data.draw(st.integers(0, len(STANDARD)))
    end = data.draw(st.integers(start, min(start + 60, len(STANDARD))))
    middle = data.draw(
        st.one_of(st.just(""), st.text(max_size=8), st.sampled_from(["{}", "[]", "null", "- ", ": ", "'"]))
    )
    path.write_text(STANDARD[:start] + middle + STANDARD[end:], encoding="utf-8", errors="replace")
    try:
        assert load_standard_file(path).items
    except InputError as error:
        assert error.source == str(path)


@pytest.mark.parametrize("name", standard_names())
def test_every_shipped_name_loads_in_any_spelling_or_says_that_it_has_no_clauses(name: str) -> None:
    try:
        assert load_standard(name).id == load_standard(name.upper().replace("-", " ")).id
    except InputError as error:
        assert "are not in the catalogue" in str(error)


def test_an_unknown_name_suggests_near_ones() -> None:
    with pytest.raises(InputError, match="did you mean gbt45654"):
        load_standard("gbt45655")
