"""The WhatsApp channel on both databases, against a Graph API of this machine: in, through the conversation, and out again."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, update

from sambang_digital.db import reading, transaction
from sambang_digital.models import (
    Pengaduan,
    PengaduanBerkas,
    PerangkatWarga,
    WaBerkas,
    WaKeluar,
    WaKontak,
    WaMasuk,
)
from sambang_digital.models.base import now
from sambang_digital.services import (
    media_warga,
    pengaduan,
    pengaduan_tiket,
    pengaturan,
    wa,
    wa_keluar,
    wa_masuk,
    wa_media,
    wa_pesan,
)
from sambang_digital.services.warga import Warga
from tests.graph import Graph, error
from tests.laporan import LAT, LON
from tests.pictures import photo
from tests.polres import Polres
from tests.wa import BUDI, SITI, button, channel, location, message, row, say, settle, signature, status, text, webhook

pytestmark = pytest.mark.usefixtures("polres")
STORY = "Dua motor dicuri dari parkiran pasar tadi malam."
JPEG = b"\xff\xd8\xff\xe0" + b"a photo" * 100
DAY = timedelta(days=1)


@pytest.fixture
def graph(polres: Polres, monkeypatch: pytest.MonkeyPatch) -> Iterator[Graph]:
    pengaturan.forget()
    with channel(monkeypatch) as running:
        yield running


async def take_in(body: bytes) -> int:
    return await wa.accept(body, signature(body))


async def everything(table: Any) -> list[Any]:
    async with reading() as session:
        return list(await session.scalars(select(table).order_by(table.id)))


async def report(graph: Graph, sender: str = SITI, *between: dict[str, Any]) -> Pengaduan:
    """Send a report by WhatsApp, and give what was stored."""
    await say(text("halo", sender), row("tindak_pidana", sender), text(STORY, sender), *between)
    await say(button("kirim", sender), button("setuju", sender))
    async with reading() as session:
        found = await session.scalar(select(Pengaduan).order_by(Pengaduan.received_at.desc()).limit(1))
    assert found is not None
    return found


async def test_a_chat_becomes_a_report_with_a_ticket(graph: Graph) -> None:
    stored = await report(graph, SITI, location(LAT, LON))
    assert (stored.channel, stored.category, stored.text, stored.state) == ("whatsapp", "tindak_pidana", STORY, "baru")
    assert (stored.lat, stored.place, stored.name, stored.phone) == (LAT, "Pos Ronda Melati, Jl. Melati 3", None, None)
    link = next(line for line in graph.texts[-1].splitlines() if "/tiket/" in line)
    code, _, secret = link.partition("#")[2].partition(".")
    assert code == stored.code
    assert pengaduan.fits(stored, secret)
    assert all(one["to"] == SITI for one in graph.sent)
    assert graph.asked[0].headers["authorization"].startswith("Bearer ")
    assert all(one.path.startswith("/v26.0/") for one in graph.asked)


async def test_nothing_of_the_chat_stays_behind(graph: Graph) -> None:
    await report(graph)
    assert [one.payload for one in await everything(WaMasuk)] == [{}] * 5
    assert [one.words for one in await everything(WaKeluar)] == [{}] * 5
    (contact,) = await everything(WaKontak)
    assert (contact.state["step"], contact.state["texts"], contact.state["secret"]) == ("awal", [], "")
    assert SITI.encode() not in contact.key


async def test_the_same_message_twice_counts_once(graph: Graph) -> None:
    body = webhook(text("halo"))
    assert [await take_in(body), await take_in(body)] == [1, 0]
    await settle()
    assert await take_in(body) == 0
    await settle()
    assert len(graph.sent) == 1
    await say(row("tindak_pidana"), text(STORY), button("kirim"))
    agreed = webhook(button("setuju"))
    await asyncio.gather(*(take_in(agreed) for _ in range(4)))
    await asyncio.gather(*(wa.work() for _ in range(4)))
    await settle()
    assert len(await everything(Pengaduan)) == 1


async def test_a_worker_that_dies_after_it_stored_the_report_stores_it_once_and_gives_its_ticket(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(text("halo"), row("tindak_pidana"), text(STORY), button("kirim"))
    await take_in(webhook(button("setuju")))
    with monkeypatch.context() as patch:
        patch.setattr(wa_masuk, "_move", lambda *_: 1 / 0)
        await wa.work()
    (stored,) = await everything(Pengaduan)
    assert stored.code not in graph.texts[-1]
    await settle(now() + timedelta(minutes=1))
    assert len(await everything(Pengaduan)) == 1
    assert stored.code in graph.texts[-1]
    link = next(line for line in graph.texts[-1].splitlines() if "/tiket/" in line)
    assert pengaduan.fits(stored, link.rpartition(".")[2])


async def test_messages_of_one_person_keep_their_order_and_hold_up_nobody_else(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(text("halo"), row("tindak_pidana"))
    really, broken = wa_pesan.read, []

    def read(payload: dict[str, Any], at: Any) -> wa_pesan.Pesan:
        found = really(payload, at)
        if found.text == "satu satu satu" and not broken:
            broken.append(found)
            raise RuntimeError("out of order")
        return found

    monkeypatch.setattr(wa_pesan, "read", read)
    await take_in(webhook(text("satu satu satu"), text("dua dua dua"), text("halo", BUDI)))
    moment = now()
    for _ in range(3):
        await wa.work(moment)
    waiting = [one for one in await everything(WaMasuk) if one.done_at is None]
    assert [one.attempts for one in waiting] == [1, 0]
    assert graph.sent[-1]["to"] == BUDI
    await settle(moment + timedelta(minutes=1))
    async with reading() as session:
        contact = await session.scalar(select(WaKontak).where(WaKontak.wa_id == SITI))
    assert [one["text"] for one in contact.state["texts"]] == ["satu satu satu", "dua dua dua"]


async def test_a_message_that_fails_for_good_is_kept_and_its_sender_told(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    await say(text("halo"))
    with monkeypatch.context() as patch:
        patch.setattr(wa_pesan, "read", lambda *_: 1 / 0)
        await take_in(webhook(text(STORY)))
        moment = now()
        for _ in range(wa_masuk.MOST_ATTEMPTS):
            await wa.work(moment)
            moment += timedelta(hours=1)
    await settle(moment)
    failed = (await everything(WaMasuk))[-1]
    assert (failed.error, failed.payload["message"]["text"]["body"]) == ("ZeroDivisionError", STORY)
    assert "gagal kami proses" in graph.texts[-1]
    await say(text("4"))
    assert "Tindak pidana" in graph.texts[-1]


async def test_a_webhook_of_no_known_shape_is_stored_and_lets_the_rest_pass(graph: Graph) -> None:
    assert (
        await take_in(b'{"object": "whatsapp_business_account", "entry": [{"changes": [{"value": {"new": 1}}]}]}') == 1
    )
    # What pywa itself would lose: no contact with an id of its own.
    bare = webhook(text("halo")).replace(b'"contacts"', b'"visitors"')
    assert await take_in(bare) == 1
    await settle()
    assert len(graph.sent) == 1
    assert all(one.done_at for one in await everything(WaMasuk))


async def test_of_several_photos_at_once_only_the_last_is_acknowledged(graph: Graph) -> None:
    await say(text("halo"), row("informasi"))
    before = len(graph.sent)
    photos = [message("image", graph.keep(f"m{one}", JPEG + bytes([one]))) for one in range(4)]
    await take_in(webhook(*photos))
    await settle()
    assert [one for one in graph.texts[before:] if "4 foto" in one] == graph.texts[before:]
    assert len(graph.texts) == before + 1


async def test_photos_are_named_by_the_report_and_fetched_after_it(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: list[tuple[Any, bytes]] = []

    async def keep(device_id: Any, data: bytes, name: str) -> None:
        kept.append((device_id, data))

    monkeypatch.setattr(wa_media, "keep", keep)
    photo = message("image", graph.keep("m1", JPEG) | {"caption": "Ini pelakunya, baju merah."})
    stored = await report(graph, SITI, photo)
    (named,) = await everything(PengaduanBerkas)
    (waiting,) = await everything(WaBerkas)
    assert (named.pengaduan_id, named.sha256, named.device_id) == (stored.id, waiting.sha256, stored.device_id)
    assert kept == [(stored.device_id, JPEG)]
    assert (waiting.done_at is not None, waiting.error) == (True, None)
    assert "baju merah" in stored.text
    fetched = [one for one in graph.asked if one.path.startswith("/files/")]
    assert fetched[0].headers["authorization"].startswith("Bearer ")
    assert "EAAJB" not in "".join(one.path for one in graph.asked)


@pytest.mark.parametrize(
    ("data", "why"), [(b"MZ not a photo", "bukan foto atau video"), (JPEG * 40_000, "terlalu besar")]
)
async def test_a_file_that_is_no_photo_or_too_long_is_not_kept(graph: Graph, data: bytes, why: str) -> None:
    await report(graph, SITI, message("image", graph.keep("m1", data)))
    (file,) = await everything(WaBerkas)
    assert (file.error, file.done_at is not None) == (why, True)


async def test_a_file_elsewhere_is_not_fetched_with_our_token(graph: Graph) -> None:
    graph.elsewhere = "https://evil.example/x"
    await report(graph, SITI, message("image", graph.keep("m1", JPEG)))
    assert [one.error for one in await everything(WaBerkas)] == ["host"]


async def test_a_file_that_arrived_damaged_is_fetched_again(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    async def keep(*_: Any) -> None:
        """Takes everything."""

    monkeypatch.setattr(wa_media, "keep", keep)
    photo = message("image", graph.keep("m1", JPEG))
    graph.media["m1"] = (JPEG[:-1], "image/jpeg")
    await report(graph, SITI, photo)
    (file,) = await everything(WaBerkas)
    assert (file.error, file.attempts, file.done_at) == ("hash", 1, None)
    graph.media["m1"] = (JPEG, "image/jpeg")
    await settle(now() + timedelta(minutes=2))
    (file,) = await everything(WaBerkas)
    assert (file.error, file.done_at is None) == (None, False)


async def test_violence_at_home_leaves_nothing_here(graph: Graph) -> None:
    await say(text("halo"), row("tindak_pidana"), text(STORY), message("image", graph.keep("m1", JPEG)))
    await say(text("Suami saya memukul saya dan anak saya"))
    assert all(one in graph.texts[-1] for one in ("https://sambang.example.id/lapor/", "110", "129"))
    (contact,) = await everything(WaKontak)
    assert (contact.state["texts"], contact.state["files"], contact.state["step"]) == ([], [], "awal")
    assert (await everything(WaMasuk))[-1].payload == {}
    assert (await everything(Pengaduan), await everything(WaBerkas)) == ([], [])


async def test_two_people_have_a_phone_each_and_see_nothing_of_the_other(graph: Graph) -> None:
    one, two = await report(graph, SITI), await report(graph, BUDI)
    assert one.device_id != two.device_id
    async with reading() as session:
        assert await session.scalar(select(func.count()).select_from(PerangkatWarga)) == 2
        (ticket,) = await pengaduan_tiket.tickets(session, Warga(two.device_id))
    assert ticket.code == two.code


async def test_too_many_reports_are_told_to_wait_and_none_is_lost(graph: Graph) -> None:
    for _ in range(pengaduan.PER_DEVICE):
        await report(graph)
    await report(graph)
    assert "Terlalu banyak laporan" in graph.texts[-1]
    assert len(await everything(Pengaduan)) == pengaduan.PER_DEVICE
    (contact,) = await everything(WaKontak)
    assert (contact.state["step"], contact.state["texts"][0]["text"]) == ("setuju", STORY)


async def test_a_flood_is_answered_once(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wa_masuk, "MOST_MESSAGES", 3)
    await say(*(text("halo") for _ in range(7)))
    assert len(graph.sent) == 4
    assert "Terlalu banyak pesan" in graph.texts[-1]


async def test_a_busy_service_is_asked_again_later_in_order(graph: Graph) -> None:
    await settle()  # the first look at the channel
    graph.answers = [(503, {}, error(131016)), (429, {"Retry-After": "120"}, error(130429))]
    await take_in(webhook(text("halo")))
    moment, dues = now(), []
    await wa.work(moment)
    for _ in range(2):
        (waiting,) = await everything(WaKeluar)
        dues.append(waiting.due_at)
        await wa.work(waiting.due_at)
    (sent,) = await everything(WaKeluar)
    assert (sent.state, sent.attempts, sent.wamid) == ("terkirim", 2, "wamid.OUT3")
    assert dues[1] - dues[0] == timedelta(seconds=120)


@pytest.mark.parametrize("code", [131026, 131051, 100])
async def test_what_is_refused_for_good_is_noted_and_not_repeated(graph: Graph, code: int) -> None:
    await settle()
    graph.answers = [(400, {}, error(code))]
    await say(text("halo"))
    await settle(now() + timedelta(hours=2))
    (row_,) = await everything(WaKeluar)
    assert (row_.state, row_.error, row_.words, len(graph.sent)) == ("gagal", str(code), {}, 1)


async def test_arrived_and_read_are_noted(graph: Graph) -> None:
    await say(text("halo"))
    (sent,) = await everything(WaKeluar)
    for name in ("sent", "delivered", "read", "delivered"):
        await take_in(webhook(statuses=[status(sent.wamid, name)]))
    await take_in(webhook(statuses=[status("wamid.unknown", "read"), status(sent.wamid, "warning")]))
    await settle()
    (noted,) = await everything(WaKeluar)
    assert all((noted.sent_at, noted.delivered_at, noted.read_at))
    await take_in(webhook(statuses=[status(sent.wamid, "failed", 131026)]))
    await settle()
    assert [(one.state, one.error) for one in await everything(WaKeluar)] == [("gagal", "131026")]


async def test_drafts_that_were_left_and_old_ids_are_swept(graph: Graph) -> None:
    await say(text("halo"), row("informasi"), text(STORY))
    old = now() - DAY - timedelta(minutes=1)
    async with transaction() as session:
        await session.execute(update(WaKontak).values(last_message_at=old, created_at=old))
    await wa.sweep()
    assert (await everything(WaKontak))[0].state == {}
    assert len(await everything(WaMasuk)) == 3
    async with transaction() as session:
        await session.execute(update(WaMasuk).values(done_at=now() - wa.KEPT - DAY))
        await session.execute(update(WaKeluar).values(created_at=now() - wa.KEPT - DAY))
    await wa.sweep()
    assert (await everything(WaMasuk), await everything(WaKeluar)) == ([], [])


async def test_a_number_is_forgotten_once_nothing_can_be_told_any_more(graph: Graph) -> None:
    await report(graph, SITI)
    ended = await report(graph, BUDI)
    await say(text("halo", "6281200000000"))
    old = now() - wa.KEPT - DAY
    async with transaction() as session:
        await session.execute(update(WaKontak).values(last_message_at=old))
        await session.execute(update(Pengaduan).values(changed_at=old))
        await session.execute(update(Pengaduan).where(Pengaduan.id == ended.id).values(state="ditutup"))
    await wa.sweep()
    assert [one.wa_id for one in await everything(WaKontak)] == [SITI]
    assert len(await everything(Pengaduan)) == 2
    await report(graph, BUDI)


async def test_nothing_is_done_while_the_channel_is_off(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    await take_in(webhook(text("halo")))
    with monkeypatch.context() as patch:
        patch.setattr(wa, "is_on", lambda: False)
        assert await wa.work() == 0
    assert graph.asked == []
    await settle()
    assert len(graph.sent) == 1


async def test_free_words_end_a_little_before_metas_day_does() -> None:
    moment = now()
    contact = WaKontak(key=b"", wa_id="", last_message_at=moment - timedelta(hours=23, minutes=50))
    assert wa_keluar.is_open(contact, moment)
    assert not wa_keluar.is_open(contact, moment + timedelta(minutes=6))


async def test_a_photo_is_there_for_the_ticket(graph: Graph) -> None:
    data = photo()
    stored = await report(graph, SITI, message("image", graph.keep("m1", data)))
    async with reading() as session:
        files = await media_warga.of_report(session, [stored.id])
    assert [(one.state, one.kind, one.name) for one in files[stored.id]] == [("siap", "foto", "Foto dari WhatsApp")]
    await report(graph, SITI, message("image", graph.keep("m2", data)))
    assert [one.error for one in await everything(WaBerkas)] == [None, None]
