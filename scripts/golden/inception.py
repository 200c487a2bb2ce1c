"""Golden outputs of Inception v3 with random weights, in float64.

    pip install torch==2.13.0 torchvision==0.28.0 pytorch-fid==0.3.0
    python3 scripts/golden/inception.py

Features and logits of two images of 299 x 299 pixels from torchvision's `inception_v3` and from the variant
of the package pytorch-fid, with the names and shapes of the convolutions. Weights and pixels follow from
their names by a formula, which test/support/golden/inception-weights.ts repeats.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

import importlib.util
import math
import re
from importlib.metadata import version
from pathlib import Path

import numpy as np
import torch


def declare_missing_operators() -> torch.library.Library:
    """Declares operators of torchvision's compiled part, which a PyTorch without CUDA cannot load."""
    folder = Path(importlib.util.find_spec("torchvision").submodule_search_locations[0])
    source = (folder / "_meta_registrations.py").read_text(encoding="utf-8")
    library = torch.library.Library("torchvision", "FRAGMENT")
    for name in re.findall(r'register_fake\("torchvision::(\w+)"', source):
        try:
            library.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
        except RuntimeError:
            pass  # it is there
    return library


OPERATORS = declare_missing_operators()
import pytorch_fid.inception as fid  # noqa: E402
from torchvision.models import inception_v3  # noqa: E402

SIZE = 299
EVERY = 4


def uniform(name: str, count: int) -> np.ndarray:
    """`count` numbers in [0, 1) that follow from a name: FNV-1a as the seed, then a mixing of 32 bits."""
    seed = 0x811C9DC5
    for character in name:
        seed = ((seed ^ ord(character)) * 0x01000193) & 0xFFFFFFFF
    with np.errstate(over="ignore"):
        x = np.uint32(seed) + np.arange(count, dtype=np.uint32) * np.uint32(0x9E3779B9)
        x ^= x >> np.uint32(16)
        x *= np.uint32(0x7FEB352D)
        x ^= x >> np.uint32(15)
        x *= np.uint32(0x846CA68B)
        x ^= x >> np.uint32(16)
    return x.astype(np.float64) / 2**32


def value_of(name: str, shape: tuple[int, ...]) -> torch.Tensor:
    u = uniform(name, math.prod(shape)).reshape(shape)
    kind = re.search(r"(conv|bn|fc)\.(\w+)$", name).group(0)
    if kind in ("conv.weight", "fc.weight"):
        made = (2 * u - 1) * math.sqrt(6 / math.prod(shape[1:]))
    elif kind == "bn.running_var":
        made = 0.5 + u
    elif kind == "bn.weight":
        made = 0.75 + 0.5 * u
    else:
        made = (2 * u - 1) * 0.2
    return torch.from_numpy(made.astype(np.float32)).double()


def images() -> torch.Tensor:
    """Pixels 0 ... 255 with a slope, so that a place is told from others."""
    x = np.floor(uniform("images", 2 * 3 * SIZE * SIZE) * 128).reshape(2, 3, SIZE, SIZE)
    slope = np.floor(np.arange(SIZE) * 127 / (SIZE - 1))
    to_the_right, upwards = np.broadcast_to(slope, (SIZE, SIZE)), slope[::-1, None]
    x[0] += to_the_right
    x[1] += upwards
    return torch.from_numpy(x)


def run(model: torch.nn.Module, x: torch.Tensor) -> dict[str, object]:
    """The model's answer to `x`; `features` are what goes into the last layer."""
    found = {}
    model.fc.register_forward_pre_hook(lambda _, inputs: found.update(features=inputs[0]))
    with torch.no_grad():
        logits = model(x)
    unbiased = logits - model.fc.bias
    return {
        name: [[float(np.float32(v)) for v in row[::EVERY]] for row in tensor.tolist()]
        for name, tensor in (("features", found["features"]), ("logits", logits), ("unbiased", unbiased))
    }


def fill(model: torch.nn.Module) -> dict[str, torch.Tensor]:
    return {
        name: value_of(name, tuple(tensor.shape))
        for name, tensor in model.state_dict().items()
        if not name.endswith("num_batches_tracked") and not name.startswith("AuxLogits")
    }


def main() -> None:
    args = parser("Golden outputs of Inception v3.", "inception.json").parse_args()
    plain = inception_v3(weights=None, init_weights=False, transform_input=True, aux_logits=False)
    plain = plain.double().eval()
    plain.load_state_dict(fill(plain), strict=False)
    # its own loader asks a server for the weights
    shapes = fid._inception_v3(num_classes=1008, aux_logits=False, weights=None, init_weights=False)
    fid.load_state_dict_from_url = lambda *_, **__: fill(shapes)
    variant = fid.fid_inception_v3().double().eval()
    variant.load_state_dict(fill(variant), strict=False)

    x = images()
    mean = torch.tensor([0.485, 0.456, 0.406], dtype=torch.float64)[:, None, None]
    deviation = torch.tensor([0.229, 0.224, 0.225], dtype=torch.float64)[:, None, None]
    content = {
        "provenance": {
            **provenance("inception.py", "inception.py", args.date),
            "torchvision": version("torchvision"),
            "pytorch-fid": version("pytorch-fid"),
        },
        "every": EVERY,
        "convolutions": [
            [name.removesuffix(".conv.weight"), list(tensor.shape)]
            for name, tensor in variant.state_dict().items()
            if name.endswith(".conv.weight")
        ],
        "inception-torchvision": run(plain, (x / 255 - mean) / deviation),
        "inception-2015": run(variant, (x - 128) / 128),
    }
    write_json(args.out, content)
    for name in ("inception-torchvision", "inception-2015"):
        for key, rows in content[name].items():
            spread = np.abs(np.subtract(*rows)).max()
            print(f"{name}: {key} up to {np.abs(rows).max():.3g}, images {spread:.3g} apart")
    print(f"wrote {args.out}: {args.out.stat().st_size / 1000:.0f} kB")


main()
