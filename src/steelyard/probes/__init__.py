"""How evidence is got: the asking loop, once, and one file a probe."""

from .asking import ask
from .asking_types import AskReport, JournalLike, Limits, Progress
from .info import ProbeInfo
from .questions import Question, Questions
from .refusal_bank import REFUSAL_BANK
from .registry import probes, registered

__all__ = [
    "REFUSAL_BANK", "AskReport", "JournalLike", "Limits", "ProbeInfo", "Progress", "Question", "Questions", "ask",
    "probes", "registered",
]  # fmt: skip
