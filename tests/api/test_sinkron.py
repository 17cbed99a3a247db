"""The way down: pages, cursors, and whose rows they hold."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import orjson
import pytest
from sqlalchemy import select, update

from sambang_digital import db
from sambang_digital.models import Akun, Laporan, Media, NilaiPengaturan, Subjek, Tinjauan
from sambang_digital.models.base import now
from sambang_digital.services import pengaturan, sinkron
from tests.api.conftest import KIRIMAN, Client, Send
from tests.factories import PASSWORD, make_akun
from tests.laporan import (
    KARAWACI,
    LAT,
    LON,
    NEIGHBOUR,
    assign,
    household,
    item,
    make_subject,
    make_village,
    photo,
    position,
    uuid7,
)

URL = "/api/v1/sinkron"


async def pull(client: httpx.AsyncClient, cursor: str | None = None) -> dict[str, Any]:
    """One page."""
    answer = await client.get(URL, params={"cursor": cursor} if cursor else {})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def pull_all(client: httpx.AsyncClient, cursor: str | None = None) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """All pages: the last one, and all changes."""
    page = await pull(client, cursor)
    changes = page["changes"]
    while page["more"]:
        page = await pull(client, page["cursor"])
        changes += page["changes"]
    return page, changes


async def test_first_pull_brings_everything_of_ones_own(client: httpx.AsyncClient, send: Send, officer: Akun) -> None:
    """Villages with boundaries, the register of these villages, own reports; nothing of anybody else."""
    stranger = await make_akun("80010002")
    await make_village(NEIGHBOUR, LAT, LON + 0.02)
    await make_subject(stranger, area_code=NEIGHBOUR, name="Rumah tetangga")
    await make_subject(stranger, area_code=None, name="Tanpa kelurahan, milik orang lain")
    house = await make_subject(stranger)
    [result] = await send(sent := item(officer.id))
    page = await pull(client)
    assert page["scope"] == [KARAWACI]
    assert [area["code"] for area in page["territory"]["areas"]] == [KARAWACI]
    assert (page["more"], page["reset"], page["tombstones"]) == (False, True, [])
    assert [(change["type"], change["id"]) for change in page["changes"]] == [
        ("subjek", str(house.id)),
        ("subjek", sent["subject"]["id"]),
        ("laporan", sent["id"]),
    ]
    visited, report = page["changes"][1]["data"], page["changes"][2]["data"]
    assert (visited["name"], visited["visits"], visited["area_code"]) == ("Pos Kamling Melati", 1, KARAWACI)
    assert (report["state"], report["receipt"], report["note"]) == ("terkirim", result["receipt"], None)


async def test_every_pull_says_by_which_rules_to_count(client: httpx.AsyncClient, officer: Akun) -> None:
    """The zone of days and the settings of the officer's Polres, also when nothing else changed."""
    async with db.transaction() as session:
        session.add(NilaiPengaturan(key="kinerja.target_per_day", value="8"))
    pengaturan.forget()
    first = await pull(client)
    again = await pull(client, first["cursor"])
    assert first["rules"] == again["rules"]
    assert first["rules"]["timezone"] == "Asia/Jakarta"
    assert first["rules"]["kinerja"]["target_per_day"] == 8
    assert first["rules"]["kinerja"]["overdue_after_days"] == 30
    async with db.transaction() as session:
        await session.execute(update(Akun).where(Akun.id == officer.id).values(target_per_day=3))
    assert (await pull(client, again["cursor"]))["rules"]["kinerja"]["target_per_day"] == 3


async def test_own_report_comes_with_what_kinerja_needs(client: httpx.AsyncClient, send: Send, officer: Akun) -> None:
    """Its day on the corrected clock; counted until it is returned or one of its flags is upheld."""
    await send(sent := item(officer.id, created_at="2024-11-20T23:30:00+07:00"))
    changes: list[tuple[dict[str, Any], bool]] = [
        ({}, True), ({"state": "dikembalikan"}, False), ({"state": "diterima"}, True), ({"upheld": True}, False),
    ]  # fmt: skip
    for change, counted in changes:
        async with db.transaction() as session:
            await session.execute(update(Laporan).values(changed_at=now(), **change))
        [report] = [change["data"] for change in (await pull(client))["changes"] if change["type"] == "laporan"]
        assert (report["id"], report["counted"], report["upheld"]) == (sent["id"], counted, "upheld" in change)
        async with db.reading() as session:
            assert [row.day.isoformat() for row in await session.scalars(select(Laporan))] == [report["day"]]
            assert list(await session.scalars(select(Laporan.counted))) == [counted]


async def test_later_pull_brings_only_what_changed(client: httpx.AsyncClient, send: Send, officer: Akun) -> None:
    """Old rows stay away, a decision comes with its note, a removed house as a tombstone; no territory."""
    house, gone = await make_subject(officer), await make_subject(officer)
    async with db.transaction() as session:
        await session.execute(update(Laporan).values(changed_at=now() - timedelta(hours=1)))
    cursor = (await pull(client))["cursor"]
    [result] = await send(sent := item(officer.id, subject=None))
    reviewer = await make_akun("80010003")
    async with db.transaction() as session:
        session.add(
            Tinjauan(
                laporan_id=UUID(sent["id"]),
                revision=1,
                reviewer_id=reviewer.id,
                state="dikembalikan",
                note="Foto buram",
            )
        )
        await session.execute(update(Laporan).values(state="dikembalikan", changed_at=now()))
        await session.execute(update(Subjek).where(Subjek.id == gone.id).values(removed_at=now(), changed_at=now()))
    page = await pull(client, cursor)
    assert "territory" not in page
    assert page["reset"] is False
    [change] = page["changes"]
    assert (change["id"], change["data"]["state"], change["data"]["note"]) == (sent["id"], "dikembalikan", "Foto buram")
    assert change["data"]["reviewer"] == "Petugas 80010003"
    assert page["tombstones"] == [{"type": "subjek", "id": str(gone.id)}]
    assert house.id != gone.id
    assert result["status"] == "accepted"


async def test_returned_report_comes_whole_and_goes_back_as_the_next_revision(
    client: httpx.AsyncClient, send: Send, officer: Akun
) -> None:
    """A phone that never saw it has all it needs for a correction; of the photos, those that have arrived."""
    arrived, missing = photo("a" * 64, taken_at="2026-11-20T09:00:00"), photo("b" * 64)
    sent = item(officer.id, kind="sambang_warga", body=household(), photos=[arrived, missing])
    await send(sent)
    async with db.transaction() as session:
        session.add(stored := Media(id=uuid4(), uploader_id=officer.id, sha256="a" * 64, size=1, state="siap"))
        await session.execute(update(Laporan).values(state="dikembalikan"))
    [data] = [change["data"] for change in (await pull(client))["changes"] if change["type"] == "laporan"]
    assert data["media"] == {"a" * 64: str(stored.id)}
    returned = data["item"]
    assert {name: returned[name] for name in ("id", "revision", "author_id", "kind", "photos", "duration_s")} == {
        name: sent[name] for name in ("id", "revision", "author_id", "kind", "photos", "duration_s")
    }
    assert (returned["subject"], returned["body"]["name"]) == (sent["subject"] | {"new": False}, sent["body"]["name"])
    moments = [(returned["created_at"], sent["created_at"]), (returned["position"]["time"], sent["position"]["time"])]
    assert all(datetime.fromisoformat(ours) == datetime.fromisoformat(theirs) for ours, theirs in moments)
    assert returned["position"] | {"time": None} == sent["position"] | {"time": None}
    [result] = await send(returned | {"revision": 2, "base_revision": 1})
    assert result["status"] == "accepted", result
    corrected = (await pull(client))["changes"][-1]["data"]
    assert (corrected["revision"], corrected["state"]) == (2, "diperbaiki")
    assert not {"item", "media"} & corrected.keys()


async def test_only_returned_reports_of_ones_own_come_whole(
    client_of: Client, client: httpx.AsyncClient, send: Send, officer: Akun
) -> None:
    """Neither those in any other state, nor a colleague's in the same village."""
    states = ("terkirim", "diperiksa", "diterima", "dikembalikan", "diperbaiki")
    ids = {state: uuid7() for state in states}
    await send(*(item(officer.id, id=one) for one in ids.values()))
    async with db.transaction() as session:
        for state, one in ids.items():
            await session.execute(update(Laporan).where(Laporan.id == UUID(one)).values(state=state))
    colleague = await make_akun("80010002")
    await assign(colleague)
    other = client_of("10.0.0.2")
    assert (await other.post("/api/v1/session", json={"nrp": colleague.nrp, "password": PASSWORD})).status_code == 200
    reports = [change for change in (await pull(client))["changes"] if change["type"] == "laporan"]
    assert {report["id"] for report in reports} == set(ids.values())
    assert [report["id"] for report in reports if {"item", "media"} & report["data"].keys()] == [ids["dikembalikan"]]
    assert {change["type"] for change in (await pull(other))["changes"]} == {"subjek"}


async def test_pages_hold_each_row_once_and_go_on_after_a_cut(
    client: httpx.AsyncClient, officer: Akun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when many rows changed in the same moment."""
    monkeypatch.setattr(sinkron, "PAGE", 3)
    same = now() - timedelta(hours=2)
    houses = {str((await make_subject(officer, changed_at=same)).id) for _ in range(10)}
    page, changes = await pull_all(client)
    assert len(changes) == 10
    assert {change["id"] for change in changes} == houses
    assert (await pull(client, page["cursor"]))["changes"] == []


async def test_row_that_became_visible_late_is_not_missed(client: httpx.AsyncClient, officer: Akun) -> None:
    """Its ``changed_at`` lies before the last pull, because its transaction took long."""
    cursor = (await pull(client))["cursor"]
    late = await make_subject(officer, changed_at=now() - timedelta(seconds=30))
    assert [change["id"] for change in (await pull(client, cursor))["changes"]] == [str(late.id)]


async def test_new_village_brings_its_old_houses_and_a_lost_one_leaves_the_scope(
    client: httpx.AsyncClient, officer: Akun
) -> None:
    """A change of villages starts anew; the phone forgets what is out of scope."""
    await make_village(NEIGHBOUR, LAT, LON + 0.02)
    house = await make_subject(officer, area_code=NEIGHBOUR)
    cursor = (await pull(client))["cursor"]
    await assign(officer, NEIGHBOUR, start=date(2026, 1, 1))
    page = await pull(client, cursor)
    assert (page["reset"], page["scope"]) == (True, [KARAWACI, NEIGHBOUR])
    assert [change["id"] for change in page["changes"]] == [str(house.id)]
    assert len(page["territory"]["areas"]) == 2


BEFORE_TIME, AFTER_TIME = "0001-01-01T00:00:00+00:00", "9999-12-31T23:59:59-12:00"


@pytest.mark.parametrize("cursor", ["x", "W10", "====", "é" * 20, "WzEsMiwzLDQsNSw2XQ", "null"])
async def test_damaged_cursor_starts_anew(client: httpx.AsyncClient, officer: Akun, cursor: str) -> None:
    """A phone with a cursor that cannot be read is not stuck."""
    assert (await pull(client, cursor))["reset"] is True


@pytest.mark.parametrize(("begun", "place"), [(BEFORE_TIME, BEFORE_TIME), (None, AFTER_TIME), (AFTER_TIME, None)])
async def test_cursor_beyond_all_times_starts_anew(
    client: httpx.AsyncClient, officer: Akun, begun: str | None, place: str | None
) -> None:
    """Moments that no zone can express are as good as unreadable."""
    actor_id, territory, _, *places = orjson.loads(urlsafe_b64decode((await pull(client))["cursor"] + "=="))
    places[0] = place or places[0]
    forged = urlsafe_b64encode(orjson.dumps([actor_id, territory, begun, *places])).decode().rstrip("=")
    assert (await pull(client, forged))["reset"] is True


async def test_cursor_of_somebody_else_starts_anew(client_of: Client, client: httpx.AsyncClient, officer: Akun) -> None:
    """And shows only the reader's own reports."""
    colleague = await make_akun("80010002")
    await assign(colleague)
    other = client_of("10.0.0.2")
    assert (await other.post("/api/v1/session", json={"nrp": colleague.nrp, "password": PASSWORD})).status_code == 200
    await other.post(KIRIMAN, json={"items": [item(colleague.id, subject=None, position=position())]})
    page = await pull(client, (await pull(other))["cursor"])
    assert page["reset"] is True
    assert page["changes"] == []


async def test_only_officers_pull(client_of: Client, officer: Akun) -> None:
    """Nobody without a session."""
    assert (await client_of("10.0.0.9").get(URL)).status_code == 401
