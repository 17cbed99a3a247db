"""Writing what citizens read: drafts, versions, and the steps that lead a text to its readers.

A draft is kept as far as it is written. Its author may write on in the same version until it is handed in; after that, or when
somebody else writes, what is saved becomes another version, so that no version changes that somebody has judged, and nobody's
words take the place of another's.
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.bacaan import COMMON, FORMS, Jenis
from sambang_digital.forms.bacaan_naskah import Naskah, faults_of, lacking, media_in
from sambang_digital.forms.text import clean_text
from sambang_digital.models import Bacaan, BacaanFoto, BacaanLangkah, BacaanVersi
from sambang_digital.models.base import now
from sambang_digital.repositories import bacaan as shown_repository
from sambang_digital.repositories import bacaan_sunting as repository
from sambang_digital.repositories.bacaan_sunting import PAGE, SUMS, TABS, BacaanFilter, Tab
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit, bacaan_bawa, bacaan_terbit, kabar
from sambang_digital.services.audit import Aksi
from sambang_digital.services.bacaan import areas
from sambang_digital.services.bacaan_bawa import Reached
from sambang_digital.services.bacaan_terbit import TRANSITIONS, Langkah, NotNow
from sambang_digital.services.waktu import today

__all__ = [
    "PAGE", "SUMS", "TABS", "BacaanFilter", "Langkah", "NotFound", "NotNow", "Saved", "Sums", "Tab", "TextError", "Unfinished", "act",
    "allowed_steps", "areas", "listing", "opened", "publish", "save", "statistics",
]  # fmt: skip

MIN_NOTE, MAX_NOTE = 5, 500
MAX_SLUG = 60
LATEST = timedelta(days=366)
"""No text is scheduled later than that from now."""
NAMED = {"body": "foto", "film": "video"}
"""What a field names of ``Media``."""
MISSING = {
    "body": "Salah satu gambarnya tidak ada. Unggah gambarnya dari HP atau komputer ini.",
    "film": "Videonya tidak ada. Unggah videonya dari HP atau komputer ini.",
}
STEPS_SHOWN = 50
MONTHS_SHOWN = 12
OUR_STEPS = frozenset({Langkah.AJUKAN, Langkah.UBAH})
"""Steps of whoever may write; the others are for who may publish."""
SCHEDULED = "Jadwal terbit"
TOLD = {Langkah.KEMBALIKAN: kabar.Jenis.BACAAN_DIKEMBALIKAN, Langkah.TERBITKAN: kabar.Jenis.BACAAN_TERBIT}
"""Steps that are news for the author, unless it was they who took it."""


class NotFound(Exception):
    """No such text within the actor's reach."""


class TextError(ValueError):
    """What was sent cannot be kept; ``faults`` say by field why."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__(", ".join(faults))
        self.faults = dict(faults)


class Unfinished(TextError):
    """A draft that cannot be handed in yet: what is missing, by field."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What became of a draft that was saved. ``beside``: somebody else had saved in between, so it is a version of its own."""

    row: Bacaan
    version: BacaanVersi
    beside: bool


def base_of(version: BacaanVersi) -> str:
    """Names what somebody began to write from: another one after each saving."""
    return f"{version.n}:{version.at.isoformat()}"


def values_of(version: BacaanVersi) -> dict[str, Any]:
    """All fields of a version, as they are stored."""
    return {name: getattr(version, name) for name in COMMON} | version.parts


async def save(
    session: AsyncSession, actor: Actor, bacaan_id: UUID, kind: str, values: Mapping[str, Any], base: str = ""
) -> Saved:
    """Keep a draft as far as it is written; an id that there is not yet begins a new text of ``kind``, of the actor's satuan.

    Raises :class:`NotFound`, :class:`NotNow` for a text that is no draft, and :class:`TextError` for what does not fit.
    """
    actor.require(Permission.BACAAN_WRITE)
    row = await repository.find(session, actor, bacaan_id, lock=True)
    if row is None and (await repository.is_taken(session, id_=bacaan_id) or kind not in FORMS):
        raise NotFound
    fields = await _checked(session, FORMS[row.kind if row else kind].kind, values)
    at = now()
    if row is None:
        row = Bacaan(id=bacaan_id, slug=await _slug(session, bacaan_id, fields["title"]), kind=kind,
                     satuan_id=actor.satuan_id, created_at=at, changed_at=at)  # fmt: skip
        session.add(row)
        # Rows are related by their keys alone: their order has to be said.
        await session.flush()
        newest, beside, n = None, False, 1
    else:
        newest, beside = await _writable(session, actor, row, base)
        n = newest.n if newest else row.version + 1
    version = _write(newest, row.id, n, actor, fields, at)
    session.add(version)
    row.version, row.changed_at = n, at
    if row.published_at is None:
        row.slug = await _slug(session, row.id, fields["title"], row.slug)
    await session.flush()
    await _name_media(session, actor, row, version)
    await audit.record(session, actor, Aksi.BACAAN_DITULIS, row.id, kind=row.kind, version=version.n)
    return Saved(row, version, beside)


async def _checked(session: AsyncSession, kind: Jenis, values: Mapping[str, Any]) -> dict[str, Any]:
    try:
        naskah = Naskah.model_validate(values)
    except ValidationError as error:
        raise TextError(faults_of(error)) from error
    if naskah.area and naskah.area not in await areas(session):
        raise TextError({"area": "Pilih kecamatan atau kelurahan dari daftar."})
    return naskah.values(kind)


async def _writable(session: AsyncSession, actor: Actor, row: Bacaan, base: str) -> tuple[BacaanVersi | None, bool]:
    """The newest version while it is the actor's and a draft, else None: what they wrote becomes one more. And whether somebody else
    saved since they began."""
    if row.state != "draf":
        raise NotNow(row.state)
    newest = await _version(session, row)
    beside = bool(base) and base != base_of(newest)
    if newest.submitted_at is None and newest.n != row.shown and newest.author_id == actor.id and not beside:
        return newest, False
    return None, beside


def _write(
    version: BacaanVersi | None, bacaan_id: UUID, n: int, actor: Actor, fields: Mapping[str, Any], at: datetime
) -> BacaanVersi:
    columns: dict[str, Any] = {name: fields[name] for name in COMMON} | {"at": at}
    columns["parts"] = {name: value for name, value in fields.items() if name not in COMMON}
    if version is None:
        return BacaanVersi(bacaan_id=bacaan_id, n=n, author_id=actor.id, **columns)
    for name, value in columns.items():
        setattr(version, name, value)
    return version


async def _version(session: AsyncSession, row: Bacaan) -> BacaanVersi:
    version = await repository.version(session, row.id, row.version)
    assert version is not None
    return version


async def _slug(session: AsyncSession, bacaan_id: UUID, title: str, present: str = "") -> str:
    """The address made of a title; with a part of the id where another text has it."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    wanted = re.sub(r"[^a-z0-9]+", "-", plain)[:MAX_SLUG].strip("-") or "naskah"
    own = f"{wanted}-{bacaan_id.hex[-8:]}"
    if present in (wanted, own):
        return present
    return own if wanted == "naskah" or await repository.is_taken(session, slug=wanted) else wanted


async def _name_media(session: AsyncSession, actor: Actor, row: Bacaan, version: BacaanVersi) -> None:
    """Remember which photos and which video the text names: the actor's own, or those that it named before."""
    named = media_in(values_of(version))
    kinds = await repository.kinds_of_media(session, actor, row.id, named)
    if faults := {field: MISSING[field] for id_, field in named.items() if kinds.get(id_) != NAMED[field]}:
        raise TextError(faults)
    known = await repository.photos(session, row.id)
    session.add_all(BacaanFoto(bacaan_id=row.id, media_id=one) for one in sorted(set(named) - known))
    if unused := known - set(named):
        still = {one for each, _ in await repository.versions(session, row.id) for one in media_in(values_of(each))}
        await repository.forget_photos(session, row.id, unused - still)


def allowed_steps(actor: Actor, row: Bacaan, version: BacaanVersi) -> list[Langkah]:
    """Steps that this actor may take with a text now. Its author may take back what is not published yet, and put away what was never
    shown."""
    if not actor.may(Permission.BACAAN_WRITE):
        return []
    own = version.author_id == actor.id
    mine = OUR_STEPS | ({Langkah.KEMBALIKAN} if own else set()) | (set() if row.shown else {Langkah.ARSIPKAN})
    publishes = actor.may(Permission.BACAAN_PUBLISH)
    return [step for step in TRANSITIONS[row.state] if publishes or step in mine]


async def act(
    session: AsyncSession,
    actor: Actor,
    bacaan_id: UUID,
    step: Langkah,
    *,
    note: str = "",
    publish_at: datetime | None = None,
) -> Bacaan:
    """Take a step. Raises :class:`NotFound`, :class:`NotNow`, ``Forbidden``, :class:`Unfinished` for a text that lacks something, and
    :class:`TextError` for ``note`` and ``publish_at``."""
    actor.require(Permission.BACAAN_WRITE)
    row = await repository.find(session, actor, bacaan_id, lock=True)
    if row is None:
        raise NotFound
    if step not in TRANSITIONS[row.state]:
        raise NotNow(row.state)
    version = await _version(session, row)
    if step not in allowed_steps(actor, row, version):
        raise Forbidden(Permission.BACAAN_PUBLISH)
    note = _note(actor, version, step, note)
    publish_at = _when(publish_at) if step is Langkah.JADWALKAN else None
    if step in (Langkah.AJUKAN, Langkah.JADWALKAN, Langkah.TERBITKAN) and (
        faults := lacking(row.kind, values_of(version))
    ):
        raise Unfinished(faults)
    await _take(session, actor, row, version, step, note=note, publish_at=publish_at)
    return row


def _note(actor: Actor, version: BacaanVersi, step: Langkah, note: str) -> str:
    note = clean_text(note)
    if len(note) > MAX_NOTE:
        raise TextError({"note": f"Paling banyak {MAX_NOTE} huruf."})
    if step is Langkah.KEMBALIKAN and version.author_id != actor.id and len(note) < MIN_NOTE:
        raise TextError({"note": f"Tulis apa yang perlu diperbaiki, paling sedikit {MIN_NOTE} huruf."})
    return note


def _when(publish_at: datetime | None) -> datetime:
    if publish_at is None:
        raise TextError({"publish_at": "Pilih tanggal dan jamnya."})
    if publish_at <= now():
        raise TextError({"publish_at": "Waktu ini sudah lewat. Pilih waktu yang akan datang, atau terbitkan sekarang."})
    if publish_at > now() + LATEST:
        raise TextError({"publish_at": "Paling lama setahun dari sekarang."})
    return publish_at


async def _take(
    session: AsyncSession, actor: Actor | None, row: Bacaan, version: BacaanVersi, step: Langkah, *, note: str = "",
    publish_at: datetime | None = None, at: datetime | None = None,
) -> None:  # fmt: skip
    """Lead the text on, and write down who did it; ``actor`` None: the clock."""
    at, shown = at or now(), row.shown
    bacaan_terbit.take(row, step, at, publish_at)
    if step is Langkah.AJUKAN:
        version.submitted_at = version.submitted_at or at
    if step is Langkah.TERBITKAN:
        row.area_code = version.parts.get("area")
    langkah = BacaanLangkah(bacaan_id=row.id, n=row.version, step=step.value, akun_id=actor.id if actor else None,
                            note=note, publish_at=publish_at, at=at)  # fmt: skip
    session.add(langkah)
    await audit.record(
        session, actor, Aksi.BACAAN_LANGKAH, row.id, step=step.value, state=row.state, version=row.version, author_id=version.author_id,
    )  # fmt: skip
    if row.shown != shown or step is Langkah.TERBITKAN:
        await session.flush()
        await shown_repository.renew_token(session)
    if step is Langkah.TERBITKAN:
        await bacaan_terbit.published(session, row)
    await _tell(session, actor, row, version, step)


async def _tell(session: AsyncSession, actor: Actor | None, row: Bacaan, version: BacaanVersi, step: Langkah) -> None:
    """Who is to decide hears of a text that was handed in, its author of what became of it."""
    by = actor.id if actor else None
    if step is Langkah.AJUKAN and actor:
        told = await repository.reviewers(session, row.satuan_id or actor.satuan_id, actor)
        await kabar.notify(session, told, kabar.Jenis.BACAAN_DIAJUKAN, row.id, by=by)
    elif (jenis := TOLD.get(step)) and version.author_id:
        await kabar.notify(session, [version.author_id], jenis, row.id, by=by)


async def publish(session: AsyncSession, row: Bacaan, version: BacaanVersi, at: datetime) -> bool:
    """Publish a scheduled text whose time has come, or send it back where it does not fit its form any more; whether it was published."""
    if faults := lacking(row.kind, values_of(version)):
        note = f"{SCHEDULED}: belum dapat terbit, periksa {', '.join(sorted(faults))}."[:MAX_NOTE]
        await _take(session, None, row, version, Langkah.KEMBALIKAN, note=note, at=at)
        return False
    await _take(session, None, row, version, Langkah.TERBITKAN, note=SCHEDULED, at=at)
    return True


@dataclass(frozen=True, slots=True)
class Sums:
    """How often a text was read: nobody who reads is known. ``right_of`` is the part of right answers, None without a quiz."""

    read: int = 0
    finished: int = 0
    quizzes: int = 0
    quiz_right: int = 0
    quiz_asked: int = 0

    @classmethod
    def of(cls, row: Any) -> "Sums":
        """From a row of sums; None: nothing was counted."""
        return cls(**{name: int(getattr(row, name)) for name in SUMS}) if row else cls()

    @property
    def right_share(self) -> float | None:
        """Part of the answers that were right; None where nobody answered."""
        return self.quiz_right / self.quiz_asked if self.quiz_asked else None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the list: the text as its newest version says it, how often it was read, and to whom visits brought it."""

    row: Bacaan
    version: BacaanVersi
    author: str | None
    satuan: str | None
    sums: Sums
    reached: Reached | None


async def listing(session: AsyncSession, actor: Actor, wanted: BacaanFilter) -> tuple[list[Entry], dict[str, int]]:
    """A page of texts within reach, and how many there are in each state."""
    actor.require(Permission.BACAAN_WRITE)
    rows = await repository.page(session, actor, wanted)
    ids = [row.Bacaan.id for row in rows]
    sums, reached = await repository.sums(session, ids), await bacaan_bawa.reached(session, ids)
    entries = [
        Entry(row.Bacaan, row.BacaanVersi, row.author, row.satuan, Sums.of(sums.get(id_)), reached.get(UUID(str(id_))))
        for id_, row in zip(ids, rows, strict=True)
    ]
    return entries, await repository.count_states(session, actor, wanted)


@dataclass(frozen=True, slots=True)
class Opened:
    """One text with all its versions (the newest first) and the steps that it took (the last first), each with a name."""

    row: Bacaan
    versions: Sequence[tuple[BacaanVersi, str | None]]
    steps: Sequence[tuple[BacaanLangkah, str | None]]
    allowed: list[Langkah]


async def opened(session: AsyncSession, actor: Actor, bacaan_id: UUID) -> Opened:
    """One text. Raises :class:`NotFound`."""
    actor.require(Permission.BACAAN_WRITE)
    row = await repository.find(session, actor, bacaan_id)
    if row is None:
        raise NotFound
    versions = await repository.versions(session, row.id)
    steps = await repository.steps(session, row.id, STEPS_SHOWN)
    return Opened(row, versions, steps, allowed_steps(actor, row, versions[0][0]))


async def statistics(session: AsyncSession, actor: Actor, bacaan_id: UUID) -> tuple[dict[str, Sums], dict[str, Sums]]:
    """What is counted of a text in the last twelve months: by kecamatan (code, empty: not known) and by month (``2026-11``), the last
    first. Raises :class:`NotFound`."""
    actor.require(Permission.BACAAN_WRITE)
    if await repository.find(session, actor, bacaan_id) is None:
        raise NotFound
    first = today().replace(day=1)
    since = first.replace(year=first.year - 1) + timedelta(days=31)
    by_area = await repository.sums_by_area(session, bacaan_id, since.replace(day=1))
    by_month = await repository.sums_by_month(session, bacaan_id, since.replace(day=1))
    return {row.kecamatan_code: Sums.of(row) for row in by_area}, {row.month: Sums.of(row) for row in by_month}
