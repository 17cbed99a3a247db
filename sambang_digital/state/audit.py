"""The page of the audit trail: what the address asks for, read at each entering."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, ClassVar
from zoneinfo import ZoneInfo

import reflex as rx
from typing_extensions import TypedDict

from sambang_digital.db import transaction
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit_view
from sambang_digital.services.audit import Aksi
from sambang_digital.services.format import exact, number
from sambang_digital.settings import get_settings
from sambang_digital.state.address import Address, Lenient, Searched
from sambang_digital.state.tinjauan_view import report_url


class AuditAddress(Address):
    """``/audit/``: which deeds. ``sebelum``: those before this one."""

    path: ClassVar[str] = "/audit/"

    siapa: Searched = ""
    aksi: Annotated[Aksi | None, Lenient] = None
    objek: Searched = ""
    dari: Annotated[date | None, Lenient] = None
    sampai: Annotated[date | None, Lenient] = None
    sebelum: Annotated[int | None, Lenient] = None

    @property
    def wanted(self) -> audit_view.AuditFilter:
        """The same for the service: days are the Polres's, the last one included."""
        zone = ZoneInfo(get_settings().timezone)

        def start(day: date | None, after: int = 0) -> datetime | None:
            return datetime.combine(day + timedelta(days=after), time(), zone) if day else None

        return audit_view.AuditFilter(
            person=self.siapa,
            action=self.aksi or "",
            object_id=self.objek,
            since=start(self.dari),
            until=start(self.sampai, 1),
            before=self.sebelum if self.sebelum and 0 < self.sebelum < 2**63 else None,
        )


class FilterForm(TypedDict, total=False):
    """The filters as the form sends them; what they mean is checked with the address."""

    siapa: str
    aksi: str
    objek: str
    dari: str
    sampai: str


@dataclass
class Row:
    """One deed as it is shown. ``url``: where its object can be looked at, if anywhere."""

    id: int
    at: str
    person: str
    nrp: str
    title: str
    object: str
    url: str
    details: str
    sealed: bool


class AuditState(ActorState):
    """One tab's view of the trail."""

    loaded: bool = False
    rows: list[Row] = []
    filters: dict[str, str] = {}
    filtered: bool = False
    older_url: str = ""
    newest_url: str = ""
    length: str = ""
    head: str = ""
    unsealed: int = 0
    signed: str = ""

    @rx.event
    @allow(Permission.AUDIT_READ)
    async def enter(self) -> None:
        """Show what the address says."""
        actor = await self.actor()
        here = AuditAddress.parse(self.router.url.query_parameters)
        async with transaction() as session:
            deeds = await audit_view.look(session, actor, here.wanted)
            chain = await audit_view.chain(session, actor)
        shown, zone = deeds[: audit_view.PAGE], get_settings().timezone
        self.rows = [
            Row(
                id=deed.id,
                at=exact(deed.at, zone),
                person=deed.person or "Sistem",
                nrp=deed.nrp,
                title=audit_view.title_of(deed.action),
                object=deed.object_id,
                url=_object_url(deed) if actor.may(Permission.LAPORAN_READ) else "",
                details=deed.details,
                sealed=deed.place is not None,
            )
            for deed in shown
        ]
        self.filters = here.texts()
        self.filtered = here.url(sebelum=None) != here.path
        self.older_url = here.url(sebelum=shown[-1].id) if len(deeds) > audit_view.PAGE else ""
        self.newest_url = here.url(sebelum=None) if here.sebelum else ""
        self.length, self.head, self.unsealed = number(chain.place), chain.hash[:16], chain.unsealed
        self.signed = f"{chain.day:%d-%m-%Y}{'' if chain.exported else ', belum diekspor'}" if chain.day else ""
        self.loaded = True

    @rx.event
    @allow(Permission.AUDIT_READ)
    async def filter(self, form: FilterForm) -> rx.event.EventSpec:
        """Go to the address of these filters."""
        return rx.redirect(AuditAddress.parse(form).url())


def _object_url(deed: audit_view.Deed) -> str:
    return report_url(deed.object_id) if deed.object_type == "laporan" else ""
