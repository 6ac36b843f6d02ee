"""The words themselves: both languages everywhere, nothing promised that the product does not promise."""

from __future__ import annotations

import re
import string
from importlib import resources

from steelyard.report.words import WORDS

FORBIDDEN = re.compile(r"\b(certif(?!icate\b)\w*|complian\w*|complies|safe|safely|may launch|score)\b", re.IGNORECASE)
FORBIDDEN_ZH = re.compile("合规|认证|安全的|可以上线|准予|总分|得分")

HAN = re.compile("[一-鿿]")
SIGNS = {"gap", "list.comma", "list.semicolon", "colon", "stop"}


def fields(phrase: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(phrase) if name}


def test_every_phrase_is_in_both_languages() -> None:
    for key, entry in WORDS.items():
        assert set(entry) == {"en", "zh"}, key
        assert (entry["en"].strip() and entry["zh"].strip()) or key == "gap", key
        assert not HAN.search(entry["en"]), f"{key}: Han in the English"
        assert HAN.search(entry["zh"]) or fields(entry["zh"]) or key in SIGNS, f"{key}: no Chinese in the Chinese"


def test_both_languages_say_the_same_values() -> None:
    for key, entry in WORDS.items():
        forms = [fields(form) for form in entry["en"].split("|")]
        assert len(forms) <= 2, key
        assert "|" not in entry["zh"], f"{key}: Chinese has one form"
        # a form for one may leave out a number that is one ("The blocking requirement is met.")
        assert set.union(*forms) | {"n"} == fields(entry["zh"]) | {"n"}, key
        assert len(forms) == 1 or "n" in fields(entry["zh"]), f"{key}: nothing chooses the form"


def test_every_phrase_is_used() -> None:
    package = resources.files("steelyard.report")
    files = [
        *(entry for entry in package.iterdir() if entry.name.endswith(".py") and entry.name != "words.py"),
        *package.joinpath("templates").iterdir(),
    ]
    source = "".join(entry.read_text(encoding="utf-8") for entry in files)
    exact = set(re.findall(r"\"([a-z_]+(?:\.[A-Za-z_0-9]+)*)\"", source))
    beginnings = tuple(re.findall(r"\"([a-z_]+(?:\.[a-z_]+)*\.)(?:\{|\")", source))
    for key in WORDS:
        assert key in exact or key.startswith(beginnings), key


def test_nothing_is_promised() -> None:
    for key, entry in WORDS.items():
        assert not FORBIDDEN.search(entry["en"]), key
        assert not FORBIDDEN_ZH.search(entry["zh"]), key


def test_an_error_rate_says_who_read() -> None:
    readers = {"J": ("judge", "判读程序"), "people": ("people", "人工"), "none": ("", "")}
    rated = [key for key, entry in WORDS.items() if "{alpha}" in entry["en"]]
    assert len(rated) >= 9
    for key in rated:
        english, chinese = readers[key.rsplit(".", 1)[-1]]
        assert english in WORDS[key]["en"], key
        assert chinese in WORDS[key]["zh"], key


def test_a_strict_claim_names_its_population() -> None:
    strict = [key for key in WORDS if key.startswith(("claim.strict.what", "measure.interval"))]
    assert len(strict) == 4
    for key in strict:
        assert "random sample" in WORDS[key]["en"], key
        assert "随机样本" in WORDS[key]["zh"], key
