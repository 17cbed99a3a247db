"""Address text of a position, by reverse geocoding: asked when a reviewer opens the report, never waited for.

The geocoder is any Nominatim (``GEOCODER_URL``; none is asked without it). Its usage policy: at most one request a second
from the whole installation, answers kept, a User-Agent that says who asks, no bulk questions
(https://operations.osmfoundation.org/policies/nominatim/).
"""

import asyncio
import logging
from typing import Any
from urllib.parse import urlsplit

from geopy.exc import GeopyError
from geopy.geocoders import Nominatim
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import reading, transaction
from sambang_digital.models import Alamat
from sambang_digital.repositories import alamat as repository
from sambang_digital.services import broadcast
from sambang_digital.settings import get_settings

log = logging.getLogger(__name__)

PAUSE_S = 1.1
"""Between two questions of one process, times the number of processes."""
TIMEOUT_S = 10
BACKLOG = 50
"""Questions that may wait; more are dropped and asked when their report is opened again."""

Question = tuple[str, broadcast.Message]
_questions: asyncio.Queue[Question] | None = None
"""Made by the task that answers; None where no geocoder is set."""


def key_of(lat: float, lon: float) -> str:
    """Points of the same 11 m share an answer."""
    return f"{lat:.4f},{lon:.4f}"


async def at(session: AsyncSession, lat: float, lon: float, tell: broadcast.Message) -> str:
    """The address kept for a point, or empty. If it was never asked for, it will be, and then ``tell`` goes to the
    channel of reports, so that who looks at it reads again."""
    key = key_of(lat, lon)
    known = await repository.find(session, key)
    if known is None and _questions is not None and not _questions.full():
        _questions.put_nowait((key, tell))
    return known or ""


async def answer() -> None:
    """Lifespan task: ask the geocoder, one question after the other."""
    global _questions
    if not get_settings().geocoder_url:
        return
    geocoder, _questions = _geocoder(), asyncio.Queue(BACKLOG)
    while True:
        key, tell = await _questions.get()
        if await _answered(geocoder, key, tell):
            await asyncio.sleep(PAUSE_S * get_settings().workers)


def _geocoder() -> Nominatim:
    url = urlsplit(get_settings().geocoder_url or "")
    who = f"Sambang Digital ({get_settings().public_url})"
    return Nominatim(user_agent=who, scheme=url.scheme, domain=f"{url.netloc}{url.path}".rstrip("/"), timeout=TIMEOUT_S)


async def _answered(geocoder: Any, key: str, tell: broadcast.Message) -> bool:
    """Ask about one point, unless somebody's question brought the answer meanwhile; whether the geocoder was asked."""
    try:
        async with reading() as session:
            if await repository.find(session, key) is not None:
                return False
        found = await asyncio.to_thread(geocoder.reverse, key, language="id", zoom=18)
        text = (found.address if found else "")[:400]
        async with transaction() as session:
            await repository.keep(session, Alamat(key=key, text=text))
        await broadcast.publish(broadcast.LAPORAN, tell)
    except GeopyError as error:
        log.warning("geocoder does not answer, asked again when the report is opened: %s", type(error).__name__)
    except Exception:
        log.exception("address of a point could not be kept")
    return True
