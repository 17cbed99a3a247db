"""What the modules of the command line share."""

import argparse
from collections.abc import Callable

Command = Callable[[argparse.Namespace], None]
AddCommand = Callable[..., argparse.ArgumentParser]
"""``add(name, run, group)`` makes the command ``name`` of a group; its help is the docstring of ``run``."""


class Refused(SystemExit):
    """Ends the command with one sentence on stderr and status 1."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"sambang: {sentence}")
