"""Features from a formula, so that golden files hold results only; test/support/golden/metric-features.ts is the same.

A hash of the seed and of a counter gives whole multiples of 2**-20 in [0, 1); features are sums,
differences and products with powers of two of such numbers, exact in float32 whatever the language.
"""

import numpy as np

COMMON = 16


def bits(seed: int, count: int) -> np.ndarray:
    """32 random bits for each of 0 ... count - 1: the hash "lowbias32" of Chris Wellons."""
    x = np.arange(count, dtype=np.uint32) + np.uint32(seed * 0x9E3779B9 % 2**32)
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x7FEB352D)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x846CA68B)
    x ^= x >> np.uint32(16)
    return x


def uniform(seed: int, *shape: int) -> np.ndarray:
    return (bits(seed, int(np.prod(shape))) >> np.uint32(12)).reshape(shape) / 2.0**20


def features(seed: int, rows: int, columns: int, shift: float = 0) -> np.ndarray:
    """Correlated by groups of columns, of four sizes, a part of them 0 as after a ReLU."""
    own = uniform(2 * seed, rows, columns)
    common = np.tile(uniform(2 * seed + 1, rows, COMMON), -(-columns // COMMON))[:, :columns]
    size = 2.0 ** -(np.arange(columns) % 4)
    return np.maximum(own + common - 0.5 + shift, 0) * size


def lattice(seed: int, rows: int, columns: int, sides: int) -> np.ndarray:
    """Whole numbers 0 ... sides - 1: many ties, many copies."""
    return (bits(seed, rows * columns) % np.uint32(sides)).reshape(rows, columns).astype(float)


class Permutations:
    """A stream of permutations: those that sort the next `count` random bits (ties by place)."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def permutation(self, count: int) -> np.ndarray:
        self.seed += 1
        return np.argsort(bits(self.seed, count), kind="stable")
