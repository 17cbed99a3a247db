"""The WhatsApp channel at work: one process at a time takes in, answers, fetches files, and looks whether Meta still knows us.

Off until everything is set; what came before that stays where it is. See ``docs/whatsapp.md``.
"""

import hmac
import logging
from datetime import datetime, timedelta

from sambang_digital.db import is_momentary, is_outage, only_one, reading, transaction
from sambang_digital.models.base import now
from sambang_digital.repositories import wa as repository
from sambang_digital.services import wa_graf, wa_kabar, wa_keluar, wa_masuk, wa_media, wa_pesan, wa_sehat
from sambang_digital.services.wa_percakapan import PATIENCE
from sambang_digital.settings import get_settings

log = logging.getLogger(__name__)

POLL_S = 2.0
"""How long a row of another process may wait unseen."""
OFF_S = 300.0
KEPT = timedelta(days=30)
"""So long ids of messages are kept, to know them again; Meta repeats a webhook for seven days."""
SWEEP_BATCH = 200


class NotSigned(Exception):
    """The webhook does not carry Meta's signature."""


def is_on() -> bool:
    """Whether everything is set."""
    return get_settings().whatsapp_on


def is_ours(verify_token: str) -> bool:
    """Whether whoever sets up the webhook knows our word."""
    word = get_settings().whatsapp_verify_token
    return word is not None and hmac.compare_digest(word.get_secret_value().encode(), verify_token.encode())


async def accept(body: bytes, signature: str) -> int:
    """Store a webhook; gives how many parts of it are new. Raises :class:`NotSigned`."""
    secret = get_settings().whatsapp_app_secret
    if secret is None or not wa_pesan.is_signed(body, signature, secret.get_secret_value()):
        raise NotSigned
    return await wa_masuk.accept(body)


async def work(moment: datetime | None = None) -> int:
    """Do what is due at ``moment`` (now), a batch of each; how much was done. Raises when the database is not there."""
    if not is_on():
        return 0
    moment = moment or now()
    async with reading() as session:
        found = await repository.keadaan(session)
        is_due = await repository.is_due(session, moment)
    if not is_due and found is not None and moment - found.checked_at < wa_sehat.EVERY:
        return 0
    async with only_one("wa") as alone:
        if not alone:
            return 0
        async with wa_graf.client() as whatsapp:
            done = await wa_masuk.work(moment)
            # What was just written is due a moment later than this began.
            later = max(moment, now())
            done += await wa_keluar.work(whatsapp, later)
            done += await wa_media.work(whatsapp, later)
            await wa_sehat.look(whatsapp, moment)
    return done


async def keep_channel() -> None:
    """Lifespan task: work while the channel is on."""
    while True:
        try:
            done = await work()
        except Exception as error:
            done, level = 0, log.warning if is_outage(error) or is_momentary(error) else log.exception
            level("the WhatsApp channel waits: %s", type(error).__name__)
        if not done:
            await wa_kabar.bell.wait(POLL_S if is_on() else OFF_S)


async def sweep() -> None:
    """Forget reports that were begun and left, ids that nobody repeats any more, news that is too old, and people long gone."""
    moment = now()
    async with transaction() as session:
        for contact in await repository.stale(session, moment - PATIENCE, SWEEP_BATCH):
            contact.state = {}
        await repository.expire(session, moment - wa_keluar.KEPT)
        await repository.forget(session, moment - KEPT)
