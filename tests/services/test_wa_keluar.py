"""News of a report goes back by WhatsApp, and how the channel fares, on both databases against a Graph API of this machine."""

import logging
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select, update

from sambang_digital.db import reading, transaction
from sambang_digital.models import Kabar, Pengaduan, WaKeluar, WaKontak
from sambang_digital.models.base import now
from sambang_digital.repositories import pengaduan as repository
from sambang_digital.security.permissions import Peran
from sambang_digital.services import pengaduan_langkah, wa, wa_kabar, wa_sehat
from sambang_digital.services.kabar import Jenis
from sambang_digital.services.pengaduan_langkah import Langkah, Step
from sambang_digital.services.wa_sehat import Keadaan
from sambang_digital.settings import get_settings
from tests.factories import make_akun
from tests.graph import TOKEN, Graph, error
from tests.pengaduan import phone, receive
from tests.polres import Polres
from tests.services.test_wa import everything, report, take_in
from tests.wa import SECRET, SITI, channel, say, settle, status, text, webhook

SECRET_NOTE = "Pelaku bernama Joko sudah dipanggil."
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def graph(polres: Polres, monkeypatch: pytest.MonkeyPatch) -> Iterator[Graph]:
    with channel(monkeypatch) as running:
        yield running


async def take(row: Pengaduan, step: Langkah, polres: Polres, note: str = "") -> None:
    """A step of somebody at the desk."""
    async with transaction() as session:
        stored = await repository.stored(session, row.id, lock=True)
        assert stored
        await pengaduan_langkah.take(session, stored, Step(step, note, polres.kasat))


async def news() -> list[WaKeluar]:
    return [one for one in await everything(WaKeluar) if one.kind == "kabar"]


async def wrote(ago: timedelta) -> None:
    """The contact's last message is so long ago."""
    async with transaction() as session:
        await session.execute(update(WaKontak).values(last_message_at=now() - ago))


async def test_steps_go_back_in_neutral_words(graph: Graph, polres: Polres) -> None:
    stored = await report(graph)
    before = len(graph.sent)
    await take(stored, Langkah.VERIFIKASI, polres)
    await settle()
    await take(stored, Langkah.CATAT, polres, SECRET_NOTE)
    await take(stored, Langkah.JAWAB, polres, SECRET_NOTE)
    await settle()
    told = graph.texts[before:]
    assert [stored.code in one for one in told] == [True, True]
    assert ("sudah diperiksa" in told[0], "ada jawaban dari petugas" in told[1]) == (True, True)
    assert all("https://sambang.example.id/tiket/" in one for one in told)
    assert not any(word in one for one in told for word in ("Joko", stored.text, "pidana"))


async def test_every_state_has_words_of_its_own() -> None:
    assert set(wa_kabar.WORDS) == set(pengaduan_langkah.OPEN) | {"selesai", "ditutup", "digabung", "ditolak"}
    assert len(set(wa_kabar.WORDS.values())) == len(wa_kabar.WORDS)


async def test_news_of_a_step_that_failed_is_never_told(graph: Graph, polres: Polres) -> None:
    stored = await report(graph)
    with pytest.raises(ZeroDivisionError):
        async with transaction() as session:
            row = await repository.stored(session, stored.id, lock=True)
            assert row
            await pengaduan_langkah.take(session, row, Step(Langkah.VERIFIKASI, "", polres.kasat))
            raise ZeroDivisionError
    assert await news() == []


async def test_reports_of_phones_are_not_told_by_whatsapp(graph: Graph, polres: Polres) -> None:
    await receive(await phone())
    async with reading() as session:
        stored = await session.scalar(select(Pengaduan))
    await take(stored, Langkah.VERIFIKASI, polres)
    assert await everything(WaKeluar) == []


async def test_several_steps_before_it_is_sent_are_one_message(graph: Graph, polres: Polres) -> None:
    stored = await report(graph)
    before = len(graph.sent)
    await take(stored, Langkah.VERIFIKASI, polres)
    await take(stored, Langkah.SELESAIKAN, polres, SECRET_NOTE)
    await settle()
    (told,) = graph.texts[before:]
    assert "sudah selesai ditangani" in told


async def test_after_a_day_the_template_goes(graph: Graph, polres: Polres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHATSAPP_TEMPLATE", "kabar_laporan")
    get_settings.cache_clear()
    stored = await report(graph)
    await wrote(DAY)
    await take(stored, Langkah.VERIFIKASI, polres)
    await settle()
    sent = graph.sent[-1]
    assert (sent["type"], sent["template"]["name"], sent["template"]["language"]) == (
        "template",
        "kabar_laporan",
        {"code": "id"},
    )
    assert graph.texts[-1] == f"{stored.code} | sudah diperiksa"


async def test_without_a_template_it_is_held_back_until_they_write_again(graph: Graph, polres: Polres) -> None:
    stored = await report(graph)
    await wrote(DAY)
    await take(stored, Langkah.VERIFIKASI, polres)
    before = len(graph.sent)
    await settle()
    assert [one.state for one in await news()] == ["ditahan"]
    async with reading() as session:
        assert (await wa_sehat.health(session)).held == 1
    await take(stored, Langkah.SELESAIKAN, polres, SECRET_NOTE)
    await settle()
    assert len(graph.sent) == before
    await say(text("terima kasih"))
    assert [one.state for one in await news()] == ["terkirim"]
    assert any("sudah selesai ditangani" in one for one in graph.texts[before:])


@pytest.mark.parametrize("code", [131047, 470])
async def test_a_window_that_closed_on_the_way_holds_it_back_too(graph: Graph, polres: Polres, code: int) -> None:
    stored = await report(graph)
    graph.answers = [(400, {}, error(code))]
    await take(stored, Langkah.VERIFIKASI, polres)
    await settle()
    assert [(one.state, one.error) for one in await news()] == [("ditahan", str(code))]
    await say(text("terima kasih"))
    (sent,) = await news()
    assert sent.state == "terkirim"
    await take_in(webhook(statuses=[status(sent.wamid, "failed", code)]))
    await settle()
    assert [one.state for one in await news()] == ["ditahan"]


async def test_who_wants_none_gets_none(graph: Graph, polres: Polres) -> None:
    stored = await report(graph)
    await say(text("berhenti"))
    before = len(graph.sent)
    await take(stored, Langkah.VERIFIKASI, polres)
    await settle()
    assert (await news(), len(graph.sent)) == ([], before)
    await say(text("halo"))
    await take(stored, Langkah.SELESAIKAN, polres, SECRET_NOTE)
    await settle()
    assert [one.state for one in await news()] == ["terkirim"]


async def test_news_of_last_week_is_none(graph: Graph, polres: Polres) -> None:
    stored = await report(graph)
    await wrote(DAY)
    await take(stored, Langkah.VERIFIKASI, polres)
    await settle()
    async with transaction() as session:
        await session.execute(
            update(WaKeluar).where(WaKeluar.kind == "kabar").values(created_at=now() - timedelta(days=8))
        )
    await wa.sweep()
    assert [one.state for one in await news()] == ["gagal"]


async def health(moment: Any = None) -> wa_sehat.Kesehatan:
    async with reading() as session:
        return await wa_sehat.health(session, moment)


async def told_admins() -> int:
    async with reading() as session:
        return len((await session.scalars(select(Kabar).where(Kabar.jenis == Jenis.SALURAN.value))).all())


async def test_a_channel_that_is_not_set_up_says_what_is_missing(
    polres: Polres, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WHATSAPP_TOKEN", raising=False)
    get_settings.cache_clear()
    found = await health()
    assert (found.state, "WHATSAPP_TOKEN" in found.why) == (Keadaan.OFF, True)
    assert await wa.work() == 0


async def test_a_channel_that_works_is_well(graph: Graph) -> None:
    await say(text("halo"))
    found = await health()
    assert (found.state, found.why, found.held, found.failed) == (Keadaan.WELL, "", 0, 0)
    assert all((found.checked_at, found.last_webhook, found.last_sent))


async def test_meta_is_asked_every_ten_minutes_and_not_more(graph: Graph) -> None:
    moment = now()
    for minutes in (0, 1, 9, 10, 11, 19, 21):
        await wa.work(moment + timedelta(minutes=minutes))
    assert len([one for one in graph.asked if one.method == "GET"]) == 3


async def test_a_token_that_is_refused_is_a_dead_channel_and_admins_hear_of_it_once_a_day(
    graph: Graph, polres: Polres
) -> None:
    await make_akun("90010001", Peran.ADMIN, satuan=polres.polres)
    graph.answers = [(401, {}, error(190))]
    moment = now()
    await wa.work(moment)
    found = await health(moment)
    assert (found.state, "190" in found.why, "WHATSAPP_TOKEN" in found.why) == (Keadaan.DEAD, True, True)
    for minutes in range(10, 60, 10):
        graph.answers = [(401, {}, error(190))]
        await wa.work(moment + timedelta(minutes=minutes))
    assert await told_admins() == 1
    await wa.work(moment + 2 * HOUR)
    assert (await health(moment + 2 * HOUR)).state is Keadaan.WELL


async def test_messages_wait_while_the_token_is_refused_and_none_is_lost(graph: Graph) -> None:
    await settle()
    graph.answers = [(401, {}, error(190))]
    await take_in(webhook(text("halo")))
    await wa.work()
    assert (await health()).state is Keadaan.DEAD
    assert [one.state for one in await everything(WaKeluar)] == ["menunggu"]
    await settle(now() + timedelta(minutes=11))
    assert [one.state for one in await everything(WaKeluar)] == ["terkirim"]
    assert (await health()).state is Keadaan.WELL


async def test_a_meta_that_is_not_reached_is_trouble_and_after_an_hour_death(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHATSAPP_API", "http://127.0.0.1:9/v26.0")
    get_settings.cache_clear()
    moment = now()
    await wa.work(moment)
    assert (await health(moment)).state is Keadaan.TROUBLED
    for minutes in range(10, 80, 10):
        await wa.work(moment + timedelta(minutes=minutes))
    found = await health(moment + timedelta(minutes=70))
    assert (found.state, "tidak terjangkau" in found.why) == (Keadaan.DEAD, True)


async def test_a_worker_that_stands_still_is_a_dead_channel(graph: Graph) -> None:
    await settle()
    assert (await health(now() + HOUR)).state is Keadaan.DEAD


async def test_no_secret_and_no_word_of_a_citizen_is_logged(graph: Graph, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="sambang_digital")
    graph.answers = [(500, {}, error(131016)), (400, {}, error(131026, f"bad {SITI}"))]
    await report(graph)
    await settle(now() + HOUR)
    assert not any(word in caplog.text for word in (TOKEN, SECRET, SITI, "parkiran"))
    assert TOKEN not in repr(get_settings())
    assert SECRET not in repr(get_settings())
