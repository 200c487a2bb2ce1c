"""Normalized weights of the tuned variant: views of channels-last kernels, no copies."""

from collections.abc import Mapping

import torch

from pytorch_cases import BSSN_SCALE

Tensors = dict[str, torch.Tensor]
# by layer: the left vectors of its one or two matrices
Vectors = dict[str, list[torch.Tensor]]


def matrices(weight: torch.Tensor, method: str) -> list[torch.Tensor]:
    """`[out, rest]` and, for BSSN, `[in, rest]`; singular values do not know the columns' order."""
    if weight.dim() == 2:
        return [weight]
    rows = weight.permute(0, 2, 3, 1)
    out = rows.reshape(weight.shape[0], -1)
    return [out, rows.reshape(-1, weight.shape[1]).T] if method == "bssn" else [out]


def start_vectors(weights: Mapping[str, torch.Tensor], method: str) -> Vectors:
    if method == "none":
        return {}
    return {
        layer: [torch.randn(matrix.shape[0]) for matrix in matrices(weight, method)]
        for layer, weight in weights.items()
    }


def power_step(matrix: torch.Tensor, u: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    v = matrix.T @ u
    v /= torch.linalg.vector_norm(v) + 1e-12
    new_u = matrix @ v
    new_u /= torch.linalg.vector_norm(new_u) + 1e-12
    return new_u, v


def normalized(weight: torch.Tensor, vectors: list[torch.Tensor], method: str) -> torch.Tensor:
    sigma = 0.0
    for matrix, u in zip(matrices(weight, method), vectors, strict=True):
        with torch.no_grad():
            new_u, v = power_step(matrix, u)
        sigma = sigma + torch.dot(new_u, matrix @ v)
    if method == "bssn":
        return weight * (BSSN_SCALE * len(vectors) / sigma)
    return weight / sigma


def advanced(weight: torch.Tensor, vectors: list[torch.Tensor], method: str) -> list[torch.Tensor]:
    return [
        power_step(matrix, u)[0]
        for matrix, u in zip(matrices(weight, method), vectors, strict=True)
    ]
