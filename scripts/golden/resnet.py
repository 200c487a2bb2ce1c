"""Golden numbers of the residual networks, in PyTorch float64 -> test/golden/resnet.json.

    python3 scripts/golden/resnet.py

Both networks at 32 pixels with few channels, random weights, batch norm in training mode: outputs, and
the gradients of <output, upstream> to a few weights. D as Miyato et al. and as the BSN authors have it.
"""

import json
from pathlib import Path

import torch
import torch.nn.functional as F

from reproducible import provenance

DATE = "2026-11-21"
torch.manual_seed(0)
torch.set_default_dtype(torch.float64)


def weights(shapes):
    return {
        name: (torch.randn(shape) * 0.3).float().double().requires_grad_()
        for name, shape in shapes.items()
    }


def conv_shapes(name, out, given, kernel):
    return {f"{name}/weight": (out, given, kernel, kernel), f"{name}/bias": (out,)}


def convolve(p, name, x):
    weight = p[f"{name}/weight"]
    return F.conv2d(x, weight, p[f"{name}/bias"], padding=weight.shape[-1] // 2)


def norm(p, name, x):
    return F.batch_norm(x, None, None, p[f"{name}/scale"], p[f"{name}/shift"], training=True)


def norm_shapes(name, channels):
    return {f"{name}/scale": (channels,), f"{name}/shift": (channels,)}


def generator(channels, blocks, latent):
    shapes = {"dense/weight": (16 * channels, latent), "dense/bias": (16 * channels,)}
    given = channels
    for i, out in enumerate(blocks, 1):
        b = f"block{i}"
        shapes |= norm_shapes(f"{b}/norm1", given) | conv_shapes(f"{b}/conv1", out, given, 3)
        shapes |= norm_shapes(f"{b}/norm2", out) | conv_shapes(f"{b}/conv2", out, out, 3)
        shapes |= conv_shapes(f"{b}/shortcut", out, given, 1)
        given = out
    shapes |= norm_shapes("norm", given) | conv_shapes("conv", 3, given, 3)
    p = weights(shapes)

    def run(z):
        up = lambda x: F.interpolate(x, scale_factor=2, mode="nearest")
        x = F.linear(z, p["dense/weight"], p["dense/bias"]).view(-1, channels, 4, 4)
        for i in range(1, len(blocks) + 1):
            b = f"block{i}"
            a = convolve(p, f"{b}/conv1", up(F.relu(norm(p, f"{b}/norm1", x))))
            a = convolve(p, f"{b}/conv2", F.relu(norm(p, f"{b}/norm2", a)))
            x = a + convolve(p, f"{b}/shortcut", up(x))
        return torch.tanh(convolve(p, "conv", F.relu(norm(p, "norm", x))))

    return p, run


def discriminator(blocks, variant):
    shapes, given = {}, 3
    for i, (out, down) in enumerate(blocks, 1):
        b = f"block{i}"
        hidden = out if i == 1 or variant == "bsn" else given
        shapes |= conv_shapes(f"{b}/conv1", hidden, given, 3)
        shapes |= conv_shapes(f"{b}/conv2", out, hidden, 3)
        if i == 1 or down or given != out or variant == "bsn":
            shapes |= conv_shapes(f"{b}/shortcut", out, given, 1)
        given = out
    shapes |= {"dense/weight": (1, given), "dense/bias": (1,)}
    p = weights(shapes)

    def run(x):
        for i, (_, down) in enumerate(blocks, 1):
            b = f"block{i}"
            pool = (lambda v: F.avg_pool2d(v, 2)) if down else (lambda v: v)
            a = convolve(p, f"{b}/conv1", x if i == 1 else F.relu(x))
            a = pool(convolve(p, f"{b}/conv2", F.relu(a)))
            if i == 1:
                side = convolve(p, f"{b}/shortcut", pool(x))
            elif f"{b}/shortcut/weight" in p:
                side = pool(convolve(p, f"{b}/shortcut", x))
            else:
                side = x
            x = a + side
        return F.linear(F.relu(x).sum((2, 3)), p["dense/weight"], p["dense/bias"])

    return p, run


def case(name, settings, p, run, x):
    y = run(x)
    upstream = torch.randn(y.shape).float().double()
    wanted = [key for key in p if key.endswith(("conv1/weight", "shortcut/weight", "dense/weight"))]
    gradients = torch.autograd.grad((y * upstream).sum(), [p[key] for key in wanted])
    flat = lambda t: t.detach().flatten().tolist()
    return {
        "name": name,
        "settings": settings,
        "parameters": {key: {"shape": list(t.shape), "data": flat(t)} for key, t in p.items()},
        "x": {"shape": list(x.shape), "data": flat(x)},
        "upstream": flat(upstream),
        # of the generator's many pixels the sum over each image's channels is enough
        "y": flat(y if y.dim() == 2 else y.sum(1)),
        "gradients": {key: flat(t) for key, t in zip(wanted, gradients, strict=True)},
    }


def main():
    z = torch.randn(2, 3).float().double()
    images = torch.randn(2, 3, 8, 8).float().double()
    blocks = [(2, True), (4, True), (4, False)]
    cases = [case("generator", {"channels": 4, "blocks": [4, 2], "latent": 3}, *generator(4, [4, 2], 3), z)]
    for variant in ("miyato", "bsn"):
        settings = {"variant": variant, "blocks": blocks}
        cases.append(case(f"discriminator, {variant}", settings, *discriminator(blocks, variant), images))
    content = {"provenance": provenance("resnet.py", "resnet.py", DATE), "cases": cases}
    path = Path(__file__).resolve().parents[2] / "test/golden/resnet.json"
    path.write_text(json.dumps(content) + "\n")
    print(f"wrote {path.name}, {path.stat().st_size / 1024:.0f} kiB")


main()
