"""The papers' standard CNN and one training iteration of it, written out in plain PyTorch.

Everything is a dictionary of named tensors in one dtype; nothing is hidden in modules. Layouts:
images NCHW, convolution `[out, in, kH, kW]`, transposed convolution `[in, out, kH, kW]`, dense
`[out, in]`. Adam, batch normalization and all gradients are PyTorch's own.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as F

Tensors = dict[str, torch.Tensor]

SPECTRAL_EPSILON = 1e-12
NORM_EPSILON = 1e-5
NORM_MOMENTUM = 0.1
SLOPE = 0.1
ADAM = {"lr": 2e-4, "betas": (0.5, 0.999)}

# (channels in units of c, kernel, stride), padding 1 everywhere
DISCRIMINATOR_CONVS = ((1, 3, 1), (1, 4, 2), (2, 3, 1), (2, 4, 2), (4, 3, 1), (4, 4, 2), (8, 3, 1))
DISCRIMINATOR_LAYERS = (*(f"conv{i}" for i in range(1, 8)), "dense")


@dataclass(frozen=True)
class Config:
    """Sizes of both networks; the image side is 32, the generator starts at 4 x 4."""

    discriminator_width: int
    generator_width: int
    latent: int
    batch: int
    iterations: int
    seed: int
    size: int = 32
    # Adam's; with 1e-8 its first step is a sign, to which a gradient of the size of rounding is all
    adam_epsilon: float = 1e-8


def initial_tensors(config: Config) -> Tensors:
    """Random float32 weights, vectors and running statistics; nothing is trivially zero."""
    generator = torch.Generator().manual_seed(config.seed)
    tensors: Tensors = {}

    def normal(name: str, shape: tuple[int, ...], std: float, mean: float = 0.0) -> None:
        tensors[name] = mean + std * torch.randn(shape, generator=generator)

    def layer(name: str, shape: tuple[int, ...], fan_in: int, gain: float, outputs: int) -> None:
        normal(f"{name}/weight", shape, (gain / fan_in) ** 0.5)
        normal(f"{name}/bias", (outputs,), 0.1)

    channels = 3
    for index, (factor, kernel, _stride) in enumerate(DISCRIMINATOR_CONVS, start=1):
        out = factor * config.discriminator_width
        name = f"discriminator/conv{index}"
        fan_in = channels * kernel * kernel
        layer(name, (out, channels, kernel, kernel), fan_in, 2.0, out)
        normal(f"{name}/u", (out,), 1.0)
        channels = out
    features = channels * (config.size // 8) ** 2
    layer("discriminator/dense", (1, features), features, 2.0, 1)
    # logits of real images then lie around 1, on both sides of the hinge
    tensors["discriminator/dense/bias"] += 1
    normal("discriminator/dense/u", (1,), 1.0)

    def norm(name: str, size: int) -> None:
        normal(f"{name}/scale", (size,), 0.1, 1.0)
        normal(f"{name}/shift", (size,), 0.1)
        tensors[f"{name}/mean"] = torch.zeros(size)
        tensors[f"{name}/variance"] = torch.ones(size)

    channels = config.generator_width
    units = channels * (config.size // 8) ** 2
    layer("generator/dense", (units, config.latent), config.latent, 1.0, units)
    norm("generator/norm0", units)
    for index in (1, 2, 3):
        out = channels // 2
        # with stride 2 a 4 x 4 kernel meets every output pixel with a quarter of its taps
        layer(f"generator/deconv{index}", (channels, out, 4, 4), channels * 4, 2.0, out)
        norm(f"generator/norm{index}", out)
        channels = out
    layer("generator/conv", (3, channels, 3, 3), channels * 9, 1.0, 3)
    return tensors


def inputs(config: Config) -> Tensors:
    """Per iteration: smooth random images (uint8, 0 and 255 reached) and two latent batches."""
    generator = torch.Generator().manual_seed(config.seed + 1)
    tensors: Tensors = {}
    for i in range(config.iterations):
        coarse = torch.randn((config.batch, 3, 6, 6), generator=generator)
        fine = torch.randn((config.batch, 3, config.size, config.size), generator=generator)
        smooth = F.interpolate(coarse, size=config.size, mode="bilinear", align_corners=True)
        pixels = 127.5 + 80 * smooth + 10 * fine
        tensors[f"input/{i}/real"] = pixels.round().clamp(0, 255).to(torch.uint8)
        for name in ("zD", "zG"):
            shape = (config.batch, config.latent)
            tensors[f"input/{i}/{name}"] = torch.randn(shape, generator=generator)
    return tensors


def normalize(x: torch.Tensor) -> torch.Tensor:
    return x / (torch.linalg.vector_norm(x) + SPECTRAL_EPSILON)


def power_step(weight: torch.Tensor, u: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """One round of power iteration on `weight` as a matrix `[out, rest]`; returns (u, v)."""
    matrix = weight.flatten(1)
    v = normalize(matrix.T @ u)
    return normalize(matrix @ v), v


def spectral_normalize(weight: torch.Tensor, u: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """`weight / sigma` and sigma, after one unstored power step; u and v are constants."""
    with torch.no_grad():
        u, v = power_step(weight, u)
    sigma = u @ weight.flatten(1) @ v
    return weight / sigma, sigma


class Kinks:
    """Keeps the smallest distance of any pre-activation from the kink of its (leaky) ReLU."""

    def __init__(self) -> None:
        self.margin = float("inf")

    def see(self, x: torch.Tensor) -> torch.Tensor:
        self.margin = min(self.margin, x.detach().abs().min().item())
        return x


def discriminator(weights: Tensors, images: torch.Tensor, kinks: Kinks) -> torch.Tensor:
    """Logits `[N]` from effective `<layer>/weight` and `<layer>/bias`."""
    x = images
    for index, (_factor, _kernel, stride) in enumerate(DISCRIMINATOR_CONVS, start=1):
        weight, bias = weights[f"conv{index}/weight"], weights[f"conv{index}/bias"]
        x = F.conv2d(x, weight, bias, stride=stride, padding=1)
        x = F.leaky_relu(kinks.see(x), SLOPE)
    return F.linear(x.flatten(1), weights["dense/weight"], weights["dense/bias"]).squeeze(1)


def generator(state: Tensors, z: torch.Tensor, kinks: Kinks, update: bool) -> torch.Tensor:
    """Images `[N, 3, 32, 32]` in [-1, 1]; batch statistics; `update` moves the running ones."""

    def norm_relu(x: torch.Tensor, name: str) -> torch.Tensor:
        x = F.batch_norm(
            x,
            state[f"{name}/mean"] if update else None,
            state[f"{name}/variance"] if update else None,
            state[f"{name}/scale"],
            state[f"{name}/shift"],
            training=True,
            momentum=NORM_MOMENTUM,
            eps=NORM_EPSILON,
        )
        return F.relu(kinks.see(x))

    x = F.linear(z, state["generator/dense/weight"], state["generator/dense/bias"])
    x = norm_relu(x, "generator/norm0")
    x = x.reshape(x.shape[0], state["generator/deconv1/weight"].shape[0], 4, 4)
    for index in (1, 2, 3):
        name = f"generator/deconv{index}"
        weight, bias = state[f"{name}/weight"], state[f"{name}/bias"]
        x = F.conv_transpose2d(x, weight, bias, stride=2, padding=1)
        x = norm_relu(x, f"generator/norm{index}")
    x = F.conv2d(x, state["generator/conv/weight"], state["generator/conv/bias"], padding=1)
    return torch.tanh(x)


def is_trained(name: str) -> bool:
    return name.endswith(("/weight", "/bias", "/scale", "/shift"))


def names_of(state: Tensors, network: str) -> list[str]:
    """The trained tensors of "discriminator" or "generator"."""
    return [name for name in state if name.startswith(network) and is_trained(name)]


def effective_weights(state: Tensors, sigmas: dict[str, float]) -> Tensors:
    """The discriminator's normalized weights and its biases; fills `sigmas` by layer."""
    weights: Tensors = {}
    for layer in DISCRIMINATOR_LAYERS:
        name = f"discriminator/{layer}"
        weight, sigma = spectral_normalize(state[f"{name}/weight"], state[f"{name}/u"])
        weights[f"{layer}/weight"] = weight
        weights[f"{layer}/bias"] = state[f"{name}/bias"]
        sigmas[layer] = sigma.item()
    return weights


@dataclass(frozen=True)
class Result:
    """What a training run leaves behind."""

    gradients: Tensors  # of the first iteration, by weight name
    state: Tensors  # after the last iteration, moments as <name>/m and <name>/v included
    records: list[dict[str, object]]  # one an iteration: losses, logits, sigmas, margins
    outputs: Tensors  # fakes of the first iteration's two steps


def train(
    initial: Tensors,
    data: Tensors,
    config: Config,
    dtype: torch.dtype,
) -> Result:
    """Run the iterations of (D step, stored power step, G step) in `dtype`."""
    state = {name: tensor.to(dtype, copy=True) for name, tensor in initial.items()}
    for name in state:
        state[name].requires_grad_(is_trained(name))
    d_names, g_names = names_of(state, "discriminator"), names_of(state, "generator")
    d_adam = torch.optim.Adam([state[name] for name in d_names], eps=config.adam_epsilon, **ADAM)
    g_adam = torch.optim.Adam([state[name] for name in g_names], eps=config.adam_epsilon, **ADAM)
    gradients: Tensors = {}
    records: list[dict[str, object]] = []
    outputs: Tensors = {}

    def update(adam: torch.optim.Adam, names: list[str], loss: torch.Tensor) -> None:
        found = torch.autograd.grad(loss, [state[name] for name in names])
        for name, gradient in zip(names, found, strict=True):
            state[name].grad = gradient
            if not records:
                gradients[name] = gradient.clone()
        adam.step()

    for i in range(config.iterations):
        activations, hinge = Kinks(), Kinks()
        sigma_d: dict[str, float] = {}
        sigma_g: dict[str, float] = {}
        real = data[f"input/{i}/real"].to(dtype) / 255 * 2 - 1

        with torch.no_grad():
            fake = generator(state, data[f"input/{i}/zD"].to(dtype), activations, update=False)
        weights = effective_weights(state, sigma_d)
        real_logits = discriminator(weights, real, activations)
        fake_logits = discriminator(weights, fake, activations)
        d_loss = F.relu(hinge.see(1 - real_logits)).mean()
        d_loss = d_loss + F.relu(hinge.see(1 + fake_logits)).mean()
        update(d_adam, d_names, d_loss)

        with torch.no_grad():
            for layer in DISCRIMINATOR_LAYERS:
                name = f"discriminator/{layer}"
                state[f"{name}/u"] = power_step(state[f"{name}/weight"], state[f"{name}/u"])[0]

        fake_g = generator(state, data[f"input/{i}/zG"].to(dtype), activations, update=True)
        logits_g = discriminator(effective_weights(state, sigma_g), fake_g, activations)
        g_loss = -logits_g.mean()
        update(g_adam, g_names, g_loss)

        if i == 0:
            outputs = {"output/0/fakeD": fake, "output/0/fakeG": fake_g.detach()}
        records.append(
            {
                "lossD": d_loss.item(),
                "lossG": g_loss.item(),
                "realLogits": real_logits.tolist(),
                "fakeLogits": fake_logits.tolist(),
                "generatorLogits": logits_g.tolist(),
                "sigmaD": sigma_d,
                "sigmaG": sigma_g,
                "activationMargin": activations.margin,
                "hingeMargin": hinge.margin,
            }
        )

    final = {name: tensor.detach().clone() for name, tensor in state.items()}
    for adam, names in ((d_adam, d_names), (g_adam, g_names)):
        for name in names:
            moments = adam.state[state[name]]
            final[f"{name}/m"] = moments["exp_avg"].clone()
            final[f"{name}/v"] = moments["exp_avg_sq"].clone()
    return Result(gradients, final, records, outputs)
