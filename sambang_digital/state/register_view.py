"""The register as plain values for the browser: the addresses of its screens, its rows, an open house."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from sambang_digital.forms.permintaan import Identity, Kind
from sambang_digital.forms.sambang_warga import Consent, Gender, Relation
from sambang_digital.models import PermintaanWarga, Subjek
from sambang_digital.models.base import now
from sambang_digital.services.format import days_ago, exact, number
from sambang_digital.services.penghuni import HEAD, Resident
from sambang_digital.services.register import PAGES, RegisterFilter, Visit
from sambang_digital.services.waktu import day_of
from sambang_digital.settings import get_settings
from sambang_digital.state.address import Address, Lenient, PageNumber, Searched
from sambang_digital.state.cakupan_view import Rukun, rukun
from sambang_digital.state.tinjauan_view import kind_title, report_url

KINDS = {"rumah": "Rumah", "usaha": "Usaha", "tokoh": "Tokoh", "tempat": "Tempat"}
STATES = {"semua": "Semua", "aktif": "Aktif", "pindah": "Pindah", "menolak": "Menolak didata"}
RELATIONS = {str(one): one.label for one in Relation} | {HEAD: "Kepala keluarga"}
GENDERS = {str(one): one.label for one in Gender}
REQUESTS = {str(one): one.label for one in Kind}
IDENTITIES = {str(one): one.label for one in Identity}


class RegisterAddress(Address):
    """``/register/``: which entries. ``hari``: not visited for so many days."""

    path: ClassVar[str] = "/register/"

    kelurahan: Annotated[str, Field(pattern=r"^[0-9]{2}(\.[0-9]{2}){2}\.[0-9]{4}$"), Lenient] = ""
    rw: Rukun = None
    rt: Rukun = None
    jenis: Annotated[Literal[tuple(KINDS)] | None, Lenient] = None  # type: ignore[valid-type]
    keadaan: Annotated[Literal["semua", "aktif", "pindah", "menolak"], Lenient] = "semua"
    hari: Annotated[int | None, Field(ge=1, le=3650), Lenient] = None
    cari: Searched = ""
    urut: Annotated[Literal["baru", "lama"], Lenient] = "baru"
    hal: PageNumber = 1

    @property
    def wanted(self) -> RegisterFilter:
        """The same for the service."""
        return RegisterFilter(
            area_code=self.kelurahan or None,
            rw=self.rw,
            rt=self.rt,
            kind=self.jenis,
            state=self.keadaan,
            unvisited_since=now() - timedelta(days=self.hari) if self.hari else None,
            text=self.cari,
            oldest_first=self.urut == "lama",
            page=min(self.hal, PAGES),
        )


class HouseAddress(Address):
    """``/register/rumah/``: one entry; ``salinan``: all that is kept of it, to be printed."""

    path: ClassVar[str] = "/register/rumah/"

    id: Annotated[UUID | None, Lenient] = None
    salinan: Annotated[Literal["ya"] | None, Lenient] = None


class PairsAddress(Address):
    """``/register/ganda/``: pairs that may be one."""

    path: ClassVar[str] = "/register/ganda/"

    hal: PageNumber = 1


class RequestsAddress(Address):
    """``/register/permintaan/``: requests of citizens that wait, or were answered."""

    path: ClassVar[str] = "/register/permintaan/"

    tampil: Annotated[Literal["terbuka", "dijawab"], Lenient] = "terbuka"
    hal: PageNumber = 1


def house_url(subjek_id: UUID) -> str:
    """Where an entry is shown."""
    return HouseAddress(id=subjek_id).url()


def _day(moment: datetime | None) -> date | None:
    return day_of(moment) if moment else None


@dataclass
class EntryRow:
    """A line of the register. ``state``: ``aktif``, ``pindah`` or ``menolak``."""

    id: str
    url: str
    kind: str
    name: str
    address: str
    area: str
    rukun: str
    last: str
    visits: str
    state: str
    vulnerable: bool


def entry_row(row: object, today: date, area: str) -> EntryRow:
    """An entry for the browser; ``row`` has the names of ``Subjek``."""
    one: Subjek = row  # type: ignore[assignment]
    return EntryRow(
        id=str(one.id),
        url=house_url(one.id),
        kind=KINDS[one.kind],
        name=one.name,
        address=one.address,
        area=area,
        rukun=rukun(one.rw, one.rt),
        last=days_ago(_day(one.last_visit_at), today),
        visits=number(one.visits),
        state="pindah" if one.moved_on else "menolak" if one.declined else "aktif",
        vulnerable=one.vulnerable,
    )


@dataclass
class VisitRow:
    """A visit of an entry's history."""

    url: str
    number: str
    day: str
    kind: str
    author: str
    state: str
    situation: str
    consent: str
    revision: int
    posts: int


def visit_row(one: Visit) -> VisitRow:
    """A visit for the browser."""
    return VisitRow(
        url=report_url(one.id),
        number=f"ke-{one.number}" if one.number else "–",
        day=exact(one.at, get_settings().timezone),
        kind=kind_title(one.kind),
        author=one.author,
        state=one.state,
        situation=one.situation or "",
        consent=Consent.DECLINED.label if one.consent == Consent.DECLINED else "",
        revision=one.revision,
        posts=one.posts,
    )


@dataclass
class ResidentRow:
    """Somebody who lives or lived in a house."""

    name: str
    relation: str
    gender: str
    born: str
    since: str
    gone: str


def resident_row(one: Resident) -> ResidentRow:
    """Somebody for the browser."""
    return ResidentRow(
        name=one.name,
        relation=RELATIONS.get(one.relation, one.relation),
        gender=GENDERS.get(one.gender or "", ""),
        born=day_text(one.birth_date),
        since=day_text(one.since),
        gone=f"{day_text(one.gone_on)}, terakhir ada {day_text(one.until)}" if one.gone_on else "",
    )


def day_text(day: date | None) -> str:
    """``22-11-2026``, empty for None."""
    return f"{day:%d-%m-%Y}" if day else ""


@dataclass
class RequestRow:
    """A citizen's request. ``late``: it waits longer than the law gives."""

    id: int
    kind: str
    word: str
    entry: str
    url: str
    village: str
    requester: str
    identity: str
    note: str
    state: str
    open: bool
    asked: str
    age: str
    due: str
    late: bool
    written_by: str
    answer: str


def request_row(row: PermintaanWarga, written_by: str, entry: str = "", village: str = "") -> RequestRow:
    """A request for the browser."""
    zone, waits = get_settings().timezone, row.decided_at is None
    hours = int(((row.decided_at or now()) - row.created_at).total_seconds() // 3600)
    return RequestRow(
        id=row.id,
        kind=row.kind,
        word=REQUESTS[row.kind],
        entry=entry or "Data sudah dihapus",
        url=house_url(row.subjek_id),
        village=village,
        requester=row.requester,
        identity=IDENTITIES[row.identity],
        note=row.note,
        state=row.state,
        open=waits,
        asked=exact(row.created_at, zone),
        age=f"{hours // 24} hari {hours % 24} jam" if hours >= 24 else f"{hours} jam",
        due=exact(row.due_at, zone),
        late=waits and row.due_at < now(),
        written_by=written_by,
        answer=row.answer,
    )
