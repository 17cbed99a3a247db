"""Mode latihan: stored and marked, in no queue and no register, counted nowhere, deleted by its author alone."""

from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, select

from sambang_digital import db
from sambang_digital.models import Akun, Audit, Karantina, Laporan, LaporanFoto, Satuan, Subjek, Tinjauan
from sambang_digital.security.permissions import Peran
from sambang_digital.security.sessions import actor_from_cookie
from sambang_digital.services import tinjauan
from tests.api.conftest import KIRIMAN, Client, Send, sign_in
from tests.api.test_sinkron import pull
from tests.factories import make_akun
from tests.laporan import item, photo, uuid7


def practice(author: Akun, **more: Any) -> dict[str, Any]:
    """A visit made in Mode latihan."""
    return item(author.id, practice=True, **more)


async def count(model: Any) -> int:
    """Rows of a table."""
    async with db.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(model)) or 0)


async def test_practice_is_stored_marked_and_outside_the_register(
    client: httpx.AsyncClient, send: Send, officer: Akun
) -> None:
    """It gets its receipt and verdict like any other, but no subject, and it does not count."""
    [real] = await send(item(officer.id))
    [result] = await send(sent := practice(officer))
    assert (result["status"], result["verdict"], real["status"]) == ("accepted", "inside", "accepted")
    assert await count(Subjek) == 1
    page = await pull(client)
    assert page["practice"] == [sent["id"]]
    reports = {change["id"]: change["data"] for change in page["changes"] if change["type"] == "laporan"}
    assert (reports[sent["id"]]["practice"], reports[sent["id"]]["counted"]) == (True, False)
    others = [data for key, data in reports.items() if key != sent["id"]]
    assert [(data["practice"], data["counted"]) for data in others] == [(False, True)]


async def test_practice_never_adds_a_visit_to_a_house_on_record(send: Send, officer: Akun) -> None:
    """Neither at once, nor when a correction lets the visits be counted anew."""
    await send(real := item(officer.id))
    await send(practice(officer, subject=real["subject"] | {"new": False}))
    await send(real | {"revision": 2, "base_revision": 1})
    async with db.reading() as session:
        [subject] = (await session.scalars(select(Subjek))).all()
    assert subject.visits == 1


@pytest.mark.parametrize("first", [True, False])
async def test_practice_and_real_do_not_turn_into_each_other(send: Send, officer: Akun, first: bool) -> None:
    """Whichever comes first decides; the other revision is refused with its field and kept in quarantine."""
    sent = item(officer.id, practice=first)
    await send(sent)
    [result] = await send(sent | {"revision": 2, "base_revision": 1, "practice": not first})
    assert result["status"] == "rejected"
    assert [error["field"] for error in result["errors"]] == ["practice"]
    assert (await count(Laporan), await count(Karantina)) == (1, 1)


async def test_only_true_and_false_say_practice(send: Send, officer: Akun) -> None:
    """No number and no word."""
    for value in ("ya", 1, None):
        [result] = await send(item(officer.id, practice=value))
        assert (result["status"], result["errors"][0]["field"]) == ("rejected", "practice")


async def test_author_deletes_it_with_all_that_hangs_on_it(
    client: httpx.AsyncClient, client_of: Client, send: Send, officer: Akun
) -> None:
    """Both revisions, their photos and the decision go; the deed is on record; other phones learn it from the list."""
    sent = practice(officer, photos=[photo()])
    await send(sent, sent | {"revision": 2, "base_revision": 1})
    async with db.transaction() as session:
        session.add(Tinjauan(laporan_id=UUID(sent["id"]), revision=1, reviewer_id=officer.id, state="diterima"))
    stranger = client_of()
    await sign_in(stranger, (await make_akun("80010002")).nrp)
    assert (await stranger.delete(f"{KIRIMAN}/{sent['id']}")).status_code == 404
    assert await count(Laporan) == 2
    assert (await client.delete(f"{KIRIMAN}/{sent['id']}")).status_code == 204
    assert [await count(model) for model in (Laporan, LaporanFoto, Tinjauan)] == [0, 0, 0]
    assert (await pull(client))["practice"] == []
    async with db.reading() as session:
        deeds = (await session.scalars(select(Audit).where(Audit.action == "laporan.latihan_dihapus"))).all()
    assert [(deed.akun_id, deed.object_id) for deed in deeds] == [(officer.id, sent["id"])]
    assert (await client.delete(f"{KIRIMAN}/{sent['id']}")).status_code == 404


async def test_a_real_report_is_not_deleted(client: httpx.AsyncClient, send: Send, officer: Akun) -> None:
    """409 in words, and it stays."""
    await send(sent := item(officer.id))
    answer = await client.delete(f"{KIRIMAN}/{sent['id']}")
    assert (answer.status_code, "Hanya laporan latihan" in answer.json()["detail"]) == (409, True)
    assert await count(Laporan) == 1
    assert (await client.delete(f"{KIRIMAN}/{uuid7()}")).status_code == 404


async def test_reviewers_see_practice_under_its_own_filter_only(client_of: Client, send: Send, officer: Akun) -> None:
    """Not among what waits, not among all; a reviewer who opens the filter may look at it."""
    await send(real := item(officer.id), made := practice(officer))
    async with db.reading() as session:
        satuan = await session.get(Satuan, officer.satuan_id)
    kanit = await make_akun("80010005", Peran.KANIT_POLSEK, satuan=satuan)
    desk = client_of()
    await sign_in(desk, kanit.nrp)
    actor = await actor_from_cookie("; ".join(f"{name}={value}" for name, value in desk.cookies.items()))
    assert actor
    seen = {}
    async with db.reading() as session:
        for status in ("menunggu", "semua", "latihan"):
            rows = await tinjauan.queue(session, actor, tinjauan.QueueFilter(status=status))
            seen[status] = [str(row.id) for row in rows]
    assert seen == {"menunggu": [real["id"]], "semua": [real["id"]], "latihan": [made["id"]]}
