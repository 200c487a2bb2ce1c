"""Golden results of the metrics on held-out images, by their definitions in NumPy and SciPy.

    pip install numpy==2.4.6 scipy==1.17.1 torch==2.13.0
    python3 scripts/golden/held-out.py

The features come from metric_features.py, so that the file holds results only.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

import numpy as np
import scipy
from scipy.spatial.distance import cdist
from scipy.stats import hypergeom, mannwhitneyu

from metric_features import features, lattice


def copying(generated: np.ndarray, held_out: np.ndarray, training: np.ndarray) -> dict[str, object]:
    """Meehan et al. 2020: the Mann-Whitney statistic of distances to the nearest training image."""
    of_generated, of_held_out = (cdist(x, training).min(axis=1) for x in (generated, held_out))
    m, n = len(of_generated), len(of_held_out)
    u = mannwhitneyu(of_generated, of_held_out).statistic
    place = int(0.05 * (n + 1))
    tail = None if place == 0 else float((of_generated < np.sort(of_held_out)[place - 1]).mean())
    return {
        "nearer": float(1 - u / (m * n)),
        "zU": float((u - m * n / 2) / np.sqrt(m * n * (m + n + 1) / 12)),
        "nearest": tail,
    }


def coverage(
    generated: np.ndarray, held_out: np.ndarray, training: np.ndarray, k: int
) -> list[bool]:
    radii = np.sort(cdist(held_out, training), axis=1)[:, k - 1]
    return (cdist(held_out, generated).min(axis=1) < radii).tolist()


def cases() -> list[dict[str, object]]:
    training = features(1, 120, 16)
    held_out = features(2, 40, 16)
    generated = {
        "new": features(3, 100, 16),
        "shifted": features(3, 100, 16, 1 / 2),
        "copies": training[:100],
        "half copies": np.concatenate([training[:50], features(3, 50, 16)]),
    }
    found = [
        {
            "name": name,
            **copying(x, held_out, training),
            "covered": coverage(x, held_out, training[:100], 5),
        }
        for name, x in generated.items()
    ]
    few = held_out[:18]
    covered = coverage(generated["new"], few, training[:100], 5)
    return [*found, {"name": "few", **copying(generated["new"], few, training), "covered": covered}]


def ties() -> dict[str, object]:
    training, held_out, generated = lattice(1, 60, 3, 4), lattice(2, 30, 3, 4), lattice(3, 50, 3, 4)
    return {
        **copying(generated, held_out, training),
        "covered": coverage(generated, held_out, training[:50], 3),
    }


def mirrored() -> dict[str, object]:
    """Each training image once, as it is or mirrored."""
    query, plain, turned = features(5, 20, 16), features(6, 30, 16), features(7, 30, 16)
    both = np.stack([cdist(query, plain), cdist(query, turned)])
    nearer = both.min(axis=0)
    order = np.argsort(nearer, axis=1, kind="stable")[:, :4]
    side = np.take_along_axis(both.argmin(axis=0), order, axis=1)
    return {
        "indices": (order + 30 * side).tolist(),
        "distances": np.take_along_axis(nearer, order, axis=1).tolist(),
    }


def expected() -> list[dict[str, object]]:
    """The k nearest of T + M images in a random order are all among the T."""
    sizes = [(100, 100, 5), (285, 285, 5), (20, 50, 3), (5, 9, 5)]
    return [
        {"training": t, "generated": m, "k": k, "value": float(1 - hypergeom.pmf(k, t + m, t, k))}
        for t, m, k in sizes
    ]


if __name__ == "__main__":
    arguments = parser(__doc__ or "", "held-out.json").parse_args()
    write_json(
        arguments.out,
        {
            "provenance": {
                **provenance("held-out.py", "python3 scripts/golden/held-out.py", arguments.date),
                "scipy": scipy.__version__,
            },
            "cases": cases(),
            "ties": ties(),
            "mirrored": mirrored(),
            "expected": expected(),
        },
        indent=1,
    )
