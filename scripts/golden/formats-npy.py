"""Makes test/golden/formats/*.npy with NumPy.

    pip install numpy==2.4.6
    python scripts/golden/formats-npy.py

Arrays of one and two dimensions in float32 and float64, in the format's three versions, and arrays that
Evenkeel refuses: Fortran order, other types, other numbers of dimensions. The elements i of an array are
i / 4 - 1, counted in C order.
"""

import numpy as np

from format_files import FOLDER as FORMATS, write_provenance

FOLDER = FORMATS / "npy"


def values(*shape: int, dtype: str = "<f4") -> np.ndarray:
    return (np.arange(np.prod(shape)) / 4 - 1).reshape(shape).astype(dtype)


ARRAYS = {
    "vector-float32": (values(5), None),
    "vector-float64": (values(5, dtype="<f8"), None),
    "matrix-float32": (values(3, 4), None),
    "matrix-float64": (values(4, 3, dtype="<f8"), None),
    "matrix-empty": (values(0, 7), None),
    "version-2": (values(3, 4), (2, 0)),
    "version-3": (values(3, 4), (3, 0)),
    "fortran-vector": (np.asfortranarray(values(5)), None),
    "fortran-matrix": (np.asfortranarray(values(3, 4)), None),
    "big-endian": (values(3, 4, dtype=">f4"), None),
    "float16": (values(3, 4, dtype="<f2"), None),
    "int64": (np.arange(6), None),
    "structured": (np.zeros(2, dtype=[("a", "<f4"), ("b", "<i4")]), None),
    "scalar": (np.array(1.5), None),
    "images": (values(2, 3, 2, 2), None),
}

FOLDER.mkdir(parents=True, exist_ok=True)
for name, (array, version) in ARRAYS.items():
    with (FOLDER / f"{name}.npy").open("wb") as file:
        np.lib.format.write_array(file, array, version=version)
write_provenance(FOLDER / "provenance.json", "formats-npy.py", numpy=np.__version__)
