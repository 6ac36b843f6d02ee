"""Whom we talk to: a one-method seam, and the adapters behind it. Adapters are imported when they are opened."""

from .base import RETRYABLE, Narrow, Target
from .scripted import ScriptedTarget, chance_of, faulty_share
from .spec import MAX_DEADLINE_S, TargetSpec, open_target

__all__ = [
    "MAX_DEADLINE_S", "RETRYABLE",
    "Narrow", "ScriptedTarget", "Target", "TargetSpec", "chance_of", "faulty_share", "open_target",
]  # fmt: skip
