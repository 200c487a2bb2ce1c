"""Write safetensors files (8-byte little-endian header length, JSON header, raw data)."""

import json
from pathlib import Path

import torch

_NAMES = {torch.float64: "F64", torch.float32: "F32", torch.uint8: "U8"}


def write_safetensors(path: Path, tensors: dict[str, torch.Tensor]) -> None:
    """Write `tensors` sorted by name; the bytes depend on nothing but names and values.

    Wider types come first, so that every tensor starts at a multiple of its element size.
    """
    order = sorted(tensors, key=lambda name: (-tensors[name].element_size(), name))
    header: dict[str, object] = {}
    offset = 0
    for name in order:
        tensor = tensors[name]
        end = offset + tensor.numel() * tensor.element_size()
        header[name] = {
            "dtype": _NAMES[tensor.dtype],
            "shape": list(tensor.shape),
            "data_offsets": [offset, end],
        }
        offset = end
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little"))
        file.write(text)
        for name in order:
            file.write(tensors[name].detach().contiguous().numpy().tobytes())
