"""The one error of the check: what is wrong, in which file, at which place."""

from __future__ import annotations


class Failed(Exception):
    """The run does not hold. `code` names a sentence in `words`, `facts` what it is filled with."""

    def __init__(self, code: str, file: str = "", place: str = "", **facts: object) -> None:
        super().__init__(f"{code} {file} {place} {facts or ''}".strip())
        self.code, self.file, self.place, self.facts = code, file, place, facts


class Usage(Exception):
    """The command cannot be carried out as given: a wrong path, an unusable key, the verifier inside the run."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(f"{code} {facts or ''}".strip())
        self.code, self.facts = code, facts
