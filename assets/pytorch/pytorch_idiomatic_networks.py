"""The networks of the SN-GAN paper for 32 x 32 images as PyTorch modules."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils import parametrize
from torch.nn.utils.parametrizations import spectral_norm

from pytorch_cases import BSSN_SCALE

Wrap = Callable[[nn.Module], nn.Module]


class BidirectionalScaledSpectralNorm(nn.Module):
    """scale * W / mean of the spectral norms of W as [out, in*k*k] and as [in, out*k*k]."""

    def __init__(self, weight: torch.Tensor, scale: float) -> None:
        super().__init__()
        self.scale = scale
        self.register_buffer("u_out", torch.randn(weight.shape[0]))
        self.register_buffer("u_in", torch.randn(weight.shape[1]))

    def sigma(self, matrix: torch.Tensor, u: torch.Tensor) -> torch.Tensor:
        with torch.no_grad():
            v = F.normalize(matrix.T @ u, dim=0, eps=1e-12)
            u.copy_(F.normalize(matrix @ v, dim=0, eps=1e-12))
        # the buffer moves again before this pass has been differentiated
        return torch.dot(u.clone(), matrix @ v)

    def forward(self, weight: torch.Tensor) -> torch.Tensor:
        sigma = self.sigma(weight.flatten(1), self.u_out)
        if weight.dim() > 2:
            sigma = (sigma + self.sigma(weight.transpose(0, 1).flatten(1), self.u_in)) / 2
        return self.scale * weight / sigma


def bidirectional_scaled_spectral_norm(module: nn.Module) -> nn.Module:
    norm = BidirectionalScaledSpectralNorm(module.weight, BSSN_SCALE)
    parametrize.register_parametrization(module, "weight", norm)
    return module


WRAPS: dict[str, Wrap] = {
    "none": lambda module: module,
    "sn": spectral_norm,
    "bssn": bidirectional_scaled_spectral_norm,
}


def cnn_generator(width: int, latent: int) -> nn.Module:
    def up(inputs: int, outputs: int) -> list[nn.Module]:
        deconv = nn.ConvTranspose2d(inputs, outputs, 4, stride=2, padding=1)
        return [deconv, nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)]

    return nn.Sequential(
        nn.Linear(latent, 4 * 4 * 8 * width),
        nn.BatchNorm1d(4 * 4 * 8 * width),
        nn.ReLU(inplace=True),
        nn.Unflatten(1, (8 * width, 4, 4)),
        *up(8 * width, 4 * width),
        *up(4 * width, 2 * width),
        *up(2 * width, width),
        nn.Conv2d(width, 3, 3, padding=1),
        nn.Tanh(),
    )


def cnn_discriminator(width: int, wrap: Wrap) -> nn.Module:
    def down(inputs: int, outputs: int, kernel: int, stride: int) -> list[nn.Module]:
        conv = nn.Conv2d(inputs, outputs, kernel, stride=stride, padding=1)
        return [wrap(conv), nn.LeakyReLU(0.1, inplace=True)]

    return nn.Sequential(
        *down(3, width, 3, 1),
        *down(width, width, 4, 2),
        *down(width, 2 * width, 3, 1),
        *down(2 * width, 2 * width, 4, 2),
        *down(2 * width, 4 * width, 3, 1),
        *down(4 * width, 4 * width, 4, 2),
        *down(4 * width, 8 * width, 3, 1),
        nn.Flatten(),
        wrap(nn.Linear(4 * 4 * 8 * width, 1)),
    )


class UpBlock(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.branch = nn.Sequential(
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
            nn.Upsample(scale_factor=2),
            nn.Conv2d(channels, channels, 3, padding=1),
            nn.BatchNorm2d(channels),
            nn.ReLU(inplace=True),
            nn.Conv2d(channels, channels, 3, padding=1),
        )
        self.shortcut = nn.Sequential(
            nn.Upsample(scale_factor=2), nn.Conv2d(channels, channels, 1)
        )

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.branch(x) + self.shortcut(x)


class FirstBlock(nn.Module):
    def __init__(self, channels: int, wrap: Wrap) -> None:
        super().__init__()
        self.branch = nn.Sequential(
            wrap(nn.Conv2d(3, channels, 3, padding=1)),
            nn.ReLU(inplace=True),
            wrap(nn.Conv2d(channels, channels, 3, padding=1)),
            nn.AvgPool2d(2),
        )
        self.shortcut = nn.Sequential(nn.AvgPool2d(2), wrap(nn.Conv2d(3, channels, 1)))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.branch(x) + self.shortcut(x)


class Block(nn.Module):
    def __init__(self, channels: int, wrap: Wrap, *, down: bool) -> None:
        super().__init__()
        self.branch = nn.Sequential(
            nn.ReLU(),
            wrap(nn.Conv2d(channels, channels, 3, padding=1)),
            nn.ReLU(inplace=True),
            wrap(nn.Conv2d(channels, channels, 3, padding=1)),
        )
        self.shortcut = nn.Sequential()
        if down:
            self.branch.append(nn.AvgPool2d(2))
            self.shortcut.append(wrap(nn.Conv2d(channels, channels, 1)))
            self.shortcut.append(nn.AvgPool2d(2))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.branch(x) + self.shortcut(x)


class SumPool(nn.Module):
    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return x.sum((2, 3))


def resnet_generator(width: int, latent: int) -> nn.Module:
    channels = 2 * width
    return nn.Sequential(
        nn.Linear(latent, 4 * 4 * channels),
        nn.Unflatten(1, (channels, 4, 4)),
        *(UpBlock(channels) for _ in range(3)),
        nn.BatchNorm2d(channels),
        nn.ReLU(inplace=True),
        nn.Conv2d(channels, 3, 3, padding=1),
        nn.Tanh(),
    )


def resnet_discriminator(width: int, wrap: Wrap) -> nn.Module:
    return nn.Sequential(
        FirstBlock(width, wrap),
        Block(width, wrap, down=True),
        Block(width, wrap, down=False),
        Block(width, wrap, down=False),
        nn.ReLU(inplace=True),
        SumPool(),
        wrap(nn.Linear(width, 1, bias=False)),
    )


NETWORKS = {
    "cnn": (cnn_generator, cnn_discriminator),
    "resnet": (resnet_generator, resnet_discriminator),
}
