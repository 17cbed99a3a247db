"""How the WhatsApp channel fares, told to those who keep the installation running: a dead channel is said to be dead."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pywa_async.client import WhatsApp
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading, transaction
from sambang_digital.models import WaKeadaan
from sambang_digital.models.base import now
from sambang_digital.repositories import wa as repository
from sambang_digital.services import kabar, wa_graf
from sambang_digital.services.kabar import Jenis
from sambang_digital.services.wa_graf import Nasib
from sambang_digital.settings import get_settings

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=10)
"""So often Meta is asked whether it knows us."""
SLOW, DEAD = timedelta(minutes=10), timedelta(hours=1)
"""Something waits, or Meta is not reached: so long it is trouble, so long the channel is dead."""
TOLD_EVERY = timedelta(days=1)
NO_CODES = "Akun warga tidak ditawarkan: WARGA_PESAN=whatsapp memerlukan WHATSAPP_CODE_TEMPLATE di server. Laporan tetap jalan."


class Keadaan(StrEnum):
    """How it fares."""

    OFF = "belum diatur"
    WELL = "sehat"
    TROUBLED = "terganggu"
    DEAD = "mati"


@dataclass(frozen=True, slots=True)
class Kesehatan:
    """What the admin sees. ``why``: what is wrong and what to do, empty when all is well. ``held``: news held back for want of a template;
    ``failed``: messages lost in the last 24 hours."""

    state: Keadaan
    why: str = ""
    checked_at: datetime | None = None
    last_webhook: datetime | None = None
    last_sent: datetime | None = None
    waiting_since: datetime | None = None
    held: int = 0
    failed: int = 0


def missing() -> list[str]:
    """Settings that the channel lacks."""
    names = ("whatsapp_phone_id", "whatsapp_token", "whatsapp_app_secret", "whatsapp_verify_token")
    return [name.upper() for name in names if not getattr(get_settings(), name)]


async def health(session: AsyncSession, moment: datetime | None = None) -> Kesehatan:
    """As it stands at ``moment`` (now)."""
    moment = moment or now()
    if names := missing():
        return Kesehatan(Keadaan.OFF, f"Saluran WhatsApp tidak dipakai. Belum diatur di server: {', '.join(names)}.")
    found, figures = await repository.keadaan(session), await repository.figures(session, moment - timedelta(days=1))
    waiting = min(figures["waiting"], default=None)
    state, why = judge(found, waiting, moment)
    settings = get_settings()
    if state is Keadaan.WELL and settings.citizens_messenger == "whatsapp" and not settings.whatsapp_code_template:
        state, why = Keadaan.TROUBLED, NO_CODES
    return Kesehatan(
        state,
        why,
        found.checked_at if found else None,
        figures["last_webhook"],
        figures["last_sent"],
        waiting,
        figures["held"],
        figures["failed"],
    )


def judge(found: WaKeadaan | None, waiting: datetime | None, moment: datetime) -> tuple[Keadaan, str]:
    """The state, and why it is not well."""
    if found is None:
        return Keadaan.TROUBLED, "Belum diperiksa. Muat ulang halaman ini beberapa menit lagi."
    if found.refused:
        return (
            Keadaan.DEAD,
            f"Meta menolak sambungan kami (kode {found.error}). Periksa WHATSAPP_TOKEN dan WHATSAPP_PHONE_ID di server.",
        )
    failing = moment - found.failing_since if found.failing_since else timedelta(0)
    if moment - found.checked_at > 3 * EVERY:
        return Keadaan.DEAD, "Server tidak lagi memeriksa saluran ini. Jalankan ulang server."
    if failing > DEAD:
        return (
            Keadaan.DEAD,
            f"Server Meta tidak terjangkau lebih dari satu jam ({found.error}). Periksa jaringan server.",
        )
    late = moment - waiting if waiting else timedelta(0)
    if late > DEAD:
        return Keadaan.DEAD, "Ada pesan yang menunggu lebih dari satu jam. Periksa catatan server."
    if found.failing_since:
        return Keadaan.TROUBLED, f"Server Meta tidak terjangkau ({found.error}). Dicoba lagi sendiri."
    if late > SLOW:
        return Keadaan.TROUBLED, "Ada pesan yang menunggu lebih dari sepuluh menit. Dicoba lagi sendiri."
    return Keadaan.WELL, ""


async def look(whatsapp: WhatsApp, moment: datetime) -> None:
    """Ask Meta, if nobody has for a while, and tell the admins of a channel that is dead."""
    async with reading() as session:
        found = await repository.keadaan(session)
    if found is None or moment - found.checked_at >= EVERY:
        await _note(await wa_graf.check(whatsapp), found, moment)
    async with reading() as session:
        is_dead = (await health(session, moment)).state is Keadaan.DEAD
    if is_dead:
        await tell(moment)


async def _note(answer: wa_graf.Jawab, found: WaKeadaan | None, moment: datetime) -> None:
    well = answer.nasib is Nasib.SENT
    since = None if well else (found.failing_since if found else None) or moment
    refused = answer.nasib in (Nasib.REFUSED, Nasib.NEVER)
    async with transaction() as session:
        values = {"failing_since": since, "refused": refused, "error": answer.error or None}
        await repository.note(session, checked_at=moment, **values)


async def refused(error: str, moment: datetime) -> None:
    """Meta refused us while we sent: no need to ask again."""
    await _note(wa_graf.Jawab(Nasib.REFUSED, error=error), None, moment)
    await tell(moment)


async def tell(moment: datetime) -> bool:
    """Tell the admins if the channel is dead, once a day at most; whether they were told."""
    async with transaction() as session:
        if (await health(session, moment)).state is not Keadaan.DEAD:
            return False
        if not await repository.begin_telling(session, moment - TOLD_EVERY, moment):
            return False
        await kabar.notify(session, await repository.admins(session), Jenis.SALURAN)
    log.error("the WhatsApp channel is dead")
    return True
