"""Golden file of whole training iterations of the spectrally normalized standard CNN.

    python3 scripts/golden/sngan_step.py                          the committed small network
    python3 scripts/golden/sngan_step.py --full --out FILE        full paper width, one iteration
    python3 scripts/golden/sngan_step.py --search 3000            how the committed seed was chosen

Writes FILE (safetensors) and the same name ending in .json. All results are float64, computed from
float32 weights and noise and uint8 images; the JSON also says how far float32 lands from them.
"""

from reproducible import parser, provenance, write_json  # isort: skip (sets up torch)

import argparse
import dataclasses
from collections.abc import Callable

import torch

from safetensors_file import write_safetensors
from sngan import (
    ADAM,
    NORM_EPSILON,
    NORM_MOMENTUM,
    SLOPE,
    SPECTRAL_EPSILON,
    Config,
    Result,
    Tensors,
    initial_tensors,
    inputs,
    train,
)

# The seed has the largest activation margin that --search 3000 found: float32 rounding then pushes
# no pre-activation of the five iterations across a kink.
SMALL = Config(
    discriminator_width=4, generator_width=32, latent=16, batch=8, iterations=5, seed=1521
)
FULL = Config(
    discriminator_width=64,
    generator_width=512,
    latent=128,
    batch=16,
    iterations=1,
    seed=0,
    adam_epsilon=1e-4,
)


def compared(result: Result) -> Tensors:
    """The tensors that the golden file holds as results."""
    tensors = {f"gradient/{name}": tensor for name, tensor in result.gradients.items()}
    tensors |= {f"final/{name}": tensor for name, tensor in result.state.items()}
    for i, record in enumerate(result.records):
        scalars = {f"sigma/{i}/{layer}": sigma for layer, sigma in record["sigmaD"].items()}
        scalars |= {f"loss/{i}/d": record["lossD"], f"loss/{i}/g": record["lossG"]}
        tensors |= {key: torch.tensor(x, dtype=torch.float64) for key, x in scalars.items()}
    return tensors | result.outputs


def jittered(tensors: Tensors, seed: int) -> Tensors:
    """Each value moved by -1, 0 or 1 times 2^-23 of itself."""
    generator = torch.Generator().manual_seed(seed)

    def move(tensor: torch.Tensor) -> torch.Tensor:
        return tensor * (1 + torch.randint(-1, 2, tensor.shape, generator=generator) * 2.0**-23)

    return {name: move(tensor) for name, tensor in tensors.items()}


def float32_deviation(
    config: Config, initial: Tensors, data: Tensors, exact: Result, jitters: int
) -> dict[str, dict[str, float]]:
    """Per tensor: float32 - float64, largest and 2-norm, of a plain and the worst jittered run."""

    results = compared(exact)

    def differences(start: Tensors) -> dict[str, torch.Tensor]:
        run = compared(train(start, data, config, torch.float32))
        return {name: run[name].double() - tensor for name, tensor in results.items()}

    plain = differences(initial)
    others = [differences(jittered(initial, seed)) for seed in range(jitters)]

    def summary(name: str, size: Callable[[torch.Tensor], torch.Tensor]) -> tuple[float, ...]:
        worst = max(size(run[name]).item() for run in others)
        rounded = (float(f"{x:.3g}") for x in (size(plain[name]).item(), worst))
        return size(results[name]).item(), *rounded

    def entry(name: str) -> dict[str, float]:
        keys = ("maxAbs", "maxAbsDifference", "maxAbsDifferenceJittered")
        norm_keys = ("norm", "normDifference", "normDifferenceJittered")
        largest = summary(name, lambda x: x.abs().max())
        norm = summary(name, torch.linalg.vector_norm)
        return dict(zip(keys + norm_keys, largest + norm, strict=True))

    return {name: entry(name) for name in results}


def margins(result: Result) -> tuple[float, float]:
    return tuple(
        min(record[key] for record in result.records) for key in ("activationMargin", "hingeMargin")
    )


def beyond_margin(result: Result) -> list[int]:
    """By iteration, how many real images have a logit above 1 (no gradient in the hinge)."""
    return [sum(logit > 1 for logit in record["realLogits"]) for record in result.records]


def search(count: int) -> None:
    """Print the seeds with the largest activation margin among those that exercise the hinge."""
    found = []
    for seed in range(count):
        config = dataclasses.replace(SMALL, seed=seed)
        initial, data = initial_tensors(config), inputs(config)
        first = beyond_margin(train(initial, data, dataclasses.replace(config, iterations=1), torch.float64))[0]
        if not 0 < first < config.batch:
            continue
        result = train(initial, data, config, torch.float64)
        beyond = beyond_margin(result)
        activation, hinge = margins(result)
        if hinge > 1e-4 and sum(0 < n < config.batch for n in beyond) >= 3:
            found.append((activation, hinge, seed, beyond))
    for activation, hinge, seed, beyond in sorted(found, reverse=True)[:5]:
        print(f"seed {seed}: margins {activation:.3g} and {hinge:.3g} (hinge), beyond {beyond}")


def write(config: Config, args: argparse.Namespace, command: str) -> None:
    initial, data = initial_tensors(config), inputs(config)
    exact = train(initial, data, config, torch.float64)
    settings = {
        "size": config.size,
        "batch": config.batch,
        "latent": config.latent,
        "discriminatorWidth": config.discriminator_width,
        "generatorWidth": config.generator_width,
        "iterations": config.iterations,
        "seed": config.seed,
        "loss": "hinge",
        "discriminatorStepsPerGeneratorStep": 1,
        "leakySlope": SLOPE,
        "adam": {
            "learningRate": ADAM["lr"],
            "beta1": ADAM["betas"][0],
            "beta2": ADAM["betas"][1],
            "epsilon": config.adam_epsilon,
        },
        "batchNorm": {"epsilon": NORM_EPSILON, "momentum": NORM_MOMENTUM},
        "spectralNorm": {"epsilon": SPECTRAL_EPSILON, "storedStep": "after the D update"},
    }
    deviation = float32_deviation(config, initial, data, exact, jitters=2 if args.full else 16)
    activation, hinge = margins(exact)
    content = {
        "provenance": provenance("sngan_step.py", command, args.date),
        "settings": settings,
        "activationMargin": activation,
        "hingeMargin": hinge,
        # batch normalization follows: the true gradient is zero and only rounding is left
        "zeroGradient": [
            f"generator/{layer}/bias" for layer in ("dense", "deconv1", "deconv2", "deconv3")
        ],
        "iterations": exact.records,
        "float32Deviation": deviation,
    }
    tensors = {f"init/{name}": tensor for name, tensor in initial.items()}
    write_safetensors(args.out, tensors | data | compared(exact))
    write_json(args.out.with_suffix(".json"), content, indent=1)
    print(f"wrote {args.out} ({args.out.stat().st_size / 2**20:.2f} MiB) and its .json")


def main() -> None:
    options = parser("Golden file of whole SN-GAN iterations.", "sngan-step.safetensors")
    options.add_argument("--full", action="store_true", help="full paper width; needs --out")
    options.add_argument("--iterations", type=int, help="with --full: iterations (default 1)")
    options.add_argument("--search", type=int, metavar="N", help="try seeds 0..N-1, write nothing")
    args = options.parse_args()
    if args.search:
        search(args.search)
    elif args.full:
        if args.out == options.get_default("out"):
            options.error("--full writes some 245 MB and needs --out FILE")
        config = dataclasses.replace(FULL, iterations=args.iterations or FULL.iterations)
        write(config, args, f"sngan_step.py --full --iterations {config.iterations}")
    else:
        if args.iterations:
            options.error("--iterations goes with --full")
        write(SMALL, args, "sngan_step.py")


main()
