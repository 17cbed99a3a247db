"""The gate of the flags: a simulated fortnight through the real intake and the real worker."""

from typing import Any

import pytest

from sambang_digital.services.simulasi import jalan
from sambang_digital.services.simulasi.jalan import Outcome, Size

SMALL = Size(honest=10, cheats=2, days=10, seed=7)


def silent(*_: Any) -> None:
    """A progress nobody looks at."""


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_fabricated_visits_are_flagged_and_honest_ones_are_not(database: str) -> None:
    """At least 95 of 100 fabricated visits carry a high flag, at most 2 of 100 honest ones; no kind of cheat slips through."""
    outcome = await jalan.run(SMALL, silent)
    told = table(outcome)
    assert outcome.fabricated.visits >= 300, told
    assert outcome.honest.visits >= 700, told
    assert outcome.fabricated.share >= 0.95, told
    assert outcome.honest.share <= 0.02, told
    assert all(tally.visits >= 20 and tally.share >= 0.85 for tally in outcome.cheats.values()), told


def table(outcome: Outcome) -> str:
    """What was found, for whoever reads a failure."""
    return "\n".join(
        f"{tally.title}: {tally.high} of {tally.visits} ({tally.share:.1%}), {dict(tally.codes.most_common(5))}"
        for tally in outcome.tallies()
    )
