"""Portraits of officers, for who administers them; citizens see them at ``/bhabin/potret/``."""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import BaseModel

from sambang_digital.api.body import whole
from sambang_digital.api.problem import Problem
from sambang_digital.api.tus import STATUS
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.security.sessions import allowed
from sambang_digital.services import personel, potret
from sambang_digital.services.media_errors import MediaError
from sambang_digital.settings import get_settings

router = APIRouter(prefix="/potret", tags=["personel"])
Admin = Annotated[Actor, allowed(Permission.AKUN_ADMIN)]
AkunId = Annotated[int, Path(ge=1, lt=2**31)]
WEBP = "image/webp"
_BYTES: dict[str, Any] = {"schema": {"type": "string", "format": "binary"}}
_FILE = {"requestBody": {"required": True, "content": {"application/octet-stream": _BYTES}}}
NOBODY = "Orang ini tidak ada, atau di luar satuan Anda."


class PortraitOut(BaseModel):
    """A portrait that was set; ``shown``: to everybody."""

    shown: bool


@router.put("/{akun_id}", openapi_extra=_FILE)
async def put(request: Request, actor: Admin, akun_id: AkunId) -> PortraitOut:
    """Make the picture (the body is the file: JPEG, PNG or WebP) the officer's portrait; citizens see it once it is shown to them."""
    most = get_settings().max_media_bytes
    try:
        data = await whole(request, most, f"Foto paling besar {most // 1_000_000} MB.")
        return PortraitOut(shown=(await potret.put(actor, akun_id, data)).shown)
    except personel.NotFound:
        raise Problem(404, NOBODY) from None
    except potret.NotOfAnOfficer:
        raise Problem(422, "Hanya Bhabinkamtibmas yang fotonya dipasang.") from None
    except potret.GambarDitolak as error:
        raise Problem(422, str(error)) from None
    except MediaError as error:
        raise Problem(STATUS[type(error)], str(error)) from error


@router.get("/{akun_id}", response_class=StreamingResponse, responses={200: {"content": {WEBP: _BYTES}}})
async def picture(actor: Admin, akun_id: AkunId) -> Response:
    """The portrait, shown to citizens or not."""
    try:
        stored = await potret.picture(actor, akun_id)
    except personel.NotFound:
        raise Problem(404, NOBODY) from None
    except MediaError as error:
        raise Problem(STATUS[type(error)], str(error)) from error
    return StreamingResponse(stored.pieces, media_type=WEBP, headers={"Content-Length": str(stored.size)})
