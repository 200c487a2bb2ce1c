"""One GAN iteration tuned for the CPU: what a patient PyTorch user can reach.

Channels-last throughout; real and fake images in one batch; one normalized weight set for both
and a view, not a copy, as the matrix of a channels-last kernel; the norms of all layers' power
iterations in one call, and a step's last iteration for the next step too, whose weights are the
same; fused Adam; in-place activations; leaky ReLU without second derivatives in the gradient
penalty; memory kept by the allocator (`keep_memory`).

Tried with PyTorch 2.13 on two Zen 4 cores and left out, because none was faster: torch.compile of
both networks (1 % slower; of the residual ones 2 to 5 %) or of batch normalization with ReLU (8 %
slower), oneDNN's convolution with the activation fused (equal), transposed convolution over
conv2d's input gradient (no faster; it mattered in 1.13), huge pages (equal, 100 MiB more) and
threads bound to cores (equal).

At a quarter of the width (the variants in turns in one process; batch 16 with one and two
threads, 64 with two; time relative to the variant before): the power iterations as they are now
0.94 to 1.03, with one thread always less. Left out: torch.compile of both losses with their
gradients 0.97 to 1.05 (and up to 100 s to compile), of the networks alone 0.99 to 1.03,
inference_mode 0.94 to 1.00, denormal numbers flushed 0.94 to 1.00, no garbage collection 0.95 to
1.00 (these three below 0.98 only in one noisy window, and no better together with the power
iterations), foreach Adam 0.97 to 1.01, images and kernels that are not channels-last 1.01 to
1.09.
"""

import ctypes
import sys

import torch
import torch.nn.functional as F

import pytorch_best_cnn
import pytorch_best_resnet
from pytorch_best_norms import normalized, power_step, start_vectors
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
    for tensor in (*d.values(), *g.values()):
        tensor.requires_grad_()
    d_optimizer = torch.optim.Adam(d.values(), lr=LEARNING_RATE, betas=BETAS, fused=True)
    g_optimizer = torch.optim.Adam(g.values(), lr=LEARNING_RATE, betas=BETAS, fused=True)

    def d_loss_of(weights: Tensors, pixels: torch.Tensor) -> torch.Tensor:
        logits = discriminate(weights, pixels)
        if case.loss == "hinge":
            return F.relu(1 - logits[:batch]).mean() + F.relu(1 + logits[batch:]).mean()
        penalty = gradient_penalty(weights, pixels[:batch], pixels[batch:])
        return logits[batch:].mean() - logits[:batch].mean() + penalty

    vectors = start_vectors(raw, case.method)
    # the next power iteration; that of the G step is the following D step's as well
    pairs = power_step(raw, vectors, case.method)

    def step(images: torch.Tensor) -> float:
        nonlocal vectors, pairs
        pixels = torch.empty((2 * batch, *images.shape[1:]), memory_format=torch.channels_last)
        with torch.no_grad():
            pixels[:batch] = images
            pixels[:batch].mul_(2 / 255).sub_(1)
            pixels[batch:] = generate(g, None, torch.randn(batch, latent))
        d_loss = d_loss_of(d | normalized(raw, pairs, case.method), pixels)
        d_optimizer.zero_grad()
        d_loss.backward()
        d_optimizer.step()

        vectors = power_step(raw, vectors, case.method).left
        pairs = power_step(raw, vectors, case.method)
        frozen = {name: tensor.detach() for name, tensor in d.items()}
        frozen |= normalized(frozen, pairs, case.method)
        g_loss = -discriminate(frozen, generate(g, running, torch.randn(batch, latent))).mean()
        g_optimizer.zero_grad()
        g_loss.backward()
        g_optimizer.step()
        return d_loss.item()

    return Prepared(step, generator=count(g.values()), discriminator=count(d.values()))
