"""How evidence is got: the asking loop, once, and one file a probe."""

from .asking import ask
from .asking_types import AskReport, JournalLike, Limits, Progress
from .questions import Question, Questions
from .registry import ProbeInfo, probes, registered

__all__ = [
    "AskReport", "JournalLike", "Limits", "ProbeInfo", "Progress", "Question", "Questions", "ask",
    "probes", "registered",
]  # fmt: skip
