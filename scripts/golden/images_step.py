"""Golden files of a training iteration of the residual networks for images of any size.

    python3 scripts/golden/images_step.py

Writes test/golden/images-step-<size> (.safetensors and .json) for 64, 96x64 (height x width, four channels, of
which the last is opacity, with classes) and 128 (with skip-layer excitation): spectral norm and hinge in D, batch norm in G, Adam, small widths. All results are
float64, computed from float32 weights and noise and uint8 images; the JSON also says how far float32 lands
from them.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

from dataclasses import dataclass, field

import torch
import torch.nn.functional as F

from safetensors_file import write_safetensors
from sngan import ADAM, NORM_EPSILON, NORM_MOMENTUM, Tensors, is_trained, power_step, spectral_normalize

# with Adam's usual 1e-8 its first step is a sign, to which a gradient of the size of rounding is all
ADAM_EPSILON = 1e-4
# as in the paper's code: sqrt(2) for the 3x3 convolutions of blocks
BLOCK_GAIN = 2.0


@dataclass(frozen=True)
class Config:
    """Sizes of both networks and of one batch."""

    name: str
    size: tuple[int, int]
    levels: int
    image_channels: int = 3
    classes: int | None = None
    skip_excitation: bool = False
    channels: int = 8
    latent: int = 6
    batch: int = 3
    seed: int = 0

    def width(self, level: int) -> int:
        """Channels of feature maps that are the first one doubled `level` times."""
        return self.channels >> max(0, level - 2)

    @property
    def first(self) -> tuple[int, int]:
        height, width = self.size
        return height >> self.levels, width >> self.levels


@dataclass
class Player:
    """One network's tensors; with `draw` they are drawn when they are first asked for."""

    name: str
    state: Tensors
    draw: torch.Generator | None = None
    spectral: bool = False
    sigmas: dict[str, float] = field(default_factory=dict)

    def get(self, name: str, shape: tuple[int, ...], std: float, mean: float = 0.0) -> torch.Tensor:
        full = f"{self.name}/{name}"
        if self.draw is not None and full not in self.state:
            self.state[full] = mean + std * torch.randn(shape, generator=self.draw)
        return self.state[full]

    def weight(self, layer: str, shape: tuple[int, ...], gain: float = 1.0) -> torch.Tensor:
        fan_in = int(torch.tensor(shape[1:]).prod())
        weight = self.get(f"{layer}/weight", shape, (gain / fan_in) ** 0.5)
        if not self.spectral:
            return weight
        weight, sigma = spectral_normalize(weight, self.get(f"{layer}/u", shape[:1], 1.0))
        self.sigmas[layer] = sigma.item()
        return weight

    def dense(self, layer: str, x: torch.Tensor, out: int) -> torch.Tensor:
        weight = self.weight(layer, (out, x.shape[1]))
        return F.linear(x, weight, self.get(f"{layer}/bias", (out,), 0.1))

    def conv(
        self, layer: str, x: torch.Tensor, out: int, kernel: int, gain: float = 1.0
    ) -> torch.Tensor:
        weight = self.weight(layer, (out, x.shape[1], kernel, kernel), gain)
        return F.conv2d(x, weight, self.get(f"{layer}/bias", (out,), 0.1), padding=kernel // 2)

    def norm(
        self, layer: str, x: torch.Tensor, labels: torch.Tensor | None, classes: int | None, update: bool
    ) -> torch.Tensor:
        """Batch norm in training mode; with classes a scale and a shift for each."""
        size = x.shape[1]
        table = (size,) if classes is None else (classes, size)
        scale = self.get(f"{layer}/scale", table, 0.1, 1.0)
        shift = self.get(f"{layer}/shift", table, 0.1)
        mean = self.get(f"{layer}/mean", (size,), 0.0)
        variance = self.get(f"{layer}/variance", (size,), 0.0, 1.0)
        running = (mean, variance) if update else (None, None)
        y = F.batch_norm(x, *running, training=True, momentum=NORM_MOMENTUM, eps=NORM_EPSILON)
        if classes is not None:
            scale, shift = scale[labels], shift[labels]
        return y * scale.reshape(-1, size, 1, 1) + shift.reshape(-1, size, 1, 1)


def generator(
    p: Player, config: Config, z: torch.Tensor, labels: torch.Tensor | None, update: bool
) -> torch.Tensor:
    def relu(name: str, x: torch.Tensor) -> torch.Tensor:
        return F.relu(p.norm(name, x, labels, config.classes, update))

    def up(x: torch.Tensor) -> torch.Tensor:
        return F.interpolate(x, scale_factor=2, mode="nearest")

    height, width = config.first
    x = p.dense("dense", z, height * width * config.channels)
    x = x.reshape(-1, config.channels, height, width)
    maps = [x]
    for level in range(1, config.levels + 1):
        block, out = f"level{level}", config.width(level)
        a = p.conv(f"{block}/conv1", up(relu(f"{block}/norm1", x)), out, 3, BLOCK_GAIN)
        a = p.conv(f"{block}/conv2", relu(f"{block}/norm2", a), out, 3, BLOCK_GAIN)
        x = a + p.conv(f"{block}/shortcut", up(x), out, 1)
        if config.skip_excitation and level >= 4:
            # a dense layer on the whole map is the paper's convolution with a kernel of its size
            small = F.adaptive_avg_pool2d(maps[level - 4], config.first).flatten(1)
            hidden = F.leaky_relu(p.dense(f"excite{level}/dense1", small, out), 0.1)
            x = x * torch.sigmoid(p.dense(f"excite{level}/dense2", hidden, out))[:, :, None, None]
        maps.append(x)
    image = f"image{config.levels}"
    return torch.tanh(p.conv(f"{image}/conv", relu(f"{image}/norm", x), config.image_channels, 3))


def as_seen(images: torch.Tensor) -> torch.Tensor:
    """Images in [-1, 1] with a fourth channel, their opacity: colors times opacity, black being -1."""
    if images.shape[1] != 4:
        return images
    share = (images[:, 3:] + 1) / 2
    return torch.cat([(images[:, :3] + 1) * share - 1, images[:, 3:]], dim=1)


def discriminator(
    p: Player, config: Config, images: torch.Tensor, labels: torch.Tensor | None
) -> torch.Tensor:
    x = p.conv(f"image{config.levels}/conv", as_seen(images), config.width(config.levels), 3)
    for level in range(config.levels, -1, -1):
        block, given, out = f"level{level}", config.width(level), config.width(level - 1)
        a = p.conv(f"{block}/conv1", F.relu(x), given, 3, BLOCK_GAIN)
        a = p.conv(f"{block}/conv2", F.relu(a), out, 3, BLOCK_GAIN)
        # the last block neither halves nor widens: its shortcut is the identity
        if level > 0:
            x = F.avg_pool2d(a, 2) + F.avg_pool2d(p.conv(f"{block}/shortcut", x, out, 1), 2)
        else:
            x = a + x
    features = F.relu(x).sum((2, 3))
    y = p.dense("dense", features, 1).squeeze(1)
    if config.classes is None:
        return y
    table = p.weight("embed", (features.shape[1], config.classes))
    return y + (table.T[labels] * features).sum(1)


def batch(config: Config) -> tuple[Tensors, dict[str, torch.Tensor]]:
    """Smooth random images (uint8), two latent batches; the classes of each."""
    draw = torch.Generator().manual_seed(config.seed + 1)
    shape = (config.batch, config.image_channels)
    coarse = torch.randn((*shape, 6, 6), generator=draw)
    fine = torch.randn((*shape, *config.size), generator=draw)
    smooth = F.interpolate(coarse, size=config.size, mode="bilinear", align_corners=True)
    pixels = 127.5 + 80 * smooth + 10 * fine
    tensors = {"input/0/real": pixels.round().clamp(0, 255).to(torch.uint8)}
    for name in ("zD", "zG"):
        tensors[f"input/0/{name}"] = torch.randn((config.batch, config.latent), generator=draw)
    names = () if config.classes is None else ("labels", "fakeLabelsD", "fakeLabelsG")
    labels = {
        name: torch.randint(config.classes, (config.batch,), generator=draw) for name in names
    }
    return tensors, labels


def initial_tensors(config: Config) -> Tensors:
    """Random float32 weights, vectors and running statistics, in the order of the networks."""
    draw = torch.Generator().manual_seed(config.seed)
    state: Tensors = {}
    tensors, labels = batch(config)
    images = generator(
        Player("generator", state, draw), config, tensors["input/0/zD"], labels.get("fakeLabelsD"), False
    )
    d = Player("discriminator", state, draw, spectral=True)
    discriminator(d, config, images, labels.get("fakeLabelsD"))
    # the hinge then cuts off the real image of the largest logit: without that, the gradients of the last
    # bias cancel
    real = tensors["input/0/real"] / 255 * 2 - 1
    *_, second, largest = discriminator(d, config, real, labels.get("labels")).sort().values
    state["discriminator/dense/bias"] += 1 - (second + largest) / 2
    return state


def step(
    config: Config, initial: Tensors, data: Tensors, labels: dict[str, torch.Tensor], dtype: torch.dtype
) -> Tensors:
    """D step, stored power step, G step: losses, sigmas, gradients and the state after them."""
    state = {name: tensor.to(dtype, copy=True) for name, tensor in initial.items()}
    for name in state:
        state[name].requires_grad_(is_trained(name))
    results: Tensors = {}

    def update(player: str, loss: torch.Tensor) -> None:
        names = [name for name in state if name.startswith(player) and is_trained(name)]
        adam = torch.optim.Adam([state[name] for name in names], eps=ADAM_EPSILON, **ADAM)
        found = torch.autograd.grad(loss, [state[name] for name in names])
        for name, gradient in zip(names, found, strict=True):
            state[name].grad = gradient
            results[f"gradient/{name}"] = gradient.clone()
        adam.step()

    g = Player("generator", state)
    d = Player("discriminator", state, spectral=True)
    real = data["input/0/real"].to(dtype) / 255 * 2 - 1
    with torch.no_grad():
        fake = generator(g, config, data["input/0/zD"].to(dtype), labels.get("fakeLabelsD"), False)
    d_loss = F.relu(1 - discriminator(d, config, real, labels.get("labels"))).mean()
    d_loss = d_loss + F.relu(1 + discriminator(d, config, fake, labels.get("fakeLabelsD"))).mean()
    results["loss/0/d"] = d_loss.detach()
    for layer, sigma in d.sigmas.items():
        results[f"sigma/0/discriminator/{layer}"] = torch.tensor(sigma, dtype=torch.float64)
    layers = list(d.sigmas)
    update("discriminator", d_loss)
    with torch.no_grad():
        for layer in layers:
            name = f"discriminator/{layer}"
            state[f"{name}/u"] = power_step(state[f"{name}/weight"], state[f"{name}/u"])[0]
    image = generator(g, config, data["input/0/zG"].to(dtype), labels.get("fakeLabelsG"), True)
    g_loss = -discriminator(d, config, image, labels.get("fakeLabelsG")).mean()
    results["loss/0/g"] = g_loss.detach()
    update("generator", g_loss)
    return results | {f"final/{name}": tensor.detach().clone() for name, tensor in state.items()}


def deviation(
    config: Config, initial: Tensors, data: Tensors, labels: dict[str, torch.Tensor], exact: Tensors
) -> dict[str, dict[str, float]]:
    """Per result: the largest float32 - float64, of a plain run and the worst of 8 jittered ones."""

    def largest(start: Tensors) -> dict[str, float]:
        run = step(config, start, data, labels, torch.float32)
        return {name: (run[name].double() - exact[name]).abs().max().item() for name in exact}

    def jittered(seed: int) -> Tensors:
        """Each value moved by -1, 0 or 1 times 2^-23 of itself."""
        draw = torch.Generator().manual_seed(seed)
        return {
            name: t * (1 + torch.randint(-1, 2, t.shape, generator=draw) * 2.0**-23)
            for name, t in initial.items()
        }

    plain = largest(initial)
    others = [largest(jittered(seed)) for seed in range(8)]
    return {
        name: {
            "maxAbsDifference": float(f"{plain[name]:.3g}"),
            "maxAbsDifferenceJittered": float(f"{max(run[name] for run in others):.3g}"),
        }
        for name in exact
    }


CONFIGS = (
    Config("64", (64, 64), levels=4),
    Config("96x64", (96, 64), levels=4, image_channels=4, classes=3),
    # with 8 channels the image's level would have a single one, and ONNX Runtime sums a whole tensor of one
    # channel number by number, 50 times as inexactly as channels of several
    Config("128", (128, 128), levels=5, channels=16, skip_excitation=True),
)


def main() -> None:
    args = parser("Golden files of an iteration of the networks for images of any size.", "").parse_args()
    for config in CONFIGS:
        initial = initial_tensors(config)
        data, labels = batch(config)
        exact = step(config, initial, data, labels, torch.float64)
        # batch normalization follows: the true gradient is zero and only rounding is left
        biases = [
            f"generator/level{level}/{layer}/bias"
            for level in range(1, config.levels + 1)
            for layer in ("conv1", "conv2", "shortcut")
        ]
        content = {
            "provenance": provenance("images_step.py", "python3 scripts/golden/images_step.py", args.date),
            "settings": {
                "imageShape": [config.image_channels, *config.size],
                "classes": config.classes,
                "channels": config.channels,
                "skipExcitation": config.skip_excitation,
                "latent": config.latent,
                "batch": config.batch,
                "adam": {"epsilon": ADAM_EPSILON},
            },
            "labels": {name: tensor.tolist() for name, tensor in labels.items()},
            "zeroGradient": biases,
            "iterations": [{"lossD": exact["loss/0/d"].item(), "lossG": exact["loss/0/g"].item()}],
            "float32Deviation": deviation(config, initial, data, labels, exact),
        }
        out = args.out / f"images-step-{config.name}.safetensors"
        tensors = {f"init/{name}": tensor for name, tensor in initial.items()}
        write_safetensors(out, tensors | data | exact)
        write_json(out.with_suffix(".json"), content, indent=1)
        print(f"wrote {out.name} ({out.stat().st_size / 2**10:.0f} KiB) and its .json")


main()
