"""One GAN iteration the way it is usually written in PyTorch."""

import torch
import torch.nn.functional as F
from torch import nn

from pytorch_cases import BETAS, LEARNING_RATE, PENALTY_EPSILON, PENALTY_WEIGHT, Case
from pytorch_idiomatic_networks import NETWORKS, WRAPS
from pytorch_prepared import Prepared, count


def gradient_penalty(d: nn.Module, real: torch.Tensor, fake: torch.Tensor) -> torch.Tensor:
    share = torch.rand(real.shape[0], 1, 1, 1)
    between = (share * real + (1 - share) * fake).requires_grad_()
    (slope,) = torch.autograd.grad(d(between).sum(), between, create_graph=True)
    norm = (slope.square().flatten(1).sum(1) + PENALTY_EPSILON).sqrt()
    return PENALTY_WEIGHT * (norm - 1).square().mean()


def prepare(case: Case, batch: int, width: int, latent: int) -> Prepared:
    """The step takes a uint8 batch `[N, 3, 32, 32]` and gives the D loss of the iteration."""
    make_generator, make_discriminator = NETWORKS[case.network]
    g = make_generator(width, latent)
    d = make_discriminator(width, WRAPS[case.method])
    g_optimizer = torch.optim.Adam(g.parameters(), lr=LEARNING_RATE, betas=BETAS)
    d_optimizer = torch.optim.Adam(d.parameters(), lr=LEARNING_RATE, betas=BETAS)

    def d_loss_of(real: torch.Tensor, fake: torch.Tensor) -> torch.Tensor:
        if case.loss == "hinge":
            return F.relu(1 - d(real)).mean() + F.relu(1 + d(fake)).mean()
        return d(fake).mean() - d(real).mean() + gradient_penalty(d, real, fake)

    def step(images: torch.Tensor) -> float:
        real = images.float() / 255 * 2 - 1

        with torch.no_grad():
            fake = g(torch.randn(batch, latent))
        d_loss = d_loss_of(real, fake)
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

    return Prepared(step, generator=count(g.parameters()), discriminator=count(d.parameters()))
