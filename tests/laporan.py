"""Items as a phone sends them, and the villages they are sent from."""

import os
import time
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import shapely

from sambang_digital.db import transaction
from sambang_digital.models import Akun, Penugasan, Subjek, Wilayah
from sambang_digital.models.base import now
from sambang_digital.repositories.wilayah import renew_token
from sambang_digital.security.actor import Actor
from sambang_digital.services import wilayah

KARAWACI = "36.71.07.1001"
NEIGHBOUR = "36.71.07.1002"
LAT, LON = -6.18, 106.62


def uuid7() -> str:
    """A time-ordered id, as phones make them."""
    stamp = int(time.time() * 1000).to_bytes(6, "big") + os.urandom(10)
    return str(UUID(int=int.from_bytes(stamp) & ~(0xF000 << 64) & ~(0b11 << 62) | 0x7000 << 64 | 0b10 << 62))


async def make_village(code: str = KARAWACI, lat: float = LAT, lon: float = LON) -> Wilayah:
    """A village with an official boundary: a square of about 2.2 km around its middle."""
    async with transaction() as session:
        village = Wilayah(
            code=code, name=f"Kelurahan {code[-4:]}", kind="kelurahan", kecamatan_code=code[:8], kecamatan="Karawaci",
            kabkota="Kota Tangerang", lat=lat, lon=lon, area_km2=4.9, approximate=False,
            boundary=shapely.to_wkb(shapely.MultiPolygon([shapely.box(lon - 0.01, lat - 0.01, lon + 0.01, lat + 0.01)])),
        )  # fmt: skip
        session.add(village)
        await renew_token(session, "wilayah")
    wilayah.forget()
    return village


async def assign(akun: Akun, code: str = KARAWACI, start: date = date(2020, 1, 1), end: date | None = None) -> None:
    """Give an officer a village."""
    async with transaction() as session:
        session.add(Penugasan(akun_id=akun.id, area_code=code, start=start, end=end))
        await renew_token(session, "penugasan")
    wilayah.forget()


async def make_subject(creator: Akun | Actor, **more: Any) -> Subjek:
    """A house on record since an hour."""
    past = now() - timedelta(hours=1)
    values = {"kind": "rumah", "name": "Budi", "area_code": KARAWACI, "created_at": past, "changed_at": past} | more
    async with transaction() as session:
        subject = Subjek(id=UUID(uuid7()), created_by=creator.id, **values)
        session.add(subject)
    return subject


def body(name: str = "Pos Kamling Melati", **more: Any) -> dict[str, Any]:
    """The shortest valid body of ``sambang_tempat``."""
    return {"place_type": "guard_post", "name": name, "result": {"situation": "safe"}} | more


def position(**more: Any) -> dict[str, Any]:
    """A good fix in the middle of :data:`KARAWACI`."""
    fix = {"lat": LAT, "lon": LON, "accuracy_m": 12.5, "time": now().isoformat(), "mode": "on_site", "reason": None}
    return fix | more


def photo(sha256: str = "a" * 64, **more: Any) -> dict[str, Any]:
    """A photo named by its hash."""
    return {
        "sha256": sha256, "original_sha256": None, "name": "1.jpg", "source": "camera", "taken_at": None,
        "taken_position": None,
    } | more  # fmt: skip


def household() -> dict[str, Any]:
    """A body of ``sambang_warga`` as an officer fills it: four people, a concern, guidance."""
    person = {"gender": "female", "birth_date": "1988-04-12", "work_status": "working"}
    return {
        "consent": "given",
        "name": "Siti Rahmawati",
        "address": "Jalan Melati Raya Gang 4 Nomor 17",
        "neighbourhood": {"rt": "3", "rw": "05"},
        "head": {"gender": "male", "birth_place": "Tangerang", "birth_date": "1979-11-30", "occupation": "Pedagang"},
        "members": [person | {"name": f"{name} Safitri", "relation": "child"} for name in ("Citra", "Dinda", "Nadia")],
        "emergency_contact": {"name": "Dewi", "relation": "adik", "phone": "0812 3456 7890"},
        "result": {
            "situation": "watch",
            "situation_note": "Beberapa pemuda berkumpul sampai larut malam di ujung gang.",
            "concerns": [{"topic": "security", "description": "Lampu jalan di ujung gang mati sejak pekan lalu."}],
            "counselling": [{"topic": "Cegah curanmor dengan kunci ganda"}],
            "accompanied_by": ["rt_rw"],
        },
    }


def information(matter: str = "Rencana unjuk rasa buruh pabrik sepatu", **more: Any) -> dict[str, Any]:
    """The shortest valid body of ``laporan_informasi``."""
    return {
        "field": "security", "matter": matter,
        "source": {"name": "Jaringan melati", "relation": "Warga binaan", "method": "Wawancara", "day": "2026-11-01", "time": "19.30"},
        "rating": {"source": "B", "content": "2"},
        "facts": {
            "what": "Buruh hendak mogok kerja", "who": "Sekitar 200 buruh", "where": "Gerbang pabrik",
            "when": "Senin pagi", "how": "Berjalan kaki dari gerbang pabrik",
        },
        "opinion": {"analysis": "Berpotensi menutup jalan raya"},
        "distribution": ["kapolsek", "kasat_intelkam"],
    } | more  # fmt: skip


def li_item(author_id: int, matter: str = "Rencana unjuk rasa buruh pabrik sepatu", **more: Any) -> dict[str, Any]:
    """A valid Laporan Informasi."""
    return item(author_id, kind="laporan_informasi", subject=None, body=information(matter)) | more


def item(author_id: int, **more: Any) -> dict[str, Any]:
    """A valid visit."""
    return {
        "id": uuid7(), "revision": 1, "base_revision": None, "author_id": author_id, "kind": "sambang_tempat",
        "form_version": 1, "created_at": now().isoformat(), "duration_s": 95, "subject": {"id": uuid7(), "new": True},
        "position": position(), "body": body(), "photos": [],
    } | more  # fmt: skip
