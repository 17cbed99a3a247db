"""What the register of the demo tells beside its visits: doubles, somebody who moved away, and what citizens ask."""

from collections.abc import Sequence
from datetime import timedelta
from random import Random
from uuid import UUID

from sambang_digital.db import reading, transaction
from sambang_digital.forms.permintaan import Identity, Kind, Permintaan
from sambang_digital.models import Subjek
from sambang_digital.models.base import now, uuid7
from sambang_digital.security.permissions import Peran
from sambang_digital.services import ganda, kiriman, permintaan, register
from sambang_digital.services.demo.kunjungan import visit_item
from sambang_digital.services.demo.orang import Person
from sambang_digital.services.demo.tempat import Subject, moved
from sambang_digital.services.laporan import Arrival
from sambang_digital.services.register import RegisterFilter
from sambang_digital.services.waktu import day_of

SHOWN = "petugas"
DOUBLES, MOVED = 2, 2
REASONS = ("Kontrak rumah habis, pindah ke Cipondoh", "Pindah mengikuti anak ke Bandung")
REQUESTS = ((Kind.CORRECTION, "Nama jalan tertulis keliru."), (Kind.COPY, "Ingin tahu data apa yang disimpan."))


async def load(staff: Sequence[Person]) -> None:
    """Enter them for the officer who is shown, with their Kanit; nothing where there are too few houses."""
    officer = next((one for one in staff if one.post.key == SHOWN), None)
    kanit = next(
        (
            one
            for one in staff
            if officer and one.post.role is Peran.KANIT_POLSEK and one.post.satuan.id == officer.actor.satuan_id
        ),
        None,
    )
    if officer is None or kanit is None:
        return
    async with reading() as session:
        wanted = RegisterFilter(area_code=officer.post.areas[0].code, kind="rumah", state="aktif", oldest_first=True)
        rows = (await register.page(session, kanit.actor, wanted))[: DOUBLES + MOVED + len(REQUESTS)]
        found_ones = [(await register.house(session, kanit.actor, row.id)).subjek for row in rows]
    houses = [one for one in found_ones if one.lat is not None]
    made = [await _double(officer, house) for house in houses[:DOUBLES]]
    async with reading() as session:
        found = await ganda.compare(session, made)
    async with transaction() as session:
        await ganda.file(session, found)
        for number, house in enumerate(houses[DOUBLES:][:MOVED]):
            day = day_of(now()) - timedelta(days=3 + number)
            await register.move_away(session, officer.actor, house.id, day, REASONS[number])
        for house, (kind, words) in zip(houses[DOUBLES + MOVED :], REQUESTS, strict=False):
            asked = Permintaan(kind=kind, requester=house.name, identity=Identity.CARD, note=words)
            await permintaan.note(session, kanit.actor, house.id, asked)


async def _double(officer: Person, house: Subjek) -> UUID:
    """The same house, met once more as if it were new, its name in another spelling; gives its id."""
    random, moment = Random(f"{house.id}-ganda"), now() - timedelta(days=1)
    assert house.lat is not None
    assert house.lon is not None
    assert house.area_code
    name = f"Bpk. {house.name}"
    known = {"street": house.address, "rt": house.rt or "", "rw": house.rw or "", "kel": "", "who": f"keluarga {name}"}
    fields = {
        "consent": "given",
        "name": name,
        "address": house.address,
        "neighbourhood": {"rt": house.rt, "rw": house.rw},
    }
    lat, lon = moved(house.lat, house.lon, 6, 4)
    again = Subject(uuid7(moment, random), "sambang_warga", name, house.area_code, lat, lon, known, fields)
    sent = visit_item(officer.actor, again, moment, random, new=True)
    await kiriman.receive(officer.actor, [sent], "", Arrival(moment + timedelta(minutes=2)))
    return again.id
