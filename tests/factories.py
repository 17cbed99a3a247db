"""Rows that many tests need, made through the product's own session."""

from functools import lru_cache
from uuid import UUID, uuid4

from sambang_digital.db import transaction
from sambang_digital.models import Akun, Laporan, LaporanFoto, PeranAkun, Satuan
from sambang_digital.models.base import now
from sambang_digital.security.permissions import Peran
from sambang_digital.services import sandi

PASSWORD = "kuda-laut-biru-7"


@lru_cache
def password_hash(password: str = PASSWORD) -> str:
    """One hash serves all test accounts."""
    return sandi.hasher.hash(password)


async def make_satuan(code: str = "POLRES", *, level: str = "polres", parent: Satuan | None = None) -> Satuan:
    """A police unit with its path."""
    async with transaction() as session:
        satuan = Satuan(code=code, name=f"Satuan {code}", level=level, parent_id=parent.id if parent else None)
        session.add(satuan)
        await session.flush()
        satuan.path = f"{parent.path if parent else '/'}{satuan.id}/"
    return satuan


async def make_akun(
    nrp: str = "80010001",
    *roles: Peran,
    satuan: Satuan | None = None,
    must_change_password: bool = False,
    active: bool = True,
) -> Akun:
    """A person with :data:`PASSWORD`; without roles a Bhabinkamtibmas."""
    satuan = satuan or await make_satuan(f"S{nrp}")
    async with transaction() as session:
        akun = Akun(
            nrp=nrp,
            name=f"Petugas {nrp}",
            rank="Aipda",
            satuan_id=satuan.id,
            password_hash=password_hash(),
            must_change_password=must_change_password,
            active=active,
        )
        session.add(akun)
        await session.flush()
        session.add_all(PeranAkun(akun_id=akun.id, role=role) for role in roles or (Peran.BHABINKAMTIBMAS,))
    return akun


async def make_laporan(author: Akun, *shas: str, satuan_id: int | None = None) -> UUID:
    """A report that names photos, at the author's unit or another; gives its id."""
    laporan_id, moment = uuid4(), now()
    async with transaction() as session:
        session.add(
            Laporan(
                id=laporan_id,
                revision=1,
                author_id=author.id,
                satuan_id=satuan_id or author.satuan_id,
                kind="sambang_tempat",
                form_version=1,
                created_at=moment,
                captured_at=moment,
                day=moment.date(),
                mode="none",
                body={},
                photos=[{"sha256": sha} for sha in shas],
                content_hash="0" * 64,
                receipt="0000-0000-0000",
            )
        )
        session.add_all(LaporanFoto(laporan_id=laporan_id, revision=1, sha256=sha, author_id=author.id) for sha in shas)
    return laporan_id
