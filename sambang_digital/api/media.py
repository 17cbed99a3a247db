"""Photos and videos over HTTP, for who signs in: resumable upload of officers' photos and of videos for what citizens read, and whatever
they may look at."""

from functools import partial
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response

from sambang_digital.api.media_stream import ANSWERS, send
from sambang_digital.api.tus import Begin, MediaRoute, tus_routes
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.security.sessions import SignedIn, allowed
from sambang_digital.services import media
from sambang_digital.services.media import Uploader
from sambang_digital.services.media_files import Size
from sambang_digital.settings import get_settings

Writer = Annotated[Actor, allowed(Permission.MEDIA_WRITE)]


def _uploader(actor: Writer) -> Uploader:
    return media.staff(actor)


def _begin(actor: Writer) -> Begin:
    return partial(media.begin, media.staff(actor))


router = APIRouter(route_class=MediaRoute)
router.include_router(tus_routes("tus", _uploader, _begin, lambda: get_settings().max_media_bytes))


Editor = Annotated[Actor, allowed(Permission.BACAAN_WRITE)]


def _editor(actor: Editor) -> Uploader:
    return media.staff(actor)


def _begin_film(actor: Editor) -> Begin:
    return partial(media.begin, media.staff(actor), kind="video")


router.include_router(tus_routes("tus-bacaan", _editor, _begin_film, lambda: get_settings().max_video_bytes))


@router.get("/media/{media_id}/{size}", tags=["media"], **ANSWERS)
async def picture(request: Request, actor: SignedIn, media_id: UUID, size: Size) -> Response:
    """A stored file: for its uploader, and for who may read a report that names it.

    ``video`` and ``asli`` (what a citizen sent, unchanged; each opening is on record) are there for some files only.
    """
    return await send(request, await media.readable(actor, media_id, size), size)
