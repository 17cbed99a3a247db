"""Texts in the hands of officers: what reports brought, how many heard it, what the desk links to, and the library of a phone."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from sambang_digital.db import reading, transaction
from sambang_digital.models import LaporanBacaan
from sambang_digital.models.base import now
from sambang_digital.repositories import bacaan as library_repository
from sambang_digital.repositories import laporan as reports
from sambang_digital.services import bacaan, bacaan_bawa, bacaan_terbit, putusan, tinjauan
from sambang_digital.services.bacaan import Tulisan
from sambang_digital.services.bacaan_bawa import Reached
from sambang_digital.services.bacaan_terbit import Langkah, take
from sambang_digital.state.tinjauan_view import detail_of
from tests.laporan import body, household, item
from tests.polres import Polres, decide, send

MOTOR, LOAN = "jaga-motor-dari-pencurian", "kenali-pinjol-ilegal"


@pytest.fixture
async def texts(polres: Polres) -> list[Tulisan]:
    """Two texts of the library."""
    async with transaction() as session:
        await bacaan_terbit.install(session, demo=False)
    return list((await bacaan.library()).rows[:2])


def brought(*texts: Tulisan, people: int | None = None, **more: Any) -> dict[str, Any]:
    """The result of a visit that brought these texts."""
    told = [{"topic": text.isi.title, "bacaan": str(text.id)} for text in texts]
    return {"situation": "safe", "counselling": told, "reached": people} | more


def visit(polres: Polres, result: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A visit of the officer to a place."""
    return item(polres.officer.id, form_version=2, body=body(result=result)) | more


async def reached(*texts: Tulisan) -> list[Reached | None]:
    async with reading() as session:
        found = await bacaan_bawa.reached(session, [text.id for text in texts])
    return [found.get(text.id) for text in texts]


async def test_visits_and_people_are_summed_for_each_text(polres: Polres, texts: list[Tulisan]) -> None:
    """Of every kind that brings texts; a report that does not say how many counts as a visit to nobody said."""
    motor, loan = texts
    await send(polres.officer, visit(polres, brought(motor, loan, people=4)))
    at_home = household()
    at_home["result"] |= brought(motor, motor, people=3)
    await send(polres.officer, item(polres.officer.id, kind="sambang_warga", form_version=2, body=at_home))
    await send(polres.officer, visit(polres, brought(motor)))
    guidance = {
        "theme": "Cegah curanmor", "audience": ["residents"], "participants": 30, "held": {"on": "2026-01-20"}, "outcome": "Warga paham.",
        "counselling": [{"topic": loan.isi.title, "bacaan": str(loan.id)}, {"topic": "Ronda malam"}],
    }  # fmt: skip
    await send(
        polres.officer, item(polres.officer.id, kind="penyuluhan_lapangan", form_version=2, subject=None, body=guidance)
    )
    assert await reached(motor, loan) == [(3, 7), (2, 34)]
    async with reading() as session:
        assert await bacaan_bawa.reached(session, [uuid4()]) == {}
        assert await bacaan_bawa.reached(session, []) == {}


async def test_only_what_counts_is_counted(polres: Polres, texts: list[Tulisan]) -> None:
    """No practice, nothing returned or with an upheld flag, and of a corrected report what it says now."""
    motor, loan = texts
    await send(polres.officer, visit(polres, brought(motor, people=2), practice=True))
    assert await reached(motor) == [None]
    first = visit(polres, brought(motor, people=5))
    told = await send(polres.officer, first)
    assert await reached(motor) == [(1, 5)]
    await decide(polres.kanit, told, "dikembalikan", "Mohon dilengkapi.")
    assert await reached(motor) == [None]
    corrected = first | {"revision": 2, "base_revision": 1, "body": body(result=brought(loan, people=6))}
    await send(polres.officer, corrected)
    assert await reached(motor, loan) == [None, (1, 6)]
    await decide(polres.kanit, told, revision=2)
    assert await reached(motor, loan) == [None, (1, 6)]

    nowhere = {"mode": "none", "reason": "HP rusak.", "lat": None, "lon": None, "accuracy_m": None, "time": None}
    doubted = await send(polres.officer, visit(polres, brought(motor, people=9), position=nowhere))
    assert await reached(motor) == [(1, 9)]
    async with transaction() as session:
        await putusan.rule(session, polres.kanit, doubted, 1, "GPS_HILANG", "upheld", "Tidak pernah ke sana.")
    assert await reached(motor) == [None]


async def test_sent_twice_is_counted_once_and_erased_with_the_report(polres: Polres, texts: list[Tulisan]) -> None:
    sent = visit(polres, brought(texts[0], people=2))
    told = await send(polres.officer, sent)
    async with transaction() as session:
        await bacaan_bawa.record(session, [])
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(LaporanBacaan)) == 1
    async with transaction() as session:
        await reports.erase(session, told)
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(LaporanBacaan)) == 0


async def test_the_desk_links_what_citizens_can_read(polres: Polres, texts: list[Tulisan]) -> None:
    """A text that was taken away, or never was, keeps its title and leads nowhere."""
    motor, loan = texts
    result = brought(motor, loan, people=4)
    result["counselling"] += [{"topic": "Karangan", "bacaan": str(uuid4())}, {"topic": "Ronda malam"}]
    told = await send(polres.officer, visit(polres, result))
    async with transaction() as session:
        row = (await library_repository.newest(session, [loan.slug]))[loan.slug].Bacaan
        take(row, Langkah.ARSIPKAN, now())
        await library_repository.renew_token(session)
    async with reading() as session:
        report = await tinjauan.open_report(session, polres.kanit, told)
    lines = detail_of(report).lines
    start = next(n for n, line in enumerate(lines) if line.title == "Penyuluhan yang disampaikan")
    assert [(line.title, line.value, line.link) for line in lines[start + 1 : start + 6]] == [
        ("1", motor.isi.title, f"/baca/{motor.slug}"),
        ("2", loan.isi.title, ""),
        ("3", "Karangan", ""),
        ("4", "Ronda malam", ""),
        ("Jumlah orang yang menerima", "4", ""),
    ]


async def test_a_phone_gets_the_whole_library_and_another_version_after_each_change(texts: list[Tulisan]) -> None:
    """Titles, advice, numbers and body; nothing that is not for the eyes of citizens."""
    before = await bacaan_bawa.for_phones()
    all_ = (await bacaan.library()).rows
    assert {UUID(text["id"]) for text in before["texts"]} == {row.id for row in all_}
    assert before["texts"][0]["kind"] == "Penyuluhan"
    article = next(text for text in before["texts"] if text["slug"] == MOTOR)
    assert [part["title"] for part in article["lists"]] == ["Lakukan", "Jangan"]
    assert article["call"][0]["number"]
    assert article["html"].startswith("<")
    service = next(text for text in before["texts"] if text["kind"] == "Layanan polisi")
    assert [line["title"] for line in service["lines"]] == ["Di mana", "Kapan", "Biaya"]
    async with reading() as session:
        assert await bacaan_bawa.version(session) == before["version"]
    async with transaction() as session:
        row = (await library_repository.newest(session, [MOTOR]))[MOTOR].Bacaan
        take(row, Langkah.ARSIPKAN, now())
        await library_repository.renew_token(session)
    after = await bacaan_bawa.for_phones()
    assert after["version"] != before["version"]
    assert MOTOR not in {text["slug"] for text in after["texts"]}
