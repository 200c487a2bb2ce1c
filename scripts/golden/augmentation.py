"""Golden cases of image augmentations, in float64.

    python3 scripts/golden/augmentation.py

DiffAugment's parts with PyTorch: brightness, saturation, contrast, translation, cutout, and all of them,
with the gradient of a weighted sum to the images. The geometry of ADA with scipy.ndimage: the inverse of
the product of the matrices of all movements, bilinear, mirrored at the centers of the outermost pixels.
Its colors with scipy's rotations. What is drawn at random stands in `attrs`.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

import math

import numpy as np
import scipy
import torch
import torch.nn.functional as F
from scipy.ndimage import affine_transform
from scipy.spatial.transform import Rotation

from case import Case, Draw, case

draw = Draw(6)


# DiffAugment, image by image


def brightness(x: torch.Tensor, value: float) -> torch.Tensor:
    return x + value


def saturation(x: torch.Tensor, factor: float) -> torch.Tensor:
    gray = x.mean(0, keepdim=True)
    return torch.lerp(gray.expand_as(x), x, factor)


def contrast(x: torch.Tensor, factor: float) -> torch.Tensor:
    return torch.lerp(x.mean().expand_as(x), x, factor)


def translation(x: torch.Tensor, down: int, across: int) -> torch.Tensor:
    """Pixel (i, j) comes from (i + down, j + across), 0 outside."""
    (_, h, w), margin = x.shape, max(abs(down), abs(across))
    padded = F.pad(x, (margin, margin, margin, margin))
    return padded[:, margin + down : margin + down + h, margin + across : margin + across + w]


def cutout(x: torch.Tensor, center_row: int, center_column: int) -> torch.Tensor:
    """A hole of half of the sides, rounded, that begins half of its length before its center."""
    _, h, w = x.shape
    length, width = math.floor(h / 2 + 0.5), math.floor(w / 2 + 0.5)
    top, left = center_row - length // 2, center_column - width // 2
    result = x.clone()
    result[:, max(top, 0) : max(top + length, 0), max(left, 0) : max(left + width, 0)] = 0
    return result


PARTS = {
    "color": (brightness, saturation, contrast),
    "translation": (translation,),
    "cutout": (cutout,),
}


def diffaugment(shape: tuple[int, ...], policy: list[str], numbers: dict[str, list]) -> Case:
    x = draw.normal(*shape, scale=0.5).requires_grad_()
    upstream = draw.normal(*shape)
    images = []
    for i, image in enumerate(x):
        for part in policy:
            for step in PARTS[part]:
                given = numbers[step.__name__][i]
                image = step(image, *given) if isinstance(given, list) else step(image, given)
        images.append(image)
    y = torch.stack(images)
    (slope,) = torch.autograd.grad(y, x, upstream)
    name = f"{', '.join(policy)} of {list(shape)}"
    attrs = {"policy": policy, **numbers}
    inputs = {"x": x, "upstream": upstream}
    return case(name, "diffaugment", attrs, inputs, {"y": y, "gradient.x": slope})


# ADA


def move(x: float, y: float) -> np.ndarray:
    return np.array([[1, 0, x], [0, 1, y], [0, 0, 1]], dtype=float)


def matrix_of(
    *,
    mirrored: bool = False,
    turns: int = 0,
    blit: tuple[int, int] = (0, 0),
    scale: float = 1.0,
    stretch: float = 1.0,
    shift: tuple[float, float] = (0.0, 0.0),
) -> np.ndarray:
    """What takes a place (x, y, 1) from the center of the image to where it is afterwards."""
    angle = -math.pi / 2 * turns
    cos, sin = round(math.cos(angle)), round(math.sin(angle))
    result = np.diag([-1.0 if mirrored else 1.0, 1.0, 1.0])
    result = np.array([[cos, -sin, 0], [sin, cos, 0], [0, 0, 1]], dtype=float) @ result
    result = move(*blit) @ result
    result = np.diag([scale * stretch, scale / stretch, 1.0]) @ result
    return move(*shift) @ result


def warped(image: np.ndarray, matrix: np.ndarray, mode: str) -> np.ndarray:
    """The image [C, H, W] moved by a matrix of places (x, y, 1) from its center."""
    _, h, w = image.shape
    swap = np.array([[0, 1, 0], [1, 0, 0], [0, 0, 1]], dtype=float)
    center = np.array([[1, 0, (h - 1) / 2], [0, 1, (w - 1) / 2], [0, 0, 1]])
    inverse = center @ swap @ np.linalg.inv(matrix) @ swap @ np.linalg.inv(center)
    return np.stack([affine_transform(c, inverse, order=1, mode=mode) for c in image])


def geometry(shape: tuple[int, ...], movements: list[dict]) -> Case:
    x = draw.normal(*shape)
    y = [warped(c.numpy(), matrix_of(**m), "mirror") for c, m in zip(x, movements, strict=True)]
    outputs = {"y": torch.from_numpy(np.stack(y))}
    return case(f"moved {list(shape)}", "ada-geometry", {"movements": movements}, {"x": x}, outputs)


def zero_border(shape: tuple[int, ...], movements: list[dict]) -> Case:
    """Along the axes, with 0 beyond the border; the places of the rows and columns as inputs."""
    x = draw.normal(*shape)
    _, _, h, w = shape
    y, rows, columns = [], [], []
    for image, movement in zip(x, movements, strict=True):
        matrix = matrix_of(**movement)
        y.append(warped(image.numpy(), matrix, "grid-constant"))
        inverse = np.linalg.inv(matrix)
        rows.append(inverse[1, 1] * (np.arange(h) - (h - 1) / 2) + inverse[1, 2] + (h - 1) / 2)
        columns.append(inverse[0, 0] * (np.arange(w) - (w - 1) / 2) + inverse[0, 2] + (w - 1) / 2)
    places = {"rows": torch.tensor(np.array(rows)), "columns": torch.tensor(np.array(columns))}
    outputs = {"y": torch.from_numpy(np.stack(y))}
    attrs = {"movements": movements}
    return case(f"resampled {list(shape)}", "resampling", attrs, {"x": x, **places}, outputs)


def gray_of(pixels: np.ndarray) -> np.ndarray:
    return pixels.mean(1, keepdims=True)


def recolored(image: np.ndarray, change: dict) -> np.ndarray:
    """Red, green and blue [3, H, W] changed step by step."""
    pixels = image.reshape(3, -1).T
    pixels = (pixels + change["brightness"]) * change["contrast"]
    if change["inverted"]:
        pixels = pixels - 2 * gray_of(pixels)
    axis = np.ones(3) / math.sqrt(3)
    pixels = Rotation.from_rotvec(change["hue"] * axis).apply(pixels)
    pixels = gray_of(pixels) + change["saturation"] * (pixels - gray_of(pixels))
    return pixels.T.reshape(image.shape)


def colors(shape: tuple[int, ...], changes: list[dict]) -> Case:
    x = draw.normal(*shape, scale=0.5)
    channels = shape[1]
    y = x.numpy().copy()
    for image, change in zip(y, changes, strict=True):
        if channels >= 3:
            image[:3] = recolored(image[:3], change)
        else:
            # gray: what becomes of three equal colors
            image[:1] = recolored(np.repeat(image[:1], 3, 0), change).mean(0, keepdims=True)
    attrs = {"changes": changes}
    outputs = {"y": torch.from_numpy(y)}
    return case(f"recolored {list(shape)}", "ada-color", attrs, {"x": x}, outputs)


def main() -> None:
    name = "augmentation"
    args = parser("Golden cases of augmentations.", f"{name}.json").parse_args()
    tones = {
        "brightness": [0.25, -0.5, 0.125],
        "saturation": [1.5, 0.25, 1.0],
        "contrast": [0.75, 1.25, 0.5],
    }
    changes = [
        {"brightness": 0.25, "contrast": 1.5, "inverted": False, "hue": 0.7, "saturation": 0.4},
        {"brightness": -0.125, "contrast": 0.7, "inverted": True, "hue": -2.5, "saturation": 2.2},
        {"brightness": 0.0, "contrast": 1.0, "inverted": True, "hue": 0.0, "saturation": 1.0},
    ]
    straight = [
        {"mirrored": True, "blit": [1, -1]},
        {"turns": 2, "scale": 1.3, "shift": [0.4, -0.7]},
        {"scale": 0.6, "stretch": 1.25, "shift": [-1.3, 2.6], "blit": [-1, 0], "mirrored": True},
        {},
    ]
    turned = [
        {"turns": 1},
        {"turns": 3, "mirrored": True, "blit": [2, -1]},
        {"turns": 1, "mirrored": True, "scale": 0.7, "stretch": 0.8, "shift": [1.2, 0.3]},
        {"turns": 3, "scale": 1.4, "stretch": 1.1, "shift": [-2.25, 9.5]},
    ]
    cases = [
        diffaugment((3, 3, 8, 6), ["color"], tones),
        diffaugment((3, 1, 4, 5), ["color"], tones),
        diffaugment((3, 3, 16, 12), ["translation"], {"translation": [[2, -1], [-2, 2], [0, 1]]}),
        diffaugment((3, 2, 8, 6), ["cutout"], {"cutout": [[0, 5], [8, 0], [3, 2]]}),
        diffaugment((3, 1, 5, 7), ["cutout"], {"cutout": [[0, 7], [4, 0], [2, 3]]}),
        diffaugment(
            (3, 3, 8, 12),
            ["color", "translation", "cutout"],
            {
                **tones,
                "translation": [[1, 2], [-1, -2], [0, 0]],
                "cutout": [[1, 11], [8, 6], [4, 0]],
            },
        ),
        geometry((4, 2, 5, 8), straight),
        geometry((4, 1, 8, 8), straight),
        geometry((4, 3, 7, 7), turned),
        geometry((4, 1, 6, 6), turned),
        zero_border((3, 2, 5, 8), [straight[0], straight[2], {"scale": 1.7, "shift": [0.4, 0.3]}]),
        colors((3, 3, 4, 5), changes),
        colors((3, 4, 3, 2), changes),
        colors((3, 1, 4, 3), changes),
        colors((3, 2, 2, 3), changes),
    ]
    made = provenance(f"{name}.py", f"{name}.py", args.date) | {"scipy": scipy.__version__}
    write_json(args.out, {"provenance": made, "cases": cases})
    print(f"wrote {args.out}: {len(cases)} cases, {args.out.stat().st_size / 1000:.0f} kB")


main()
