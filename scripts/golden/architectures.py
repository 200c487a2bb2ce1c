"""Golden numbers of the networks, in PyTorch float64 -> test/golden/architectures.json.

    python3 scripts/golden/architectures.py

Each with few channels and random parameters, normalizations in training mode: outputs, and the gradients
of sum(output * upstream) to the input and to a few parameters; of images, sums of each column. What
scripts/golden/resnet.py has is left out. Every input is exact in float32.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

import torch
import torch.nn.functional as F

from case import Case, Draw, case, gradients

draw = Draw(51)
CLASSES = 3


class Parameters(dict[str, torch.Tensor]):
    """Parameters that are drawn when they are first asked for, about as large as He's."""

    def get_or_draw(
        self, name: str, shape: tuple[int, ...], scale: float, mean: float = 0.0
    ) -> torch.Tensor:
        if name not in self:
            self[name] = draw.normal(*shape, scale=scale, mean=mean).requires_grad_()
        return self[name]

    def weight(self, layer: str, *shape: int) -> torch.Tensor:
        fan_in = int(torch.tensor(shape[1:]).prod())
        return self.get_or_draw(f"{layer}/weight", shape, (2 / fan_in) ** 0.5)

    def bias(self, layer: str, size: int) -> torch.Tensor:
        return self.get_or_draw(f"{layer}/bias", (size,), 0.3)

    def scale(self, layer: str, size: int) -> torch.Tensor:
        return self.get_or_draw(f"{layer}/scale", (size,), 0.3, 1.0)

    def shift(self, layer: str, size: int) -> torch.Tensor:
        return self.get_or_draw(f"{layer}/shift", (size,), 0.3)

    def dense(self, layer: str, x: torch.Tensor, out: int, bias: bool = True) -> torch.Tensor:
        weight = self.weight(layer, out, x.shape[1])
        return F.linear(x, weight, self.bias(layer, out) if bias else None)

    def conv(
        self, layer: str, x: torch.Tensor, out: int, kernel: int, stride: int = 1, bias: bool = True
    ) -> torch.Tensor:
        weight = self.weight(layer, out, x.shape[1], kernel, kernel)
        # 1x1: 0; 3x3 and 4x4: 1
        padding = (kernel - 1) // 2
        return F.conv2d(x, weight, self.bias(layer, out) if bias else None, stride, padding)

    def norm(self, layer: str, x: torch.Tensor, scale: bool = True) -> torch.Tensor:
        size = x.shape[1]
        gamma = self.scale(layer, size) if scale else None
        return F.batch_norm(x, None, None, gamma, self.shift(layer, size), training=True)

    def embed(self, layer: str, labels: torch.Tensor, size: int) -> torch.Tensor:
        return F.embedding(labels, self.weight(layer, size, CLASSES).T)

    def concatenate(self, x: torch.Tensor, labels: torch.Tensor, size: int) -> torch.Tensor:
        vector = self.embed("embed", labels, size)
        vector = vector.reshape(*vector.shape, *[1] * (x.dim() - 2))
        return torch.cat([x, vector.expand(-1, -1, *x.shape[2:])], 1)

    def output(
        self, features: torch.Tensor, labels: torch.Tensor, condition: str | None
    ) -> torch.Tensor:
        y = self.dense("dense", features, 1)
        if condition == "projection":
            y = y + (self.embed("embed", labels, features.shape[1]) * features).sum(1, keepdim=True)
        return y


def cnn_discriminator(
    p, x, labels, channels, plan="paper", norm=False, condition=None, classFeatures=0
):
    widths = {"paper": [1, 1, 2, 2, 4, 4, 8], "sndcgan": [1, 2, 2, 4, 4, 8, 8]}[plan]
    for i, width in enumerate(widths, 1):
        if condition == "concatenation" and i == 7:
            x = p.concatenate(x, labels, classFeatures)
        kernel, stride = (3, 1) if i % 2 else (4, 2)
        x = p.conv(f"conv{i}", x, width * channels, kernel, stride)
        if norm and i > 1:
            x = p.norm(f"norm{i}", x, scale=False)
        x = F.leaky_relu(x, 0.1)
    return p.output(x.flatten(1), labels, condition)


def mlp_generator(p, z, _labels, layers, width, imageShape, bounded):
    x = z
    for i in range(1, layers + 1):
        x = F.relu(p.norm(f"norm{i}", p.dense(f"dense{i}", x, width)))
    c, h, w = imageShape
    x = p.dense("dense", x, c * h * w).reshape(-1, c, h, w)
    return torch.tanh(x) if bounded else x


def mlp_discriminator(p, x, labels, layers, width, norm=False, condition=None, classFeatures=0):
    x = x.flatten(1)
    for i in range(1, layers + 1):
        if condition == "concatenation" and i == layers:
            x = p.concatenate(x, labels, classFeatures)
        x = p.dense(f"dense{i}", x, width)
        if norm and i > 1:
            x = p.norm(f"norm{i}", x, scale=False)
        x = F.leaky_relu(x, 0.1)
    return p.output(x, labels, condition)


class Residual:
    """The layers of a residual network: with normalizations `norm`, or with the scalars of Fixup."""

    def __init__(self, p: Parameters, norm: bool, fixup: bool) -> None:
        self.p, self.has_norm, self.fixup = p, norm, fixup

    def add(self, name: str, x: torch.Tensor) -> torch.Tensor:
        return x + self.p.bias(name, 1) if self.fixup else x

    def norm(self, name: str, x: torch.Tensor) -> torch.Tensor:
        return self.p.norm(name, x) if self.has_norm else x

    def multiply(self, name: str, x: torch.Tensor) -> torch.Tensor:
        return self.p.scale(name, 1) * x if self.fixup else x

    def conv(self, block: str, name: str, x: torch.Tensor, out: int, kernel: int) -> torch.Tensor:
        x = self.add(f"{block}before-{name}", x)
        return self.p.conv(f"{block}{name}", x, out, kernel, bias=not self.fixup)

    def relu(self, block: str, i: int | str, x: torch.Tensor, norm: bool = True) -> torch.Tensor:
        x = self.norm(f"{block}norm{i}", x) if norm else x
        return F.relu(self.add(f"{block}before-relu{i}", x))


def resnet_generator(p, z, _labels, side, channels, blocks, fixup=False):
    layers = Residual(p, norm=not fixup, fixup=fixup)
    up = lambda v: F.interpolate(v, scale_factor=2, mode="nearest")
    x = p.dense("dense", layers.add("before-dense", z), side * side * channels)
    x = x.reshape(-1, channels, side, side)
    for i, width in enumerate(blocks, 1):
        b = f"block{i}/"
        a = layers.conv(b, "conv1", up(layers.relu(b, 1, x)), width, 3)
        a = layers.conv(b, "conv2", layers.relu(b, 2, a), width, 3)
        x = layers.multiply(f"{b}multiplier", a) + layers.conv(b, "shortcut", up(x), width, 1)
    x = layers.conv("", "conv", layers.relu("", "", x), 1, 3)
    return torch.tanh(layers.add("before-tanh", x))


def resnet_discriminator(
    p, x, labels, blocks, variant, norm=False, fixup=False, condition=None, classFeatures=0
):
    layers = Residual(p, norm, fixup)
    for i, (width, down) in enumerate(blocks, 1):
        if condition == "concatenation" and i == 4:
            x = p.concatenate(x, labels, classFeatures)
        b = f"block{i}/"
        pool = (lambda v: F.avg_pool2d(v, 2)) if down else (lambda v: v)
        given = x.shape[1]
        hidden = width if i == 1 or variant == "bsn" else given
        a = x if i == 1 else layers.relu(b, 1, x)
        a = layers.conv(b, "conv1", a, hidden, 3)
        a = layers.conv(b, "conv2", layers.relu(b, 2, a, norm=i > 1), width, 3)
        a = layers.multiply(f"{b}multiplier", pool(a))
        if i == 1:
            side = layers.conv(b, "shortcut", pool(x), width, 1)
        elif variant == "miyato" and not down and given == width:
            side = x
        else:
            side = pool(layers.conv(b, "shortcut", x, width, 1))
        x = a + side
    x = layers.relu("", "", x, norm=False).sum((2, 3))
    return p.output(layers.add("before-dense", x), labels, condition)


def columns(images: torch.Tensor) -> torch.Tensor:
    """[N, C, H, W] to [N, C, W]; others as they are."""
    return images.sum(2) if images.dim() == 4 else images


WEIGHTS = ("conv1", "shortcut", "dense", "dense1", "embed")
KEPT = (*(f"{layer}/weight" for layer in WEIGHTS), "/bias", "/scale", "/shift")


def example(name: str, network, x_shape: tuple[int, ...], **attrs: object) -> Case:
    """One network on one batch."""
    p = Parameters()
    x = draw.normal(*x_shape).requires_grad_()
    labels = torch.arange(x_shape[0]) * 2 % CLASSES
    y = network(p, x, labels, **attrs)
    upstream = draw.normal(*y.shape[-1:] if y.dim() == 4 else y.shape)
    wanted = {key: value for key, value in p.items() if key.endswith(KEPT)}
    found = gradients(y, upstream.expand_as(y), {"x": x, **wanted})
    inputs = {"x": x, "labels": labels, "upstream": upstream, **p}
    found["gradient.x"] = columns(found["gradient.x"])
    return case(name, network.__name__, attrs, inputs, {"y": columns(y), **found})


def cases() -> list[Case]:
    rgb, points = (4, 3, 8, 8), (5, 2, 1, 1)
    cnn = {"channels": 1}
    resnet = {"blocks": [(2, True), (4, True), (4, False), (4, False)], "variant": "miyato"}
    plan64 = [(1, True), (2, True), (4, True), (8, True), (16, True)]
    mlp = {"layers": 3, "width": 4}
    projection = {"condition": "projection"}
    concatenation = {"condition": "concatenation", "classFeatures": 3}
    pixels = {"imageShape": [1, 2, 3], "bounded": True}
    plane = {"imageShape": [2, 1, 1], "bounded": False}
    return [
        example("the paper's channels, normalized", cnn_discriminator, rgb, **cnn, norm=True),
        example("SNDCGAN's channels", cnn_discriminator, rgb, **cnn, plan="sndcgan"),
        example("projection", cnn_discriminator, rgb, **cnn, **projection),
        example("concatenation", cnn_discriminator, rgb, **cnn, **concatenation),
        example("points", mlp_generator, (5, 3), **mlp, **plane),
        example("pixels", mlp_generator, (5, 3), **mlp, **pixels),
        example("points", mlp_discriminator, points, **mlp),
        example("normalized", mlp_discriminator, points, **mlp, norm=True),
        example("projection", mlp_discriminator, (5, 1, 2, 2), **mlp, **projection),
        example("concatenation", mlp_discriminator, points, **mlp, **concatenation),
        example("normalized", resnet_discriminator, rgb, **resnet, norm=True),
        example("projection", resnet_discriminator, rgb, **resnet, **projection),
        example("concatenation", resnet_discriminator, rgb, **resnet, **concatenation),
        example(
            "concatenation, the BSN authors' variant",
            resnet_discriminator,
            rgb,
            **{**resnet, "variant": "bsn"},
            **concatenation,
        ),
        example("Fixup", resnet_discriminator, rgb, **resnet, fixup=True),
        example("64 pixels", resnet_discriminator, (1, 1, 64, 64), blocks=plan64, variant="miyato"),
        example("64 pixels", resnet_generator, (2, 3), side=4, channels=16, blocks=[8, 4, 2, 1]),
        example("Fixup", resnet_generator, (2, 3), side=2, channels=4, blocks=[4, 2], fixup=True),
    ]


def main() -> None:
    args = parser("Golden numbers of the networks", "architectures.json").parse_args()
    script = "architectures.py"
    content = {
        "provenance": provenance(script, f"python3 scripts/golden/{script}", args.date),
        "cases": cases(),
    }
    write_json(args.out, content)
    print(f"wrote {args.out.name}, {args.out.stat().st_size / 1024:.0f} kiB")


main()
