"""What brings citizens their codes: mail, WhatsApp by the template for codes, the log in development alone; nothing where nothing is set up."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from sambang_digital.db import reading, transaction
from sambang_digital.models import WaKeluar, WaKontak
from sambang_digital.models.base import now
from sambang_digital.services import pesan, wa_kode, wa_sehat, warga_akun
from sambang_digital.services.pesan import Message, Recipient
from sambang_digital.settings import get_settings
from tests.graph import Graph, error
from tests.pengaduan import phone
from tests.polres import Polres
from tests.surel import mail_server
from tests.wa import SITI, channel, say, settle, text
from tests.warga import PHONE, account_form


async def test_without_a_messenger_there_are_no_accounts(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that others reach writes codes into no log."""
    for settings, open_ in (
        ({"HOST": "0.0.0.0"}, False),
        ({"HOST": "0.0.0.0", "WARGA_PESAN": "console"}, False),
        ({"WARGA_PESAN": "smtp"}, False),
        ({"WARGA_PESAN": "whatsapp"}, False),
        ({}, True),
    ):
        with monkeypatch.context() as patch:
            for name, value in settings.items():
                patch.setenv(name, value)
            get_settings.cache_clear()
            assert warga_akun.is_open() is open_, settings
            if not open_:
                with pytest.raises(warga_akun.Closed):
                    await warga_akun.register(await phone(), account_form())
    get_settings.cache_clear()


@pytest.fixture
def graph(polres: Polres, monkeypatch: pytest.MonkeyPatch) -> Iterator[Graph]:
    """Codes go by WhatsApp, to a Graph API of this machine."""
    monkeypatch.setenv("WARGA_PESAN", "whatsapp")
    with channel(monkeypatch, CODE_TEMPLATE="kode_masuk") as running:
        yield running


async def test_whatsapp_needs_the_channel_and_a_template_for_codes(
    database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WARGA_PESAN", "whatsapp")
    with channel(monkeypatch):
        assert not warga_akun.is_open()
        await settle()
        async with reading() as session:
            assert (await wa_sehat.health(session)).why == wa_sehat.NO_CODES
        monkeypatch.setenv("WHATSAPP_CODE_TEMPLATE", "kode_masuk")
        get_settings.cache_clear()
        assert warga_akun.is_open()
        async with reading() as session:
            assert (await wa_sehat.health(session)).state is wa_sehat.Keadaan.WELL
        monkeypatch.delenv("WHATSAPP_TOKEN")
        get_settings.cache_clear()
        assert not warga_akun.is_open()


async def test_codes_by_whatsapp_go_in_the_template_for_codes(
    graph: Graph, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Body and button carry the code, as Meta wants it; nobody has to have written before."""
    who = await phone()
    assert (await warga_akun.register(who, account_form())).way == "phone"
    await pesan.drain()
    (sent,) = graph.sent
    body, button = sent["template"]["components"]
    code = body["parameters"][0]["text"]
    assert (sent["to"], sent["type"], sent["template"]["name"]) == (SITI, "template", "kode_masuk")
    assert sent["template"]["language"] == {"code": "id"}
    assert (body["type"], button["type"], button["sub_type"], button["index"]) == ("body", "button", "url", "0")
    assert button["parameters"] == body["parameters"] == [{"type": "text", "text": code}]
    await warga_akun.confirm(who, code)
    async with reading() as session:
        assert (await warga_akun.me(session, who)).verified_by == "whatsapp"
        assert (await session.scalars(select(WaKeluar))).all() == []
    assert not any(word in caplog.text for word in (code, SITI, PHONE))


async def test_a_number_of_another_country_is_taken_as_it_is(graph: Graph) -> None:
    await warga_akun.register(await phone(), account_form(phone="+65 8123 4567"))
    await pesan.drain()
    assert [one["to"] for one in graph.sent] == ["6581234567"]


async def test_a_word_without_a_code_goes_to_an_open_chat_alone(graph: Graph) -> None:
    """Meta takes no free words after a day, and a template for codes carries nothing else."""
    who = await phone()
    await warga_akun.register(who, account_form())
    await pesan.drain()
    await warga_akun.confirm(who, graph.texts[-1])
    before = len(graph.sent)
    await warga_akun.register(await phone(), account_form())
    await pesan.drain()
    assert len(graph.sent) == before
    await say(text("halo"))
    before = len(graph.sent)
    await warga_akun.register(await phone(), account_form())
    await pesan.drain()
    assert [one["type"] for one in graph.sent[before:]] == ["text"]
    assert "sudah punya akun" in graph.texts[-1]
    async with transaction() as session:
        await session.execute(update(WaKontak).values(last_message_at=now() - timedelta(days=1)))
    await wa_kode.send(PHONE, "Nomor ini sudah punya akun.")
    assert len(graph.sent) == before + 1


async def test_a_token_that_meta_refuses_is_told_to_the_admins_not_to_the_citizen(
    graph: Graph, caplog: pytest.LogCaptureFixture
) -> None:
    graph.answers = [(401, {}, error(190))]
    assert (await warga_akun.register(await phone(), account_form())).way == "phone"
    await pesan.drain()
    async with reading() as session:
        assert (await wa_sehat.health(session)).state is wa_sehat.Keadaan.DEAD
    assert "Meta says 190" in caplog.text
    assert SITI not in caplog.text


async def test_codes_by_mail(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    async with mail_server() as (port, received):
        monkeypatch.setenv("WARGA_PESAN", "smtp")
        monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{port}")
        get_settings.cache_clear()
        who = await phone()
        with pytest.raises(warga_akun.EmailNeeded):
            await warga_akun.register(who, account_form())
        assert (await warga_akun.register(who, account_form(email="siti@example.id"))).way == "email"
        await pesan.drain()
        (message,) = received
        assert (message["To"], message["From"], message["Subject"]) == (
            "siti@example.id",
            "noreply@localhost",
            "Sambang Digital",
        )
        code = message.get_content().split("Anda: ")[1][:6]
        await warga_akun.confirm(who, code)
        async with reading() as session:
            found = await warga_akun.me(session, who)
        assert found.verified_by == "smtp"


async def test_a_dead_mail_server_is_no_error_of_the_citizens(
    database: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("WARGA_PESAN", "smtp")
    monkeypatch.setenv("SMTP_URL", "smtp://127.0.0.1:1")
    get_settings.cache_clear()
    await warga_akun.register(await phone(), account_form(email="siti@example.id"))
    await pesan.drain()
    assert "did not leave" in caplog.text
    assert "siti@example.id" not in caplog.text


async def test_the_log_of_development_has_the_code(
    database: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await pesan.Console().send(Recipient(PHONE), Message("Sambang Digital", "Kode Anda: 123456"))
    assert "123456" in caplog.text
