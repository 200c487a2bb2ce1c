"""The PyTorch peers of `evenkeel bench` are one mathematics: the usual way and the tuned one agree.

    python3 test/support/platform/bench_variants.py

In float64 with the same weights: outputs and gradients of all networks, the gradient penalty, and the
normalized weights of BSSN, which must be those of an exact decomposition after many rounds. Prints one
line of JSON: the largest differences by name.
"""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "assets" / "pytorch"))

import torch  # noqa: E402

import pytorch_best  # noqa: E402
import pytorch_best_norms  # noqa: E402
import pytorch_idiomatic  # noqa: E402
from pytorch_cases import BSSN_SCALE  # noqa: E402
from pytorch_idiomatic_networks import NETWORKS, WRAPS  # noqa: E402

torch.set_default_dtype(torch.float64)
torch.manual_seed(0)
WIDTH, LATENT, BATCH = 8, 16, 4


def furthest(a, b):
    return max((x - y).abs().max().item() for x, y in zip(a, b, strict=True))


def same_weights(module, tensors):
    """The module's parameters by the tuned variant's names; both list them in one order."""
    own = list(module.parameters())
    assert [p.shape for p in own] == [t.shape for t in tensors.values()]
    return {n: p.detach().clone().requires_grad_() for n, p in zip(tensors, own, strict=True)}


def compare(module, function, weights, x):
    outputs = module(x), function(weights, x.clone())
    upstream = torch.randn_like(outputs[0])
    gradients = (
        torch.autograd.grad((outputs[0] * upstream).sum(), list(module.parameters())),
        torch.autograd.grad((outputs[1] * upstream).sum(), list(weights.values())),
    )
    return max(furthest(outputs[:1], outputs[1:]), furthest(*gradients))


def penalties(discriminator, weights):
    real, fake = torch.randn(2, BATCH, 3, 32, 32)
    torch.manual_seed(1)
    usual = pytorch_idiomatic.gradient_penalty(discriminator, real, fake)
    torch.manual_seed(1)
    tuned = pytorch_best.gradient_penalty(weights, real, fake)
    found = (
        torch.autograd.grad(usual, list(discriminator.parameters()), materialize_grads=True),
        torch.autograd.grad(tuned, list(weights.values()), materialize_grads=True),
    )
    return max(abs(usual.item() - tuned.item()), furthest(*found))


differences = {}
for name, (make_generator, make_discriminator) in NETWORKS.items():
    tuned = pytorch_best.NETWORKS[name]
    discriminator = make_discriminator(WIDTH, WRAPS["none"])
    weights = same_weights(discriminator, tuned.discriminator_tensors(WIDTH))
    images = torch.randn(BATCH, 3, 32, 32)
    differences[f"{name}/discriminator"] = compare(
        discriminator, tuned.discriminate, weights, images
    )
    if name == "cnn":
        differences["gradient penalty"] = penalties(discriminator, weights)
    generator = make_generator(WIDTH, LATENT)
    trained, running = tuned.generator_tensors(WIDTH, LATENT)
    differences[f"{name}/generator"] = compare(
        generator,
        lambda own, z, tuned=tuned, running=running: tuned.generate(own, running, z),
        same_weights(generator, trained),
        torch.randn(BATCH, LATENT),
    )

conv = torch.nn.Conv2d(4, 6, 3)
weight = conv.weight.detach().clone()
norm = WRAPS["bssn"](conv).parametrizations.weight[0]
for _ in range(200):
    usual = conv.weight
both = [weight.flatten(1), weight.transpose(0, 1).flatten(1)]
exact = weight * BSSN_SCALE / (sum(torch.linalg.matrix_norm(m, 2) for m in both) / 2)
kernels = {"conv": weight.contiguous(memory_format=torch.channels_last)}
pairs = pytorch_best_norms.power_step(kernels, {"conv": [norm.u_out, norm.u_in]}, "bssn")
tuned = pytorch_best_norms.normalized(kernels, pairs, "bssn")["conv"]
differences["bssn"] = max(furthest([usual], [exact]), furthest([tuned], [exact]))
print(json.dumps(differences))
