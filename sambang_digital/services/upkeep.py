"""What is cleared away every now and then, in every process: each sweep is safe beside others of its kind."""

import asyncio
import logging
import random

from sambang_digital import db
from sambang_digital.services import (
    akun,
    audit_head,
    bendera,
    cari_indeks,
    ekspor,
    ganda,
    kabar_harian,
    media,
    pengaduan_tindak,
    retensi,
    teguran,
    wa,
    warga_kode,
)

log = logging.getLogger(__name__)

EVERY_S = 3600
SWEEPS = (
    akun.sweep,
    retensi.sweep,
    media.sweep,
    audit_head.sweep,
    bendera.sweep,
    ekspor.sweep,
    ganda.sweep,
    kabar_harian.sweep,
    pengaduan_tindak.sweep,
    cari_indeks.sweep,
    wa.sweep,
    teguran.sweep,
    warga_kode.sweep,
    db.empty_log,
)


async def keep_clean() -> None:
    """Lifespan task: sweep every hour; not all processes at the same moment."""
    while True:
        await asyncio.sleep(EVERY_S * random.uniform(0.5, 1.5))
        for sweep in SWEEPS:
            try:
                await sweep()
            except Exception:
                log.exception("%s.%s failed; the next one tries again", sweep.__module__, sweep.__name__)
