"""Golden results of the metrics, in float64, by their original definitions in NumPy and SciPy.

    pip install numpy==2.4.6 scipy==1.17.1 torch==2.13.0
    python3 scripts/golden/metrics.py

The features come from metric_features.py, so that the file holds results only. `fid` has two results:
`original` by scipy.linalg.sqrtm of the product of the covariances, as in the code of the FID paper, and
`exact` from the singular values of the product of the centered features themselves, which needs no
covariance and is right to all digits for singular ones too.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

import warnings

import numpy as np
import scipy
from scipy.spatial.distance import cdist
from scipy.special import softmax

from metric_features import Permutations, features, lattice, uniform


# --- the original definitions ---------------------------------------------------------------------


def frechet(x: np.ndarray, y: np.ndarray, eps: float = 1e-6) -> float:
    """Heusel et al.: code of the paper."""
    mean = x.mean(axis=0) - y.mean(axis=0)
    one, other = np.cov(x, rowvar=False), np.cov(y, rowvar=False)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        root = scipy.linalg.sqrtm(one @ other)
        if not np.isfinite(root).all():
            offset = np.eye(len(one)) * eps
            root = scipy.linalg.sqrtm((one + offset) @ (other + offset))
    return float(mean @ mean + np.trace(one) + np.trace(other) - 2 * np.trace(root.real))


def frechet_exact(x: np.ndarray, y: np.ndarray) -> float:
    """Tr(C1 C2)^(1/2) is the nuclear norm of X Y^T / sqrt((n - 1)(m - 1)), X and Y centered."""
    mean = x.mean(axis=0) - y.mean(axis=0)
    a = (x - x.mean(axis=0)) / np.sqrt(len(x) - 1)
    b = (y - y.mean(axis=0)) / np.sqrt(len(y) - 1)
    # the triangles of QR decompositions have the same singular values, and are smaller
    left, right = (np.linalg.qr(s, mode="r") if len(s) > s.shape[1] else s for s in (a, b))
    root = np.linalg.svd(left @ right.T, compute_uv=False).sum()
    return float(mean @ mean + (a**2).sum() + (b**2).sum() - 2 * root)


def mmd(x: np.ndarray, y: np.ndarray) -> float:
    """Binkowski et al.: the unbiased estimate with the cubic kernel."""
    n, m, d = len(x), len(y), x.shape[1]
    xx, yy, xy = ((a @ b.T / d + 1) ** 3 for a, b in ((x, x), (y, y), (x, y)))
    return float(
        (xx.sum() - np.trace(xx)) / (n * (n - 1))
        + (yy.sum() - np.trace(yy)) / (m * (m - 1))
        - 2 * xy.mean()
    )


def prdc(real: np.ndarray, fake: np.ndarray, k: int) -> dict[str, float]:
    """Naeem et al.: the code of the paper."""
    radii = [np.partition(cdist(s, s), k, axis=1)[:, k] for s in (real, fake)]
    between = cdist(real, fake)
    inside = between < radii[0][:, None]
    return {
        "precision": float(inside.any(axis=0).mean()),
        "recall": float((between < radii[1][None]).any(axis=1).mean()),
        "density": float(inside.sum(axis=0).mean() / k),
        "coverage": float((between.min(axis=1) < radii[0]).mean()),
    }


def inception_score(parts: np.ndarray, splits: int, ddof: int = 0) -> dict[str, float]:
    """Salimans et al.: the code of the paper."""
    n = len(parts)
    scores = []
    for i in range(splits):
        part = parts[i * n // splits : (i + 1) * n // splits]
        kl = part * (np.log(part) - np.log(part.mean(axis=0, keepdims=True)))
        scores.append(np.exp(kl.sum(axis=1).mean()))
    return {"mean": float(np.mean(scores)), "std": float(np.std(scores, ddof=ddof))}


# --- the cases ------------------------------------------------------------------------------------

# dimensions, real and fake rows
SIZES = [
    (64, 500, 333),
    (64, 40, 333),
    (64, 40, 50),
    (512, 1025, 700),
    (512, 1025, 200),
    (2048, 2500, 150),
    (2048, 101, 120),
]
SHIFT = 1 / 16


def sets(d: int, real: int, fake: int) -> tuple[np.ndarray, np.ndarray]:
    return features(1, real, d), features(2, fake, d, SHIFT)


def of_sizes() -> list[dict[str, object]]:
    cases = []
    for d, n, m in SIZES:
        real, fake = sets(d, n, m)
        cases.append(
            {
                "columns": d,
                "real": n,
                "fake": m,
                "fid": {"original": frechet(real, fake), "exact": frechet_exact(real, fake)},
                "mmd": mmd(real, fake),
                "prdc": prdc(real, fake, 5),
            }
        )
        print(cases[-1], flush=True)
    return cases


def kid() -> dict[str, object]:
    real, fake = sets(64, 500, 333)
    subsets, size = 7, 130
    stream = Permutations(100)
    values = []
    for _ in range(subsets):
        x = real[stream.permutation(len(real))[:size]]
        values.append(mmd(x, fake[stream.permutation(len(fake))[:size]]))
    return {
        "subsets": subsets,
        "subsetSize": size,
        "mean": float(np.mean(values)),
        "std": float(np.std(values)),
    }


def ties() -> list[dict[str, object]]:
    cases = []
    for d, sides, offset in ((3, 4, 0), (6, 3, 0), (5, 3, 2.0**24)):
        for k in (1, 3, 5):
            real = lattice(3, 150, d, sides) + offset
            fake = lattice(4, 130, d, sides) + offset
            cases.append(
                {"columns": d, "sides": sides, "offset": offset, "k": k, **prdc(real, fake, k)}
            )
    return cases


def neighbours() -> dict[str, object]:
    query, reference = lattice(5, 20, 4, 5), lattice(6, 200, 4, 5)
    distances = cdist(query, reference)
    order = np.argsort(distances, axis=1, kind="stable")[:, :6]
    return {
        "indices": order.tolist(),
        "distances": np.take_along_axis(distances, order, axis=1).tolist(),
    }


def scores() -> dict[str, object]:
    logits = uniform(7, 103, 1008) * 16
    bias = uniform(8, 1008)
    all_classes = softmax(logits, axis=1)
    return {
        "original": inception_score(all_classes, 10),
        "one part": inception_score(all_classes, 1),
        "sample std": inception_score(all_classes, 10, ddof=1),
        "without bias": inception_score(softmax(logits - bias, axis=1), 10),
        "logits 0 to 1000": inception_score(softmax(logits[:, :1000], axis=1), 10),
        "probabilities 1 to 1001": inception_score(all_classes[:, 1:1001], 10),
    }


def infinity() -> dict[str, object]:
    real, fake = sets(64, 500, 1000)
    stream = Permutations(200)
    counts = np.linspace(100, len(fake), 15).astype(int)
    values = [frechet_exact(real, fake[stream.permutation(len(fake))[:n]]) for n in counts]
    slope, intercept = np.polyfit(1 / counts, values, 1)
    r2 = np.corrcoef(1 / counts, values)[0, 1] ** 2
    return {"value": float(intercept), "slope": float(slope), "r2": float(r2)}


def classes() -> dict[str, object]:
    real, fake = sets(64, 500, 333)
    real_labels, fake_labels = np.arange(500) % 3, np.arange(333) * 7 % 3
    values = [frechet_exact(real[real_labels == c], fake[fake_labels == c]) for c in range(3)]
    return {"mean": float(np.mean(values)), "values": values}


if __name__ == "__main__":
    arguments = parser(__doc__ or "", "metrics.json").parse_args()
    write_json(
        arguments.out,
        {
            "provenance": {
                **provenance("metrics.py", "python3 scripts/golden/metrics.py", arguments.date),
                "scipy": scipy.__version__,
            },
            "shift": SHIFT,
            "sizes": of_sizes(),
            "kid": kid(),
            "ties": ties(),
            "neighbours": neighbours(),
            "inceptionScore": scores(),
            "infinity": infinity(),
            "classes": classes(),
        },
        indent=1,
    )
