"""The cases of `evenkeel bench`: networks for 32 x 32 images and what steadies D."""

from dataclasses import dataclass
from typing import Literal

SIZE = 32
LEARNING_RATE = 2e-4
BETAS = (0.5, 0.999)
BSSN_SCALE = 1.2
PENALTY_WEIGHT = 10.0
PENALTY_EPSILON = 1e-8


@dataclass(frozen=True)
class Case:
    network: Literal["cnn", "resnet"]
    method: Literal["none", "sn", "bssn"]
    # hinge; or Wasserstein with the two-sided gradient penalty
    loss: Literal["hinge", "wasserstein-gp"]
    # channels of D's first layer or block; G's are a fixed multiple
    width: int
    # images of a step, for D and G alike
    batch: int = 64


CASES = {
    "cnn32-none-b64": Case("cnn", "none", "hinge", 64),
    "cnn32-sn-b64": Case("cnn", "sn", "hinge", 64),
    "cnn32-bssn-b64": Case("cnn", "bssn", "hinge", 64),
    "cnn32-wgan-gp-b64": Case("cnn", "none", "wasserstein-gp", 64),
    "resnet32-sn-b64": Case("resnet", "sn", "hinge", 128),
    "cnn32-sn-quarter-b16": Case("cnn", "sn", "hinge", 16, batch=16),
    "cnn32-sn-quarter-b64": Case("cnn", "sn", "hinge", 16),
}
