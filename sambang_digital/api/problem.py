"""Errors of the API as RFC 9457 problem JSON, in Indonesian, with the field where one is at fault."""

import logging
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from sambang_digital.db import is_outage
from sambang_digital.security.actor import FactorMissing, Forbidden, NotSignedIn
from sambang_digital.security.rates import TooFast

log = logging.getLogger(__name__)

RETRY_AFTER_S = "10"
TITLES = {
    400: "Permintaan tidak dapat dibaca",
    401: "Silakan masuk dahulu",
    403: "Anda tidak berwenang",
    404: "Tidak ditemukan",
    405: "Cara ini tidak didukung",
    409: "Bertentangan dengan data yang ada",
    410: "Sudah tidak tersedia",
    412: "Versi protokol tidak didukung",
    413: "Kiriman terlalu besar",
    415: "Jenis isi tidak didukung",
    416: "Bagian yang diminta tidak ada",
    422: "Isian perlu diperbaiki",
    423: "Sedang dipakai",
    429: "Terlalu banyak percobaan",
    460: "Isi berkas rusak di perjalanan",
    500: "Terjadi gangguan di server",
    503: "Server sedang sibuk",
    507: "Ruang penyimpanan penuh",
}


_ERROR = {
    "type": "object",
    "required": ["field", "message"],
    "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
}
_DOCUMENT = {
    "type": "object",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string", "enum": [*TITLES.values(), "Galat"]},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string"},
        "errors": {"type": "array", "items": _ERROR},
        "device": {
            "type": "object",
            "required": ["state", "akun_id"],
            "properties": {"state": {"const": "lost"}, "akun_id": {"type": "integer"}},
        },
    },
}
RESPONSES: dict[int | str, dict[str, Any]] = {
    family: {"description": meaning, "content": {"application/problem+json": {"schema": _DOCUMENT}}}
    for family, meaning in (("4XX", "Refused; says why"), ("5XX", "Not possible now; says whether to come back"))
}
"""What every operation may answer besides its own, for the OpenAPI document."""


class Problem(Exception):
    """Raise to answer with a problem document. ``errors`` are ``{"field", "message"}`` pairs."""

    def __init__(
        self,
        status: int,
        detail: str = "",
        *,
        errors: list[dict[str, str]] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.headers = status, detail, errors or [], headers


def problem(
    status: int,
    detail: str = "",
    errors: list[dict[str, str]] | None = None,
    headers: dict[str, str] | None = None,
    *,
    lost_by: int | None = None,
) -> JSONResponse:
    """The problem document as a response. ``lost_by``: the asking device erases what it keeps of that account."""
    content: dict[str, Any] = {"type": "about:blank", "title": TITLES.get(status, "Galat"), "status": status}
    if detail:
        content["detail"] = detail
    if errors:
        content["errors"] = errors
    if lost_by is not None:
        content["device"] = {"state": "lost", "akun_id": lost_by}
    return JSONResponse(content, status, headers, "application/problem+json")


def install(api: FastAPI) -> None:
    """Answer every error of ``api`` with a problem document."""

    @api.exception_handler(Problem)
    async def _ours(_: Request, error: Problem) -> JSONResponse:
        return problem(error.status, error.detail, error.errors, error.headers)

    @api.exception_handler(Forbidden)
    async def _forbidden(_: Request, error: Forbidden) -> JSONResponse:
        return problem(403, "Akun Anda tidak memiliki hak untuk ini.")

    @api.exception_handler(TooFast)
    async def _too_fast(_: Request, error: TooFast) -> JSONResponse:
        detail = "HP Anda terlalu sering meminta. Tidak ada yang hilang; dilanjutkan sebentar lagi."
        return problem(429, detail, headers={"Retry-After": str(error.retry_after_s)})

    @api.exception_handler(FactorMissing)
    async def _half(_: Request, error: FactorMissing) -> JSONResponse:
        return problem(403, "Masukkan dahulu kode dari aplikasi autentikator Anda.")

    @api.exception_handler(NotSignedIn)
    async def _nobody(_: Request, error: NotSignedIn) -> JSONResponse:
        return problem(401, lost_by=error.lost_by)

    @api.exception_handler(HTTPException)
    async def _http(_: Request, error: HTTPException) -> JSONResponse:
        # Starlette's own details are English; only an Indonesian one was written for people.
        detail = error.detail if error.status_code == 413 else ""
        return problem(error.status_code, detail, headers=dict(error.headers or {}))

    @api.exception_handler(DBAPIError)
    @api.exception_handler(PoolTimeout)
    @api.exception_handler(OSError)
    async def _outage(_: Request, error: Exception) -> JSONResponse:
        if not is_outage(error):
            raise error
        log.error("database unavailable: %s", error)
        detail = "Penyimpanan server sedang tidak dapat dipakai. Data Anda tetap di HP; coba lagi sebentar lagi."
        return problem(503, detail, headers={"Retry-After": RETRY_AFTER_S})

    @api.exception_handler(Exception)
    async def _unforeseen(_: Request, error: Exception) -> JSONResponse:
        return problem(500)

    @api.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        from sambang_digital.forms.messages import field_errors

        # Whether it stood in the query, the path or the body is no part of a field's name.
        return problem(422, errors=field_errors(fault | {"loc": fault["loc"][1:]} for fault in error.errors()))
