"""The file of an export: for who asked for it, as long as they still may read all of it."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import StreamingResponse

from sambang_digital.api.problem import Problem
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.security.sessions import allowed
from sambang_digital.services import ekspor, simpanan
from sambang_digital.services.ekspor.berkas import WRITERS

router = APIRouter(prefix="/ekspor", tags=["ekspor"])
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"content": {one.media_type: {"schema": {"type": "string", "format": "binary"}} for one in WRITERS.values()}}
}


@router.get("/{ekspor_id}", response_class=StreamingResponse, responses=_FILE)
async def fetch(actor: Annotated[Actor, allowed(Permission.EKSPOR_WRITE)], ekspor_id: UUID) -> Response:
    """An own finished export."""
    try:
        found = await ekspor.fetch(actor, ekspor_id)
    except ekspor.NotFound:
        raise Problem(404, "Ekspor ini tidak ada, belum selesai, atau sudah dihapus.") from None
    except ekspor.Gone as gone:
        raise Problem(410, str(gone)) from None
    except simpanan.SimpananTerganggu:
        raise Problem(503, "Penyimpanan server sedang terganggu. Coba lagi sebentar lagi.") from None
    headers = {
        "Content-Length": str(found.stored.size),
        "Content-Disposition": f'attachment; filename="{found.name}"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return StreamingResponse(found.stored.pieces, media_type=found.media_type, headers=headers)
