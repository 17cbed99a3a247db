"""The register for phones: the sheet of an opened house, and who moved away."""

from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import select

from sambang_digital.db import reading
from sambang_digital.models import Akun, Audit, Subjek
from sambang_digital.services.waktu import today
from tests.api.conftest import Client, Send
from tests.factories import PASSWORD, make_akun
from tests.laporan import household, item, make_subject, uuid7

URL = "/api/v1/register"


def people() -> list[dict[str, Any]]:
    """A child, somebody who may be one, a grown-up."""
    return [
        {"name": "Dewi", "relation": "child", "birth_date": "2019-05-01"},
        {"name": "Raka", "relation": "lodger"},
        {"name": "Tono", "relation": "spouse"},
    ]


async def test_a_sheet_of_ones_own_village(client: httpx.AsyncClient, send: Send, officer: Akun) -> None:
    """Visits, grown-ups, telephones; no child, and no birth date at all. Each look is recorded."""
    house = uuid7()
    body = household() | {"members": people()}
    await send(item(officer.id, kind="sambang_warga", body=body, subject={"id": house, "new": True}))
    answer = await client.get(f"{URL}/{house}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["Cache-Control"] == "no-store"
    sheet = answer.json()
    assert [one["name"] for one in sheet["residents"]] == ["Siti Rahmawati", "Tono"]
    assert sheet["withheld"] == 2
    assert [one["number"] for one in sheet["phones"]] == ["081234567890"]
    assert [one["situation"] for one in sheet["visits"]] == ["Perlu dipantau"]
    for secret in ("Dewi", "2019-05-01", "1979-11-30", "Raka"):
        assert secret not in answer.text
    async with reading() as session:
        looks = await session.scalars(select(Audit.object_id).where(Audit.action == "subjek.data_pribadi_dibuka"))
        assert looks.all() == [house]


async def test_moved_away_and_back(client: httpx.AsyncClient, officer: Akun) -> None:
    """May be sent again without harm; what is wrong is told by its field."""
    house = await make_subject(officer)
    moved = {"moved": True, "on": today().isoformat(), "reason": "Pindah ke Bekasi"}
    for _ in range(2):
        answer = await client.put(f"{URL}/{house.id}/pindah", json=moved)
        assert (answer.status_code, answer.json()["moved_on"]) == (200, today().isoformat())
    for wrong, field in (
        (moved | {"reason": ""}, "reason"),
        (moved | {"on": "2099-01-01"}, "on"),
        ({"moved": True}, "on"),
    ):
        answer = await client.put(f"{URL}/{house.id}/pindah", json=wrong)
        assert answer.status_code == 422
        assert [error["field"] for error in answer.json()["errors"]] == [field], answer.text
    answer = await client.put(f"{URL}/{house.id}/pindah", json={"moved": False})
    assert answer.json() == {"id": str(house.id), "moved_on": None}
    async with reading() as session:
        assert (await session.get_one(Subjek, house.id)).moved_on is None


async def test_nobody_else_reads_or_changes_it(client: httpx.AsyncClient, client_of: Client, officer: Akun) -> None:
    """Not without a session, not an officer of other villages, and not what lies elsewhere or nowhere."""
    house = await make_subject(officer)
    moved = {"moved": True, "on": today().isoformat(), "reason": "Pindah ke Bekasi"}
    anonymous, stranger = client_of("10.0.0.3"), client_of("10.0.0.2")
    akun = await make_akun("80010002")
    await stranger.post("/api/v1/session", json={"nrp": akun.nrp, "password": PASSWORD})
    for who, status in ((anonymous, 401), (stranger, 404)):
        assert (await who.get(f"{URL}/{house.id}")).status_code == status
        assert (await who.put(f"{URL}/{house.id}/pindah", json=moved)).status_code == status
    elsewhere = await make_subject(officer, area_code=None)
    for id_ in (elsewhere.id, UUID(uuid7())):
        assert (await client.get(f"{URL}/{id_}")).status_code == 404
