"""Normalized weights of the tuned variant: views of channels-last kernels, no copies."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import torch

from pytorch_cases import BSSN_SCALE

Tensors = dict[str, torch.Tensor]
# by layer: one vector for each of its one or two matrices
Vectors = dict[str, list[torch.Tensor]]


class Pairs(NamedTuple):
    left: Vectors
    right: Vectors


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


@torch.no_grad()
def power_step(weights: Mapping[str, torch.Tensor], left: Vectors, method: str) -> Pairs:
    """One power iteration of every matrix; the norms of all layers in one call."""
    if not left:
        return Pairs({}, {})
    every = [matrix for layer in left for matrix in matrices(weights[layer], method)]
    vectors = [vector for of_layer in left.values() for vector in of_layer]
    right = unit([matrix.T @ vector for matrix, vector in zip(every, vectors, strict=True)])
    new_left = unit([matrix @ vector for matrix, vector in zip(every, right, strict=True)])
    return Pairs(by_layer(new_left, left), by_layer(right, left))


def unit(vectors: list[torch.Tensor]) -> list[torch.Tensor]:
    """In place."""
    norms = torch._foreach_norm(vectors)
    torch._foreach_add_(norms, 1e-12)
    torch._foreach_div_(vectors, norms)
    return vectors


def by_layer(vectors: Iterable[torch.Tensor], like: Vectors) -> Vectors:
    rest = iter(vectors)
    return {layer: [next(rest) for _ in of_layer] for layer, of_layer in like.items()}


def normalized(weights: Mapping[str, torch.Tensor], pairs: Pairs, method: str) -> Tensors:
    """The weights of the layers that have vectors, divided by the singular values they give."""
    result: Tensors = {}
    for layer, left in pairs.left.items():
        weight = weights[layer]
        every = zip(matrices(weight, method), left, pairs.right[layer], strict=True)
        sigma = sum(torch.dot(u, matrix @ v) for matrix, u, v in every)
        factor = BSSN_SCALE * len(left) if method == "bssn" else 1.0
        result[layer] = weight * (factor / sigma)
    return result
