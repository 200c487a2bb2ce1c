"""A frozen graph of TensorFlow with constants in every way in which they are stored.

    pip install tensorflow-cpu==2.21.0
    python3 scripts/golden/formats-tensorflow.py

Names and nodes as in the Inception graph of 2015: constants as raw bytes, listed one by one, one value that
stands for all, a scalar, an empty one, constants of other types, and nodes that are no constants.
"""

import argparse
import base64
import json
import os
import platform
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
import tensorflow as tf

GOLDEN = Path(__file__).resolve().parents[2] / "test" / "golden"
v1 = tf.compat.v1


def constants() -> dict[str, np.ndarray]:
    numbers = np.random.default_rng(5)
    return {
        "conv/conv2d_params": numbers.normal(size=(3, 3, 3, 2)).astype(np.float32),
        "conv/batchnorm/beta": numbers.normal(size=2).astype(np.float32),
        "conv/batchnorm/gamma": np.ones(2, np.float32),
        "scalar": np.float32(0.1),
        "one value for all": np.full((2, 3), 0.5, np.float32),
        "listed": np.array([[1.5, -2.25, 3.0]], np.float32),
        "empty": np.zeros((0, 2), np.float32),
    }


def graph_def(named: dict[str, np.ndarray]) -> v1.GraphDef:
    with tf.Graph().as_default() as graph:
        image = v1.placeholder(tf.float32, [1, 8, 8, 3], name="image")
        made = {}
        for name, value in named.items():
            made[name] = tf.constant(value, name=name.replace(" ", "_"))
        v1.nn.conv2d(image, made["conv/conv2d_params"], 2, "VALID", name="conv/conv2d")
        tf.constant([1, 2, 3], name="integers")
        tf.constant(["text"], name="texts")
        tf.constant([0.5], tf.float64, name="double")
        definition = graph.as_graph_def()
    for node in definition.node:
        tensor = node.attr["value"].tensor
        if node.name == "listed":
            tensor.tensor_content = b""
            tensor.float_val.extend(named["listed"].flatten().tolist())
        if node.name == "one_value_for_all":
            tensor.tensor_content = b""
            del tensor.float_val[:]
            tensor.float_val.append(0.5)
    return definition


def main() -> None:
    parser = argparse.ArgumentParser(description="A frozen graph of TensorFlow.")
    parser.add_argument("--out", type=Path, default=GOLDEN / "formats" / "tensorflow.json")
    parser.add_argument("--date", default="2026-11-21")
    args = parser.parse_args()
    named = constants()
    definition = graph_def(named)
    read = {n.name: tf.make_ndarray(n.attr["value"].tensor) for n in definition.node if n.op == "Const"}
    content = {
        "provenance": {
            "script": "scripts/golden/formats-tensorflow.py",
            "command": "formats-tensorflow.py",
            "date": args.date,
            "python": platform.python_version(),
            "tensorflow": tf.__version__,
            "numpy": np.__version__,
        },
        "constants": {
            name: {"shape": list(x.shape), "data": x.flatten().tolist()}
            for name, x in read.items()
            if x.dtype == np.float32
        },
        "file": base64.b64encode(definition.SerializeToString(deterministic=True)).decode(),
    }
    args.out.write_text(json.dumps(content, allow_nan=False) + "\n", encoding="utf-8")
    print(f"wrote {args.out}: {args.out.stat().st_size / 1000:.0f} kB")


main()
