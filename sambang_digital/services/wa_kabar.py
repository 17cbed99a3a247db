"""News of a report that came by WhatsApp goes back by WhatsApp: its ticket, a neutral word, never a content.

:func:`told` is called in the transaction of the step, by :mod:`pengaduan_langkah` itself.
"""

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Pengaduan, PengaduanLangkah, WaKeluar
from sambang_digital.repositories import wa as repository
from sambang_digital.services.lonceng import Bell
from sambang_digital.settings import get_settings

CHANNEL = "whatsapp"
WORDS = {
    "baru": "sudah diterima",
    "diverifikasi": "sudah diperiksa",
    "ditugaskan": "sudah diteruskan ke petugas",
    "ditangani": "sedang ditangani",
    "menunggu_pelapor": "ada pertanyaan untuk Anda",
    "diteruskan": "diteruskan ke instansi lain",
    "selesai": "sudah selesai ditangani",
    "ditutup": "sudah ditutup",
    "digabung": "digabung dengan laporan lain",
    "ditolak": "sudah diputuskan",
}
"""What is said of each state. These words go through Meta and stand on locked screens."""
ANSWERED = "ada jawaban dari petugas"
NEITHER = frozenset({"catat", "masuk"})
bell = Bell()


def is_news(taken: PengaduanLangkah, before: str) -> bool:
    """Whether a step that led here from ``before`` is news to whoever reported, whatever brings it to them."""
    if taken.internal or taken.side == "warga" or taken.step in NEITHER:
        return False
    return taken.state != before or taken.step == "jawab"


async def told(session: AsyncSession, row: Pengaduan, taken: PengaduanLangkah, before: str) -> None:
    """Let the citizen hear of this step, if they wrote by WhatsApp and it is news to them."""
    if row.channel != CHANNEL or not is_news(taken, before):
        return
    contact = await repository.contact_of(session, row.device_id)
    if contact is None or contact.blocked:
        return
    await repository.drop_unsent(session, row.id)
    said = ANSWERED if taken.step == "jawab" else WORDS[taken.state]
    session.add(WaKeluar(kontak_id=contact.id, kind="kabar", pengaduan_id=row.id, words=words_of(row.code, said)))
    bell.ring_after_commit(session)


def words_of(code: str, said: str) -> dict[str, object]:
    """As it is kept: the free words, and what fills the template."""
    link = f"{get_settings().public_url}/tiket/"
    return {"text": f"Laporan {code}: {said}.\nBuka tautan tiket Anda, atau {link}", "parameters": [code, said]}
