"""Makes test/golden/formats/mat/*.mat with SciPy.

    pip install numpy==2.4.6 scipy==1.17.1
    python scripts/golden/formats-mat.py

The variables of a small zero-shot set in their published form (features, labels, attributes, splits and
names of classes), and arrays of each class of numbers, compressed and not. values.json has the same
numbers, in column-major order, and the texts.
"""

import json

import numpy as np
import scipy
from scipy.io import savemat

from format_files import FOLDER as FORMATS, write_provenance

FOLDER = FORMATS / "mat"


def numbers(*shape: int, dtype: str = "<f8") -> np.ndarray:
    return (np.arange(np.prod(shape)) / 4 - 1).reshape(shape, order="F").astype(dtype)


def cell(*texts: str) -> np.ndarray:
    result = np.empty((len(texts), 1), dtype=object)
    for i, text in enumerate(texts):
        result[i, 0] = text
    return result


RES101 = {
    "features": numbers(3, 8),
    "image_files": cell(*(f"images/{i}.jpg" for i in range(8))),
    "labels": np.array([[1], [1], [2], [2], [3], [3], [1], [2]], dtype="<f8"),
}
ATT_SPLITS = {
    "att": numbers(4, 3) + 2,
    "allclasses_names": cell("antelope", "grizzly+bear", "Tölpel"),
    "trainval_loc": np.array([[1], [3]], dtype="<u2"),
    "test_seen_loc": np.array([[7], [8], [2], [4]], dtype="<f8"),
    "test_unseen_loc": np.array([[5], [6]], dtype="|u1"),
}
CLASSES = {
    **{name: numbers(2, 3, dtype="<f4" if name == "single" else "<f8") for name in ["double", "single"]},
    **{name: (numbers(2, 3) * 4).astype(name) for name in ["int8", "int16", "int32", "int64"]},
    **{name: (numbers(2, 3) * 4 + 4).astype(name) for name in ["uint8", "uint16", "uint32", "uint64"]},
    "scalar": np.array([[1.5]]),
    "cube": numbers(2, 3, 2),
    "empty": np.zeros((0, 3)),
    "text": "some text",
    "texts": cell("a", "", "β"),
    "complex": np.array([[1 + 2j]]),
    "structure": {"a": 1.0},
    "nested": np.array([[cell("a", "b")], [cell("c")]], dtype=object),
}


def plain(value: object) -> object:
    if isinstance(value, str):
        return {"shape": [1, 1], "texts": [value]}
    array = np.asarray(value)
    if array.dtype == object:
        return {"shape": list(array.shape), "texts": [str(x) for x in array.flatten(order="F")]}
    return {"shape": list(array.shape), "data": [float(x) for x in array.flatten(order="F")]}


FOLDER.mkdir(parents=True, exist_ok=True)
savemat(FOLDER / "res101.mat", RES101)
savemat(FOLDER / "att_splits.mat", ATT_SPLITS, do_compression=True)
savemat(FOLDER / "classes.mat", CLASSES)
savemat(FOLDER / "classes-compressed.mat", CLASSES, do_compression=True)
savemat(FOLDER / "version-4.mat", {"features": numbers(2, 2)}, format="4")
readable = {
    name: plain(value)
    for name, value in {**RES101, **ATT_SPLITS, **CLASSES}.items()
    if name not in ["complex", "structure", "nested"]
}
(FOLDER / "values.json").write_text(json.dumps(readable, ensure_ascii=False) + "\n")
write_provenance(
    FOLDER / "provenance.json", "formats-mat.py", numpy=np.__version__, scipy=scipy.__version__
)
