"""Parameters of the tuned variant's networks, channels-last where they are kernels."""

import torch

Tensors = dict[str, torch.Tensor]


def channels_last(x: torch.Tensor) -> torch.Tensor:
    return x.contiguous(memory_format=torch.channels_last)


def conv(layer: str, inputs: int, outputs: int, kernel: int) -> Tensors:
    weight = torch.randn(outputs, inputs, kernel, kernel) * (inputs * kernel * kernel) ** -0.5
    return {f"{layer}/weight": channels_last(weight), f"{layer}/bias": torch.zeros(outputs)}


def deconv(layer: str, inputs: int, outputs: int) -> Tensors:
    weight = torch.randn(inputs, outputs, 4, 4) * (inputs * 4) ** -0.5
    return {f"{layer}/weight": channels_last(weight), f"{layer}/bias": torch.zeros(outputs)}


def dense(layer: str, inputs: int, outputs: int, *, bias: bool = True) -> Tensors:
    weight = {f"{layer}/weight": torch.randn(outputs, inputs) * inputs**-0.5}
    return weight | {f"{layer}/bias": torch.zeros(outputs)} if bias else weight


def norm(layer: str, size: int) -> tuple[Tensors, Tensors]:
    """Trained tensors and running statistics."""
    trained = {f"{layer}/scale": torch.ones(size), f"{layer}/shift": torch.zeros(size)}
    return trained, {f"{layer}/mean": torch.zeros(size), f"{layer}/variance": torch.ones(size)}
