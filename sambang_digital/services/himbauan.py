"""Announcements (himbauan) on the phones of citizens who asked for them, without an account.

What is to be sent is a row for each browser, written in the transaction that published the text and deleted after a push service
took it: a crash in between sends it once more, under the same tag, which shows nothing twice. Only texts that somebody wrote are
announced, each once; a corrected version rings nobody's phone again.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.bacaan import Jenis
from sambang_digital.models import Bacaan, BacaanVersi, LanggananWarga
from sambang_digital.models.base import now
from sambang_digital.repositories import himbauan as repository
from sambang_digital.services import push, push_antrean
from sambang_digital.services.lonceng import Bell
from sambang_digital.services.push import Answer

_bell = Bell()

KECAMATAN = 8
"""Letters of the code of a kecamatan, with which those of its villages begin (``36.71.07``)."""
MOST_BYTES = 3_000
"""Of one message before it is sealed; push services take 4,096 after that."""
KEPT = timedelta(days=1)
"""After that nobody's phone rings any more: the text stays in the library."""
BATCH = 64


class UnknownKecamatan(ValueError):
    """No village lies in a kecamatan of that code."""


async def subscribe(session: AsyncSession, endpoint: str, p256dh: str, auth: str, kecamatan_code: str | None) -> None:
    """Let a browser take announcements of a kecamatan, or (None) of all. Raises ``push.NotAllowed`` or :class:`UnknownKecamatan`."""
    push.check_endpoint(endpoint)
    if kecamatan_code is not None and not await repository.is_kecamatan(session, kecamatan_code):
        raise UnknownKecamatan(kecamatan_code)
    await repository.subscribe(session, endpoint, p256dh, auth, kecamatan_code)


async def unsubscribe(session: AsyncSession, endpoint: str) -> None:
    """This browser takes none any more. Whoever knows its address may say so: nobody but the browser and we do."""
    await repository.unsubscribe(session, endpoint)


async def asked_for(session: AsyncSession, endpoint: str) -> LanggananWarga | None:
    """What this browser asked for, or None."""
    return await repository.subscribed(session, endpoint)


async def announce(session: AsyncSession, row: Bacaan) -> None:
    """Tell those who asked for it of a text that is shown from now on, in the transaction that published it.

    Nobody is told of other kinds, of what came with the product, or of what was announced before.
    """
    if row.kind != Jenis.HIMBAUAN or row.shown is None or await repository.author_of(session, row) is None:
        return
    code = row.area_code[:KECAMATAN] if row.area_code else None
    if await repository.announce(session, row.id, code, now()):
        _bell.ring_after_commit(session)


def payload(row: Bacaan, version: BacaanVersi) -> bytes:
    """What a phone is sent: title and summary of the text, and its address. ``tag``: the same text never stands there twice."""
    found = orjson.dumps(
        {
            "jenis": Jenis.HIMBAUAN.value,
            "title": version.title,
            "body": version.summary,
            "tag": f"himbauan-{row.id}",
            "url": f"/baca/{row.slug}",
        }
    )
    assert len(found) <= MOST_BYTES
    return found


async def _deliver(row: Any, moment: datetime) -> Answer | None:
    """What became of one message, or None where it is not to be sent any more."""
    left = KEPT - (moment - row.announced_at)
    if row.BacaanVersi is None or left <= timedelta(0):
        return None
    message = push.Message(payload(row.Bacaan, row.BacaanVersi), row.Bacaan.id.hex, left)
    return await push.answered(lambda: push.send(row.LanggananWarga, message))


async def _settle(session: AsyncSession, row: Any, outcome: Answer | None, moment: datetime) -> None:
    await push_antrean.settle(session, repository, row.AntreanSiaran, row.LanggananWarga, outcome, moment)


async def _due(session: AsyncSession, moment: datetime) -> Sequence[Any]:
    return await repository.due(session, moment, BATCH)


async def work(moment: datetime | None = None) -> int:
    """Send what is due at ``moment`` (now), a batch; gives how many were dealt with. Raises when the database is not there."""
    return await push_antrean.turn("himbauan", repository, _due, _deliver, _settle, moment)


async def keep_sending() -> None:
    """Lifespan task: send what waits."""
    await push_antrean.keep_sending("announcements wait", work, _bell.wait)
