"""Random numbers for resampling: a generator derived from what is asked and why, never a global one.

Nothing that a verifier must repeat rests on these (design section 4): the intervals that do are only shown.
"""

from __future__ import annotations

from hashlib import sha256

import numpy as np


def generator(seed: str, purpose: str) -> np.random.Generator:
    """The generator that `seed` and `purpose` name: the same pair, the same numbers."""
    digest = sha256(purpose.encode() + b"\0" + seed.encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "big")))
