"""Threads over HTTP: answers a person can use, whatever is sent."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from sambang_digital.models import Akun
from sambang_digital.models.base import now
from sambang_digital.security.permissions import Peran
from sambang_digital.services import utas
from tests.api.conftest import Client, Send, sign_in
from tests.factories import make_akun, make_satuan
from tests.laporan import item, uuid7


def pesan(text: Any = "Sudah saya lengkapi.", **more: Any) -> dict[str, Any]:
    return {"id": uuid7(), "text": text, "created_at": now().isoformat()} | more


@pytest.fixture
async def url(send: Send, officer: Akun) -> str:
    """The thread of a report of ``officer``."""
    (result,) = await send(item(officer.id))
    return f"/api/v1/utas/{result['id']}"


async def test_written_read_and_repeated(client: httpx.AsyncClient, officer: Akun, url: str) -> None:
    empty = (await client.get(url)).json()
    assert (empty["posts"], empty["unread"], empty["me"]) == ([], 0, officer.id)
    post = pesan("  Baris satu\r\nBaris dua  ")
    first = await client.post(url, json=post)
    again = await client.post(url, json=post)
    assert first.status_code == again.status_code == 200, first.text
    assert first.json() == again.json()
    assert first.json()["text"] == "Baris satu\nBaris dua"
    shown = await client.get(url)
    assert [one["id"] for one in shown.json()["posts"]] == [post["id"]]
    assert shown.headers["Cache-Control"] == "no-store"
    assert (await client.post(url, json=post | {"text": "Lain"})).status_code == 409
    marked = await client.put(f"{url}/dibaca", json={"until": first.json()["received_at"]})
    assert marked.status_code == 204


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"text": ""}, ""), ({"text": " \u200b\u202e "}, ""), ({"text": "x" * 2001}, "text"), ({"text": None}, "text"),
        ({"text": ["x"]}, "text"), ({"id": str(uuid4())}, "id"), ({"id": 7}, "id"),
        ({"mentions": [0]}, "mentions.0"), ({"mentions": ["1"]}, "mentions.0"), ({"mentions": list(range(1, 30))}, "mentions"),
        ({"mentions": [999_999]}, "mentions"), ({"photos": ["zz"]}, "photos.0"), ({"photos": ["a" * 64] * 6}, "photos"),
        ({"created_at": "kemarin"}, "created_at"), ({"created_at": "1970-01-01T00:00:00Z"}, "created_at"),
        ({"created_at": (now() + timedelta(days=9)).isoformat()}, "created_at"), ({"created_at": "2026-11-22T08:00:00"}, "created_at"),
        ({"lain": 1}, "lain"), ({"sender_id": 1}, "sender_id"),
    ],
)  # fmt: skip
async def test_bad_posts_are_refused_with_their_field(
    client: httpx.AsyncClient, url: str, change: dict[str, Any], field: str
) -> None:
    answer = await client.post(url, json=pesan() | change)
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    errors = answer.json()["errors"]
    assert [error["field"] for error in errors] == [field], errors
    assert all(error["message"] for error in errors)
    assert (await client.get(url)).json()["posts"] == []


async def test_strangers_learn_nothing(client_of: Client, url: str) -> None:
    """Nobody signed in, another unit's reviewer, a report that does not exist: no thread, nothing written."""
    nobody, stranger = client_of(), client_of()
    akun = await make_akun("70010001", Peran.KANIT_POLSEK, satuan=await make_satuan("LAIN"))
    assert (await sign_in(stranger, akun.nrp)).status_code == 200
    nowhere = f"/api/v1/utas/{uuid7()}"
    for device, address, status in ((nobody, url, 401), (stranger, url, 404), (stranger, nowhere, 404)):
        assert (await device.get(address)).status_code == status
        assert (await device.post(address, json=pesan())).status_code == status
        assert (await device.put(f"{address}/dibaca", json={"until": now().isoformat()})).status_code == status
    admin = client_of()
    akun = await make_akun("70010002", Peran.WARGA)
    assert (await sign_in(admin, akun.nrp)).status_code == 200
    assert (await admin.get(url)).status_code == 403


async def test_too_many_posts_say_when_to_come_back(
    client: httpx.AsyncClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(utas, "PER_WINDOW", 1)
    assert (await client.post(url, json=pesan())).status_code == 200
    refused = await client.post(url, json=pesan())
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 901
    assert "komentar" in refused.json()["detail"]
