"""One SN-GAN iteration the way it is usually written in PyTorch."""

from collections.abc import Callable

import torch
import torch.nn.functional as F
from torch import nn
from torch.nn.utils.parametrizations import spectral_norm


def generator(width: int, latent: int) -> nn.Module:
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


def discriminator(width: int) -> nn.Module:
    def down(inputs: int, outputs: int, kernel: int, stride: int) -> list[nn.Module]:
        conv = nn.Conv2d(inputs, outputs, kernel, stride=stride, padding=1)
        return [spectral_norm(conv), nn.LeakyReLU(0.1, inplace=True)]

    return nn.Sequential(
        *down(3, width, 3, 1),
        *down(width, width, 4, 2),
        *down(width, 2 * width, 3, 1),
        *down(2 * width, 2 * width, 4, 2),
        *down(2 * width, 4 * width, 3, 1),
        *down(4 * width, 4 * width, 4, 2),
        *down(4 * width, 8 * width, 3, 1),
        nn.Flatten(),
        spectral_norm(nn.Linear(4 * 4 * 8 * width, 1)),
    )


def make_step(batch: int, width: int, latent: int) -> Callable[[torch.Tensor], float]:
    """Returns a function from a uint8 batch `[N, 3, 32, 32]` to the D loss of one iteration."""
    g, d = generator(width, latent), discriminator(width)
    g_optimizer = torch.optim.Adam(g.parameters(), lr=2e-4, betas=(0.5, 0.999))
    d_optimizer = torch.optim.Adam(d.parameters(), lr=2e-4, betas=(0.5, 0.999))

    def step(images: torch.Tensor) -> float:
        real = images.float() / 255 * 2 - 1

        with torch.no_grad():
            fake = g(torch.randn(batch, latent))
        d_loss = F.relu(1 - d(real)).mean() + F.relu(1 + d(fake)).mean()
        d_optimizer.zero_grad()
        d_loss.backward()
        d_optimizer.step()

        d.requires_grad_(False)
        g_loss = -d(g(torch.randn(batch, latent))).mean()
        g_optimizer.zero_grad()
        g_loss.backward()
        g_optimizer.step()
        d.requires_grad_(True)
        return d_loss.item()

    return step
