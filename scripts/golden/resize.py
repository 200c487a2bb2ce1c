"""Makes test/golden/resize.json with the libraries whose resizing Evenkeel equals.

    pip install tensorflow-cpu==2.21.0 opencv-python-headless==4.10.0.84 pillow==13.0.0 numpy==2.4.6
    python scripts/golden/resize.py

Each case is one plane of pixels from a formula (`pixels`; the test has it too), as uint8 and as
float32 (0.75 * pixel - 31.5, exact), resized by each method. OpenCV takes its plain code path: without
IPP and vector instructions, which change the last digits of floats from machine to machine.
"""

import argparse
import json
import os
import platform
from datetime import date
from importlib.metadata import version
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import cv2
import numpy as np
import tensorflow as tf
from PIL import Image

OUT = Path(__file__).resolve().parents[2] / "test" / "golden" / "resize.json"
SIZES = [
    ((13, 17), (29, 31)),
    ((31, 29), (13, 11)),
    ((24, 20), (12, 10)),
    ((9, 20), (20, 9)),
    ((5, 7), (5, 14)),
    ((1, 1), (3, 4)),
    ((8, 6), (1, 1)),
    ((32, 1), (299, 1)),
    ((1, 178), (1, 64)),
]


def pixels(height: int, width: int) -> np.ndarray:
    """Rough and smooth parts: (17 y^2 + 29 x^2 + 41 x y) mod 256."""
    y, x = np.mgrid[:height, :width]
    return ((17 * y * y + 29 * x * x + 41 * x * y) % 256).astype(np.uint8)


def tf1(image: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The op behind tf.image.resize_bilinear of TensorFlow 1; its result is float32 always."""
    resized = tf.raw_ops.ResizeBilinear(
        images=image[None, ..., None], size=size, align_corners=False, half_pixel_centers=False
    ).numpy()[0, ..., 0]
    return resized if image.dtype == np.float32 else np.rint(resized).astype(np.uint8)


def opencv(image: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return cv2.resize(image, size[::-1]).reshape(size)


def pillow(resample: Image.Resampling):
    def resized(image: np.ndarray, size: tuple[int, int]) -> np.ndarray:
        # uint8 becomes mode L, float32 mode F
        return np.asarray(Image.fromarray(image).resize(size[::-1], resample))

    return resized


METHODS = {
    "tf1-bilinear": tf1,
    "opencv-bilinear": opencv,
    "pillow-box": pillow(Image.Resampling.BOX),
    "pillow-bilinear": pillow(Image.Resampling.BILINEAR),
    "pillow-bicubic": pillow(Image.Resampling.BICUBIC),
}


def short(values: np.ndarray) -> list[float]:
    """The shortest decimals that are these float32, or the pixels."""
    return [float(str(v)) if values.dtype == np.float32 else int(v) for v in values.flatten()]


def cases() -> list[dict[str, object]]:
    made = []
    for source, target in SIZES:
        image = pixels(*source)
        for method, resize in METHODS.items():
            outputs = {}
            for kind, given in (("uint8", image), ("float32", 0.75 * image.astype(np.float32) - 31.5)):
                resized = resize(given.astype(kind), target)
                assert resized.dtype == kind and resized.shape == target
                outputs[kind] = short(resized)
            made.append({"from": source, "to": target, "method": method, **outputs})
    return made


def main() -> None:
    parser = argparse.ArgumentParser(description="Golden resized images.")
    parser.add_argument("--out", type=Path, default=OUT)
    parser.add_argument("--date", default=date.today().isoformat())
    args = parser.parse_args()
    cv2.setUseOptimized(False)
    cv2.ipp.setUseIPP(False)
    packages = ["numpy", "pillow", "opencv-python-headless", "tensorflow-cpu"]
    provenance = {
        "script": "scripts/golden/resize.py",
        "command": "python scripts/golden/resize.py",
        "date": args.date,
        "python": platform.python_version(),
        **{package: version(package) for package in packages},
    }
    content = {"provenance": provenance, "cases": cases()}
    args.out.write_text(json.dumps(content, allow_nan=False) + "\n", encoding="utf-8")
    print(f"wrote {args.out}: {args.out.stat().st_size / 1000:.0f} kB")


main()
