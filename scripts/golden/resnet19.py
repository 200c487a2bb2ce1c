"""Golden numbers of the residual networks of Kurach et al. 2019, in PyTorch float64 -> test/golden/resnet19.json.

    python3 scripts/golden/resnet19.py

Both networks at 64 pixels with few channels: the generator with batch norm in training mode, the
discriminator without a normalization. What is compared is <output, upstream> by regions: the output's means
over 8x8 pixels, and the gradients of <those, upstream> to the first, a middle and the last weight and to the
input. Weights, input and upstream are the fractional parts of k * sqrt(2), so that they need not be stored.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

import math

import torch
import torch.nn.functional as F

WIDTHS = {"generator": [8, 8, 4, 4, 2, 1], "discriminator": [2, 4, 8, 8, 16, 16]}
LATENT, SIZE, N = 3, 64, 2


def filled(shape: list[int], offset: float, scale: float) -> torch.Tensor:
    count = math.prod(shape)
    values = (torch.arange(1, count + 1, dtype=torch.float64) * math.sqrt(2) + offset) % 1
    return ((values - 0.5) * scale).float().double().reshape(shape)


def specs(player: str) -> dict[str, list[int]]:
    def conv(name: str, given: int, out: int) -> None:
        shapes[f"{name}/weight"], shapes[f"{name}/bias"] = [out, given, 3, 3], [out]

    def norm(name: str, channels: int) -> None:
        if player == "generator":
            shapes[f"{name}/scale"], shapes[f"{name}/shift"] = [channels], [channels]

    shapes: dict[str, list[int]] = {}
    widths = WIDTHS[player]
    if player == "generator":
        shapes["dense/weight"], shapes["dense/bias"] = [16 * widths[0], LATENT], [16 * widths[0]]
    pairs = list(zip(widths, widths[1:])) if player == "generator" else list(zip([3, *widths], widths))
    for i, (given, out) in enumerate(pairs, 1):
        conv(f"block{i}/shortcut", given, out)
        norm(f"block{i}/norm1", given)
        conv(f"block{i}/conv1", given, out)
        norm(f"block{i}/norm2", out)
        conv(f"block{i}/conv2", out, out)
    if player == "generator":
        norm("norm", widths[-1])
        conv("conv", widths[-1], 3)
    else:
        shapes["dense/weight"], shapes["dense/bias"] = [1, widths[-1]], [1]
    return shapes


def unpool(x: torch.Tensor) -> torch.Tensor:
    n, c, h, w = x.shape
    out = torch.zeros(n, c, 2 * h, 2 * w, dtype=x.dtype)
    out[:, :, ::2, ::2] = x
    return out


def block(p: dict[str, torch.Tensor], name: str, x: torch.Tensor, scale: str, of_image: bool) -> torch.Tensor:
    def conv(layer: str, value: torch.Tensor) -> torch.Tensor:
        return F.conv2d(value, p[f"{name}/{layer}/weight"], p[f"{name}/{layer}/bias"], padding=1)

    def norm(layer: str, value: torch.Tensor) -> torch.Tensor:
        key = f"{name}/{layer}"
        if f"{key}/scale" not in p:
            return value
        return F.batch_norm(value, None, None, p[f"{key}/scale"], p[f"{key}/shift"], training=True)

    wide = unpool if scale == "up" else (lambda value: value)
    small = (lambda value: F.avg_pool2d(value, 2)) if scale == "down" else (lambda value: value)
    first = x if of_image else F.relu(norm("norm1", x))
    hidden = F.relu(norm("norm2", conv("conv1", wide(first))))
    return small(conv("conv2", hidden)) + small(conv("shortcut", wide(x)))


def generator(p: dict[str, torch.Tensor], z: torch.Tensor) -> torch.Tensor:
    x = F.linear(z, p["dense/weight"], p["dense/bias"]).reshape(N, -1, 4, 4)
    for i in range(1, 6):
        x = block(p, f"block{i}", x, "up" if i <= 4 else "none", False)
    x = F.batch_norm(x, None, None, p["norm/scale"], p["norm/shift"], training=True)
    return torch.tanh(F.conv2d(F.relu(x), p["conv/weight"], p["conv/bias"], padding=1))


def discriminator(p: dict[str, torch.Tensor], x: torch.Tensor) -> torch.Tensor:
    for i in range(1, 7):
        x = block(p, f"block{i}", x, "down", i == 1)
    return F.linear(F.relu(x).mean((2, 3)), p["dense/weight"], p["dense/bias"])


def case(player: str) -> dict[str, object]:
    shapes = specs(player)
    p = {
        name: (
            filled(shape, i / 7, 1.0) + (1 if name.endswith("scale") else 0)
        ).requires_grad_()
        for i, (name, shape) in enumerate(sorted(shapes.items()))
    }
    shape = [N, LATENT] if player == "generator" else [N, 3, SIZE, SIZE]
    x = filled(shape, 0.25, 2.0).requires_grad_()
    y = (generator if player == "generator" else discriminator)(p, x)
    seen = F.avg_pool2d(y, 8) if player == "generator" else y
    upstream = filled(list(seen.shape), 0.125, 2.0)
    wanted = ["block1/conv1/weight", "block3/shortcut/weight", "dense/weight"]
    total = (seen * upstream).sum()
    found = torch.autograd.grad(total, [p[name] for name in wanted] + [x])
    gradients = {name: g.flatten().tolist() for name, g in zip(wanted, found)}
    return {
        "player": player,
        "shapes": shapes,
        "seen": seen.flatten().tolist(),
        "gradients": gradients,
        "inputGradientNorm": found[-1].norm().item(),
    }


def main() -> None:
    options = parser(__doc__ or "", "resnet19.json").parse_args()
    content = {
        "provenance": provenance("resnet19.py", "python3 scripts/golden/resnet19.py", options.date),
        "cases": [case("generator"), case("discriminator")],
    }
    write_json(options.out, content)


if __name__ == "__main__":
    main()
