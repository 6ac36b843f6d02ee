"""What ppi-python says of the same labels and predictions: `python prediction.py UNPACKED REQUEST`.

Run by our own development environment, which has the scipy, pandas and statsmodels that it needs. What it imports
besides and uses for other estimates only (numba, scikit-learn) is stood in for. REQUEST is JSON: a list of {"labels",
"predictions", "unlabelled", "alpha"}. Prints a list of [estimate, low, high].
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType

import numpy as np


def stand_in(name: str, **members) -> None:
    module = ModuleType(name)
    vars(module).update(members)
    sys.modules[name] = module


def main() -> None:
    unpacked, request = sys.argv[1], json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    stand_in("numba", njit=lambda function: function)
    stand_in("sklearn")
    stand_in("sklearn.linear_model", LogisticRegression=None, PoissonRegressor=None, LinearRegression=None)
    stand_in("sklearn.isotonic", IsotonicRegression=None)
    sys.path.insert(0, unpacked)
    import ppi_py

    answers = []
    for case in request:
        data = [np.array(case[name], dtype=float) for name in ("labels", "predictions", "unlabelled")]
        low, high = ppi_py.ppi_mean_ci(*data, alpha=case["alpha"])
        estimate = ppi_py.ppi_mean_pointestimate(*data)
        answers.append([float(np.squeeze(value)) for value in (estimate, low, high)])
    print(json.dumps(answers))


if __name__ == "__main__":
    main()
