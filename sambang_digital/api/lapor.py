"""Citizens' reports over HTTP: sending one, and its ticket. The citizen is a phone with a cookie of its own (``security/warga.py``)."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Path, Request, Response
from pydantic import BaseModel

from sambang_digital.api.problem import Problem
from sambang_digital.db import reading
from sambang_digital.forms.pengaduan import Gangguan, Kategori, LangkahWarga, PengaduanBaru, Tiket
from sambang_digital.models.pengaduan import STATES
from sambang_digital.security.rates import Rate
from sambang_digital.security.sessions import client_address
from sambang_digital.security.warga import AnyWarga, KnownWarga
from sambang_digital.services import bhabin, format, pengaduan, pengaduan_tiket, serupa, teguran, wilayah_batas
from sambang_digital.services.pengaduan_langkah import Langkah, NotNow, PengaduanError
from sambang_digital.services.percobaan import TooManyAttempts
from sambang_digital.services.serupa import State
from sambang_digital.services.warga import Warga
from sambang_digital.settings import get_settings

router = APIRouter(prefix="/lapor", tags=["lapor"])
PRIVATE = "no-store"
NOT_HERE = "Tiket ini tidak ada di HP ini. Buka lewat tautan rahasianya, atau periksa kode dan rahasianya."
LISTS, MAPS = Rate(20), Rate(20)
"""Lists and maps of villages by address, of which many phones share one; a phone keeps them."""
Code = Annotated[str, Path(min_length=8, max_length=12)]


class ReceivedOut(BaseModel):
    """The ticket. ``duplicate``: it was here before. ``late_s``: seconds between writing and receipt, 0 if it came at once."""

    status: Literal["accepted", "duplicate"]
    code: str
    received_at: datetime
    late_s: int


class StepOut(BaseModel):
    """A step of the history."""

    id: UUID
    step: Langkah
    state: Literal[STATES]  # type: ignore[valid-type]
    side: Literal["warga", "petugas", "sistem"]
    note: str
    data: dict[str, Any]
    at: datetime


class FileOut(BaseModel):
    """A photo or video that the citizen sent: ``/api/v1/media/warga/{id}/…``, null until it is there."""

    id: UUID | None
    kind: Literal["foto", "video"] | None
    state: Literal["menunggu", "mengunggah", "siap", "ditolak"]
    reason: str | None


class TicketOut(BaseModel):
    """A ticket; ``told_at``: the desk's last step that the citizen reads; ``can``: steps that the citizen may take now. The list of tickets carries no ``steps`` and no ``files``."""

    code: str
    category: Kategori
    kind: Gangguan | None
    urgent: bool
    state: Literal[STATES]  # type: ignore[valid-type]
    text: str
    place: str
    office: str | None
    made_at: datetime
    received_at: datetime
    changed_at: datetime
    told_at: datetime | None
    late_s: int
    rating: int | None
    merged: bool
    merged_state: State | None
    reopen_until: datetime | None
    can: list[Langkah]
    steps: list[StepOut]
    files: list[FileOut]


class FollowedOut(BaseModel):
    """Somebody else's report that this phone follows; ``id`` is that of the following, ``changed_at`` since when it stands so."""

    id: UUID
    category: Kategori
    state: State
    changed_at: datetime


class TicketsOut(BaseModel):
    """The tickets of this phone, and what it follows."""

    tickets: list[TicketOut]
    followed: list[FollowedOut]


class AreaOut(BaseModel):
    """A village, to be chosen from a list. ``kind``: ``kelurahan`` or ``desa``."""

    code: str
    name: str
    kind: str
    kecamatan_code: str
    kecamatan: str
    kabkota: str


class AreasOut(BaseModel):
    """All villages, by kecamatan and name; ``needed``: a report has to lie in one of them, or to name one."""

    areas: list[AreaOut]
    needed: bool


class OutlineOut(BaseModel):
    """A village on the map; ``middle`` and ``rings`` in steps, east before north; a ring: a corner, then the way to each next one."""

    code: str
    name: str
    kecamatan: str
    approximate: bool
    middle: list[int]
    rings: list[list[int]]


class OutlinesOut(BaseModel):
    """All villages; a ``step`` in degrees, ``crack_m``: gaps up to this many metres belong to the nearest village."""

    step: float
    crack_m: float
    areas: list[OutlineOut]


class CodeOut(BaseModel):
    """The code of a ticket that this phone may open from now on."""

    code: str


def _not_too_often(request: Request) -> None:
    LISTS.take(hash(client_address(request)))


def _maps_not_too_often(request: Request) -> None:
    MAPS.take(hash(client_address(request)))


def too_many(error: TooManyAttempts) -> Problem:
    """The answer to one request too many of a citizen's phone."""
    detail = "Terlalu sering dari HP ini. Tidak ada yang hilang; coba lagi sebentar. Bila darurat, telepon 110."
    return Problem(429, detail, headers={"Retry-After": str(error.retry_after_s)})


def _blocked(block: teguran.Block) -> Problem:
    since, until = (format.exact(moment, get_settings().timezone) for moment in (block.since, block.until))
    return Problem(
        403,
        f"Laporan baru dari HP ini dijeda sejak {since} sampai {until}, karena {block.strikes} laporan sebelumnya dinyatakan palsu "
        "atau iseng. Bila itu keliru, ajukan keberatan pada daftar teguran di halaman tiket. Bila ada bahaya, "
        "Respon Cepat dan telepon 110 tetap dapat dipakai.",
    )


def _here(warga: Warga | None) -> Warga:
    if warga is None:
        raise Problem(404, NOT_HERE)
    return warga


def _out(ticket: pengaduan_tiket.Ticket) -> TicketOut:
    return TicketOut.model_validate(asdict(ticket))


@router.post("")
async def send(warga: AnyWarga, form: PengaduanBaru, response: Response) -> ReceivedOut:
    """A report. May be sent again without harm: its ``id`` is stored once, and the ticket is the same."""
    response.headers["Cache-Control"] = PRIVATE
    try:
        done = await pengaduan.receive(warga, form)
    except pengaduan.IdTaken:
        raise Problem(409, "Nomor laporan ini sudah dipakai laporan lain.") from None
    except PengaduanError as error:
        raise Problem(422, errors=[{"field": error.field, "message": str(error)}]) from None
    except TooManyAttempts as error:
        raise too_many(error) from None
    except teguran.Blocked as error:
        raise _blocked(error.block) from None
    status: Literal["accepted", "duplicate"] = "duplicate" if done.duplicate else "accepted"
    return ReceivedOut(status=status, code=done.code, received_at=done.received_at, late_s=done.late_s)


@router.get("/wilayah", dependencies=[Depends(_not_too_often)])
async def areas() -> AreasOut:
    """Where something may have happened: no phone need be known for that."""
    async with reading() as session:
        found = [AreaOut.model_validate(asdict(one)) for one in await bhabin.everywhere(session)]
        return AreasOut(areas=found, needed=await pengaduan.needs_village(session))


@router.get(
    "/peta",
    dependencies=[Depends(_maps_not_too_often)],
    response_model=OutlinesOut,
    responses={304: {"description": "As it was."}},
)
async def outlines(if_none_match: Annotated[str | None, Header(max_length=200)] = None) -> Response:
    """The map on which a citizen shows where it was: outlines of all villages, which a phone keeps for use without network."""
    async with reading() as session:
        found = await wilayah_batas.outlines(session)
    headers = {"ETag": f'W/"{found.version}"', "Cache-Control": "public, no-cache"}
    if if_none_match and headers["ETag"] in if_none_match:
        return Response(status_code=304, headers=headers)
    return Response(found.body, media_type="application/json", headers=headers)


@router.post("/tiket")
async def show(warga: AnyWarga, shown: Tiket, response: Response) -> CodeOut:
    """Show the secret of a ticket: this phone may open it from then on."""
    response.headers["Cache-Control"] = PRIVATE
    try:
        return CodeOut(code=await pengaduan_tiket.show(warga, shown))
    except pengaduan_tiket.NotFound:
        raise Problem(404, NOT_HERE) from None
    except TooManyAttempts as error:
        raise too_many(error) from None


@router.get("/tiket")
async def tickets(warga: KnownWarga, response: Response) -> TicketsOut:
    """The tickets of this phone, the latest first; none for one that was never here."""
    response.headers["Cache-Control"] = PRIVATE
    if warga is None:
        return TicketsOut(tickets=[], followed=[])
    async with reading() as session:
        follows = await serupa.followed(session, warga)
        return TicketsOut(
            tickets=[_out(one) for one in await pengaduan_tiket.tickets(session, warga)],
            followed=[FollowedOut.model_validate(asdict(one)) for one in follows],
        )


@router.get("/tiket/{code}")
async def look(warga: KnownWarga, code: Code, response: Response) -> TicketOut:
    """One ticket of this phone with its history."""
    response.headers["Cache-Control"] = PRIVATE
    try:
        async with reading() as session:
            return _out(await pengaduan_tiket.look(session, _here(warga), code))
    except pengaduan_tiket.NotFound:
        raise Problem(404, NOT_HERE) from None


@router.post("/tiket/{code}/langkah")
async def act(warga: KnownWarga, code: Code, deed: LangkahWarga, response: Response) -> TicketOut:
    """Add something, judge the answer, or open the report again. May be sent again without harm."""
    response.headers["Cache-Control"] = PRIVATE
    try:
        return _out(await pengaduan_tiket.act(_here(warga), code, deed))
    except pengaduan_tiket.NotFound:
        raise Problem(404, NOT_HERE) from None
    except pengaduan_tiket.IdTaken:
        raise Problem(409, "Nomor langkah ini sudah dipakai langkah lain.") from None
    except NotNow:
        raise Problem(
            409, "Ini tidak dapat dilakukan lagi. Muat ulang untuk melihat keadaan laporan sekarang."
        ) from None
    except PengaduanError as error:
        raise Problem(422, errors=[{"field": error.field, "message": str(error)}]) from None
    except TooManyAttempts as error:
        raise too_many(error) from None


@router.delete("/tiket/{code}", status_code=204)
async def forget(warga: KnownWarga, code: Code) -> Response:
    """Forget the ticket on this phone; the report itself stays."""
    try:
        await pengaduan_tiket.forget(_here(warga), code)
    except pengaduan_tiket.NotFound:
        raise Problem(404, NOT_HERE) from None
    return Response(status_code=204)
