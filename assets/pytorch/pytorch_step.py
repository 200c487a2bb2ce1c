"""Times one GAN iteration (D step and G step, 32 x 32) in PyTorch.

    python3 assets/pytorch/pytorch_step.py [--case NAME] [--threads N] [--batch N] [--width C]
                                           [--variants A,B] [--accelerator]

Speaks lines, so that another program can alternate with it:

    <- {"ready": true, "torch": "2.13.0", "case": "cnn32-sn-b64", "threads": 2, ...,
        "variants": ["idiomatic", "best"],
        "parameters": {"idiomatic": {"generator": 3811779, "discriminator": 2196161}, "best": ...},
        "losses": {"idiomatic": 2.0, "best": 2.0}}
    -> run best 5 1000
    <- {"variant": "best", "ms": [812.1, ...], "peakMiB": 661.2}
    -> quit

A request names a variant, the least number of iterations and the least time in milliseconds: there
are as many iterations as take that time; without it, the number is exact. A request that cannot be
served is answered with {"error": "..."}. Exit codes: 0 after `quit` or the end of the input, 1 if a
variant broke down, 2 for bad arguments, 3 if PyTorch 2.13 is not there, 4 if it finds no
accelerator.
"""

import argparse
import importlib.metadata
import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path

from pytorch_cases import CASES

WANTED = (2, 13)
INSTALL = "pip install torch==2.13.0"
VARIANTS = ("idiomatic", "best")
SIZES = ("batch", "width", "latent")
EXIT_BROKEN, EXIT_NO_TORCH, EXIT_NO_ACCELERATOR = 1, 3, 4


def say(message: str) -> None:
    print(f"pytorch_step: {message}", file=sys.stderr, flush=True)


def torch_version(accept_any: bool) -> str:
    """The installed version; ends the program where it is not the one that results are for."""
    if importlib.util.find_spec("torch") is None:
        say(f"PyTorch is not installed for {sys.executable}\nInstall it with: {INSTALL}")
        sys.exit(EXIT_NO_TORCH)
    version = importlib.metadata.version("torch").partition("+")[0]
    release = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if release > WANTED and not accept_any:
        say(
            f"PyTorch must be 2.13.x, got {version}\n"
            f"Install it with: {INSTALL}\nor measure what is there with --any-torch"
        )
        sys.exit(EXIT_NO_TORCH)
    if release != WANTED:
        say(f"warning: results are for PyTorch 2.13.x, this is {version}")
    return version


class Worker:
    """One variant in its own process, warmed up."""

    def __init__(self, variant: str, args: argparse.Namespace) -> None:
        options = [f"--{name}={getattr(args, name)}" for name in (*SIZES, "warmup")]
        if args.threads:
            options.append(f"--threads={args.threads}")
        if args.accelerator:
            options.append("--accelerator")
        script = Path(__file__).resolve().parent / "pytorch_worker.py"
        self._variant = variant
        self._process = subprocess.Popen(
            [sys.executable, str(script), variant, args.case, *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.ready = self._answer()

    def run(self, iterations: str, least_ms: str = "0") -> dict[str, object]:
        self._process.stdin.write(f"{iterations} {least_ms}\n")
        self._process.stdin.flush()
        return {"variant": self._variant} | self._answer()

    def close(self) -> None:
        self._process.stdin.close()
        self._process.wait()

    def _answer(self) -> dict[str, object]:
        line = self._process.stdout.readline()
        if not line:
            code = self._process.wait()
            if code == EXIT_NO_ACCELERATOR:
                say("PyTorch finds no accelerator here; measure the processor's times")
                sys.exit(code)
            say(f"the variant {self._variant} broke down, exit code {code}")
            sys.exit(EXIT_BROKEN)
        return json.loads(line)


def answer(workers: dict[str, Worker], words: list[str]) -> dict[str, object]:
    match words:
        case ["run", variant, count, *least] if (
            variant in workers
            and len(least) <= 1
            and all(number.isdecimal() for number in (count, *least))
            and int(count) > 0
        ):
            return workers[variant].run(count, *least)
    return {
        "error": f"request: must be 'run <{'|'.join(workers)}> <iterations> [<ms>]' or 'quit', "
        f"got '{' '.join(words)}'"
    }


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Times one GAN iteration in PyTorch.")

    def variants(text: str) -> list[str]:
        names = text.split(",")
        for name in names:
            if name not in VARIANTS:
                raise argparse.ArgumentTypeError(f"must be among {', '.join(VARIANTS)}, got {name}")
        return names

    def count(text: str) -> int:
        if not text.isdecimal() or int(text) == 0:
            raise argparse.ArgumentTypeError(f"must be a positive integer, got {text}")
        return int(text)

    parser.add_argument("--case", choices=CASES, default="cnn32-sn-b64", help="default %(default)s")
    parser.add_argument("--threads", type=count, help="default: what PyTorch takes by itself")
    parser.add_argument("--batch", type=count, help="images a step (default: the case's)")
    parser.add_argument("--width", type=count, help="D's first channels (default: the case's)")
    parser.add_argument("--latent", type=count, default=128, help="size of z (default 128)")
    parser.add_argument("--warmup", type=count, default=3, help="untimed iterations (default 3)")
    parser.add_argument("--variants", type=variants, default=list(VARIANTS), help="default: all")
    parser.add_argument("--accelerator", action="store_true", help="CUDA, MPS or what there is")
    parser.add_argument("--any-torch", action="store_true", help="run newer releases too")
    args = parser.parse_args()
    args.width = args.width or CASES[args.case].width
    args.batch = args.batch or CASES[args.case].batch
    return args


def main() -> None:
    args = arguments()
    version = torch_version(args.any_torch)
    workers = {variant: Worker(variant, args) for variant in args.variants}
    told = {variant: worker.ready for variant, worker in workers.items()}
    ready = {
        "ready": True,
        "torch": version,
        "case": args.case,
        "threads": next(iter(told.values()))["threads"],
        **{name: getattr(args, name) for name in SIZES},
        "variants": list(told),
        "parameters": {variant: each["parameters"] for variant, each in told.items()},
        "losses": {variant: each["loss"] for variant, each in told.items()},
    }
    print(json.dumps(ready), flush=True)
    for line in sys.stdin:
        words = line.split()
        if words == ["quit"]:
            break
        if words:
            print(json.dumps(answer(workers, words)), flush=True)
    for worker in workers.values():
        worker.close()


main()
