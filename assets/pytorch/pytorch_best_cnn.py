"""The standard CNN of the SN-GAN paper, tuned."""

from functools import partial

import torch
import torch.nn.functional as F

from pytorch_best_tensors import Tensors, channels_last, conv, deconv, dense, norm, norm_relu

CONVS = ((1, 3, 1), (1, 4, 2), (2, 3, 1), (2, 4, 2), (4, 3, 1), (4, 4, 2), (8, 3, 1))
SLOPE = 0.1


def discriminator_tensors(width: int) -> Tensors:
    tensors: Tensors = {}
    channels = 3
    for i, (factor, kernel, _stride) in enumerate(CONVS, 1):
        tensors |= conv(f"conv{i}", channels, factor * width, kernel)
        channels = factor * width
    return tensors | dense("dense", channels * 16, 1)


def generator_tensors(width: int, latent: int) -> tuple[Tensors, Tensors]:
    channels = 8 * width
    trained = dense("dense", latent, channels * 16)
    running: Tensors = {}

    def add_norm(i: int, size: int) -> None:
        own, statistics = norm(f"norm{i}", size)
        trained.update(own)
        running.update(statistics)

    add_norm(0, channels * 16)
    for i in (1, 2, 3):
        trained |= deconv(f"deconv{i}", channels, channels // 2)
        channels //= 2
        add_norm(i, channels)
    return trained | conv("conv", channels, 3, 3), running


def masked(x: torch.Tensor) -> torch.Tensor:
    """Leaky ReLU as a product with a constant: its second derivative is no work at all."""
    mask = torch.where(x.detach() > 0, 1.0, SLOPE)
    return x * mask


def discriminate(weights: Tensors, x: torch.Tensor, *, twice: bool = False) -> torch.Tensor:
    """`twice`: so that the gradient to x can be differentiated cheaply."""
    for i, (_factor, _kernel, stride) in enumerate(CONVS, 1):
        x = F.conv2d(x, weights[f"conv{i}/weight"], weights[f"conv{i}/bias"], stride, 1)
        x = masked(x) if twice else F.leaky_relu_(x, SLOPE)
    return F.linear(x.flatten(1), weights["dense/weight"], weights["dense/bias"])


def generate(weights: Tensors, running: Tensors | None, z: torch.Tensor) -> torch.Tensor:
    """Images in training mode; moves the running statistics if they are given."""
    normed = partial(norm_relu, weights, running)
    x = normed(F.linear(z, weights["dense/weight"], weights["dense/bias"]), "norm0")
    x = channels_last(x.view(z.shape[0], -1, 4, 4))
    for i in (1, 2, 3):
        weight, bias = weights[f"deconv{i}/weight"], weights[f"deconv{i}/bias"]
        x = normed(F.conv_transpose2d(x, weight, bias, 2, 1), f"norm{i}")
    return torch.tanh_(F.conv2d(x, weights["conv/weight"], weights["conv/bias"], padding=1))
