"""Vulnerable spots on both databases: where early detection says, for as long as its report counts and is news."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from sambang_digital.db import reading, transaction
from sambang_digital.forms.pengaturan import RawanSettings
from sambang_digital.models.base import now
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import putusan, rawan, sinkron, tinjauan
from sambang_digital.services.waktu import day_of
from sambang_digital.state.tinjauan_view import detail_of
from tests.factories import make_akun
from tests.laporan import KARAWACI, LAT, LON, NEIGHBOUR, assign, item, make_village, position
from tests.polres import Polres, actor, decide, send

pytestmark = pytest.mark.usefixtures("database")


def threat(day: date | None = None, **more: Any) -> dict[str, Any]:
    """A valid body of ``deteksi_dini``, seen today unless said otherwise."""
    return {
        "threat": "vehicle_theft", "urgency": "urgent", "frequency": "weekly", "place": "Parkiran Pasar Malabar",
        "description": "Dua motor hilang dalam sepekan, selalu menjelang magrib.",
        "date": (day or day_of(now())).isoformat(),
    } | more  # fmt: skip


async def report(polres: Polres, day: date | None = None, **more: Any) -> dict[str, Any]:
    """An early detection of the officer, accepted by the intake."""
    body = threat(day, **more.pop("body", {}))
    sent = item(polres.officer.id, kind="deteksi_dini", subject=None, body=body) | more
    await send(polres.officer, sent)
    return sent


async def spots(who: Actor, *codes: str) -> list[rawan.Spot]:
    """What an officer's phone is told of villages, or what the desk sees."""
    async with reading() as session:
        found = await (rawan.of_officer(session, who, codes) if codes else rawan.within_reach(session, who))
    return found["items"]


async def test_a_report_makes_a_spot_for_everybody_of_the_village_and_the_desk(polres: Polres) -> None:
    sent = await report(polres)
    (spot,) = await spots(polres.officer, KARAWACI)
    assert spot == {
        "id": sent["id"], "lat": LAT, "lon": LON, "area_code": KARAWACI, "day": day_of(now()).isoformat(),
        "threat": "Curanmor", "urgency": "urgent", "frequency": "weekly", "place": "Parkiran Pasar Malabar",
    }  # fmt: skip
    assert await spots(polres.kanit) == await spots(polres.kasat) == [spot]
    assert await spots(polres.other_kanit) == []
    colleague = actor(await make_akun("80010002", satuan=polres.karawaci), polres.karawaci, Peran.BHABINKAMTIBMAS)
    assert await spots(colleague, KARAWACI) == [spot]
    assert await spots(polres.officer, NEIGHBOUR) == []


async def test_the_spot_lies_where_the_report_says_not_where_it_was_written(polres: Polres) -> None:
    await make_village(NEIGHBOUR, lon=LON + 0.05)
    await report(polres, body={"point": {"lat": LAT, "lon": LON + 0.05}, "threat": "other", "threat_other": "Judi"})
    (spot,) = await spots(polres.officer, NEIGHBOUR)
    assert (spot["lon"], spot["threat"]) == (LON + 0.05, "Judi")
    # The reviewer's map shows both, each by its name.
    async with reading() as session:
        shown = detail_of(await tinjauan.open_report(session, polres.kanit, UUID(spot["id"]))).points
    assert [(one["label"], one["lon"]) for one in shown] == [("Posisi petugas", LON), ("Titik di peta", LON + 0.05)]
    assert await spots(polres.officer, KARAWACI) == []


async def test_without_any_place_there_is_no_spot(polres: Polres) -> None:
    nowhere = position(mode="none", reason="GPS mati", lat=None, lon=None, accuracy_m=None, time=None)
    await report(polres, position=nowhere)
    assert await spots(polres.kanit) == []


async def test_a_spot_lives_for_its_days(polres: Polres) -> None:
    limits, today = RawanSettings(), day_of(now())
    await report(polres, today - timedelta(days=limits.spot_days + 1))
    assert await spots(polres.kanit) == []
    kept = await report(polres, today - timedelta(days=limits.spot_days))
    assert [spot["id"] for spot in await spots(polres.kanit)] == [kept["id"]]


async def test_a_returned_report_is_no_spot_until_it_is_corrected(polres: Polres) -> None:
    sent = await report(polres)
    await decide(polres.kanit, UUID(sent["id"]), "dikembalikan", "Tempatnya keliru.")
    assert await spots(polres.officer, KARAWACI) == await spots(polres.kanit) == []
    body = threat(place="Terminal Poris", point={"lat": LAT + 0.001, "lon": LON})
    corrected = sent | {"revision": 2, "base_revision": 1, "body": body}
    await send(polres.officer, corrected)
    (spot,) = await spots(polres.officer, KARAWACI)
    assert (spot["place"], spot["lat"]) == ("Terminal Poris", LAT + 0.001)


async def test_a_correction_that_names_no_place_any_more_takes_the_spot_away(polres: Polres) -> None:
    sent = await report(polres)
    nowhere = position(mode="none", reason="GPS mati", lat=None, lon=None, accuracy_m=None, time=None)
    corrected = sent | {"revision": 2, "base_revision": 1, "position": nowhere}
    await send(polres.officer, corrected)
    assert await spots(polres.kanit) == []


async def test_an_older_revision_that_comes_late_changes_nothing(polres: Polres) -> None:
    late = item(polres.officer.id, kind="deteksi_dini", subject=None, body=threat(place="Lama sekali"))
    newer = late | {"revision": 2, "base_revision": 1, "body": threat(place="Yang benar")}
    for sent in (newer, late):
        await send(polres.officer, sent)
    assert [spot["place"] for spot in await spots(polres.kanit)] == ["Yang benar"]


async def test_what_was_found_untrue_and_what_is_practice_is_no_spot(polres: Polres) -> None:
    await report(polres, practice=True)
    sent = await report(polres, duration_s=5)
    assert [spot["id"] for spot in await spots(polres.kanit)] == [sent["id"]]
    async with transaction() as session:
        await putusan.rule(
            session, polres.kanit, UUID(sent["id"]), 1, "TERLALU_CEPAT", "upheld", "Tidak pernah terjadi."
        )
    assert await spots(polres.kanit) == []


async def test_the_version_tells_whether_a_phone_needs_them_again(polres: Polres) -> None:
    async with reading() as session:
        before = (await rawan.of_officer(session, polres.officer, [KARAWACI]))["version"]
        assert (await rawan.of_officer(session, polres.officer, [KARAWACI]))["version"] == before
    await report(polres)
    async with reading() as session:
        assert (await rawan.of_officer(session, polres.officer, [KARAWACI]))["version"] != before


async def test_an_officer_of_another_village_is_told_nothing(polres: Polres) -> None:
    """What the phone gets follows from its villages, not from what it asks for."""
    await report(polres)
    stranger = await make_akun("80010003", satuan=polres.ciledug)
    await make_village(NEIGHBOUR, lon=LON + 0.05)
    await assign(stranger, NEIGHBOUR)
    async with reading() as session:
        page = await sinkron.page(session, actor(stranger, polres.ciledug, Peran.BHABINKAMTIBMAS), None)
        own = await sinkron.page(session, polres.officer, None)
    assert page["spots"]["items"] == []
    assert len(own["spots"]["items"]) == 1
