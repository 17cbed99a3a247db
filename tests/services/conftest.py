"""What most tests of the rules begin with."""

import pytest

from tests.polres import Polres


@pytest.fixture
async def polres(database: str) -> Polres:
    return await Polres().fill()
