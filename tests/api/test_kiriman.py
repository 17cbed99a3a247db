"""The intake over HTTP, on both databases: what is answered, what is stored, and what is refused."""

from typing import Any

from sqlalchemy import select

from sambang_digital import db
from sambang_digital.models import Akun, Karantina, Laporan, LaporanFoto, LaporanSaingan, Subjek
from tests.api.conftest import Send
from tests.laporan import KARAWACI, item, photo, position


async def rows(model: Any) -> list[Any]:
    """All rows of a table."""
    async with db.reading() as session:
        return list(await session.scalars(select(model)))


async def test_visit_is_stored_and_answered(send: Send, officer: Akun) -> None:
    """One visit: a receipt, the verdict, the village, a row, an entry in the register, its photos."""
    sent = item(officer.id, photos=[photo("a" * 64), photo("b" * 64)])
    [result] = await send(sent)
    receipt = result.pop("receipt")
    assert result == {
        "id": sent["id"], "revision": 1, "status": "accepted", "verdict": "inside", "area_code": KARAWACI,
        "flags": [], "errors": [],
    }  # fmt: skip
    assert [len(group) for group in receipt.split("-")] == [4, 4, 4]
    [row] = await rows(Laporan)
    assert (str(row.id), row.author_id, row.satuan_id) == (sent["id"], officer.id, officer.satuan_id)
    assert (row.title, row.state, row.current, row.receipt) == ("Pos Kamling Melati", "terkirim", True, receipt)
    assert row.body["result"]["situation"] == "safe"
    [subject] = await rows(Subjek)
    assert (str(subject.id), subject.kind, subject.name) == (sent["subject"]["id"], "tempat", "Pos Kamling Melati")
    assert (subject.visits, subject.last_visit_at, subject.area_code) == (1, row.captured_at, KARAWACI)
    assert {found.sha256 for found in await rows(LaporanFoto)} == {"a" * 64, "b" * 64}


async def test_same_again_is_a_duplicate_with_the_same_receipt(send: Send, officer: Akun) -> None:
    """In a later request, and twice in one."""
    sent = item(officer.id)
    [first] = await send(sent)
    second, third = await send(sent, sent)
    assert (second["status"], third["status"]) == ("duplicate", "duplicate")
    assert first | {"status": "duplicate"} == second == third
    twin = item(officer.id)
    assert [result["status"] for result in await send(twin, twin)] == ["accepted", "duplicate"]
    assert len(await rows(Laporan)) == 2
    assert [subject.visits for subject in await rows(Subjek)] == [1, 1]


async def test_other_content_is_kept_as_a_competing_version(send: Send, officer: Akun) -> None:
    """Nothing is lost, and each version has its own receipt."""
    sent = item(officer.id)
    other = sent | {"duration_s": 200}
    [first] = await send(sent)
    [second] = await send(other)
    [again] = await send(other)
    assert second["status"] == again["status"] == "conflict"
    assert first["receipt"] != second["receipt"] == again["receipt"]
    assert [row.duration_s for row in await rows(Laporan)] == [95]
    [kept] = await rows(LaporanSaingan)
    assert kept.item["duration_s"] == 200


async def test_one_bad_item_spoils_nothing(send: Send, officer: Akun) -> None:
    """Good ones around it are stored; its raw text goes to quarantine."""
    bad = item(officer.id, position=position(lat=91.0))
    results = await send(item(officer.id), bad, "x", item(officer.id + 1), item(officer.id))
    assert [result["status"] for result in results] == ["accepted", "rejected", "rejected", "wrong_account", "accepted"]
    assert results[1]["errors"] == [{"field": "position.lat", "message": "Paling besar 90."}]
    assert results[1]["receipt"] is None
    assert len(await rows(Laporan)) == 2
    kept = {row.item_id: row.raw for row in await rows(Karantina)}
    assert kept.keys() == {bad["id"], None}
    assert "91.0" in kept[bad["id"]]
