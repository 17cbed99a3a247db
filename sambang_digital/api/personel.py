"""Lists of people in and out: import with a dry run, template, export. Everything else about people is a live page."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel

from sambang_digital.api.body import whole
from sambang_digital.api.problem import Problem
from sambang_digital.db import transaction
from sambang_digital.forms.personel import ROLE_WORDS, Kolom, Unit
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran, Permission
from sambang_digital.security.sessions import allowed
from sambang_digital.services import personel, personel_impor
from sambang_digital.services.personel_berkas import MAX_BYTES, BerkasError, to_csv

router = APIRouter(prefix="/personel", tags=["personel"])
Admin = Annotated[Actor, allowed(Permission.AKUN_ADMIN)]
SHOWN_PEOPLE = 100
_FILE: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}
_CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {"schema": {"type": "string"}}}}}


class Kesalahan(BaseModel):
    """A fault: row in the file, heading of the column, what is wrong."""

    row: int
    column: str
    message: str


class Calon(BaseModel):
    """Somebody who would be added."""

    row: int
    nrp: str
    name: str
    satuan: str
    roles: str
    villages: int


class DryRun(BaseModel):
    """What a file would do: rows read, people to be added (the first of them in ``people``), or every fault."""

    rows: int
    count: int
    people: list[Calon]
    faults: list[Kesalahan]


class Done(BaseModel):
    """What was done; ``passwords`` is a CSV of one-time passwords that nobody can read again."""

    created: int
    passwords: str


async def _content(request: Request) -> bytes:
    too_large = f"Berkas paling besar {MAX_BYTES // 1_000_000} MB. Bagi menjadi beberapa berkas."
    return await whole(request, MAX_BYTES, too_large)


@router.post("/impor/periksa", openapi_extra=_FILE)
async def dry_run(actor: Admin, request: Request) -> DryRun:
    """Read a CSV or XLSX (the body is the file) and tell every fault; nothing is changed."""
    try:
        result = await personel_impor.check(actor, await _content(request))
    except BerkasError as error:
        raise Problem(422, str(error)) from None
    people = [
        Calon(
            row=one.row,
            nrp=one.person.nrp,
            name=one.person.name,
            satuan=one.satuan,
            roles=", ".join(sorted(ROLE_WORDS.get(role, role) for role in one.person.roles)),
            villages=len(one.areas),
        )
        for one in result.people[:SHOWN_PEOPLE]
    ]
    faults = [Kesalahan(row=one.row, column=one.column, message=one.message) for one in result.faults]
    return DryRun(rows=result.rows, count=len(result.people), people=people, faults=faults)


@router.post("/impor", openapi_extra=_FILE)
async def run(actor: Admin, request: Request) -> Done:
    """Add everybody in the file, or nobody if there is a fault."""
    try:
        done = await personel_impor.run(actor, await _content(request))
    except BerkasError as error:
        raise Problem(422, str(error)) from None
    except personel_impor.Ditolak as error:
        faults = [{"field": f"baris {one.row}, {one.column}", "message": one.message} for one in error.result.faults]
        raise Problem(422, "Tidak ada yang diimpor: berkas ini berisi kesalahan.", errors=faults) from None
    return Done(created=done.created, passwords=done.passwords)


def _file(name: str, content: str) -> Response:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=disposition)


@router.get("/contoh", response_class=Response, responses=_CSV)
async def template(actor: Admin) -> Response:
    """A CSV with the headings of an import and one example."""
    return _file("contoh-impor-personel.csv", personel_impor.template())


@router.get("/ekspor", response_class=Response, responses=_CSV)
async def export(
    actor: Admin,
    cari: Annotated[str, Query(max_length=100)] = "",
    satuan: Annotated[int | None, Query(ge=1, lt=2**31)] = None,
    peran: Peran | None = None,
    status: Literal["aktif", "nonaktif", "semua"] = "aktif",
) -> Response:
    """The people of a view of the list, as CSV with the headings of an import."""
    async with transaction() as session:
        lines = await personel.export(session, actor, personel.PersonelFilter(cari, satuan, peran, status))
    rows = [
        [
            line.akun.nrp,
            line.akun.name,
            line.akun.rank or "",
            line.akun.phone or "",
            line.satuan,
            Unit(line.akun.unit).label if line.akun.unit else "",
            "; ".join(ROLE_WORDS.get(role, role) for role in line.roles),
            line.akun.public_phone or "",
            "; ".join(line.villages),
        ]
        for line in lines
    ]
    return _file("personel.csv", to_csv([[*Kolom, personel_impor.WILAYAH], *rows]))
