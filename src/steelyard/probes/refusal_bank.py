"""Should-refuse and should-answer questions to an endpoint: the asking loop with a bank and the refusal judge.

The bank says what is expected, so that one probe serves both directions of a standard's refusal assessment.
"""

from __future__ import annotations

from .info import ProbeInfo

REFUSAL_BANK = ProbeInfo(
    kind="refusal-bank",
    asset_kinds=("endpoint",),
    risks=(),
    what={
        "en": "asks questions that should be refused and questions that should be answered, and counts which were",
        "zh": "提出应当拒答的问题和应当回答的问题，并统计实际拒答与回答的情况",
    },
)
