"""What the map of Satbinmas draws: the outlines of the villages, and counted reports by village or place."""

from datetime import date
from typing import Annotated, Any, Literal, Self
from uuid import UUID

import orjson
from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field, model_validator

from sambang_digital.api.sinkron import SpotsOut
from sambang_digital.db import reading
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.security.sessions import allowed
from sambang_digital.services import kinerja, rawan, wilayah

router = APIRouter(prefix="/peta", tags=["peta"])


class AreaOut(BaseModel):
    """A village with its outline (GeoJSON MultiPolygon, WGS84). ``own``: below the actor's satuan."""

    code: str
    name: str
    kecamatan: str
    approximate: bool
    own: bool
    boundary: dict[str, Any]


class AreasOut(BaseModel):
    """All villages."""

    areas: list[AreaOut]


class ClusterOut(BaseModel):
    """``n`` visits drawn as one at their middle (degrees); ``id`` of the report if it is one. ``severity``: the worst flag, 0 to 4."""

    lat: float
    lon: float
    n: int
    severity: int
    id: UUID | None


class SceneOut(BaseModel):
    """``areas``: reports by village, ``-`` for those outside of all. ``clusters``: null from afar, then only ``areas`` count."""

    areas: dict[str, int]
    clusters: list[ClusterOut] | None


class SceneQuery(BaseModel):
    """Which counted reports, and the part of the map in sight."""

    dari: date
    sampai: date
    satuan: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None
    petugas: Annotated[int | None, Field(ge=1, le=2**31 - 1)] = None
    kelurahan: Annotated[str | None, Field(pattern=r"^(-|[0-9]{2}(\.[0-9]{2}){2}\.[0-9]{4})$")] = None
    jenis: Annotated[str | None, Field(max_length=32)] = None
    posisi: Literal["inside", "uncertain", "outside", "none"] | None = None
    tingkat: Literal["info", "low", "medium", "high"] | None = None
    barat: Annotated[float | None, Field(ge=-180, le=180, description="Degrees; all four sides or none.")] = None
    selatan: Annotated[float | None, Field(ge=-90, le=90)] = None
    timur: Annotated[float | None, Field(ge=-180, le=180)] = None
    utara: Annotated[float | None, Field(ge=-90, le=90)] = None

    @model_validator(mode="after")
    def _span(self) -> Self:
        if not 0 <= (self.sampai - self.dari).days < kinerja.MAX_DAYS:
            raise ValueError(f"Pilih 1 sampai {kinerja.MAX_DAYS} hari, dari yang lebih awal.")
        return self

    @property
    def wanted(self) -> kinerja.Wanted:
        """The same for the service."""
        return kinerja.chosen(self.dari, self.sampai, self)

    @property
    def box(self) -> kinerja.Box | None:
        """What is in sight."""
        if self.barat is None or self.selatan is None or self.timur is None or self.utara is None:
            return None
        return kinerja.Box(self.barat, self.selatan, self.timur, self.utara)


@router.get("/wilayah", response_model=AreasOut)
async def areas(actor: Annotated[Actor, allowed(Permission.KINERJA_READ)]) -> Response:
    """Outlines of all villages."""
    async with reading() as session:
        known = await wilayah.villages(session)
        own = {area.code for area in await kinerja.villages(session, actor, kinerja.today())}
    content = {
        "areas": [
            {
                "code": area.code,
                "name": area.name,
                "kecamatan": area.kecamatan,
                "approximate": area.approximate,
                "own": area.code in own,
                "boundary": wilayah.geojson(area.boundary),
            }
            for area in known.areas
        ],
    }
    return Response(orjson.dumps(content), media_type="application/json")


@router.get("/kunjungan")
async def scene(
    actor: Annotated[Actor, allowed(Permission.LAPORAN_READ)], query: Annotated[SceneQuery, Query()]
) -> SceneOut:
    """Counted reports within the actor's reach, by village and, from near, by place."""
    async with reading() as session:
        found = await kinerja.scene(session, actor, query.wanted, query.box)
    return SceneOut(
        areas={code or kinerja.NO_AREA: n for code, n in found.areas.items()},
        clusters=None
        if found.clusters is None
        else [ClusterOut(lat=c.lat, lon=c.lon, n=c.n, severity=c.severity, id=c.id) for c in found.clusters],
    )


@router.get("/rawan", response_model=SpotsOut)
async def spots(actor: Annotated[Actor, allowed(Permission.LAPORAN_READ)]) -> Response:
    """Vulnerable spots of early detection within the actor's reach, while they are news."""
    async with reading() as session:
        found = await rawan.within_reach(session, actor)
    return Response(orjson.dumps(found), media_type="application/json")
