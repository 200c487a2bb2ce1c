"""Makes test/golden/formats/example.safetensors with the original library.

    pip install safetensors==0.8.0 numpy==2.4.6
    python scripts/golden/formats-safetensors.py

The file holds one tensor of each dtype that Evenkeel stores (negative zero, infinities and the least
subnormal among the values), a scalar, an empty tensor and a name beyond ASCII.
"""

from importlib.metadata import version

import numpy as np
from safetensors.numpy import save

from format_files import FOLDER, write_provenance

TENSORS = {
    "discriminator/conv1/weight": np.array(
        [[0.1, -2.5, 3e38], [-0.0, np.inf, 1e-45]], dtype=np.float32
    ),
    "discriminator/conv1/u": np.array([1 / 3, -1e300, 5e-324], dtype=np.float64),
    "counters": np.array([-(2**31), -1, 0, 2**31 - 1], dtype=np.int32),
    "pixels": np.array([[[0, 1], [127, 255]]], dtype=np.uint8),
    "größe": np.array(7.25, dtype=np.float32),
    "empty": np.zeros((0, 3), dtype=np.float32),
}

FOLDER.mkdir(parents=True, exist_ok=True)
(FOLDER / "example.safetensors").write_bytes(save(TENSORS, {"format": 'np "quoted"\n'}))
write_provenance(
    FOLDER / "example.safetensors.json",
    "formats-safetensors.py",
    safetensors=version("safetensors"),
    numpy=version("numpy"),
)
