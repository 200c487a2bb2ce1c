"""One GAN iteration tuned for the CPU: what a patient PyTorch user can reach.

Channels-last throughout; real and fake images in one batch; one normalized weight set for both
and a view, not a copy, as the matrix of a channels-last kernel; fused Adam; in-place activations;
leaky ReLU without second derivatives in the gradient penalty; memory kept by the allocator
(`keep_memory`).

Tried with PyTorch 2.13 on two Zen 4 cores and left out, because none was faster: torch.compile of
both networks (1 % slower; of the residual ones 2 to 5 %) or of batch normalization with ReLU (8 %
slower), oneDNN's convolution with the activation fused (equal), transposed convolution over
conv2d's input gradient (no faster; it mattered in 1.13), huge pages (equal, 100 MiB more) and
threads bound to cores (equal).
"""

import ctypes
import sys

import torch
import torch.nn.functional as F

import pytorch_best_cnn
import pytorch_best_resnet
from pytorch_best_norms import advanced, normalized, start_vectors
from pytorch_best_tensors import Tensors
from pytorch_cases import BETAS, LEARNING_RATE, PENALTY_EPSILON, PENALTY_WEIGHT, Case
from pytorch_prepared import Prepared, count

NETWORKS = {"cnn": pytorch_best_cnn, "resnet": pytorch_best_resnet}


def keep_memory() -> None:
    """Tell glibc to serve large blocks from the heap and not to give freed memory back."""
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return
    trim_threshold, top_pad, mmap_max = -1, -2, -4
    mallopt(mmap_max, 0)
    mallopt(trim_threshold, 2**31 - 1)
    mallopt(top_pad, 2**26)


def gradient_penalty(weights: Tensors, real: torch.Tensor, fake: torch.Tensor) -> torch.Tensor:
    between = torch.lerp(fake, real, torch.rand(real.shape[0], 1, 1, 1)).requires_grad_()
    outputs = pytorch_best_cnn.discriminate(weights, between, twice=True)
    (slope,) = torch.autograd.grad(outputs.sum(), between, create_graph=True)
    norm = (slope.square().sum((1, 2, 3)) + PENALTY_EPSILON).sqrt()
    return PENALTY_WEIGHT * (norm - 1).square().mean()


def prepare(case: Case, batch: int, width: int, latent: int) -> Prepared:
    """The step takes a uint8 batch `[N, 3, 32, 32]` and gives the D loss of the iteration."""
    keep_memory()
    network = NETWORKS[case.network]
    generate, discriminate = network.generate, network.discriminate
    d = network.discriminator_tensors(width)
    g, running = network.generator_tensors(width, latent)
    raw = {name: tensor for name, tensor in d.items() if name.endswith("/weight")}
    vectors = start_vectors(raw, case.method)
    for tensor in (*d.values(), *g.values()):
        tensor.requires_grad_()
    d_optimizer = torch.optim.Adam(d.values(), lr=LEARNING_RATE, betas=BETAS, fused=True)
    g_optimizer = torch.optim.Adam(g.values(), lr=LEARNING_RATE, betas=BETAS, fused=True)

    def effective() -> Tensors:
        return d | {name: normalized(raw[name], u, case.method) for name, u in vectors.items()}

    def d_loss_of(weights: Tensors, pixels: torch.Tensor) -> torch.Tensor:
        logits = discriminate(weights, pixels)
        if case.loss == "hinge":
            return F.relu(1 - logits[:batch]).mean() + F.relu(1 + logits[batch:]).mean()
        penalty = gradient_penalty(weights, pixels[:batch], pixels[batch:])
        return logits[batch:].mean() - logits[:batch].mean() + penalty

    def step(images: torch.Tensor) -> float:
        pixels = torch.empty((2 * batch, *images.shape[1:]), memory_format=torch.channels_last)
        with torch.no_grad():
            pixels[:batch] = images
            pixels[:batch].mul_(2 / 255).sub_(1)
            pixels[batch:] = generate(g, None, torch.randn(batch, latent))
        d_loss = d_loss_of(effective(), pixels)
        d_optimizer.zero_grad()
        d_loss.backward()
        d_optimizer.step()

        with torch.no_grad():
            for name, u in vectors.items():
                vectors[name] = advanced(raw[name], u, case.method)
            frozen = {name: tensor.detach() for name, tensor in effective().items()}
        g_loss = -discriminate(frozen, generate(g, running, torch.randn(batch, latent))).mean()
        g_optimizer.zero_grad()
        g_loss.backward()
        g_optimizer.step()
        return d_loss.item()

    return Prepared(step, generator=count(g.values()), discriminator=count(d.values()))
