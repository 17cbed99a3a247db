"""Values of settings. What a Polres set is no secret among those who sign in, so these reads know no actor."""

from typing import Any

import orjson
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import NilaiPengaturan


async def everything(session: AsyncSession) -> list[NilaiPengaturan]:
    """All values that differ from the defaults."""
    return list(await session.scalars(select(NilaiPengaturan).order_by(NilaiPengaturan.key)))


async def put(session: AsyncSession, satuan_id: int | None, key: str, value: Any, akun_id: int | None) -> None:
    """Set one value; ``None`` as value takes it away, so that the default holds again."""
    same = NilaiPengaturan.satuan_id.is_(None) if satuan_id is None else NilaiPengaturan.satuan_id == satuan_id
    await session.execute(delete(NilaiPengaturan).where(same, NilaiPengaturan.key == key))
    if value is not None:
        session.add(
            NilaiPengaturan(satuan_id=satuan_id, key=key, value=orjson.dumps(value).decode(), changed_by=akun_id)
        )
        await session.flush()
