"""Rows that many tests need, made through the product's own session."""

from functools import lru_cache

from pwdlib import PasswordHash

from sambang_digital.db import transaction
from sambang_digital.models import Akun, PeranAkun, Satuan
from sambang_digital.security.permissions import Peran

PASSWORD = "kuda-laut-biru-7"


@lru_cache
def password_hash(password: str = PASSWORD) -> str:
    """Hashing costs 50 ms, so one hash serves all test accounts."""
    return PasswordHash.recommended().hash(password)


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
