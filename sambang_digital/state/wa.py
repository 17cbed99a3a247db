"""How the WhatsApp channel fares, for those who keep the installation running."""

from dataclasses import dataclass
from datetime import datetime

import reflex as rx

from sambang_digital.db import reading
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import wa_sehat
from sambang_digital.services.format import exact
from sambang_digital.settings import get_settings


@dataclass
class Baris:
    """A figure with its name."""

    name: str
    value: str


def _when(moment: datetime | None) -> str:
    return exact(moment, get_settings().timezone) if moment else "Belum pernah"


def rows_of(health: wa_sehat.Kesehatan) -> list[Baris]:
    """What the page tells besides the state."""
    rows = [
        Baris("Terakhir diperiksa", _when(health.checked_at)),
        Baris("Pesan masuk terakhir", _when(health.last_webhook)),
        Baris("Pesan keluar terakhir", _when(health.last_sent)),
        Baris("Ditahan (lewat 24 jam, tanpa templat)", str(health.held)),
        Baris("Gagal dalam 24 jam", str(health.failed)),
    ]
    if health.waiting_since:
        rows.append(Baris("Ada yang menunggu sejak", _when(health.waiting_since)))
    return rows


class WaState(ActorState):
    """One tab's view. ``keadaan`` is a ``wa_sehat.Keadaan``, empty until it was read."""

    keadaan: str = ""
    why: str = ""
    rows: list[Baris] = []

    @rx.event
    @allow(Permission.PENGATURAN_WRITE)
    async def enter(self) -> None:
        """Read how it fares."""
        async with reading() as session:
            health = await wa_sehat.health(session)
        self.keadaan, self.why = health.state.value, health.why
        self.rows = [] if health.state is wa_sehat.Keadaan.OFF else rows_of(health)
