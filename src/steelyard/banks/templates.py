"""Template files: laws that questions are drawn from, read with the line of every complaint (docs/contamination.md)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta

from steelyard.files import YamlDocument, read_yaml
from steelyard.records import Expectation, Language

from .manifest import Bilingual, Words
from .texts import MAX_TEXT, Complaint, check_author, check_script, check_text

MAX_BYTES = 1 << 20
_BUNDLED = Path(__file__).parent / "data/templates"
_SLOT = re.compile(r"\{([^{}]*)\}")
_MEND = "docs/contamination.md lists the keys of a template file"

Id = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]{0,47}$")]
Slot = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]{0,31}$")]
Value = dict[Language, str]


class Template(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One law: a text in every language, with slots that are filled with one of their values each.

    `{name}` in `text` is a slot; every slot stands in the text of every language.
    """

    id: Id
    aspect: Words
    risk: Words
    idea: Words
    text: dict[Language, str]
    slots: Annotated[
        dict[Slot, Annotated[tuple[Value, ...], Meta(min_length=2, max_length=500)]], Meta(min_length=1, max_length=8)
    ]

    def filled(self, language: Language, values: dict[str, Value]) -> str:
        """The wording that these values make; a value is not searched for slots."""
        return _SLOT.sub(lambda found: values[found[1]][language], self.text[language])


class TwinTemplates(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A template file. But for `templates` and `origin` and `author`, which each question gets, the keys are those of a
    bank's manifest (docs/banks.md)."""

    id: Id
    version: Words
    title: Bilingual
    licence: Words
    standard: Words
    slice: Words
    expectation: Expectation
    languages: Annotated[tuple[Language, ...], Meta(min_length=1, max_length=2)]
    authorship: Bilingual
    about: Bilingual
    limits: Bilingual
    origin: Words
    author: Words
    templates: Annotated[tuple[Template, ...], Meta(min_length=1, max_length=500)]


def bundled_templates() -> tuple[str, ...]:
    """Names of the template files that come with the package."""
    return tuple(sorted(path.stem for path in _BUNDLED.glob("*.yaml")))


def read_templates(name_or_path: str | Path) -> TwinTemplates:
    """A bundled template file by its name, any other by its path. Raises InputError with line and field."""
    bundled = isinstance(name_or_path, str) and name_or_path in bundled_templates()
    document = read_yaml(_BUNDLED / f"{name_or_path}.yaml" if bundled else Path(name_or_path), MAX_BYTES)
    found = document.convert(TwinTemplates, _MEND)
    with _at(document, "author"):
        check_author(found.author)
        check_text(found.author, "the author")
    with _at(document, "origin"):
        check_text(found.origin, "the origin")
    ids: set[str] = set()
    for number, template in enumerate(found.templates):
        _check_template(document, template, f"templates[{number}]", found.languages)
        if template.id in ids:
            raise document.error(f"another template has the id {template.id}", f"templates[{number}].id", "rename it")
        ids.add(template.id)
    return found


@contextmanager
def _at(document: YamlDocument, field: str) -> Iterator[None]:
    """Complaints in the block become errors about this field."""
    try:
        yield
    except Complaint as complaint:
        problem, mend = complaint.args
        raise document.error(problem, field, mend) from None


def _check_template(document: YamlDocument, template: Template, field: str, languages: tuple[Language, ...]) -> None:
    with _at(document, f"{field}.idea"):
        check_text(template.idea, "the idea")
    with _at(document, f"{field}.text"):
        _check_languages(template.text, languages)
        for language in languages:
            _check_law(template, language)
    for name, values in template.slots.items():
        for number, value in enumerate(values):
            with _at(document, f"{field}.slots.{name}[{number}]"):
                _check_languages(value, languages)
                for language in languages:
                    check_text(value[language], f"the value in {language!r}")
                    if language == "en":
                        check_script(value[language], language)


def _check_languages(texts: Mapping[Language, str], languages: tuple[Language, ...]) -> None:
    if set(texts) != set(languages):
        raise Complaint(
            f"is in {', '.join(sorted(texts))}", f"write it in {', '.join(languages)}, as the file promises"
        )


def _check_law(template: Template, language: Language) -> None:
    """The text of a template in one language: whatever its slots hold, a bank may hold what comes out."""
    text = template.text[language]
    fixed = _SLOT.sub(" ", text)
    check_text(fixed, f"the text in {language!r}")
    check_script(fixed, language)
    if "{" in fixed or "}" in fixed:
        raise Complaint(f"a brace in {language!r} stands alone", "write a slot as {name}, and no other braces")
    named = set(_SLOT.findall(text))
    if named != set(template.slots):
        odd = min(named ^ set(template.slots))
        raise Complaint(
            f"slot {odd[:40]!r} is not both in `slots` and in the text in {language!r}", "use each slot in each text"
        )
    longest = {name: max(len(value.get(language, "")) for value in values) for name, values in template.slots.items()}
    if len(fixed) + sum(longest[name] for name in _SLOT.findall(text)) > MAX_TEXT:
        raise Complaint(f"the text in {language!r} can grow beyond {MAX_TEXT:,} characters", "shorten it or its values")
