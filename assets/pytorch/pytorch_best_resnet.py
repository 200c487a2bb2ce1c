"""The residual network of the SN-GAN paper for 32 x 32 images, tuned.

Kernels take the upsampling before them and the averaging after them in: 4/9 of the products.
"""

from functools import partial

import torch
import torch.nn.functional as F

from pytorch_best_tensors import Tensors, channels_last, conv, dense, norm, norm_relu

BLOCKS = (1, 2, 3, 4)
UP_BLOCKS = (1, 2, 3)
HALVING = (1, 2)


def discriminator_tensors(width: int) -> Tensors:
    tensors: Tensors = {}
    channels = 3
    for i in BLOCKS:
        tensors |= conv(f"block{i}/conv1", channels, width, 3)
        tensors |= conv(f"block{i}/conv2", width, width, 3)
        if i in HALVING:
            tensors |= conv(f"block{i}/shortcut", channels, width, 1)
        channels = width
    return tensors | dense("dense", width, 1, bias=False)


def generator_tensors(width: int, latent: int) -> tuple[Tensors, Tensors]:
    channels = 2 * width
    trained = dense("dense", latent, channels * 16)
    running: Tensors = {}

    def add_norm(name: str) -> None:
        own, statistics = norm(name, channels)
        trained.update(own)
        running.update(statistics)

    for i in UP_BLOCKS:
        for j in (1, 2):
            add_norm(f"block{i}/norm{j}")
            trained |= conv(f"block{i}/conv{j}", channels, channels, 3)
        trained |= conv(f"block{i}/shortcut", channels, channels, 1)
    add_norm("norm")
    return trained | conv("conv", channels, 3, 3), running


def convolve(weights: Tensors, layer: str, x: torch.Tensor) -> torch.Tensor:
    weight = weights[f"{layer}/weight"]
    return F.conv2d(x, weight, weights[f"{layer}/bias"], padding=weight.shape[-1] // 2)


def lengthened(weight: torch.Tensor) -> torch.Tensor:
    """The kernels plus themselves one place further along either axis: 3x3 to 4x4."""
    taller = F.pad(weight, (0, 0, 0, 1)) + F.pad(weight, (0, 0, 1, 0))
    return channels_last(F.pad(taller, (0, 1)) + F.pad(taller, (1, 0)))


def convolve_averaged(weights: Tensors, layer: str, x: torch.Tensor) -> torch.Tensor:
    """The 3x3 convolution, averaged over 2x2."""
    kernels = lengthened(weights[f"{layer}/weight"] / 4)
    return F.conv2d(x, kernels, weights[f"{layer}/bias"], stride=2, padding=1)


def convolve_upsampled(weights: Tensors, layer: str, x: torch.Tensor) -> torch.Tensor:
    """The 3x3 convolution of x upsampled by two."""
    kernels = lengthened(weights[f"{layer}/weight"].flip(2, 3).transpose(0, 1))
    return F.conv_transpose2d(x, kernels, weights[f"{layer}/bias"], stride=2, padding=1)


def discriminate(weights: Tensors, x: torch.Tensor) -> torch.Tensor:
    for i in BLOCKS:
        block = f"block{i}"
        a = F.relu_(convolve(weights, f"{block}/conv1", x if i == 1 else F.relu(x)))
        if i in HALVING:
            side = convolve(weights, f"{block}/shortcut", F.avg_pool2d(x, 2))
            x = convolve_averaged(weights, f"{block}/conv2", a).add_(side)
        else:
            x = convolve(weights, f"{block}/conv2", a).add_(x)
    return F.linear(F.relu_(x).sum((2, 3)), weights["dense/weight"])


def generate(weights: Tensors, running: Tensors | None, z: torch.Tensor) -> torch.Tensor:
    """Images in training mode; moves the running statistics if they are given."""
    normed = partial(norm_relu, weights, running)

    def up(x: torch.Tensor) -> torch.Tensor:
        return F.interpolate(x, scale_factor=2)

    x = F.linear(z, weights["dense/weight"], weights["dense/bias"])
    x = channels_last(x.view(z.shape[0], -1, 4, 4))
    for i in UP_BLOCKS:
        block = f"block{i}"
        a = convolve_upsampled(weights, f"{block}/conv1", normed(x, f"{block}/norm1"))
        a = convolve(weights, f"{block}/conv2", normed(a, f"{block}/norm2"))
        x = a.add_(up(convolve(weights, f"{block}/shortcut", x)))
    return torch.tanh_(convolve(weights, "conv", normed(x, "norm")))
