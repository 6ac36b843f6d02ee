"""What every judge is: an identity and one way to read an answer."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from steelyard.records import JudgeIdentity, Language, Reading, Response


@runtime_checkable
class Judge(Protocol):
    """Reads what a target answered. A judge that cannot read an answer raises; it never guesses."""

    @property
    def identity(self) -> JudgeIdentity:
        """Who reads, and by which rules: part of the plan's hash."""
        ...

    def read(self, question: str, answer: Response, language: Language) -> Reading:
        """The reading of `answer` to `question`, put to a service whose language is `language`."""
        ...
