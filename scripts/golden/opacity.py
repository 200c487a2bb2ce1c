"""Makes test/golden/opacity.json: images with opacity, as Pillow resizes them.

    pip install pillow==13.0.0 numpy==2.4.6
    python scripts/golden/opacity.py

Pillow resizes an image of the mode RGBA in the mode RGBa, whose colors are multiplied by the opacity, so that
colors of transparent places do not bleed into others. The images are PNG files; what they become is red, green,
blue and opacity by rows.
"""

import base64
import io
import json
import platform
from importlib.metadata import version
from pathlib import Path

import numpy as np
from PIL import Image

OUT = Path(__file__).parents[2] / "test" / "golden" / "opacity.json"
DATE = "2026-12-01"
FILTERS = {
    "pillow-box": Image.Resampling.BOX,
    "pillow-bilinear": Image.Resampling.BILINEAR,
    "pillow-bicubic": Image.Resampling.BICUBIC,
}


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def png(image: Image.Image) -> str:
    file = io.BytesIO()
    image.save(file, "PNG")
    return text(file.getvalue())


def noise(side: int) -> Image.Image:
    """Any colors with any opacity; a quarter of the places transparent, a quarter opaque."""
    rng = np.random.default_rng(side)
    pixels = rng.integers(0, 256, (side, side, 4), dtype=np.uint8)
    kind = rng.integers(0, 4, (side, side))
    pixels[..., 3] = np.where(kind == 0, 0, np.where(kind == 1, 255, pixels[..., 3]))
    return Image.fromarray(pixels)


def sticker(side: int) -> Image.Image:
    """A blue disk whose edge is soft, amid transparent places that are red."""
    y, x = np.mgrid[0:side, 0:side] + 0.5
    distance = np.hypot(x - side / 2, y - side / 2)
    opacity = np.clip(0.4 * side - distance, 0, 1)
    pixels = np.zeros((side, side, 4), np.uint8)
    pixels[..., 3] = np.round(255 * opacity)
    pixels[opacity > 0, :3] = (20, 60, 230)
    pixels[opacity == 0, :3] = (255, 0, 0)
    return Image.fromarray(pixels)


def cases() -> list:
    found = []
    for name, image, size in [
        ("noise", noise(19), 8),
        ("noise, enlarged", noise(7), 16),
        ("a disk", sticker(40), 16),
    ]:
        for resize, resample in FILTERS.items():
            pixels = np.asarray(image.resize((size, size), resample))
            entry = {"name": name, "resize": resize, "size": size}
            found.append({**entry, "file": png(image), "pixels": text(pixels.tobytes())})
    return found


result = {
    "provenance": {
        "script": "scripts/golden/opacity.py",
        "command": "python scripts/golden/opacity.py",
        "date": DATE,
        "python": platform.python_version(),
        "pillow": version("pillow"),
        "numpy": version("numpy"),
    },
    "resized": cases(),
}
OUT.write_text(json.dumps(result, indent=1) + "\n")
