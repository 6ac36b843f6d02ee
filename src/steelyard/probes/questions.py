"""The sample of one survey, in its committed order, made one question at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol

from steelyard.records import Expectation, Language, Survey


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


class SurveyQuestions:
    """The questions of a planned survey. `texts` gives the text of each of its wordings by id."""

    def __init__(self, survey: Survey, language: Language, texts: Mapping[str, str]) -> None:
        self._survey, self._texts = survey, texts
        self.language: Language = language

    @property
    def survey(self) -> str:
        """Id of the survey."""
        return self._survey.id

    @property
    def technique(self) -> str:
        """How the questions are put."""
        return self._survey.technique

    @property
    def expectation(self) -> Expectation:
        """What each question should meet."""
        return self._survey.expectation

    def __len__(self) -> int:
        return len(self._survey.families)

    def __getitem__(self, position: int, /) -> Question:
        planned = self._survey.families[position]
        return Question(planned.family, planned.item, self._texts[planned.item])
