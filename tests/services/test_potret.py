"""Portraits of Bhabinkamtibmas: who sets one, what is kept of it, when citizens see it, and that its files go with it."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from sambang_digital.db import reading, transaction
from sambang_digital.models import Akun, Audit, Penugasan, PeranAkun, Potret
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.security.permissions import Peran
from sambang_digital.services import bhabin, media, media_files, personel, potret, simpanan
from sambang_digital.services.media_errors import NotFound
from sambang_digital.services.waktu import today
from tests import pictures
from tests.factories import make_akun
from tests.laporan import KARAWACI
from tests.polres import Polres, actor

PICTURE, OTHER = pictures.photo(900, 1200), pictures.photo(900, 1200, shift=90)


@dataclass
class Scene:
    """A Polres with an admin above it and one at the polsek beside the officer's."""

    polres: Polres
    admin: Actor
    other: Actor

    @property
    def officer(self) -> int:
        """The officer of Karawaci."""
        return self.polres.officer.id


@pytest.fixture
async def scene(polres: Polres) -> Scene:
    """An officer on duty, and two admins of whom one reaches them."""
    await polres.hold()
    people = [
        actor(await make_akun(nrp, Peran.ADMIN, satuan=satuan), satuan, Peran.ADMIN)
        for nrp, satuan in (("60010009", polres.polres), ("70010009", polres.ciledug))
    ]
    return Scene(polres, *people)


async def told() -> UUID | None:
    """The portrait on the page of the officer's village."""
    async with reading() as session:
        found = await bhabin.find(session, KARAWACI)
    assert found
    (one,) = found.officers
    return one.portrait


async def bytes_of(stored: simpanan.Stored) -> bytes:
    """All of it."""
    return b"".join([bytes(piece) async for piece in stored.pieces])


async def files(potret_id: UUID) -> list[bool]:
    """Which of its sizes lie in the store."""
    return [bool(await simpanan.size(media_files.key(potret_id, size))) for size in media_files.PORTRAITS]


async def test_set_looked_at_shown_and_taken_away(scene: Scene) -> None:
    """Nobody sees it before it is shown; two squares without a word of the camera; each deed is on the trail; its files go."""
    row = await potret.put(scene.admin, scene.officer, PICTURE)
    assert await told() is None
    with pytest.raises(NotFound):
        await potret.public_picture(row.id, potret.SMALL)
    seen = await bytes_of(await potret.picture(scene.admin, scene.officer))

    await potret.show(scene.admin, scene.officer, shown=True)
    assert await told() == row.id
    sizes = [await bytes_of(await potret.public_picture(row.id, size)) for size in media_files.PORTRAITS]
    assert sizes[0] == seen
    assert [pictures.opened(data).size for data in sizes] == [(384, 384), (192, 192)]
    for data in sizes:
        assert data[8:12] == b"WEBP"
        assert b"Kamera" not in data
        assert not pictures.opened(data).getexif()

    await potret.show(scene.admin, scene.officer, shown=False)
    assert await told() is None
    await potret.remove(scene.admin, scene.officer)
    await potret.remove(scene.admin, scene.officer)
    with pytest.raises(NotFound):
        await potret.picture(scene.admin, scene.officer)
    assert await files(row.id) == [True, True]
    await media.sweep()
    assert await files(row.id) == [False, False]
    async with reading() as session:
        deeds = await session.scalars(select(Audit.action).where(Audit.action.like("akun.potret%")).order_by(Audit.id))
        assert list(deeds) == [
            f"akun.potret_{deed}" for deed in ("dipasang", "ditampilkan", "disembunyikan", "dihapus")
        ]


async def test_another_picture_takes_its_place_and_is_looked_at_first(scene: Scene) -> None:
    """It has another id, also if it is the same picture once more: what waits to be deleted is never what is shown."""
    first = await potret.put(scene.admin, scene.officer, PICTURE)
    await potret.show(scene.admin, scene.officer, shown=True)
    second = await potret.put(scene.admin, scene.officer, OTHER)
    assert await told() is None
    third = await potret.put(scene.admin, scene.officer, PICTURE)
    assert len({first.id, second.id, third.id}) == 3
    await media.sweep()
    assert [await files(one.id) for one in (first, second, third)] == [[False] * 2, [False] * 2, [True] * 2]


@pytest.mark.parametrize("end", ["duty", "account", "later"])
async def test_with_the_end_of_duty_nobody_gets_it(scene: Scene, end: str) -> None:
    """Neither the page nor the address that somebody kept; an admin still does."""
    row = await potret.put(scene.admin, scene.officer, PICTURE)
    await potret.show(scene.admin, scene.officer, shown=True)
    await potret.public_picture(row.id, potret.LARGE)
    of_duty = update(Penugasan).where(Penugasan.akun_id == scene.officer)
    change = {
        "duty": of_duty.values(end=today() - timedelta(days=1)),
        "later": of_duty.values(start=today() + timedelta(days=1)),
        "account": update(Akun).where(Akun.id == scene.officer).values(active=False),
    }[end]
    async with transaction() as session:
        await session.execute(change)
    async with reading() as session:
        found = await bhabin.find(session, KARAWACI)
    assert found
    assert found.officers == []
    with pytest.raises(NotFound):
        await potret.public_picture(row.id, potret.LARGE)
    await potret.picture(scene.admin, scene.officer)


async def test_only_an_admin_who_reaches_the_officer(scene: Scene) -> None:
    """Of another polsek it is as if there were nobody; others may not at all, not even the officer."""
    with pytest.raises(personel.NotFound):
        await potret.put(scene.other, scene.officer, PICTURE)
    await potret.put(scene.admin, scene.officer, PICTURE)
    for deed in (
        potret.picture(scene.other, scene.officer),
        potret.show(scene.other, scene.officer, shown=True),
        potret.remove(scene.other, scene.officer),
    ):
        with pytest.raises(personel.NotFound):
            await deed
    for who in (scene.polres.officer, scene.polres.kasat):
        with pytest.raises(Forbidden):
            await potret.put(who, scene.officer, PICTURE)
    async with reading() as session:
        assert (await session.get_one(Potret, scene.officer)).shown is False


async def test_of_a_bhabinkamtibmas_alone(scene: Scene) -> None:
    """Citizens know nobody else; a picture that is none changes nothing; there is nothing to show without one."""
    with pytest.raises(potret.NotOfAnOfficer):
        await potret.put(scene.admin, scene.polres.kanit.id, PICTURE)
    with pytest.raises(personel.NotFound):
        await potret.show(scene.admin, scene.officer, shown=True)
    row = await potret.put(scene.admin, scene.officer, PICTURE)
    for what, data in pictures.impostors().items():
        with pytest.raises(potret.GambarDitolak):
            await potret.put(scene.admin, scene.officer, data)
        assert what
    assert await files(row.id) == [True, True]


async def test_who_is_no_officer_any_more_by_then(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reach is asked once more when it is written; what was stored by then does not stay behind."""
    stored: list[UUID] = []
    keep = media_files.store_portrait

    async def kept(potret_id: UUID, made: object) -> None:
        await keep(potret_id, made)  # type: ignore[arg-type]
        stored.append(potret_id)
        async with transaction() as session:
            rows = (await session.scalars(select(PeranAkun).where(PeranAkun.akun_id == scene.admin.id))).all()
            for row in rows:
                await session.delete(row)

    monkeypatch.setattr(media_files, "store_portrait", kept)
    with pytest.raises(personel.NotFound):
        await potret.put(scene.admin, scene.officer, PICTURE)
    assert await files(stored[0]) == [False, False]
