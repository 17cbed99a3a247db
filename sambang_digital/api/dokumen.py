"""Documents as PDF: of one report, and recaps of a day or a month. Never kept by anybody in between."""

import re
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response
from pydantic import BeforeValidator, Field

from sambang_digital.api.problem import Problem
from sambang_digital.forms.text import clean_line, empty_is_none
from sambang_digital.security.rates import Rate
from sambang_digital.security.sessions import SignedIn
from sambang_digital.services import dokumen
from sambang_digital.services.waktu import today

router = APIRouter(prefix="/dokumen", tags=["dokumen"])
RATE = Rate()
_PDF: dict[int | str, dict[str, Any]] = {
    200: {"content": {"application/pdf": {"schema": {"type": "string", "format": "binary"}}}}
}
Id = Annotated[Annotated[int, Field(ge=1, lt=2**31)] | None, BeforeValidator(empty_is_none), Query()]
"""An id; a form without a choice sends it empty."""
Month = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", description="2026-11")]


def _day(text: str) -> date | None:
    if not (text := clean_line(text)):
        return None
    if not re.fullmatch(r"20[0-9]{2}(-[0-9]{2}){2}", text):
        raise ValueError("Tulis tanggal sebagai tahun-bulan-tanggal, misalnya 2026-11-22.")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("Tanggal ini tidak ada di kalender.") from None


def _first_of_month(text: str) -> date | None:
    text = clean_line(text)
    if text and not re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", text):
        raise ValueError("Tulis bulan sebagai tahun-bulan, misalnya 2026-11.")
    return date.fromisoformat(f"{text}-01") if text else None


def _file(made: dokumen.Printed) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "no-store"}
    return Response(made.content, media_type="application/pdf", headers=headers)


def _nothing() -> Problem:
    return Problem(404, "Dokumen ini tidak ada, atau di luar kewenangan Anda.")


@router.get("/laphar.pdf", response_class=Response, responses=_PDF)
async def laphar(
    actor: SignedIn,
    tanggal: Annotated[date | None, BeforeValidator(_day), Query(description="2026-11-22")] = None,
    satuan: Id = None,
    petugas: Id = None,
) -> Response:
    """The recap of a day: of an officer, of a unit, or without either of one's own. Without a day: today."""
    return await _recap(actor, "laphar", tanggal, satuan, petugas)


@router.get("/lapbul.pdf", response_class=Response, responses=_PDF)
async def lapbul(
    actor: SignedIn,
    bulan: Annotated[date | None, BeforeValidator(_first_of_month, json_schema_input_type=Month), Query()] = None,
    satuan: Id = None,
    petugas: Id = None,
) -> Response:
    """The recap of a month. Without one: the running month."""
    return await _recap(actor, "lapbul", bulan, satuan, petugas)


async def _recap(actor: SignedIn, name: str, day: date | None, satuan: int | None, petugas: int | None) -> Response:
    RATE.take(actor.id)
    if day and day > today():
        field, word = ("tanggal", "Tanggal") if name == "laphar" else ("bulan", "Bulan")
        raise Problem(422, errors=[{"field": field, "message": f"{word} ini belum terjadi."}])
    try:
        return _file(await dokumen.recap(actor, name, day or today(), satuan, petugas))
    except dokumen.NotFound:
        raise _nothing() from None


@router.get("/{jenis}/{laporan_id}.pdf", response_class=Response, responses=_PDF)
async def of_report(actor: SignedIn, jenis: Annotated[str, Path(max_length=20)], laporan_id: UUID) -> Response:
    """A document of a report that one may read: ``jenis`` as the report's kind has it (``dds``, ``lembar``)."""
    RATE.take(actor.id)
    try:
        return _file(await dokumen.of_report(actor, jenis, laporan_id))
    except dokumen.NotFound:
        raise _nothing() from None
    except dokumen.Unavailable:
        detail = "Foto laporan ini belum dapat dibaca. Coba lagi sebentar lagi."
        raise Problem(503, detail, headers={"Retry-After": "30"}) from None
