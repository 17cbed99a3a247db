"""Portraits of Bhabinkamtibmas: set by an admin, looked at, and only then shown to everybody, as long as the officer is on duty.

What is kept of a picture are two squares without a word of its camera. A picture that is set anew has another id, so a browser may keep
what it has for ever, and files that wait to be deleted are never those of a picture that is back.
"""

from hashlib import sha256
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading
from sambang_digital.models import Potret
from sambang_digital.models.base import now
from sambang_digital.repositories import potret as repository
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import audit, gambar, media_files, personel, simpanan
from sambang_digital.services.audit import Aksi
from sambang_digital.services.gambar import GambarDitolak
from sambang_digital.services.media_errors import Full, NotFound, Unavailable
from sambang_digital.services.waktu import today
from sambang_digital.settings import get_settings

__all__ = ["GambarDitolak", "NotOfAnOfficer", "of", "picture", "public_picture", "put", "remove", "show"]

LARGE, SMALL = media_files.PORTRAITS


class NotOfAnOfficer(ValueError):
    """Citizens know Bhabinkamtibmas alone: of nobody else a portrait is kept."""


async def put(actor: Actor, akun_id: int, data: bytes) -> Potret:
    """Make the picture the officer's portrait, in the place of the one before; nobody but admins sees it until :func:`show`.

    Raises :class:`personel.NotFound`, :class:`NotOfAnOfficer`, :class:`GambarDitolak`, ``media_errors.Full`` and ``Unavailable``.
    """
    async with reading() as session:
        if Peran.BHABINKAMTIBMAS not in (await personel.find(session, actor, akun_id)).roles:
            raise NotOfAnOfficer
    made, at = await gambar.aside(lambda: gambar.portrait(data, get_settings().max_pixels)), now()
    mark = sha256(f"{akun_id} {at.isoformat()} ".encode() + made.besar)
    row = Potret(akun_id=akun_id, id=UUID(bytes=mark.digest()[:16]), set_at=at)
    try:
        await media_files.store_portrait(row.id, made)
    except simpanan.SimpananPenuh as error:
        raise Full("Ruang penyimpanan server penuh. Fotonya belum dipasang; coba lagi nanti.") from error
    except simpanan.SimpananTerganggu as error:
        raise Unavailable("Penyimpanan foto sedang terganggu. Coba lagi sebentar lagi.") from error
    try:
        async with personel.reached(actor, akun_id) as (session, _):
            await repository.replace(session, akun_id, row)
            await audit.record(session, actor, Aksi.AKUN_POTRET_DIPASANG, akun_id)
    except BaseException:
        await media_files.delete(row.id)
        raise
    return row


async def show(actor: Actor, akun_id: int, *, shown: bool) -> None:
    """Show the portrait to everybody, or no longer. Raises :class:`personel.NotFound`, also where there is none."""
    async with personel.reached(actor, akun_id) as (session, _):
        row = await repository.of(session, akun_id)
        if row is None:
            raise personel.NotFound
        row.shown = shown
        deed = Aksi.AKUN_POTRET_DITAMPILKAN if shown else Aksi.AKUN_POTRET_DISEMBUNYIKAN
        await audit.record(session, actor, deed, akun_id)


async def remove(actor: Actor, akun_id: int) -> None:
    """Forget the portrait; its files go with the next sweep. Raises :class:`personel.NotFound`."""
    async with personel.reached(actor, akun_id) as (session, _):
        if await repository.replace(session, akun_id, None):
            await audit.record(session, actor, Aksi.AKUN_POTRET_DIHAPUS, akun_id)


async def of(session: AsyncSession, actor: Actor, akun_id: int) -> Potret | None:
    """Somebody's portrait, for an admin who reaches them. Raises :class:`personel.NotFound`."""
    await personel.find(session, actor, akun_id)
    return await repository.of(session, akun_id)


async def picture(actor: Actor, akun_id: int) -> simpanan.Stored:
    """The large square, for an admin who reaches the officer. Raises :class:`personel.NotFound`, ``media_errors.NotFound`` and ``Unavailable``."""
    async with reading() as session:
        row = await of(session, actor, akun_id)
    if row is None:
        raise NotFound("Belum ada foto.")
    return await media_files.get(row.id, LARGE)


async def public_picture(potret_id: UUID, size: str) -> simpanan.Stored:
    """A portrait that everybody may see today, in one of ``media_files.PORTRAITS``. Raises ``media_errors.NotFound`` and ``Unavailable``."""
    async with reading() as session:
        if not await repository.is_public(session, potret_id, today()):
            raise NotFound("Foto ini tidak ada.")
    return await media_files.get(potret_id, size)
