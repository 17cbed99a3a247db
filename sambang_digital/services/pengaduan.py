"""Citizens' reports as they come in, whatever brings them: stored once however often they are sent, and told to whoever dispatches."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital import db
from sambang_digital.forms.pengaduan import GUARDED, PengaduanBaru
from sambang_digital.models import Pengaduan, PengaduanBerkas, PengaduanLangkah
from sambang_digital.models.base import now
from sambang_digital.repositories import pengaduan as repository
from sambang_digital.repositories import warga_akun as accounts
from sambang_digital.repositories import wilayah as villages
from sambang_digital.services import audit, format, kabar, pengaturan, percobaan, teguran, wa_lindung, wilayah
from sambang_digital.services.audit import Aksi
from sambang_digital.services.pengaduan_langkah import Langkah, PengaduanError, announce
from sambang_digital.services.warga import Warga

PER_DEVICE, PER_ACCOUNT, PER_ADDRESS = 5, 8, 200
"""New reports in a quarter of an hour. Whoever is in danger calls 110; an account has several phones, many phones share one address."""
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of ticket codes: none that is taken for another one when read aloud or written down."""
LATE = timedelta(minutes=10)
"""What was written longer ago than this came late: it is no danger of now any more."""
CLOCKS_APART = timedelta(minutes=1)
"""A time is named to the minute."""
TRIES = 5


AS_SENT = {"id", "urgent", "about_police", "text", "happened_at", "place", "name", "phone", "address", "hide_identity"}
"""What is stored as the form has it."""


class IdTaken(Exception):
    """Another phone's report has this id."""


@dataclass(frozen=True, slots=True)
class Received:
    """What a phone is told: the ticket, whether it was here before, and by how much it came late, seconds."""

    code: str
    received_at: datetime
    late_s: int
    duplicate: bool


def code_of(typed: str) -> str:
    """A ticket's code as it is stored, however somebody typed it."""
    letters = "".join(letter for letter in typed.upper() if letter.isalnum())
    return f"{letters[:4]}-{letters[4:]}"


def secret_hash(secret: str) -> bytes:
    """What is kept of a ticket's secret."""
    return hashlib.sha256(secret.encode()).digest()


def fits(row: Pengaduan, secret: str) -> bool:
    """Whether this is the secret of the report's ticket."""
    return hmac.compare_digest(row.secret_hash, secret_hash(secret))


def late_s(row: Pengaduan) -> int:
    """Seconds between writing and receipt, if those are many; else 0."""
    late = row.received_at - row.made_at
    return int(late.total_seconds()) if late > LATE else 0


def point_words(row: Pengaduan) -> str:
    """How the point of a report came to be, and so how far it can be trusted; empty without one."""
    if row.lat is None:
        return ""
    if row.accuracy_m:
        return f"posisi HP pelapor, ketelitian ± {format.distance(row.accuracy_m)}"
    if row.channel == "whatsapp":
        return "lokasi yang dikirim lewat WhatsApp, ketelitiannya tidak diketahui"
    return "ditunjuk pelapor di peta, jadi kira-kira"


def priority_of(row: Pengaduan) -> int:
    """The report's turn at the desk, as of ``Pengaduan.priority``: what came late stands below danger of now, however long it waits."""
    if not row.urgent:
        return 2
    return 1 if late_s(row) else 0


def is_guarded(row: Pengaduan) -> bool:
    """Whether a report must not be noticed by whoever shares phone or account with its citizen: violence at home or against children, also
    where only the words say so, reports about officers, and those whose citizen hides their name."""
    return row.about_police or row.hide_identity or row.kind in GUARDED or wa_lindung.is_guarded(row.text)


async def receive(warga: Warga, form: PengaduanBaru, channel: str = "web") -> Received:
    """Store a report of this phone. Sending it again gives the same ticket.

    Raises :class:`IdTaken`, :class:`PengaduanError`, ``TooManyAttempts`` of :mod:`~sambang_digital.services.percobaan`, or
    ``Blocked`` of :mod:`~sambang_digital.services.teguran`, which danger never meets.
    """
    async with db.reading() as session:
        if found := await _again(session, warga, form):
            return found
        if not form.urgent:
            await teguran.require_free(session, warga)
        account = await accounts.account_of(session, warga.device_id)
    await percobaan.begin(
        [
            (f"lapor:{warga.device_id}", PER_DEVICE),
            *([(f"lapor-akun:{account}", PER_ACCOUNT)] if account else []),
            *([(f"lapor:{warga.address}", PER_ADDRESS)] if warga.address else []),
        ]
    )
    try:
        async with db.transaction() as session:
            return _told(await store(session, warga, form, channel), duplicate=False)
    except IntegrityError:
        async with db.reading() as session:
            if found := await _again(session, warga, form):
                return found
        raise


async def _again(session: AsyncSession, warga: Warga, form: PengaduanBaru) -> Received | None:
    row = await repository.stored(session, form.id)
    if row is None:
        return None
    if row.device_id != warga.device_id and not fits(row, form.secret):
        raise IdTaken
    return _told(row, duplicate=True)


def _told(row: Pengaduan, *, duplicate: bool) -> Received:
    return Received(row.code, row.received_at, late_s(row), duplicate)


async def store(session: AsyncSession, warga: Warga, form: PengaduanBaru, channel: str) -> Pengaduan:
    """Write a new report with its ticket. Raises :class:`PengaduanError`."""
    # Both by the phone's clock, however wrong that is.
    if form.happened_at and form.happened_at > form.made_at + CLOCKS_APART:
        raise PengaduanError("happened_at", "Waktu ini belum terjadi. Periksa tanggal dan jamnya.")
    area_code, satuan_id = await _place(session, form)
    at = now()
    row = Pengaduan(
        **_columns(form),
        code=await _new_code(session),
        secret_hash=secret_hash(form.secret),
        device_id=warga.device_id,
        channel=channel,
        area_code=area_code,
        satuan_id=satuan_id,
        # A phone's clock that runs ahead makes nothing older or younger than it is.
        made_at=min(form.made_at, at),
        received_at=at,
        changed_at=at,
    )
    row.priority, row.guarded = priority_of(row), is_guarded(row)
    session.add(row)
    await session.flush()
    session.add(
        PengaduanLangkah(pengaduan_id=row.id, step=Langkah.MASUK.value, state=row.state, side="warga", data={}, at=at)
    )
    name_files(session, row, warga, form.files)
    await repository.grant(session, warga.device_id, row.id)
    await audit.record(
        session,
        None,
        Aksi.PENGADUAN_DITERIMA,
        row.id,
        category=row.category,
        channel=channel,
        text=audit.keyed(row.text),
    )
    told = await repository.desk(session, satuan_id, propam=row.about_police)
    danger = row.priority == 0 and not row.about_police
    await kabar.notify(session, told, kabar.Jenis.RESPON_CEPAT if danger else kabar.Jenis.PENGADUAN, row.id)
    announce(session, row)
    return row


def name_files(session: AsyncSession, row: Pengaduan, warga: Warga, files: Any, langkah: Any = None) -> None:
    """Note which photos and videos belong to a report, or to a step of it."""
    session.add_all(
        PengaduanBerkas(
            pengaduan_id=row.id,
            langkah_id=langkah,
            device_id=warga.device_id,
            sha256=one.sha256,
            name=one.name,
            position=position,
        )
        for position, one in enumerate(files)
    )


def _columns(form: PengaduanBaru) -> dict[str, Any]:
    fields = form.model_dump(include=AS_SENT)
    point = form.position
    return fields | {
        "category": form.category.value,
        "kind": form.kind.value if form.kind else None,
        "lat": point and point.lat,
        "lon": point and point.lon,
        "accuracy_m": point and point.accuracy_m,
    }


async def _place(session: AsyncSession, form: PengaduanBaru) -> tuple[str | None, int]:
    """The village, and the satuan whose desk it goes to: the Polres above the village, else whose platform it is."""
    code = form.area_code
    if form.position:
        code = await wilayah.village_at(session, form.position.lat, form.position.lon) or code
    village = await villages.by_code(session, code) if code else None
    if code and village is None:
        raise PengaduanError(
            "area_code", "Kelurahan atau desa ini tidak ada di daftar. Pilih yang lain, atau kosongkan."
        )
    above = await pengaturan.polres_of(session, village.satuan_id) if village and village.satuan_id else None
    satuan_id = above or (await pengaturan.owner(session)).id
    if not satuan_id and village:
        raise PengaduanError(
            "area_code", "Kelurahan atau desa ini belum ditangani Polres di sini. Pilih yang terdekat."
        )
    if not satuan_id:
        raise PengaduanError("area_code", "Pilih kelurahan atau desanya, supaya laporan sampai ke Polres yang tepat.")
    return (village.code if village else None), satuan_id


async def needs_village(session: AsyncSession) -> bool:
    """Whether a report that lies in no village goes to nobody: several Polres are there, and nobody above them all."""
    return not (await pengaturan.owner(session)).id


async def _new_code(session: AsyncSession) -> str:
    for _ in range(TRIES):
        letters = "".join(secrets.choice(LETTERS) for _ in range(8))
        code = f"{letters[:4]}-{letters[4:]}"
        if await repository.ticket(session, code) is None:
            return code
    raise RuntimeError("no free ticket code")
