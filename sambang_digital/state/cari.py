"""*Cari*: everything that the person may read, by any words of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

import reflex as rx

from sambang_digital.db import reading
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import cari
from sambang_digital.services.cari import Hit, Jenis
from sambang_digital.services.cari_cuplikan import Piece
from sambang_digital.state.address import Address, Lenient, PageNumber, Searched
from sambang_digital.state.beda import Part
from sambang_digital.state.kinerja_view import PetugasAddress
from sambang_digital.state.register_view import house_url
from sambang_digital.state.tinjauan_view import report_url
from sambang_digital.state.tugas_view import TugasAddress


class CariAddress(Address):
    """``/cari/``: the words, and one sort page by page."""

    path: ClassVar[str] = "/cari/"

    q: Searched = ""
    jenis: Annotated[Literal[tuple(map(str, Jenis))] | None, Lenient] = None  # type: ignore[valid-type]
    hal: PageNumber = 1


@dataclass
class Result:
    """Something found, with the address that opens it."""

    url: str = ""
    title: list[Part] = field(default_factory=list)
    about: str = ""
    iso: str = ""
    pieces: list[Part] = field(default_factory=list)


@dataclass
class Group:
    """Finds of one sort; ``more_url`` opens all of them."""

    jenis: str = ""
    results: list[Result] = field(default_factory=list)
    more_url: str = ""


URLS: dict[Jenis, Callable[[Any], str]] = {
    Jenis.LAPORAN: report_url,
    Jenis.REGISTER: house_url,
    Jenis.TUGAS: lambda id_: TugasAddress(tampil="semua").url(id=id_),
    Jenis.PETUGAS: lambda id_: PetugasAddress(id=id_).url(),
}
"""Where what was found is opened, by its id."""


def _parts(pieces: list[Piece]) -> list[Part]:
    return [Part(piece.text, piece.marked) for piece in pieces]


def _url(hit: Hit) -> str:
    return URLS[hit.opens](hit.id)


def result_of(hit: Hit) -> Result:
    """A find for the browser."""
    about = " · ".join(filter(None, hit.about))
    # When an account was made tells nobody anything.
    iso = "" if hit.opens is Jenis.PETUGAS else hit.at.isoformat()
    return Result(_url(hit), _parts(hit.title), about, iso, _parts(hit.pieces))


class CariState(ActorState):
    """One tab's search."""

    q: str = ""
    jenis: str = ""
    loaded: bool = False
    too_short: bool = False
    groups: list[Group] = []
    tabs: dict[str, str] = {}
    page: int = 1
    newer_url: str = ""
    older_url: str = ""

    @rx.event
    @allow(Permission.CARI_READ)
    async def enter(self) -> None:
        """Show what the address asks for."""
        actor = await self.actor()
        here = CariAddress.parse(self.router.url.query_parameters)
        page = min(max(1, here.hal), cari.PAGES)
        sort = Jenis(here.jenis) if here.jenis else None
        found, self.too_short = [], False
        if here.q:
            try:
                async with reading() as session:
                    found = await cari.search(session, actor, here.q, sort, page)
            except cari.TooShort:
                self.too_short = True
        self.q, self.jenis, self.page = here.q, here.jenis or "", page
        self.groups = [
            Group(
                one.jenis,
                [result_of(hit) for hit in one.hits],
                here.url(jenis=str(one.jenis)) if one.more and not sort else "",
            )
            for one in found
        ]
        self.tabs = {"": here.url(jenis=None, hal=1)} | {
            str(one): here.url(jenis=str(one), hal=1) for one in cari.jenis_of(actor)
        }
        more = bool(sort and found and found[0].more and page < cari.PAGES)
        self.newer_url = here.url(hal=page - 1) if page > 1 else ""
        self.older_url = here.url(hal=page + 1) if more else ""
        self.loaded = True
