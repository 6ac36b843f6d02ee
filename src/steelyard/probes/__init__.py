"""How evidence is got: the asking loop, once, and one file a probe."""

from .asking import ask
from .asking_types import AskReport, JournalLike, Limits, Progress
from .info import ProbeInfo
from .questions import Question, Questions
from .registry import probes, registered

__all__ = [
    "AskReport", "JournalLike", "Limits", "ProbeInfo", "Progress", "Question", "Questions", "ask",
    "probes", "registered",
]  # fmt: skip
