"""What brings citizens their codes: mail, WhatsApp by who provides it, the log in development alone; nothing where nothing is set up."""

import pytest

from sambang_digital.db import reading
from sambang_digital.services import pesan, warga_akun
from sambang_digital.services.pesan import Recipient
from sambang_digital.settings import get_settings
from tests.pengaduan import phone
from tests.surel import mail_server
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


async def test_whatsapp_comes_from_who_provides_it(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[tuple[str, str]] = []

    async def send(number: str, text: str) -> None:
        sent.append((number, text))

    monkeypatch.setenv("WARGA_PESAN", "whatsapp")
    get_settings.cache_clear()
    monkeypatch.setattr(pesan, "MESSENGERS", dict(pesan.MESSENGERS))
    pesan.provide("whatsapp", send)
    await warga_akun.register(await phone(), account_form())
    await pesan.drain()
    assert [number for number, _ in sent] == [PHONE]


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
    await pesan.Console().send(Recipient(PHONE), "Sambang Digital", "Kode Anda: 123456")
    assert "123456" in caplog.text
