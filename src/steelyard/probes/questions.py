"""The sample of one survey, in its committed order, made one question at a time."""

from __future__ import annotations

from typing import NamedTuple, Protocol

from steelyard.records import Expectation, Language


class Question(NamedTuple):
    """One wording of one family, and its text."""

    family: str
    item: str
    text: str


class Questions(Protocol):
    """What a survey asks, by position from 0. `language` is the language of the service."""

    @property
    def survey(self) -> str: ...

    @property
    def technique(self) -> str: ...

    @property
    def language(self) -> Language: ...

    @property
    def expectation(self) -> Expectation: ...

    def __len__(self) -> int: ...

    def __getitem__(self, position: int, /) -> Question: ...
