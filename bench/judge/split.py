"""Which half of the labelled answers a rule-writer may look at. Fixed before the first rule was written.

An answer belongs to the dev half when the last byte of SHA-256("steelyard judge split 1" + model + id) is even, else
to the held-out half. The dev half was read while the rules were written; the held-out half is for measuring alone.
The same question answered by two models may fall into different halves: the halves are apart in answers, not in
questions.
"""

from __future__ import annotations

import hashlib
from typing import Literal

Half = Literal["dev", "held_out"]

SALT = "steelyard judge split 1"


def half_of(model: str, row_id: str) -> Half:
    """The half of one answer: `model` names the file's model (or the set), `row_id` is the id the file gives."""
    last = hashlib.sha256((SALT + model + row_id).encode()).digest()[-1]
    return "dev" if last % 2 == 0 else "held_out"
