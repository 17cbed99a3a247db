"""What the modules of the command line share."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sambang_digital.settings import ROOT

Command = Callable[[argparse.Namespace], None]
AddCommand = Callable[..., argparse.ArgumentParser]
"""``add(name, run, group)`` makes the command ``name`` of a group; its help is the docstring of ``run``."""


class Refused(SystemExit):
    """Ends the command with one sentence on stderr and status 1."""

    def __init__(self, sentence: str) -> None:
        super().__init__(f"sambang: {sentence}")


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int, int], None]]:
    """A function that shows how far each step has come (step, done, of how many), a bar for each on stderr."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True)) as bars:
        tasks: dict[str, TaskID] = {}

        def show(step: str, done: int, total: int) -> None:
            if step not in tasks:
                tasks[step] = bars.add_task(step)
            bars.update(tasks[step], completed=done, total=total)

        yield show


def migrate(revision: str = "head", *, anew: bool = False) -> None:
    """Bring the database to a migration; ``anew`` takes all tables away before."""
    from alembic import command
    from alembic.config import Config

    config = Config(ROOT / "alembic.ini")
    if anew:
        command.downgrade(config, "base")
    command.upgrade(config, revision)


def is_known_migration(revision: str) -> bool:
    """Whether this version of the product has the migration."""
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    return revision in {
        script.revision for script in ScriptDirectory.from_config(Config(ROOT / "alembic.ini")).walk_revisions()
    }
