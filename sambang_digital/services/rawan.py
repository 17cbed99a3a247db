"""Vulnerable spots (titik rawan): what early detection says of a place, for as long as it is news.

A spot lives ``spot_days`` from the day on which it was seen; until ``fresh_days`` it counts as fresh. Both are settings of the
Polres. It goes sooner when its report is returned or a flag on it is upheld.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Any, TypedDict

import numpy as np
import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.deteksi_dini import DeteksiDini
from sambang_digital.forms.pengaturan import RawanSettings
from sambang_digital.models import TitikRawan
from sambang_digital.models.base import now
from sambang_digital.repositories import rawan as repository
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import pengaturan, wilayah
from sambang_digital.services.waktu import day_of


class Spot(TypedDict):
    """A vulnerable spot, ready for JSON: degrees; ``threat`` and ``place`` in words. Nothing of who told of it."""

    id: str
    lat: float
    lon: float
    area_code: str | None
    day: str
    threat: str
    urgency: str
    frequency: str
    place: str


class Spots(TypedDict):
    """Spots, newest first, with the days for which one is shown and counts as fresh; ``version`` differs when anything does."""

    version: str
    spot_days: int
    fresh_days: int
    items: list[Spot]


async def record(session: AsyncSession, received: Iterable[tuple[dict[str, Any], DeteksiDini]]) -> None:
    """Keep the spots of these reports (rows of ``Laporan`` with their forms), in the transaction of the intake.

    The spot is where the report says; without a point of its own, where it was made.
    """
    rows, gone = {}, []
    for report, form in received:
        place = (form.point.lat, form.point.lon) if form.point else (report["lat"], report["lon"])
        if not report["current"] or report["practice"]:
            continue
        if place[0] is None:
            gone.append(report["id"])
            continue
        rows[report["id"]] = {
            "laporan_id": report["id"],
            "revision": report["revision"],
            "satuan_id": report["satuan_id"],
            "lat": place[0],
            "lon": place[1],
            "day": form.date,
            "threat": form.threat_text,
            "urgency": str(form.urgency),
            "frequency": str(form.frequency),
            "place": form.place,
        }
    villages = await wilayah.villages(session)
    spots = list(rows.values())
    for spot, found in zip(spots, villages.find(_positions(spots)) if spots else (), strict=True):
        spot["area_code"] = villages.areas[found].code if found >= 0 else None
    await repository.put(session, sorted(spots, key=lambda spot: spot["laporan_id"]))
    if gone:
        await repository.remove(session, gone)


def _positions(spots: Sequence[dict[str, Any]]) -> Any:
    return np.array([(spot["lon"], spot["lat"]) for spot in spots])


async def of_officer(session: AsyncSession, actor: Actor, codes: Sequence[str]) -> Spots:
    """The spots in the officer's villages, whoever reported them."""
    actor.require(Permission.SINKRON_READ)
    limits, since = await _limits(session, actor)
    return _spots(await repository.of_villages(session, codes, since), limits)


async def within_reach(session: AsyncSession, actor: Actor) -> Spots:
    """The spots of reports that the actor may read."""
    actor.require(Permission.LAPORAN_READ)
    limits, since = await _limits(session, actor)
    return _spots(await repository.within_reach(session, actor, since), limits)


async def _limits(session: AsyncSession, actor: Actor) -> tuple[RawanSettings, date]:
    limits = (await pengaturan.of(session, actor.satuan_id)).rawan
    return limits, day_of(now()) - timedelta(days=limits.spot_days)


def _spots(rows: Sequence[TitikRawan], limits: RawanSettings) -> Spots:
    items = [
        Spot(
            id=str(row.laporan_id),
            lat=row.lat,
            lon=row.lon,
            area_code=row.area_code,
            day=row.day.isoformat(),
            threat=row.threat,
            urgency=row.urgency,
            frequency=row.frequency,
            place=row.place,
        )
        for row in rows
    ]
    told = [limits.spot_days, limits.fresh_days, items]
    version = sha256(orjson.dumps(told)).hexdigest()[:16]
    return Spots(version=version, spot_days=limits.spot_days, fresh_days=limits.fresh_days, items=items)
