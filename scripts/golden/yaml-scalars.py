"""Makes test/golden/yaml.json with PyYAML, a reader of YAML 1.1.

    pip install pyyaml==6.0.3
    python scripts/golden/yaml-scalars.py

What PyYAML reads in texts without quotes and in the same texts with double quotes: texts that YAML 1.1 takes
for something else, and numbers in the forms that a program may write. A value that JSON does not have, such
as a date, is given as the name of its type; a text that PyYAML refuses as "error".
"""

import argparse
import json
import platform
from pathlib import Path

import yaml

GOLDEN = Path(__file__).resolve().parents[2] / "test" / "golden" / "yaml.json"

WORDS = """yes Yes YES no No NO on On ON off Off OFF y Y n N true True TRUE false False FALSE null Null NULL ~ = <<
010 0o17 0x1F 0b101 1_000 -1_000 +1 .5 +.5 1. 1:30 1:30:00 190:20:30.15 -1:30 1e-8 1e3 1E3 1.e3 1.0e-8 .inf -.inf .Inf
.nan .NaN .NAN 2024-01-31 2024-1-3 2024-01-31T12:00:00Z 12e03 0.1.2 1,000 - ? : + _1 0_ 09 08 0 -0 00 12 3.25 a-b
./data ../x /data run-1 a:b quickstart NaN Infinity nul yess""".split()
TEXTS = [*WORDS, "", " lead", "trail ", "a b", "a: b", "a #b", "#a", "2024-01-31 12:00:00", "- a", "? a", "@x", "`x",
         "%x", "!x", "&x", "*x", "[x", "{x", "x]", "é", "a\nb", "a\tb", "it's", 'say "x"', "C:\\data", "a\x1b[31mb",
         "a\x85b", "a\u009bb", "a\u2028b", "a\u202eb", "\ufeffa", "|", ">", "a,b", "x'", "'x'", '"x"']
NUMBERS = [0, -1, 7, 100000, 9007199254740991, 0.5, -0.25, 0.0002, 1.5e-7, 1e-8, -1e-8, 1e-300, 2.5e+21, 1e21, 1e300,
           0.1, 123456789.125, 1e20]


def forms(number):
    """A number as Python and JSON write it, with and without a point."""
    plain = json.dumps(number)
    short = repr(float(number)).replace(".0e", "e").replace("e-0", "e-").replace("e+0", "e+")
    pointed = short if "." in short or "e" not in short else short.replace("e", ".0e")
    return {plain, short, pointed, str(int(number)) if number == int(number) else plain}


def read(text):
    try:
        value = yaml.safe_load(text)
    except yaml.YAMLError:
        return {"error": True}
    if value is None or isinstance(value, (bool, int, str)):
        return {"value": value}
    if isinstance(value, float) and value == value and abs(value) != float("inf"):
        return {"value": value}
    return {"type": type(value).__name__}


written = set(TEXTS) | {json.dumps(text, ensure_ascii=ascii) for text in TEXTS for ascii in (True, False)}
written |= {f"'{text}'" for text in TEXTS} | {'"a\\e[31mb"', '"a\\Nb"', '"a\\Lb"'}
for number in NUMBERS:
    written |= forms(number)

argparse.ArgumentParser(description=__doc__.split("\n")[0]).parse_args()
GOLDEN.write_text(
    json.dumps(
        {
            "provenance": {
                "script": "scripts/golden/yaml-scalars.py",
                "command": "python scripts/golden/yaml-scalars.py",
                "date": "2026-11-30",
                "python": platform.python_version(),
                "pyyaml": yaml.__version__,
            },
            "values": [*TEXTS, *NUMBERS],
            "read": {text: read(text) for text in sorted(written)},
        },
        indent=1,
    )
    + "\n"
)
