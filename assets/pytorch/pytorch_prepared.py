"""What a variant gives the worker."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import torch


@dataclass(frozen=True)
class Prepared:
    # one iteration on a uint8 batch [N, 3, 32, 32]; returns the D loss
    step: Callable[[torch.Tensor], float]
    # trained numbers of each network
    generator: int
    discriminator: int


def count(parameters: Iterable[torch.Tensor]) -> int:
    return sum(parameter.numel() for parameter in parameters)
