"""The clock that publishes scheduled texts. Any number of processes may run it; they take turns."""

import asyncio
import logging
from datetime import datetime

from sambang_digital.db import is_momentary, is_outage, only_one, reading, transaction
from sambang_digital.models.base import now
from sambang_digital.repositories import bacaan_sunting as repository
from sambang_digital.services import bacaan_sunting

log = logging.getLogger(__name__)

POLL_S = 15.0
"""How late a text may appear."""
BATCH = 50


async def work(moment: datetime | None = None) -> int:
    """Publish what is due at ``moment`` (now); gives how many texts were dealt with. Raises when the database is not there."""
    moment = moment or now()
    async with reading() as session:
        if not await repository.is_due(session, moment):
            return 0
    async with only_one("bacaan") as alone:
        if not alone:
            return 0
        async with transaction() as session:
            rows = await repository.due(session, moment, BATCH)
            for row, version in rows:
                if not await bacaan_sunting.publish(session, row, version, moment):
                    log.warning("%s, version %s, was scheduled and cannot be published", row.slug, version.n)
    return len(rows)


async def keep_publishing() -> None:
    """Lifespan task: publish what is due."""
    while True:
        try:
            done = await work()
        except Exception as error:
            done, level = 0, log.warning if is_outage(error) or is_momentary(error) else log.exception
            level("scheduled texts wait: %s", type(error).__name__)
        if not done:
            await asyncio.sleep(POLL_S)
