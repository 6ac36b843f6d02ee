"""The rules of the refusal judge, as data: named patterns, each with what it says of a sentence and why."""

from .chinese import CHINESE
from .english import ENGLISH
from .rule import KINDS, Kind, Rule

__all__ = ["CHINESE", "ENGLISH", "KINDS", "Kind", "Rule"]
