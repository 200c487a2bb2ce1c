"""Golden results of Gaussian processes, by scikit-learn.

    pip install numpy==2.4.6 scipy==1.17.1 scikit-learn==1.9.1
    python3 scripts/golden/gaussian-process.py

`given`: GaussianProcessRegressor without optimization, kernel ConstantKernel * Matern(nu=2.5), the noise as alpha:
log_marginal_likelihood_value_ and predict(return_std=True) at some points. `fitted`: the same kernel + WhiteKernel,
hyperparameters within the bounds of src/sweeps/search/fit.ts by L-BFGS-B with 20 restarts: the likelihood alone.
`improvement`: E max(least - f, 0) by numerical integration (scipy.integrate.quad).
"""

import argparse
import json
import platform
from pathlib import Path

import numpy as np
import scipy
import sklearn
from scipy.integrate import quad
from scipy.stats import norm
from sklearn.gaussian_process import GaussianProcessRegressor
from sklearn.gaussian_process.kernels import ConstantKernel, Matern, WhiteKernel

OUT = Path(__file__).resolve().parents[2] / "test" / "golden" / "gaussian-process.json"
COMMAND = "python3 scripts/golden/gaussian-process.py"


def valley(x: np.ndarray) -> np.ndarray:
    return np.sin(5 * x[:, 0]) + 3 * (x[:, 1] - 0.3) ** 2


def data(seed: int, n: int, dims: int, noise: float) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    x = np.round(rng.random((n, dims)), 4)
    y = valley(x) + noise * rng.standard_normal(n)
    return x, np.round((y - y.mean()) / y.std(), 6)


def given(seed: int, n: int, lengths: list[float], variance: float, noise: float) -> dict[str, object]:
    x, y = data(seed, n, len(lengths), 0.1)
    kernel = ConstantKernel(variance) * Matern(length_scale=lengths, nu=2.5)
    model = GaussianProcessRegressor(kernel, alpha=noise, optimizer=None).fit(x, y)
    at = np.round(np.random.default_rng(seed + 100).random((6, len(lengths))), 4)
    at[0] = x[0]
    mean, deviation = model.predict(at, return_std=True)
    return {
        "points": x.tolist(),
        "values": y.tolist(),
        "options": {"lengths": lengths, "variance": variance, "noise": noise},
        "logLikelihood": float(model.log_marginal_likelihood_value_),
        "at": at.tolist(),
        "mean": mean.tolist(),
        "deviation": deviation.tolist(),
    }


def fitted(seed: int, n: int, dims: int, noise: float) -> dict[str, object]:
    x, y = data(seed, n, dims, noise)
    kernel = ConstantKernel(1.0, (0.05, 20)) * Matern([1.0] * dims, (0.05, 10), nu=2.5)
    kernel = kernel + WhiteKernel(0.1, (1e-4, 1))
    model = GaussianProcessRegressor(
        kernel, alpha=0, n_restarts_optimizer=20, random_state=0
    ).fit(x, y)
    return {
        "points": x.tolist(),
        "values": y.tolist(),
        "logLikelihood": float(model.log_marginal_likelihood_value_),
        "kernel": str(model.kernel_),
    }


def improvement(mean: float, deviation: float, least: float) -> dict[str, float]:
    value, _ = quad(
        lambda f: (least - f) * norm.pdf(f, mean, deviation),
        min(least, mean) - 12 * deviation,
        least,
        epsabs=1e-14,
        limit=500,
    )
    return {"mean": mean, "deviation": deviation, "least": least, "value": float(value)}


def main() -> None:
    arguments = argparse.ArgumentParser(description="golden results of Gaussian processes")
    arguments.add_argument("--out", type=Path, default=OUT)
    arguments.add_argument("--date", default="2026-12-01")
    options = arguments.parse_args()
    content = {
        "provenance": {
            "script": "scripts/golden/gaussian-process.py",
            "command": COMMAND,
            "date": options.date,
            "python": platform.python_version(),
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "sklearn": sklearn.__version__,
        },
        "given": [
            given(1, 2, [0.3, 0.5], 1.0, 0.01),
            given(2, 8, [0.3, 0.5], 1.0, 0.01),
            given(3, 25, [0.2, 0.7], 2.5, 1e-4),
            given(4, 25, [0.1, 4.0, 10.0], 0.4, 0.3),
        ],
        "fitted": [fitted(5, 12, 2, 0.0), fitted(6, 40, 2, 0.1), fitted(7, 60, 5, 0.3)],
        "improvement": [
            improvement(0.0, 1.0, 0.0),
            improvement(0.5, 0.2, 0.4),
            improvement(-1.0, 0.3, 0.0),
            improvement(2.0, 0.7, -0.5),
        ],
    }
    options.out.write_text(json.dumps(content, allow_nan=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
