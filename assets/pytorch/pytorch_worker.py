"""Runs one variant in a process of its own, so that peak memory is that variant's alone.

Not for direct use: `pytorch_step.py` starts it. Reads the least number of iterations and the least
time in milliseconds per line, answers with one JSON line `{"ms": [...], "peakMiB": ...}`; once it
is warmed up it says `{"threads": ..., "parameters": {...}, "loss": ...}`; it ends at the end of its
input.
"""

import argparse
import importlib
import json
import sys
import time

import torch

from pytorch_cases import CASES, SIZE


def peak_mib() -> float | None:
    """Highest resident memory so far; None where the platform does not tell."""
    try:
        import resource
    except ImportError:
        return None
    unit = 1 if sys.platform == "darwin" else 1024
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20, 1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("variant")
    parser.add_argument("case", choices=CASES)
    parser.add_argument("--threads", type=int)
    parser.add_argument("--accelerator", action="store_true")
    for name in ("batch", "width", "latent", "warmup"):
        parser.add_argument(f"--{name}", type=int, required=True)
    args = parser.parse_args()
    if args.threads:
        torch.set_num_threads(args.threads)
    if args.accelerator:
        if not torch.accelerator.is_available():
            sys.exit(4)
        # networks, noise and images alike are made on it
        torch.set_default_device(torch.accelerator.current_accelerator())
        torch.backends.cudnn.benchmark = True
        # float32 as ours
        torch.backends.cudnn.allow_tf32 = False
    torch.manual_seed(0)
    module = importlib.import_module(f"pytorch_{args.variant}")
    prepared = module.prepare(CASES[args.case], args.batch, args.width, args.latent)
    images = torch.randint(0, 256, (args.batch, 3, SIZE, SIZE), dtype=torch.uint8)

    def timed() -> float:
        start = time.perf_counter()
        prepared.step(images)
        if args.accelerator:
            torch.accelerator.synchronize()
        return round((time.perf_counter() - start) * 1000, 3)

    # the loss before any update, of weights and images drawn here, so finite or wrong
    loss = prepared.step(images)
    for _ in range(args.warmup - 1):
        timed()
    ready = {
        "threads": torch.get_num_threads(),
        "parameters": {"generator": prepared.generator, "discriminator": prepared.discriminator},
        "loss": loss,
    }
    print(json.dumps(ready), flush=True)
    for line in sys.stdin:
        count, least_ms = (int(word) for word in line.split())
        times: list[float] = []
        while len(times) < count or sum(times) < least_ms:
            times.append(timed())
        print(json.dumps({"ms": times, "peakMiB": peak_mib()}), flush=True)


main()
