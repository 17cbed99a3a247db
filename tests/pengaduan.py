"""A citizen's report as tests send it."""

import secrets
from typing import Any

from sambang_digital.db import transaction
from sambang_digital.forms.pengaduan import PengaduanBaru
from sambang_digital.models.base import now, uuid7
from sambang_digital.services import pengaduan, warga
from sambang_digital.services.pengaduan import Received
from sambang_digital.services.warga import Warga
from tests.laporan import KARAWACI


def report(**more: Any) -> dict[str, Any]:
    """As a phone sends it."""
    return {
        "id": str(uuid7()),
        "secret": secrets.token_urlsafe(16),
        "category": "gangguan",
        "kind": "tawuran",
        "text": "Dua kelompok anak muda berkumpul membawa kayu di ujung gang.",
        "area_code": KARAWACI,
        "name": "Rahmat Hidayat",
        "phone": "0812 5550 1234",
        "consent": True,
        "made_at": now().isoformat(),
    } | more


async def phone(address: str = "") -> Warga:
    """A citizen's phone that was not here before."""
    async with transaction() as session:
        return (await warga.begin(session, address))[0]


async def receive(who: Warga, **more: Any) -> tuple[dict[str, Any], Received]:
    """Send a report from this phone."""
    sent = report(**more)
    return sent, await pengaduan.receive(who, PengaduanBaru.model_validate(sent))
