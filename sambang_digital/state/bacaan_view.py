"""What the desk of texts shows, as plain values for the browser: its addresses, a line of the list, one text with all about it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal, get_args
from uuid import UUID

from pydantic import Field

from sambang_digital.forms.bacaan import AREA, FORMS, Jenis
from sambang_digital.forms.bacaan_naskah import LABELS, fields_of, said
from sambang_digital.models import Bacaan, BacaanLangkah, BacaanVersi
from sambang_digital.services import bacaan_beda, bacaan_sunting
from sambang_digital.services.bacaan_bawa import Reached
from sambang_digital.services.bacaan_sunting import BacaanFilter, Entry, Langkah, Opened, Sums, Tab
from sambang_digital.services.format import exact, month_text, number
from sambang_digital.services.waktu import day_of
from sambang_digital.settings import get_settings
from sambang_digital.state.address import Address, Lenient, PageNumber, Searched
from sambang_digital.state.beda import ChangeView, Part

TABS: tuple[Tab, ...] = get_args(Tab)
KINDS = {kind.value: kind.label for kind in Jenis}
Kind = Annotated[Literal[tuple(KINDS)] | None, Lenient]  # type: ignore[valid-type]
NOT_READ = "Belum cukup dibaca"
ELSEWHERE = "Tidak diketahui"
EVERYWHERE = "Semua wilayah"


class BacaanAddress(Address):
    """``/bacaan/``: which texts."""

    path: ClassVar[str] = "/bacaan/"

    tampil: Annotated[Literal[TABS], Lenient] = "semua"  # type: ignore[valid-type]
    jenis: Kind = None
    wilayah: Annotated[Annotated[str, Field(pattern=AREA)] | None, Lenient] = None
    cari: Searched = ""
    hal: PageNumber = 1

    @property
    def wanted(self) -> BacaanFilter:
        """The same for the service."""
        return BacaanFilter(self.tampil, self.jenis, self.wilayah, self.cari, self.hal)


class NaskahAddress(Address):
    """``/bacaan/naskah/``: one text, or a new one of a kind."""

    path: ClassVar[str] = "/bacaan/naskah/"

    id: Annotated[UUID | None, Lenient] = None
    jenis: Kind = None


def moment(at: datetime | None) -> str:
    """``22 Nov 2026 08.14 WIB``."""
    return exact(at, get_settings().timezone) if at else ""


@dataclass
class SumsView:
    """What is counted; ``none``: nothing yet."""

    name: str = ""
    read: str = "0"
    finished: str = "0"
    quizzes: str = "0"
    right: str = ""
    none: bool = True


def sums_view(sums: Sums, name: str = "") -> SumsView:
    """Sums for the browser."""
    share = sums.right_share
    return SumsView(
        name=name,
        read=number(sums.read),
        finished=number(sums.finished),
        quizzes=number(sums.quizzes),
        right="–" if share is None else f"{number(100 * share)} %",
        none=not (sums.read or sums.finished or sums.quizzes),
    )


@dataclass
class Row:
    """A line of the list. ``since`` says when it was or will be published."""

    id: str
    url: str
    title: str
    kind: str
    state: str
    since: str
    area: str
    changed: str
    sums: SumsView
    brought: str


def row_of(entry: Entry, areas: dict[str, str]) -> Row:
    """A line for the browser."""
    row, version = entry.row, entry.version
    by = entry.author or ("Bawaan aplikasi" if version.author_id is None else "")
    return Row(
        id=str(row.id),
        url=NaskahAddress(id=row.id).url(),
        title=version.title or "Tanpa judul",
        kind=KINDS[row.kind],
        state=row.state,
        since=_since(row),
        area=areas.get(version.parts.get("area") or "", EVERYWHERE),
        changed=" · ".join(filter(None, (by, entry.satuan, moment(row.changed_at)))),
        sums=sums_view(entry.sums),
        brought=_brought(entry.reached),
    )


def _brought(reached: Reached | None) -> str:
    return f"{number(reached.visits)} kali dibawa petugas, {number(reached.people)} orang" if reached else ""


def _since(row: Bacaan) -> str:
    if row.state == "dijadwalkan":
        return f"Terbit {moment(row.publish_at)}"
    if row.shown and row.state != "terbit":
        return f"Warga membaca versi {row.shown}"
    return f"Terbit {moment(row.published_at)}" if row.shown else ""


WORDS: dict[Langkah, tuple[str, str, str]] = {
    Langkah.AJUKAN: (
        "Ajukan untuk ditinjau", "Naskah dikunci dan menunggu keputusan pimpinan. Warga belum membacanya.", "send",
    ),
    Langkah.TERBITKAN: ("Terbitkan sekarang", "Warga langsung membaca versi ini.", "globe"),
    Langkah.JADWALKAN: ("Jadwalkan", "Terbit sendiri pada waktu yang Anda pilih.", "calendar-clock"),
    Langkah.KEMBALIKAN: ("Kembalikan ke penulis", "Penulis memperbaiki, lalu mengajukan lagi. Tulis alasannya.", "undo-2"),
    Langkah.UBAH: ("Tulis versi baru", "Versi yang terbit tetap dibaca warga sampai versi baru diterbitkan.", "pencil"),
    Langkah.ARSIPKAN: ("Arsipkan", "Tidak lagi dibaca warga. Semua versi tetap tersimpan dan dapat ditulis lagi.", "archive"),
}  # fmt: skip
"""Each step: its word, what it means, its icon."""
TAKE_BACK = ("Tarik kembali", "Naskah kembali menjadi draf, dan dapat Anda ubah lagi.", "undo-2")
ASKS = {Langkah.KEMBALIKAN: "note", Langkah.JADWALKAN: "when", Langkah.ARSIPKAN: "sure"}
"""Steps that ask something first."""
DONE = {
    Langkah.AJUKAN: "Diajukan. Pimpinan melihatnya di daftar Ditinjau.",
    Langkah.TERBITKAN: "Diterbitkan. Warga dapat membacanya sekarang.",
    Langkah.JADWALKAN: "Dijadwalkan. Terbit sendiri pada waktunya.",
    Langkah.KEMBALIKAN: "Kembali menjadi draf.",
    Langkah.UBAH: "Silakan menulis. Versi baru tersimpan saat Anda menyimpan.",
    Langkah.ARSIPKAN: "Diarsipkan.",
}
TOOK = {
    "ajukan": "Diajukan",
    "terbitkan": "Diterbitkan",
    "jadwalkan": "Dijadwalkan",
    "kembalikan": "Dikembalikan menjadi draf",
    "ubah": "Mulai ditulis lagi",
    "arsipkan": "Diarsipkan",
}
"""Steps of the history."""


@dataclass
class StepView:
    """A step that may be taken now; ``asks``: ``note``, ``when`` or ``sure`` first."""

    step: str
    word: str
    meaning: str
    icon: str
    asks: str


def steps_of(found: Opened, author: bool) -> list[StepView]:
    """The buttons; handing in is a button of the form."""
    shown = []
    for step in found.allowed:
        if step is Langkah.AJUKAN:
            continue
        back = step is Langkah.KEMBALIKAN and author
        word, meaning, icon = TAKE_BACK if back else WORDS[step]
        shown.append(StepView(step.value, word, meaning, icon, "" if back else ASKS.get(step, "")))
    return shown


@dataclass
class VersionView:
    """A version: who wrote it when, and what became of it."""

    n: int
    name: str
    by: str
    at: str
    shown: bool
    newest: bool
    since: str


@dataclass
class HistoryView:
    """A step that was taken."""

    word: str
    by: str
    at: str
    note: str


@dataclass
class LineView:
    """A field as it reads."""

    title: str
    text: str


@dataclass
class NaskahView:
    """One text with all about it. ``doc`` is what the form is filled with."""

    id: str = ""
    title: str = ""
    kind: str = ""
    kind_label: str = ""
    state: str = ""
    since: str = ""
    public_url: str = ""
    film: str = ""
    """Where the video of the newest version is played, to be looked at before it is published; empty without one."""
    editable: bool = False
    returned: str = ""
    """Why it was sent back, with who did; empty unless that was the last step."""
    steps: list[StepView] = field(default_factory=list)
    versions: list[VersionView] = field(default_factory=list)
    history: list[HistoryView] = field(default_factory=list)
    lines: list[LineView] = field(default_factory=list)
    doc: dict[str, Any] = field(default_factory=dict)


def view_of(found: Opened, mine: int, areas: dict[str, str]) -> NaskahView:
    """A text for the browser; ``mine``: the account that looks."""
    row, (version, _) = found.row, found.versions[0]
    editable = row.state == "draf"
    return NaskahView(
        id=str(row.id),
        title=version.title or "Tanpa judul",
        kind=row.kind,
        kind_label=KINDS[row.kind],
        state=row.state,
        since=_since(row),
        public_url=f"/baca/{row.slug}" if row.shown else "",
        film=f"/api/v1/media/{film['id']}" if (film := version.parts.get("film")) else "",
        editable=editable,
        returned=_returned(found),
        steps=steps_of(found, version.author_id == mine),
        versions=_versions(found),
        history=[_history(step, name) for step, name in found.steps],
        lines=[] if editable else lines_of(row.kind, version, areas),
        doc=doc_of(row, version),
    )


def _returned(found: Opened) -> str:
    last, name = found.steps[0] if found.steps else (None, None)
    if last is None or last.step != Langkah.KEMBALIKAN or not last.note:
        return ""
    return f"{last.note} ({name or 'Otomatis'}, {moment(last.at)})"


def doc_of(row: Bacaan, version: BacaanVersi) -> dict[str, Any]:
    """What the form is filled with."""
    values = bacaan_sunting.values_of(version)
    return {
        "id": str(row.id), "kind": row.kind, "base": bacaan_sunting.base_of(version),
        "values": {name: values.get(name) for name in fields_of(row.kind)},
    }  # fmt: skip


def new_doc(kind: str) -> dict[str, Any]:
    """The same for a text that is not there yet: the form gives it an id."""
    return {"id": "", "kind": kind, "base": "", "values": dict.fromkeys(fields_of(kind)) | {"audience": ["umum"]}}


def lines_of(kind: str, version: BacaanVersi, areas: dict[str, str]) -> list[LineView]:
    """All fields but the body as they read; what is empty is left out."""
    values = bacaan_sunting.values_of(version)
    values["area"] = areas.get(values.get("area") or "", EVERYWHERE)
    names = [name for name in LABELS if name in FORMS[kind].model_fields and name not in ("title", "body")]
    return [LineView(LABELS[name], text) for name in names if (text := said(name, values.get(name)))]


def _versions(found: Opened) -> list[VersionView]:
    row = found.row
    return [
        VersionView(
            n=version.n,
            name=f"Versi {version.n}",
            by=name or "Bawaan aplikasi",
            at=moment(version.at),
            shown=version.n == row.shown,
            newest=version.n == row.version,
            since=f"versi {version.n - 1}" if version.n > 1 else "",
        )
        for version, name in found.versions
    ]


def _history(step: BacaanLangkah, name: str | None) -> HistoryView:
    word = f"{TOOK.get(step.step, step.step)} (versi {step.n})"
    if step.publish_at:
        word = f"{word} untuk {moment(step.publish_at)}"
    return HistoryView(word, name or "Otomatis", moment(step.at), step.note)


def diffs_of(found: Opened, n: int, areas: dict[str, str]) -> list[ChangeView]:
    """What version ``n`` says differently from the one before."""
    by_n = {version.n: bacaan_sunting.values_of(version) for version, _ in found.versions}
    if n not in by_n or n - 1 not in by_n:
        return []
    before, after = ({**by_n[each], "area": areas.get(by_n[each].get("area") or "", "")} for each in (n - 1, n))
    return [
        ChangeView(one.title, [Part(*piece) for piece in one.before], [Part(*piece) for piece in one.after])
        for one in bacaan_beda.differences(before, after)
    ]


def statistics_of(
    by_area: dict[str, Sums], by_month: dict[str, Sums], areas: dict[str, str]
) -> tuple[list[SumsView], list[SumsView]]:
    """Both tables for the browser, the most read area first."""
    ordered = sorted(by_area.items(), key=lambda one: -one[1].read)
    months = [(day_of(datetime.fromisoformat(f"{month}-15T12:00:00+00:00")), sums) for month, sums in by_month.items()]
    return (
        [sums_view(sums, areas.get(code, ELSEWHERE)) for code, sums in ordered],
        [sums_view(sums, month_text(day)) for day, sums in months],
    )
