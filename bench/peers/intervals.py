"""The intervals that evaluation harnesses put on a failure share: `python intervals.py UNPACKED REQUEST`.

Run by the peers' own environment. UNPACKED holds their wheels; of each one file is loaded, and what it imports from
the rest of its package is stood in for below by as little as it uses. REQUEST is JSON:

    {"counts": [[failures, answers], ...],         each answered by both of Inspect's
     "garak": [[failures, answers, sensitivity, specificity], ...],    by garak, which is slow
     "clusters": {"sizes": [...], "failures": [[...], ...]}}

Prints JSON: {"inspect t": [[low, high], ...], "inspect wilson": ..., "garak": ..., "inspect clustered t": ...,
"inspect clustered wilson": ...}; null where a method gives no interval.
"""

from __future__ import annotations

import importlib.util
import json
import re
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import numpy as np

SEED = 20_006


def load(path: Path, name: str) -> ModuleType:
    """The module at `path`, known as `name`."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def package(name: str, **members) -> None:
    """A package of this name that holds only `members`."""
    module = ModuleType(name)
    module.__path__ = []
    vars(module).update(members)
    sys.modules[name] = module


def inspect_metrics(unpacked: Path) -> ModuleType:
    """Inspect's metrics of the mean. Scores here are numbers already."""
    for name in ("inspect_ai", "inspect_ai.scorer", "inspect_ai.scorer._metrics"):
        package(name)
    package(
        "inspect_ai.scorer._metric", metric=lambda function: function, value_to_float=lambda: float, Metric=object,
        SampleScore=object, Value=object, ValueToFloat=object,
    )  # fmt: skip
    return load(unpacked / "inspect_ai/scorer/_metrics/std.py", "inspect_ai.scorer._metrics.std")


def garak_bootstrap(unpacked: Path) -> ModuleType:
    """garak's bootstrap with the settings its own configuration file gives."""
    text = (unpacked / "garak/resources/garak.core.yaml").read_text(encoding="utf-8")
    settings = dict(re.findall(r"^\s*(bootstrap_\w+): ([\d.]+)\s*$", text, flags=re.MULTILINE))
    reporting = SimpleNamespace(
        bootstrap_num_iterations=int(settings["bootstrap_num_iterations"]),
        bootstrap_confidence_level=float(settings["bootstrap_confidence_level"]),
        bootstrap_min_sample_size=int(settings["bootstrap_min_sample_size"]),
    )
    quiet = SimpleNamespace(reporting=reporting, run=SimpleNamespace(seed=None), system=SimpleNamespace(verbose=0))
    package("garak", _config=quiet)
    return load(unpacked / "garak/analyze/bootstrap_ci.py", "garak.analyze.bootstrap_ci")


def scores(failures: int, answers: int, cluster: int = 0) -> list[SimpleNamespace]:
    """Inspect's samples: score 1 for a failure."""
    return [
        SimpleNamespace(
            score=SimpleNamespace(value=float(i < failures)), sample_metadata={"cluster": cluster}, sample_id=i
        )
        for i in range(answers)
    ]


def pair(interval) -> list[float]:
    """Inspect's mapping as a list."""
    return [float(interval["lower"]), float(interval["upper"])]


def garak_interval(
    module: ModuleType, failures: int, answers: int, sensitivity: float, specificity: float
) -> list[float] | None:
    """garak's interval, as shares."""
    results = [1] * failures + [0] * (answers - failures)
    found = module.calculate_bootstrap_ci(results, sensitivity, specificity)
    return None if found is None else [float(end) / 100 for end in found]


def main() -> None:
    unpacked, request = Path(sys.argv[1]), json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    np.random.seed(SEED)
    metrics, bootstrap = inspect_metrics(unpacked), garak_bootstrap(unpacked)
    plain = {"inspect t": metrics.ci(), "inspect wilson": metrics.ci_wilson()}
    answer = {
        name: [pair(method(scores(*counts))) for counts in request.get("counts", [])] for name, method in plain.items()
    }
    answer["garak"] = [garak_interval(bootstrap, *counts) for counts in request.get("garak", [])]
    clusters = request.get("clusters", {"sizes": [], "failures": []})
    clustered = {"inspect clustered t": metrics.ci(cluster="cluster"),
                 "inspect clustered wilson": metrics.ci_wilson(cluster="cluster")}  # fmt: skip
    for name, method in clustered.items():
        answer[name] = []
        for failures in clusters["failures"]:
            samples = [
                sample
                for cluster, (failed, size) in enumerate(zip(failures, clusters["sizes"], strict=True))
                for sample in scores(failed, size, cluster)
            ]
            answer[name].append(pair(method(samples)))
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
