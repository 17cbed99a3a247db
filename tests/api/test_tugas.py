"""What an officer does about a task, over HTTP: answers a person can use, whatever is sent; strangers learn nothing."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import func, select

from sambang_digital.db import reading
from sambang_digital.models import Akun, Satuan, TugasLangkah
from sambang_digital.models.base import now
from sambang_digital.security.permissions import Peran
from sambang_digital.services import tugas
from tests.api.conftest import Client, Send, sign_in
from tests.factories import make_akun, make_satuan
from tests.laporan import item, uuid7
from tests.polres import actor
from tests.tugas import give_task


def langkah(step: Any = "dikerjakan", **more: Any) -> dict[str, Any]:
    return {"id": uuid7(), "step": step, "made_at": now().isoformat(), "sent_at": now().isoformat()} | more


@pytest.fixture
async def task(officer: Akun) -> str:
    """The address of a task of ``officer``."""
    async with reading() as session:
        satuan = await session.get(Satuan, officer.satuan_id)
    assert satuan
    kanit = actor(await make_akun("70010001", Peran.KANIT_POLSEK, satuan=satuan), satuan, Peran.KANIT_POLSEK)
    return f"/api/v1/tugas/{await give_task(kanit, officer.id)}"


async def test_taken_repeated_and_answered(client: httpx.AsyncClient, officer: Akun, task: str, send: Send) -> None:
    one = langkah("tidak_dapat", note="  Jalan\r\nputus  ")
    first = await client.post(f"{task}/langkah", json=one)
    again = await client.post(f"{task}/langkah", json=one)
    assert first.status_code == again.status_code == 200, first.text
    assert first.json() == again.json()
    assert (first.json()["state"], first.json()["reason"]) == ("tidak_dapat", "Jalan\nputus")
    assert first.headers["Cache-Control"] == "no-store"
    assert (await client.post(f"{task}/langkah", json=one | {"note": "Alasan lain"})).status_code == 409
    (result,) = await send(item(officer.id, task_id=task.rpartition("/")[2]))
    assert result["status"] == "accepted"
    late = await client.post(f"{task}/langkah", json=langkah())
    assert (late.status_code, late.json()["state"], late.json()["steps"][-1]["applied"]) == (200, "selesai", False)
    page = (await client.get("/api/v1/sinkron")).json()
    (row,) = [change["data"] for change in page["changes"] if change["type"] == "tugas"]
    assert row == late.json()
    (report,) = [change["data"] for change in page["changes"] if change["type"] == "laporan"]
    assert report["task_id"] == row["id"]


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"step": "selesai"}, "step"), ({"step": None}, "step"), ({"step": "tidak_dapat"}, ""), ({"step": "tidak_dapat", "note": "\u200b a"}, ""),
        ({"note": "x" * 2001}, "note"), ({"note": 7}, "note"), ({"id": str(uuid4())}, "id"), ({"made_at": "kemarin"}, "made_at"),
        ({"made_at": (now() + timedelta(days=9)).isoformat()}, "made_at"), ({"sent_at": "2026-11-22T08:00:00"}, "sent_at"),
        ({"officer_id": 1}, "officer_id"),
    ],
)  # fmt: skip
async def test_bad_steps_are_refused_with_their_field(
    client: httpx.AsyncClient, task: str, change: dict[str, Any], field: str
) -> None:
    answer = await client.post(f"{task}/langkah", json=langkah() | change)
    assert answer.status_code == 422, answer.text
    errors = answer.json()["errors"]
    assert [error["field"] for error in errors] == [field], errors
    assert all(error["message"] for error in errors)


async def test_a_wrong_clock_is_corrected(client: httpx.AsyncClient, task: str) -> None:
    """A phone a day ahead gives up; what it does an hour later, its clock put right, still counts as later."""
    ahead = now() + timedelta(days=1)
    wrong = langkah("tidak_dapat", note="Ban bocor.", made_at=ahead.isoformat(), sent_at=ahead.isoformat())
    assert (await client.post(f"{task}/langkah", json=wrong)).json()["state"] == "tidak_dapat"
    assert (await client.post(f"{task}/langkah", json=langkah())).json()["state"] == "dikerjakan"


async def test_too_many_steps_wait_and_repeats_cost_nothing(
    client: httpx.AsyncClient, task: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step is kept and tells the giver: nobody takes them without end. What is refused so is sent later, as it is."""
    monkeypatch.setattr(tugas, "PER_WINDOW", 2)
    steps = [langkah("tidak_dapat", note=f"Jalan putus {number}") for number in range(3)]
    for one in (steps[0], steps[1], steps[0], steps[1]):
        assert (await client.post(f"{task}/langkah", json=one)).status_code == 200
    blocked = await client.post(f"{task}/langkah", json=steps[2])
    assert blocked.status_code == 429
    assert int(blocked.headers["Retry-After"]) > 0
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(TugasLangkah)) == 3


async def test_strangers_learn_nothing(client: httpx.AsyncClient, client_of: Client, task: str) -> None:
    """Nobody signed in, another officer, another unit's Kanit, the giver's own unit without the permission: no step is taken."""
    for nrp, role, status in (
        (None, None, 401), ("80010009", Peran.BHABINKAMTIBMAS, 404), ("70010009", Peran.KANIT_POLSEK, 403),
    ):  # fmt: skip
        device = client_of()
        if nrp and role:
            await make_akun(nrp, role, satuan=await make_satuan(f"LAIN-{nrp}"))
            assert (await sign_in(device, nrp)).status_code == 200
        assert (await device.post(f"{task}/langkah", json=langkah())).status_code == status
    assert (await client.post(f"/api/v1/tugas/{uuid7()}/langkah", json=langkah())).status_code == 404
    page = (await client.get("/api/v1/sinkron")).json()
    assert [change["data"]["state"] for change in page["changes"] if change["type"] == "tugas"] == ["baru"]
