"""What everybody may know of their Bhabinkamtibmas, on both databases; and what nobody is told."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

import pytest

from sambang_digital.db import reading, transaction
from sambang_digital.models import Akun, Satuan
from sambang_digital.repositories import pengaturan as settings
from sambang_digital.services import bhabin, pengaturan
from sambang_digital.services.waktu import today
from tests.factories import make_akun, make_satuan
from tests.laporan import KARAWACI, NEIGHBOUR, assign
from tests.polres import Polres

pytestmark = pytest.mark.usefixtures("database")


async def told(code: str = KARAWACI) -> bhabin.Lembar:
    """The page of a village."""
    async with reading() as session:
        found = await bhabin.find(session, code)
    assert found
    return found


async def write(satuan: Satuan | None, key: str, value: Any) -> None:
    """A setting of a satuan, or of everybody."""
    async with transaction() as session:
        await settings.put(session, satuan.id if satuan else None, key, value, None)
    pengaturan.forget()


async def change(akun_id: int, **values: object) -> None:
    """What became of a person."""
    async with transaction() as session:
        akun = await session.get_one(Akun, akun_id)
        for name, value in values.items():
            setattr(akun, name, value)


async def test_the_officers_of_today(polres: Polres) -> None:
    """All who are assigned on this day, by name; not those of yesterday or tomorrow, nor who no longer serves."""
    await polres.hold()
    day = today()
    for nrp, start, end in (
        ("80010002", -9, -1),
        ("80010003", 1, None),
        ("80010004", 0, 0),
        ("80010005", -9, None),
    ):
        akun = await make_akun(nrp, satuan=polres.karawaci)
        await assign(akun, KARAWACI, day + timedelta(days=start), None if end is None else day + timedelta(days=end))
        await change(akun.id, name=f"Petugas {nrp[-1]}", rank="Aipda", active=nrp != "80010005")
    await change(polres.officer.id, name="Agus Setiawan", rank=None)
    assert [(one.full_name, one.initials) for one in (await told()).officers] == [
        ("Agus Setiawan", "AS"),
        ("Aipda Petugas 4", "P4"),
    ]


async def test_a_village_without_an_officer_says_so(polres: Polres) -> None:
    """Its polsek and the numbers are there all the same."""
    await polres.hold(neighbour=polres.ciledug)
    page = await told(NEIGHBOUR)
    assert page.officers == []
    assert page.office
    assert page.office.name == polres.ciledug.name
    assert "110" in [one.number for one in page.numbers]


async def test_a_number_is_shown_only_if_it_was_published(polres: Polres) -> None:
    """The officer's own number never; a published mobile one also opens WhatsApp, one of an office does not."""
    await change(polres.officer.id, phone="081299998888")
    (one,) = (await told()).officers
    assert (one.phone, one.whatsapp) == ("", "")
    await change(polres.officer.id, public_phone="081200000101")
    (one,) = (await told()).officers
    assert (one.phone, one.whatsapp) == ("081200000101", "6281200000101")
    await change(polres.officer.id, public_phone="0215551234")
    (one,) = (await told()).officers
    assert (one.phone, one.whatsapp) == ("0215551234", "")


async def test_nothing_else_of_the_officer_goes_out(polres: Polres) -> None:
    """No service number, no number of their own, no ids: all that the page is made of is looked through."""
    await polres.hold()
    await change(polres.officer.id, name="Agus Setiawan", phone="081299998888", public_phone="081200000101")
    text = repr(asdict(await told()))
    assert "081200000101" in text
    for hidden in (polres.officer.nrp, "081299998888", "'id'", "akun_id", "satuan_id"):
        assert hidden not in text


async def test_what_a_polsek_tells_of_itself(polres: Polres) -> None:
    """Its own address, number and posts; those of its Polres and of another polsek are not taken for them."""
    await polres.hold(neighbour=polres.ciledug)
    await write(polres.polres, "kontak.phone", "0215550000")
    await write(polres.karawaci, "kontak.address", "Jalan Imam Bonjol 5")
    await write(
        polres.karawaci, "kontak.posts", ["Pospol Cimone; Jalan Merdeka 12; 0215551111", "Posko RW 03; Balai warga"]
    )
    own, other = (await told()).office, (await told(NEIGHBOUR)).office
    assert own
    assert other
    assert (own.address, own.phone, other.address, other.phone, other.posts) == ("Jalan Imam Bonjol 5", "", "", "", [])
    assert [tuple(post) for post in own.posts] == [
        ("Pospol Cimone", "Jalan Merdeka 12", "0215551111"),
        ("Posko RW 03", "Balai warga", ""),
    ]


async def test_numbers_of_the_polres(polres: Polres) -> None:
    """Its own over those for everybody; of two Polres none speaks for whoever names no village."""
    await polres.hold()
    await write(None, "penting.numbers", ["110; Polisi", "119; Ambulans"])
    await write(polres.polres, "penting.numbers", ["110; Polisi", "0215552222; Damkar kota; Kebakaran"])
    assert [one.number for one in (await told()).numbers] == ["110", "0215552222"]
    async with reading() as session:
        assert [one.number for one in await bhabin.numbers(session)] == ["110", "0215552222"]
    await make_satuan("POLRES-DUA")
    pengaturan.forget()
    async with reading() as session:
        assert [one.number for one in await bhabin.numbers(session)] == ["110", "119"]


async def test_a_village_is_found(polres: Polres) -> None:
    """By kecamatan, by a part of its name in any case, and never by what a database would take for a pattern."""
    await polres.hold(neighbour=polres.ciledug)
    async with reading() as session:
        assert [(one.code, one.name, one.villages) for one in await bhabin.kecamatan(session)] == [
            ("36.71.07", "Karawaci", 2)
        ]
        assert [one.code for one in await bhabin.of_kecamatan(session, "36.71.07")] == [KARAWACI, NEIGHBOUR]
        assert [one.title for one in await bhabin.named(session, " kelurahan  1002 ")] == ["Kelurahan Kelurahan 1002"]
        assert len(await bhabin.named(session, "KARAWACI")) == 2
        for nothing in ("%", "_", "", "  ", "Antah"):
            assert await bhabin.named(session, nothing) == []
        assert await bhabin.find(session, "99.99.99.9999") is None
        assert await bhabin.codes(session) == [KARAWACI, NEIGHBOUR]
