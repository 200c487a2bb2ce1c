"""Where the golden files of file formats are, and what made them."""

import json
import platform
from datetime import date
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "test" / "golden" / "formats"


def write_provenance(path: Path, script: str, **more: str) -> None:
    """Writes the script, the date, the version of Python, and more: versions of packages by name."""
    provenance = {
        "script": f"scripts/golden/{script}",
        "date": date.today().isoformat(),
        "python": platform.python_version(),
        **more,
    }
    path.write_text(json.dumps(provenance, indent=2) + "\n")
