"""What the tuned variant's networks share: parameters, channels-last where they are kernels; a layer."""

import torch
import torch.nn.functional as F

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


def norm_relu(
    weights: Tensors, running: Tensors | None, x: torch.Tensor, layer: str
) -> torch.Tensor:
    """Batch normalization in training mode, then ReLU; moves the running statistics if given."""
    mean = running[f"{layer}/mean"] if running else None
    variance = running[f"{layer}/variance"] if running else None
    scale, shift = weights[f"{layer}/scale"], weights[f"{layer}/shift"]
    return F.relu_(F.batch_norm(x, mean, variance, scale, shift, training=True))
