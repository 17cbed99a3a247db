"""Demo news: reports that went back and wait for their officers, and the reminders of this morning."""

from datetime import timedelta

from sambang_digital.db import transaction
from sambang_digital.models.base import now
from sambang_digital.repositories import demo as repository
from sambang_digital.services import kabar, kabar_harian, waktu
from sambang_digital.services.kabar import Jenis


async def load() -> None:
    """Tell everybody what there is to tell."""
    async with transaction() as session:
        for row in await repository.returned(session):
            await kabar.notify(session, [row.author_id], Jenis.DIKEMBALIKAN, row.id)
    here = waktu.local_time(now())
    # Before seven there are only yesterday's.
    morning = here.replace(hour=kabar_harian.HOURS[0]) - timedelta(days=here.hour not in kabar_harian.HOURS)
    await kabar_harian.sweep(morning)
