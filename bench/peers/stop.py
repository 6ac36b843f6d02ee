"""Where the peer libraries stop, run by their own environment: `python stop.py STREAMS LIMIT ALPHA`.

STREAMS is a .npy file of shape (streams, answers), 1 for a failure. Each library is used as its documentation says to
ask, after every answer, whether the failure rate is below LIMIT. Prints JSON: per method the number of answers at the
first "yes" of each stream, null where there is none.

    ville BettingTest         one-sided (alternative="less"), `stopping_time()`
    ville BernoulliTest       against a rate of LIMIT, two-sided (there is no other); `stopping_time()`
    truescore first_exclusion direction="below", which spends the whole alpha on that side; both methods
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

import numpy as np
import truescore
import ville

Stop = Callable[[np.ndarray, float, float], int | None]


def _betting(stream: np.ndarray, limit: float, alpha: float) -> int | None:
    return ville.BettingTest(m0=limit, bounds=(0, 1), alternative="less", alpha=alpha).fit(stream).stopping_time()


def _bernoulli(stream: np.ndarray, limit: float, alpha: float) -> int | None:
    return ville.BernoulliTest(p0=limit, alpha=alpha).fit(stream).stopping_time()


def _bernstein(stream: np.ndarray, limit: float, alpha: float) -> int | None:
    return truescore.sequential.first_exclusion(stream, limit, alpha=alpha, direction="below")


def _hoeffding(stream: np.ndarray, limit: float, alpha: float) -> int | None:
    return truescore.sequential.first_exclusion(stream, limit, alpha=alpha, direction="below", method="hoeffding")


METHODS: dict[str, Stop] = {
    "ville BettingTest": _betting,
    "ville BernoulliTest": _bernoulli,
    "truescore empirical Bernstein": _bernstein,
    "truescore Hoeffding": _hoeffding,
}


def main() -> None:
    streams = np.load(sys.argv[1], allow_pickle=False).astype(float)
    limit, alpha = float(sys.argv[2]), float(sys.argv[3])
    print(json.dumps({name: [stop(stream, limit, alpha) for stream in streams] for name, stop in METHODS.items()}))


if __name__ == "__main__":
    main()
