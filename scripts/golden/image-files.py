"""Makes test/golden/image-files.json: image files and archives by other tools, with what they hold.

    pip install pillow==13.0.0 numpy==2.4.6 opencv-python-headless==5.0.0
    python scripts/golden/image-files.py

`images`: files in the modes and formats that people have, with the pixels (R, G, B by rows) that
Pillow makes of them: orientation applied, transparency laid on white, 16 bits cut to 8. `resized`: the
square or a given number of pixels cut out of the middle, resized by cv2.resize. `archives`: of Python's
tarfile and zipfile, with names that are long, double or lead out.
"""

import base64
import io
import json
import platform
import tarfile
import zipfile
from datetime import date
from importlib.metadata import version
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageOps

OUT = Path(__file__).parents[2] / "test" / "golden" / "image-files.json"
rng = np.random.default_rng(5)


def text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def picture(height: int, width: int) -> np.ndarray:
    """Smooth colors with some noise, so that no two pixels are alike and JPEG keeps them well."""
    y, x = np.mgrid[0:height, 0:width]
    planes = [20 + 7 * x + 3 * y, 230 - 6 * y - 2 * x, 128 + 40 * np.sin((x + y) / 5)]
    return np.clip(np.stack(planes, 2) + rng.integers(0, 4, (height, width, 3)), 0, 255).astype(np.uint8)


def save(image: Image.Image, format: str, **options) -> bytes:
    file = io.BytesIO()
    image.save(file, format, **options)
    return file.getvalue()


def on_white(image: Image.Image) -> np.ndarray:
    rgba = np.asarray(image.convert("RGBA")).astype(np.float64)
    alpha = rgba[..., 3:] / 255
    return np.round(rgba[..., :3] * alpha + 255 * (1 - alpha)).astype(np.uint8)


def entry(data: bytes, pixels: np.ndarray | None = None) -> dict:
    if pixels is None:
        opened = ImageOps.exif_transpose(Image.open(io.BytesIO(data)))
        transparent = opened.mode in ("LA", "PA", "RGBA") or "transparency" in opened.info
        pixels = on_white(opened) if transparent else np.asarray(opened.convert("RGB"))
    return {"file": text(data), "pixels": text(pixels.tobytes())}


def images() -> dict:
    size = 16
    color = Image.fromarray(picture(size, size))
    gray = color.convert("L")
    alpha = Image.fromarray((np.add.outer(np.arange(size), np.arange(size)) * 8).astype(np.uint8))
    with_alpha = color.copy()
    with_alpha.putalpha(alpha)
    gray_alpha = gray.copy()
    gray_alpha.putalpha(alpha)
    deep = rng.integers(0, 2**16, (size, size), dtype=np.uint16)
    cut = np.repeat((deep >> 8).astype(np.uint8)[..., None], 3, 2)
    palette = color.quantize(32)
    second = Image.fromarray(picture(size, size)[::-1].copy()).quantize(32)
    found = {
        "RGB PNG": entry(save(color, "PNG")),
        "gray PNG": entry(save(gray, "PNG")),
        "PNG of one bit": entry(save(gray.convert("1"), "PNG")),
        "PNG with a palette": entry(save(palette, "PNG")),
        "PNG with a palette and a transparent color": entry(save(palette, "PNG", transparency=3)),
        "PNG with alpha": entry(save(with_alpha, "PNG")),
        "gray PNG with alpha": entry(save(gray_alpha, "PNG")),
        "gray PNG of 16 bits": entry(save(Image.fromarray(deep), "PNG"), cut),
        "GIF, two pictures": entry(save(palette, "GIF", save_all=True, append_images=[second])),
        "lossless WebP with alpha": entry(save(with_alpha, "WEBP", lossless=True, exact=True)),
        "TIFF": entry(save(color, "TIFF")),
        "JPEG": entry(save(color, "JPEG", quality=90)),
        "JPEG, chroma halved": entry(save(color, "JPEG", quality=90, subsampling="4:2:0")),
        "progressive JPEG": entry(save(color, "JPEG", quality=90, progressive=True)),
        "gray JPEG": entry(save(gray, "JPEG", quality=90)),
        "JPEG with a comment": entry(save(color, "JPEG", quality=90, comment="hello")),
    }
    for orientation in range(1, 9):
        exif = Image.Exif()
        exif[0x0112] = orientation
        found[f"JPEG, orientation {orientation}"] = entry(save(color, "JPEG", quality=95, exif=exif))
    return found


def resized() -> list:
    cases = []
    for name, height, width, crop, to in [
        ("the square of a wide image", 20, 33, "square", 8),
        ("the square of a high image, enlarged", 12, 7, "square", 16),
        ("as CelebA: a part of 32 of 45 x 55, halved", 55, 45, 32, 16),
    ]:
        pixels = picture(height, width)
        side = min(height, width) if crop == "square" else crop
        top, left = (height - side) // 2, (width - side) // 2
        part = pixels[top : top + side, left : left + side]
        expected = cv2.resize(part, (to, to))
        for format in ["PNG", "JPEG"]:
            data = save(Image.fromarray(pixels), format, **({} if format == "PNG" else {"quality": 95}))
            if format == "JPEG":
                decoded = np.asarray(Image.open(io.BytesIO(data)))
                expected = cv2.resize(decoded[top : top + side, left : left + side], (to, to))
            cases.append(
                {
                    "name": f"{name}, {format}",
                    "crop": crop,
                    "size": to,
                    "file": text(data),
                    "pixels": text(expected.tobytes()),
                }
            )
    return cases


def plain(value: int) -> bytes:
    return save(Image.new("RGB", (8, 8), (value, 0, 0)), "PNG")


LONG = "a-class-with-a-name/" + "x" * 180 + "-größe.png"


def tar(format: int, members: list[tuple[str, bytes]]) -> bytes:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=format) as archive:
        folder = tarfile.TarInfo("a-folder")
        folder.type = tarfile.DIRTYPE
        archive.addfile(folder)
        for name, data in members:
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


class Unseekable(io.BytesIO):
    """Makes zipfile write sizes after the contents."""

    def seekable(self) -> bool:
        return False

    def seek(self, *_):
        raise io.UnsupportedOperation

    def tell(self):
        raise io.UnsupportedOperation


def zipped(members: list[tuple[str, bytes]], method: int, file=None, zip64=False) -> bytes:
    file = file or io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        archive.mkdir("a-folder")
        for name, data in members:
            with archive.open(name, "w", force_zip64=zip64) as member:
                member.write(data)
    return file.getvalue()


def archives() -> dict:
    classes = [("set/b/2.png", plain(2)), ("set/a/1.png", plain(1)), ("set/b/10.png", plain(3))]
    extras = [
        ("./set/c/4.png", plain(4)),
        ("set/notes.txt", b"x"),
        ("set/.hidden.png", plain(9)),
        ("__MACOSX/set/a/._1.png", b"x"),
    ]
    odd = [
        ("../evil.png", plain(9)),
        ("/etc/evil.png", plain(9)),
        ("set/../../evil.png", plain(9)),
        ("a/1.png", plain(1)),
        ("b/2.png", plain(9)),
        ("b/2.png", plain(2)),
    ]
    inner = [
        (f"n0000000{i}.tar", tar(tarfile.USTAR_FORMAT, [(f"n0000000{i}_{j}.JPEG", plain(10 * i + j)) for j in (1, 2)]))
        for i in (2, 1)
    ]
    return {
        "classes.tar": text(tar(tarfile.USTAR_FORMAT, classes + extras)),
        "classes.zip": text(zipped(classes + extras, zipfile.ZIP_DEFLATED)),
        "stored.zip": text(zipped(classes + extras, zipfile.ZIP_STORED)),
        "zip64.zip": text(zipped(classes + extras, zipfile.ZIP_DEFLATED, zip64=True)),
        "stream.zip": text(zipped(classes + extras, zipfile.ZIP_DEFLATED, Unseekable())),
        "long-gnu.tar": text(tar(tarfile.GNU_FORMAT, [(LONG, plain(5)), ("b/1.png", plain(6))])),
        "long-pax.tar": text(tar(tarfile.PAX_FORMAT, [(LONG, plain(5)), ("b/1.png", plain(6))])),
        "long.zip": text(zipped([(LONG, plain(5)), ("b/1.png", plain(6))], zipfile.ZIP_DEFLATED)),
        "odd.tar": text(tar(tarfile.GNU_FORMAT, odd)),
        "odd.zip": text(zipped(odd, zipfile.ZIP_DEFLATED)),
        "packed.zip": text(zipped_mixed()),
        "tars.tar": text(tar(tarfile.USTAR_FORMAT, inner)),
    }


def zipped_mixed() -> bytes:
    """A member that is packed by a method that few readers know."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a/1.png", plain(1), zipfile.ZIP_STORED)
        archive.writestr("a/2.png", plain(2), zipfile.ZIP_BZIP2)
    return file.getvalue()


result = {
    "provenance": {
        "script": "scripts/golden/image-files.py",
        "command": "python scripts/golden/image-files.py",
        "date": date.today().isoformat(),
        "python": platform.python_version(),
        "pillow": version("pillow"),
        "numpy": version("numpy"),
        "opencv": cv2.__version__,
    },
    "images": images(),
    "resized": resized(),
    "archives": archives(),
    "longName": LONG,
}
OUT.write_text(json.dumps(result, indent=1) + "\n")
