"""Golden results of the claims' statistics, by SciPy.

    pip install numpy==2.4.6 scipy==1.17.1
    python3 scripts/golden/statistics.py

`tails`: scipy.stats.binom.sf; `tests`: binomtest of the differences' signs, zeros kept as trials that
neither side wins; `intervals`: quantile_test(p=0.5).confidence_interval, which has NaN where the order
statistics cannot reach the coverage; `normal`: scipy.stats.norm.cdf; `pairs`: the fewest pairs whose sign
test has the power, counted up with binom.sf.
"""

import argparse
import json
import math
import platform
from pathlib import Path

import numpy as np
import scipy
from scipy.stats import binom, binomtest, norm, quantile_test

OUT = Path(__file__).resolve().parents[2] / "test" / "golden" / "statistics.json"
COMMAND = "python3 scripts/golden/statistics.py"


def tail(n: int, k: int, p: float) -> float:
    return float(binom.sf(k - 1, n, p))


def wins_needed(n: int, level: float) -> int | None:
    found = [k for k in range(n + 1) if k >= n / 2 and tail(n, k, 0.5) <= level]
    return found[0] if found else None


def pairs_needed(winning: float, level: float, power: float) -> int:
    n = 1
    while True:
        wins = wins_needed(n, level)
        if wins is not None and tail(n, wins, winning) >= power:
            return n
        n += 1


def differences(rng: np.random.Generator, n: int, ties: int) -> list[float]:
    values = np.round(rng.normal(0.3, 1.0, n), 3)
    values[:ties] = 0
    return rng.permutation(values).tolist()


def test_case(values: list[float]) -> dict[str, object]:
    below, above, n = sum(v < 0 for v in values), sum(v > 0 for v in values), len(values)
    return {
        "values": values,
        "chance": float(binomtest(below, n, 0.5, alternative="greater").pvalue),
        "reverse": float(binomtest(above, n, 0.5, alternative="greater").pvalue),
    }


def interval_case(values: list[float], coverage: float) -> dict[str, object]:
    test = quantile_test(np.array(values), q=0, p=0.5)
    low, high = test.confidence_interval(coverage)
    reached = not (math.isnan(low) or math.isnan(high))
    return {
        "values": values,
        "coverage": coverage,
        "median": float(np.median(values)),
        "interval": [float(low), float(high)] if reached else None,
    }


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--out", type=Path, default=OUT)
    arguments.add_argument("--date", default="2026-11-30")
    given = arguments.parse_args()
    rng = np.random.default_rng(7)
    tails = [(n, k, p) for n in (1, 5, 8, 60, 1000) for k in sorted({0, 1, n // 2, n - 1, n}) for p in (0.5, 0.8, 0.03)]
    many = [differences(rng, n, ties) for n in (1, 4, 5, 6, 8, 11, 20, 101) for ties in (0, n // 4)]
    content = {
        "provenance": {
            "script": "scripts/golden/statistics.py",
            "command": COMMAND,
            "date": given.date,
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
        },
        "tails": [{"n": n, "k": k, "p": p, "tail": tail(n, k, p)} for n, k, p in tails],
        "wins": [{"pairs": n, "level": a, "wins": wins_needed(n, a)} for n in [*range(1, 41), 3000] for a in (0.05, 0.01)],
        "tests": [test_case(values) for values in many],
        "intervals": [interval_case(values, c) for values in many for c in (0.9, 0.95)],
        "normal": [{"x": x, "cdf": float(norm.cdf(x))} for x in (-8.0, -2.6, -2.4, -1.0, -0.01, 0.0, 0.5, 2.49, 2.51, 6.0)],
        "pairs": [
            {"winning": q, "level": a, "power": w, "pairs": pairs_needed(q, a, w)}
            for q in (0.6, 0.65, 0.8, 0.95, 1.0)
            for a, w in ((0.05, 0.8), (0.05, 0.95), (0.01, 0.8))
        ],
    }
    given.out.write_text(json.dumps(content, allow_nan=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
