"""Once a day: officers without reports are reminded, later warned, and their Kanit hears of those who were warned."""

from collections import defaultdict
from datetime import datetime

from sambang_digital.db import transaction
from sambang_digital.models.base import now
from sambang_digital.repositories import kabar as repository
from sambang_digital.security.permissions import Peran
from sambang_digital.services import kabar, pengaturan, waktu
from sambang_digital.services.kabar import Jenis

HOURS = range(7, 20)
"""Of the local day, in which reminders are sent: the first sweep in them."""
JENIS = {"remind": Jenis.PENGINGAT, "warn": Jenis.TANPA_LAPORAN}


async def sweep(moment: datetime | None = None) -> None:
    """Send the reminders of this day, if nobody has and it is not too early or too late for them (run now and then)."""
    moment = moment or now()
    if waktu.local_time(moment).hour not in HOURS:
        return
    today = waktu.day_of(moment)
    async with transaction() as session:
        if not await repository.begin_day(session, today):
            return
        told: dict[Jenis, list[int]] = defaultdict(list)
        units = set()
        for officer in await repository.officers(session):
            rules = (await pengaturan.of(session, officer.satuan_id)).kinerja
            # Who is new here gets the same patience as who has just reported.
            word = rules.attention(officer.last or waktu.day_of(officer.created_at), today)
            if word:
                told[JENIS[word]].append(officer.id)
            if word == "warn":
                units.add(officer.satuan_id)
        for jenis, ids in told.items():
            await kabar.notify(session, ids, jenis)
        await kabar.notify(session, await repository.holders(session, Peran.KANIT_POLSEK, units), Jenis.ANGGOTA)
