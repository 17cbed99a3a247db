"""Demo visits: houses, businesses, figures and places of a few officers, sent through the intake as a phone sends them.

Everything here is invented. The same visits everywhere; only their days count back from today.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from sambang_digital.db import transaction
from sambang_digital.models import Wilayah
from sambang_digital.models.base import now
from sambang_digital.security.actor import Actor
from sambang_digital.services import kiriman, tinjauan
from sambang_digital.services.laporan import Arrival, canonical

DAYS = 12
REVIEWED_AFTER = timedelta(days=2)
"""Older visits have been looked at; the rest waits at the reviewer's desk."""
RETURNED_EVERY = 9
NOTE = "Mohon lengkapi uraian keluhan warga dan tambahkan foto tampak depan rumah."

HOUSEHOLDS = (
    "Suparman", "Nurhayati", "Bambang Irawan", "Lilis Suryani", "Abdul Rohman", "Yanto Wijaya", "Rohimah", "Dadang Suhendar",
    "Sumiati", "Hasan Basri", "Ani Rahmawati", "Parto Wiyono", "Iwan Kurnia", "Titin Kartini", "Mulyadi", "Endang Susilowati",
)  # fmt: skip
STREETS = (
    "Jl. Merdeka",
    "Gg. Kenanga",
    "Jl. Proklamasi",
    "Gg. Haji Mansur",
    "Jl. Teuku Umar",
    "Jl. Gatot Subroto",
    "Gg. Melati",
)
BUSINESSES = (
    ("Toko Emas Sinar Jaya", "gold"), ("Warung Kelontong Bu Tini", "shop"), ("Bengkel Motor Maju Lancar", "workshop"),
    ("Kos Putri Anggrek", "lodging"), ("Gudang Ekspedisi Cepat", "warehouse"), ("Rumah Makan Sederhana Rasa", "food"),
)  # fmt: skip
FIGURES = (
    ("KH. Ahmad Syarifudin", "religious", "Ketua DKM Al-Ikhlas"), ("Haji Sanusi", "community", "Ketua RW 004"),
    ("Rina Marlina", "women", "Ketua PKK"), ("Fajar Ramadan", "youth", "Ketua Karang Taruna"),
)  # fmt: skip
PLACES = (
    ("Poskamling RW 003", "guard_post"), ("SDN Karawaci 7", "school"), ("Masjid Jami Nurul Huda", "worship"),
    ("Pasar Malabar", "market"), ("Lahan kosong dekat rel", "vulnerable"), ("Taman Gajah Tunggal", "public"),
)  # fmt: skip
FINDINGS: tuple[dict[str, Any], ...] = (
    {"situation": "safe", "notes": "Lingkungan tenang, warga saling mengenal."},
    {
        "situation": "watch",
        "situation_note": "Remaja sering berkumpul hingga larut di ujung gang.",
        "concerns": [{"topic": "security", "description": "Warga minta patroli malam Sabtu dan Minggu."}],
        "follow_up": {"action": "visit_again", "note": "Sambang ulang bersama Babinsa pekan depan."},
    },
    {
        "situation": "safe",
        "concerns": [{"topic": "environment", "description": "Lampu jalan di depan musala padam dua pekan."}],
        "follow_up": {"action": "coordinate", "note": "Disampaikan kepada lurah."},
        "accompanied_by": ["babinsa", "village_head"],
    },
    {
        "situation": "troubled",
        "situation_note": "Dua sepeda motor hilang bulan ini saat parkir tanpa kunci ganda.",
        "concerns": [{"topic": "security", "description": "Pencurian motor pada jam salat Isya."}],
        "counselling": [{"topic": "Cegah curanmor dengan kunci ganda"}],
        "follow_up": {"action": "report", "note": "Diteruskan ke unit reskrim dan patroli."},
    },
    {"situation": "safe", "counselling": [{"topic": "Bahaya hoaks dan penipuan daring"}], "accompanied_by": ["rt_rw"]},
)


@dataclass(frozen=True, slots=True)
class Beat:
    """An officer, their villages, and how many visits to show of them."""

    officer: Actor
    areas: Sequence[Wilayah]
    visits: int


def _uuid7(moment: datetime, random: Random) -> UUID:
    """An id as a phone makes it: milliseconds, then chance."""
    milliseconds = int(moment.timestamp() * 1000)
    return UUID(int=milliseconds << 80 | 7 << 76 | random.getrandbits(12) << 64 | 2 << 62 | random.getrandbits(62))


def _where(area: Wilayah, random: Random) -> tuple[float, float]:
    """A point within a third of the village's radius around its inner point, degrees."""
    metres = 1000 * math.sqrt(area.area_km2 / math.pi) * math.sqrt(random.random()) / 3
    angle = random.uniform(0, 2 * math.pi)
    north, east = metres * math.cos(angle) / 110_600, metres * math.sin(angle) / 110_600
    return round(area.lat + north, 6), round(area.lon + east / math.cos(math.radians(area.lat)), 6)


def _body(number: int, random: Random) -> tuple[str, dict[str, Any]]:
    """Kind and form of the ``number``-th visit: mostly households, as in real life."""
    common = {
        "address": f"{random.choice(STREETS)} No. {random.randint(1, 120)}",
        "neighbourhood": {"rt": f"{random.randint(1, 9):03}", "rw": f"{random.randint(1, 6):03}"},
        "result": FINDINGS[number % len(FINDINGS)],
    }
    turn = number // 6
    match number % 6:
        case 1:
            name, type_ = BUSINESSES[turn % len(BUSINESSES)]
            return "sambang_usaha", {"name": name, "business_type": type_, **common}
        case 3:
            name, type_ = PLACES[turn % len(PLACES)]
            return "sambang_tempat", {"name": name, "place_type": type_, **common}
        case 5:
            name, type_, position = FIGURES[turn % len(FIGURES)]
            return "sambang_tokoh", {"name": name, "figure_type": type_, "position": position, **common}
        case _:
            name = HOUSEHOLDS[number % len(HOUSEHOLDS)]
            return "sambang_warga", {"consent": "given", "name": name, **common}


def _visits(beat: Beat, first: int, today: datetime, random: Random) -> Iterator[tuple[dict[str, Any], datetime]]:
    """Items as a phone sends them, with the moment of their arrival."""
    for number in range(first, first + beat.visits):
        saved = today - timedelta(days=random.randrange(DAYS), minutes=20 + random.randint(0, 480))
        lat, lon = _where(beat.areas[number % len(beat.areas)], random)
        kind, body = _body(number, random)
        item = {
            "id": str(_uuid7(saved, random)),
            "revision": 1,
            "base_revision": None,
            "author_id": beat.officer.id,
            "kind": kind,
            "form_version": 1,
            "created_at": saved.isoformat(),
            # One in ten is filled in suspiciously fast, one in eleven stands under a bad sky: something to look at.
            "duration_s": 14 if number % 10 == 4 else random.randint(60, 420),
            "subject": {"id": str(_uuid7(saved, random)), "new": True},
            "position": {
                "lat": lat,
                "lon": lon,
                "accuracy_m": 130.0 if number % 11 == 6 else round(random.uniform(4, 28), 1),
                "time": (saved - timedelta(seconds=40)).isoformat(),
                "mode": "on_site",
                "reason": None,
            },
            "body": body,
            "photos": [],
        }
        yield item, saved + timedelta(minutes=random.randint(1, 15))


async def load(beats: Sequence[Beat], reviewers: dict[int, Actor]) -> int:
    """Send all visits and decide the older ones; ``reviewers`` by unit. Returns how many were accepted."""
    random, today, sent = Random(110), now(), 0
    for beat in beats:
        for item, arrived in _visits(beat, sent, today, random):
            (result,) = await kiriman.receive(beat.officer, [item], canonical(item).decode(), Arrival(arrived))
            if result["status"] != kiriman.Status.ACCEPTED:
                raise ValueError(f"{item['kind']}: {result['errors']}")
            sent += 1
            if today - arrived > REVIEWED_AFTER:
                await _review(reviewers[beat.officer.satuan_id], UUID(item["id"]), returned=sent % RETURNED_EVERY == 0)
    return sent


async def _review(reviewer: Actor, laporan_id: UUID, *, returned: bool) -> None:
    async with transaction() as session:
        decision: tinjauan.Decision = "dikembalikan" if returned else "diterima"
        await tinjauan.decide(session, reviewer, laporan_id, 1, decision, NOTE if returned else "")
