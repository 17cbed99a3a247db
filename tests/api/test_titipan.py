"""Parcels: sealed on one phone by the real JavaScript, delivered by another, stored in the name of their author."""

import base64
import json
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from sambang_digital.db import reading, transaction
from sambang_digital.models import Akun, Audit, Laporan, Media, SesiPerangkat
from sambang_digital.models.base import now
from tests import node, pictures
from tests.api.conftest import KIRIMAN, Client, sign_in
from tests.factories import make_akun
from tests.laporan import assign, item, make_village, photo
from tests.tus import sha

TITIPAN = "/api/v1/titipan"
Ask = Callable[[Any], Any]
Deliver = Callable[..., Awaitable[list[dict[str, Any]]]]


@pytest.fixture(scope="module")
def sealing() -> Iterator[Ask]:
    """The phone's sealing, in Node."""
    with node.conversation("parcel.mjs") as ask:
        yield ask


@dataclass
class Phone:
    """An officer's phone that cannot send by itself."""

    client: httpx.AsyncClient
    owner: Akun
    device: str
    keys: dict[str, str]
    sealing: Ask

    def seal(self, payload: bytes, keys: dict[str, str] | None = None, **header: Any) -> str:
        whole = {"type": "item", "author_id": self.owner.id, "device_id": self.device} | header
        text = base64.urlsafe_b64encode(payload).decode().rstrip("=")
        sealed: str = self.sealing({"keys": keys or self.keys, "header": whole, "payload": text})
        return sealed

    def report(self, **more: Any) -> tuple[dict[str, Any], str]:
        sent = item(self.owner.id, **more)
        return sent, self.seal(json.dumps(sent).encode())

    def slices(self, data: bytes, size: int) -> list[str]:
        return [
            self.seal(data[at : at + size], type="photo", sha256=sha(data), name="1.jpg", size=len(data), offset=at)
            for at in range(0, len(data), size)
        ]


async def phone_of(client: httpx.AsyncClient, owner: Akun, sealing: Ask) -> Phone:
    device = str(uuid4())
    assert (await sign_in(client, owner.nrp, device_id=device)).status_code == 200
    answer = await client.get(TITIPAN)
    assert answer.status_code == 200, answer.text
    return Phone(client, owner, device, answer.json(), sealing)


@pytest.fixture
async def phone(client_of: Client, sealing: Ask) -> Phone:
    akun = await make_akun()
    await make_village()
    await assign(akun)
    return await phone_of(client_of(), akun, sealing)


@pytest.fixture
async def carrier(client_of: Client) -> httpx.AsyncClient:
    """A colleague's device."""
    await make_akun("80010002")
    client = client_of("10.0.0.2")
    assert (await sign_in(client, "80010002")).status_code == 200
    return client


@pytest.fixture
def deliver(carrier: httpx.AsyncClient) -> Deliver:
    async def post(*parcels: str) -> list[dict[str, Any]]:
        answer = await carrier.post(TITIPAN, json={"parcels": parcels})
        assert answer.status_code == 200, answer.text
        return answer.json()["results"]

    return post


async def stored() -> list[Laporan]:
    async with reading() as session:
        return list(await session.scalars(select(Laporan)))


async def test_a_report_arrives_in_its_authors_name(phone: Phone, deliver: Deliver) -> None:
    """The carrier gets the receipt and nothing of the content; the author's own phone is later told the same one."""
    sent, parcel = phone.report()
    (result,) = await deliver(parcel)
    assert result == {"id": sent["id"], "status": "accepted", "receipt": result["receipt"], "message": None}
    (row,) = await stored()
    assert (row.author_id, row.receipt, row.verdict) == (phone.owner.id, result["receipt"], "inside")
    own = (await phone.client.post(KIRIMAN, json={"items": [sent]})).json()["results"]
    assert [(one["status"], one["receipt"]) for one in own] == [("duplicate", row.receipt)]
    assert [(one["status"], one["receipt"]) for one in await deliver(parcel, parcel)] == [
        ("duplicate", row.receipt)
    ] * 2
    async with reading() as session:
        trail = list(await session.scalars(select(Audit).where(Audit.action == "titipan.diterima")))
    assert [(one.data["author"], one.data["status"]) for one in trail] == [
        (phone.owner.id, status) for status in ("accepted", "duplicate", "duplicate")
    ]
    assert phone.owner.id not in {one.akun_id for one in trail}


async def test_a_photo_in_slices(phone: Phone, deliver: Deliver) -> None:
    """In order, again, and once more from the start: one picture, its author's. A gap waits for the slice before it."""
    data = pictures.photo()
    _, report = phone.report(photos=[photo(sha256=sha(data))])
    first, *rest = phone.slices(data, len(data) // 3)
    assert [one["status"] for one in await deliver(report, rest[0])] == ["accepted", "refused"]
    assert {one["status"] for one in await deliver(first, first, *rest)} == {"stored"}
    assert {one["status"] for one in await deliver(first, *rest)} == {"stored"}
    async with reading() as session:
        (media,) = await session.scalars(select(Media))
    assert (media.uploader_id, media.state, media.sha256) == (phone.owner.id, "siap", sha(data))


async def test_nobody_can_write_in_another_name(
    phone: Phone, deliver: Deliver, client_of: Client, sealing: Ask
) -> None:
    """Not with another's name in the parcel, not with an own item inside another's."""
    other = await phone_of(client_of("10.0.0.3"), await make_akun("80010003"), sealing)
    forged = json.dumps(item(phone.owner.id)).encode()
    claims = [
        other.seal(forged, author_id=phone.owner.id),
        other.seal(forged, author_id=phone.owner.id, device_id=phone.device),
        other.seal(forged),
    ]
    assert [one["status"] for one in await deliver(*claims)] == ["unreadable", "unreadable", "wrong_account"]
    assert await stored() == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text[:-4],
        lambda text: text[:200] + ("A" if text[200] != "A" else "B") + text[201:],
        lambda _: "",
        lambda _: "SMB1",
        lambda _: "bukan base64 ☃",
        lambda _: base64.urlsafe_b64encode(b"SMB1" + b"\x04" + bytes(64) + bytes(60)).decode(),
    ],
    ids=["cut", "changed", "empty", "short", "other letters", "no point of the curve"],
)
async def test_a_damaged_parcel_spoils_no_other(phone: Phone, deliver: Deliver, spoil: Callable[[str], str]) -> None:
    """Each is answered by itself."""
    good, bad = phone.report()[1], spoil(phone.report()[1])
    results = await deliver(bad, good)
    assert [one["status"] for one in results] == ["unreadable", "accepted"]
    assert results[0]["message"] == "Titipan rusak, atau bukan untuk server ini."


async def test_what_a_parcel_may_hold(phone: Phone, deliver: Deliver) -> None:
    """A report that the intake refuses stays refused, with its reason; what is no report is told as such."""
    results = await deliver(
        phone.report(kind="sambang_ghaib")[1],
        phone.seal(b"\xff\xfe"),
        phone.seal(b"[]"),
        phone.seal(b"x", type="photo", sha256="0" * 64, name="1.jpg", size=99_000_000, offset=0),
    )
    assert [one["status"] for one in results] == ["rejected", "unreadable", "rejected", "refused"]
    assert results[0]["message"] == "Jenis laporan ini tidak dikenal."
    assert results[3]["message"] == "Foto paling besar 12 MB."


async def test_who_left_a_device_behind(phone: Phone, deliver: Deliver) -> None:
    """Signed out: what was written there before still counts. Lost, or its owner no longer active: nothing more."""
    assert (await phone.client.delete("/api/v1/session")).status_code == 204
    assert [one["status"] for one in await deliver(phone.report()[1])] == ["accepted"]
    async with transaction() as session:
        device = await session.scalar(select(SesiPerangkat).where(SesiPerangkat.akun_id == phone.owner.id))
        assert device
        device.lost_at = now()
    (result,) = await deliver(phone.report()[1])
    assert (result["status"], result["message"]) == (
        "refused",
        "Penulis titipan ini tidak aktif lagi, atau HP-nya sudah dinyatakan hilang.",
    )
    async with transaction() as session:
        (await session.get_one(Akun, phone.owner.id)).active = False
    assert [one["status"] for one in await deliver(phone.report()[1])] == ["refused"]
    assert len(await stored()) == 1


async def test_who_may_do_what(client_of: Client, deliver: Deliver, carrier: httpx.AsyncClient) -> None:
    """Parcels need somebody signed in; a device that gave no name of its own gets no keys."""
    nobody = client_of()
    assert (await nobody.get(TITIPAN)).status_code == 401
    assert (await nobody.post(TITIPAN, json={"parcels": ["x"]})).status_code == 401
    assert (await carrier.get(TITIPAN)).status_code == 409
    for wrong in ({}, {"parcels": []}, {"parcels": ["x"] * 51}, {"parcels": [1]}):
        assert (await carrier.post(TITIPAN, json=wrong)).status_code == 422
