"""Settings that make a golden script write the same bytes each time. Import before torch."""

import argparse
import json
import os
import platform
from pathlib import Path

# One code path on every x86 processor, and sums in one order.
os.environ["ATEN_CPU_CAPABILITY"] = "default"
os.environ["MKL_CBWR"] = "COMPATIBLE"
os.environ["ONEDNN_MAX_CPU_ISA"] = "SSE41"

import numpy
import torch

torch.set_num_threads(1)
torch.manual_seed(0)
torch.use_deterministic_algorithms(True)

GOLDEN = Path(__file__).resolve().parents[2] / "test" / "golden"
DATE = "2026-11-21"


def parser(description: str, default_out: str) -> argparse.ArgumentParser:
    """Arguments that every golden script takes."""
    result = argparse.ArgumentParser(description=description)
    result.add_argument("--out", type=Path, default=GOLDEN / default_out, help="file to write")
    result.add_argument("--date", default=DATE, help="date for the provenance (YYYY-MM-DD)")
    return result


def provenance(script: str, command: str, date: str) -> dict[str, object]:
    """What made the file."""
    return {
        "script": f"scripts/golden/{script}",
        "command": command,
        "date": date,
        "python": platform.python_version(),
        "torch": torch.__version__,
        "numpy": numpy.__version__,
        "threads": 1,
    }


def write_json(path: Path, content: object, indent: int | None = None) -> None:
    """JSON without NaN or infinity, with shortest round-trip floats and a final newline."""
    path.write_text(json.dumps(content, allow_nan=False, indent=indent) + "\n", encoding="utf-8")
