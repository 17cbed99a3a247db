"""Numbers and times read the same in Python and in the browser: one list of vectors for both."""

import json
import subprocess
from datetime import datetime
from pathlib import Path

import pytest

from sambang_digital.services import format
from tests.node import NODE

ROOT = Path(__file__).resolve().parents[2]
VECTORS = json.loads((Path(__file__).parent / "vectors/format.json").read_text())

BOTH = [
    *(("exact", [moment, zone], words) for moment, zone, words in VECTORS["exact"]),
    *(("number", [value, decimals], words) for value, decimals, words in VECTORS["number"]),
    *(("distance", [metres], words) for metres, words in VECTORS["distance"]),
]


BROWSER = [*BOTH, *(("ago", [moment], words) for moment, words in VECTORS["ago"])]


@pytest.mark.parametrize(("name", "arguments", "words"), BOTH)
def test_python(name: str, arguments: list, words: str) -> None:
    if name == "exact":
        arguments = [datetime.fromisoformat(arguments[0]), *arguments[1:]]
    assert getattr(format, name)(*arguments) == words


def test_browser_says_the_same() -> None:
    script = f"""
        import * as format from {json.dumps((ROOT / "assets/islands/lib/format.js").as_uri())};
        const now = Date.parse({json.dumps(VECTORS["now"])});
        const cases = {json.dumps(BROWSER)};
        console.log(JSON.stringify(cases.map(([name, args]) => format[name](...(name === "ago" ? [...args, now] : args)))));
    """
    done = subprocess.run([NODE, "--input-type=module", "-e", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [words for _, _, words in BROWSER]
