"""Files of torch.save, in both of its formats, and pickles that must be refused.

    pip install torch==2.13.0
    python3 scripts/golden/formats-torch.py

The dictionary holds what real ones do (float32 weights, a counter in int64) and what is awkward: views with
strides and offsets of one storage, a scalar, an empty tensor, a Parameter, other element types.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

import base64
import io
import os
import pickle
from collections import OrderedDict

import torch


class Command:
    """Runs a command when it is unpickled by Python."""

    def __reduce__(self) -> tuple[object, ...]:
        return (os.system, ("echo executed",))


def tensors() -> OrderedDict[str, torch.Tensor]:
    table = torch.arange(24, dtype=torch.float32).reshape(4, 6) / 8
    return OrderedDict(
        {
            "conv.weight": torch.linspace(-1, 1, 2 * 3 * 2 * 2).reshape(2, 3, 2, 2),
            "bn.num_batches_tracked": torch.tensor(7),
            "table": table,
            "transposed": table.t(),
            "part": table[1:3, 2:5],
            "row": table[2],
            "parameter": torch.nn.Parameter(torch.tensor([1.5, -0.0, float("inf")])),
            "scalar": torch.tensor(0.1),
            "empty": torch.zeros(0, 3),
            "double": torch.tensor([1 / 3, -1e300], dtype=torch.float64),
            "bytes": torch.tensor([0, 255, 3], dtype=torch.uint8),
            "integers": torch.tensor([[-(2**31), 2**31 - 1]], dtype=torch.int32),
        }
    )


def encoded(value: object, **options: object) -> str:
    buffer = io.BytesIO()
    torch.save(value, buffer, **options)
    return base64.b64encode(buffer.getvalue()).decode()


def plain(tensor: torch.Tensor) -> dict[str, object]:
    data = tensor.detach().flatten().tolist()
    words = {float("inf"): "Infinity", float("-inf"): "-Infinity"}
    return {
        "dtype": str(tensor.dtype).removeprefix("torch."),
        "shape": list(tensor.shape),
        "data": [words.get(x, x) for x in data],
    }


def main() -> None:
    args = parser("Files of torch.save.", "formats/torch.json").parse_args()
    named = tensors()
    old = {"_use_new_zipfile_serialization": False}
    content = {
        "provenance": provenance("formats-torch.py", "formats-torch.py", args.date),
        "tensors": {name: plain(x) for name, x in named.items() if x.dtype != torch.int64},
        "files": {
            "zip": encoded(named),
            "pickles in a row": encoded(named, **old),
            "zip, plain dict": encoded(dict(named)),
            "zip, protocol 4": encoded(named, pickle_protocol=4),
            "zip, under state_dict": encoded({"epoch": 3, "state_dict": named}),
        },
        "refused": {
            "a command, zip": encoded({"x": Command()}),
            "a command, pickles in a row": encoded({"x": Command()}, **old),
            "a bare pickle": base64.b64encode(pickle.dumps(Command())).decode(),
            "a whole module": encoded(torch.nn.Linear(1, 1)),
            "a list": encoded([torch.zeros(1)]),
            "half precision": encoded({"x": torch.zeros(2, dtype=torch.float16)}),
        },
    }
    write_json(args.out, content)
    print(f"wrote {args.out}: {args.out.stat().st_size / 1000:.0f} kB")


main()
