"""Recaps of a day (*laphar*) and of a month (*lapbul*): of an officer, a polsek, or a Polres with all its polsek.

A recap names no concern and nobody's words: concerns are numbers by theme, notable events are titles, secret kinds numbers alone.
Coverage is the register's, as it stands when the recap is made.
"""

from abc import abstractmethod
from calendar import monthrange
from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from sambang_digital.forms.reading import day_text
from sambang_digital.forms.registry import FORMS
from sambang_digital.models import TingkatSatuan
from sambang_digital.services.dokumen import kop as letterhead
from sambang_digital.services.dokumen.angka import NOTABLE, TOPICS, Event, Person, Recap
from sambang_digital.services.dokumen.bagian import Part, clock_text, facts, heading, table
from sambang_digital.services.format import month_text, number, weekday_text
from sambang_digital.services.waktu import local_time, today

MOST_EVENTS = 40


class Rekap:
    """A recap: its span, and what of it is told row by row."""

    name: ClassVar[str]
    title: ClassVar[str]
    template: ClassVar[str] = "lembar"

    @classmethod
    @abstractmethod
    def span(cls, day: date) -> tuple[date, date]:
        """First and last day of the recap in which ``day`` lies."""

    @classmethod
    @abstractmethod
    def span_text(cls, recap: Recap) -> str:
        """The span in words."""

    @classmethod
    @abstractmethod
    def of_officer(cls, recap: Recap) -> list[Part]:
        """The rows of an officer's recap."""

    @classmethod
    def data(cls, recap: Recap, kop: letterhead.Kop, signatures: list[Part]) -> dict[str, Any]:
        """What its template shows."""
        name = recap.officer.name if recap.officer else recap.unit.name
        return {
            "judul": f"{cls.title.upper()} BHABINKAMTIBMAS",
            "anak_judul": f"{name}, {cls.span_text(recap)}",
            "kop": kop.part(),
            "catatan": f"{cls.title} {name}",
            "isi": [*_figures(recap), *cls._rows(recap), *_themes(recap), *_events(recap)],
            "tanda_tangan": signatures,
        }

    @classmethod
    def _rows(cls, recap: Recap) -> list[Part]:
        if recap.officer:
            return cls.of_officer(recap)
        return _by_unit(recap) if recap.unit.level != TingkatSatuan.POLSEK else _by_officer(recap)


class Laphar(Rekap):
    """A day."""

    name = "laphar"
    title = "Laporan harian"

    @classmethod
    def span(cls, day: date) -> tuple[date, date]:
        """That day."""
        return day, day

    @classmethod
    def span_text(cls, recap: Recap) -> str:
        """The day with its name."""
        return weekday_text(recap.last)

    @classmethod
    def of_officer(cls, recap: Recap) -> list[Part]:
        """What they did, in its order."""
        rows = [(clock_text(one.at), kind_title(one.kind), one.title, one.area) for one in recap.events]
        columns = (("Pukul", 0), ("Jenis", 1), ("Tentang", 2), ("Kelurahan/desa", 1))
        return [heading("Kegiatan"), table(columns, rows)] if rows else []


class Lapbul(Rekap):
    """A month, the running one as far as it has come."""

    name = "lapbul"
    title = "Laporan bulanan"

    @classmethod
    def span(cls, day: date) -> tuple[date, date]:
        """From its first day to its last, or to today."""
        last = day.replace(day=monthrange(day.year, day.month)[1])
        return day.replace(day=1), min(last, today())

    @classmethod
    def span_text(cls, recap: Recap) -> str:
        """The month, and how far if it is not over."""
        whole = recap.last.day == monthrange(recap.last.year, recap.last.month)[1]
        return month_text(recap.last) if whole else f"{month_text(recap.last)} (sampai {day_text(recap.last)})"

    @classmethod
    def of_officer(cls, recap: Recap) -> list[Part]:
        """Each day with its number."""
        rows = [(weekday_text(day), number(count)) for day, count in recap.days.items()]
        return [heading("Per hari"), table((("Hari, tanggal", 1), ("Laporan", 0)), rows)]


RECAPS: dict[str, type[Rekap]] = {one.name: one for one in (Laphar, Lapbul)}
"""By the name in their address."""


def kind_title(kind: str) -> str:
    """A kind of report as people call it."""
    return FORMS[kind].title if kind in FORMS else kind


def _percent(done: int, asked: int) -> str:
    return f"{number(100 * done // asked)} %" if asked else "–"


def _figures(recap: Recap) -> list[Part]:
    """What was asked and done, and of which kinds."""
    asked, visits, done = (sum(getattr(one, name) for one in recap.people) for name in ("asked", "visits", "done"))
    idle = sum(not one.done for one in recap.people)
    coverage = f"{number(recap.visited)} dari {number(recap.houses)} ({_percent(recap.visited, recap.houses)})"
    kinds = sorted(recap.kinds.items(), key=lambda one: (-one[1], one[0]))
    parts = [
        heading("Capaian"),
        facts(
            ("Jumlah laporan", number(done)),
            ("Sasaran", f"{number(asked)} kunjungan"),
            ("Kunjungan", number(visits)),
            ("Pencapaian", _percent(visits, asked)),
            ("Petugas", number(len(recap.people)) if not recap.officer else ""),
            ("Petugas tanpa laporan", number(idle) if not recap.officer else ""),
            (f"Rumah dikunjungi ({recap.patience} hari terakhir)", coverage if recap.houses else ""),
        ),
    ]
    rows = [(kind_title(kind), number(count)) for kind, count in kinds]
    return [*parts, heading("Per jenis"), table((("Jenis laporan", 1), ("Jumlah", 0)), rows)] if rows else parts


def _numbers(people: Sequence[Person]) -> tuple[str, str, str, str]:
    asked, visits, done = (sum(getattr(one, name) for one in people) for name in ("asked", "visits", "done"))
    return number(asked), number(visits), _percent(visits, asked), number(done)


COLUMNS = (("Sasaran", 0), ("Kunjungan", 0), ("Capaian", 0), ("Semua laporan", 0))


def _by_officer(recap: Recap) -> list[Part]:
    rows = [(place, one.name, *_numbers([one])) for place, one in enumerate(recap.people, 1)]
    return [heading("Per petugas"), table((("No.", 0), ("Petugas", 1), *COLUMNS), rows)] if rows else []


def _by_unit(recap: Recap) -> list[Part]:
    units: dict[str, list[Person]] = {}
    for one in recap.people:
        units.setdefault(one.satuan, []).append(one)
    rows = [
        (place, name, number(len(people)), *_numbers(people))
        for place, (name, people) in enumerate(sorted(units.items()), 1)
    ]
    columns = (("No.", 0), ("Satuan", 1), ("Petugas", 0), *COLUMNS)
    return [heading("Per satuan"), table(columns, rows)] if rows else []


def _themes(recap: Recap) -> list[Part]:
    rows = [(TOPICS.get(topic, topic), number(count)) for topic, count in recap.themes.most_common()]
    return [heading("Tema keluhan dan harapan"), table((("Bidang", 1), ("Jumlah", 0)), rows)] if rows else []


def _events(recap: Recap) -> list[Part]:
    """The gravest first; more than fit are said to be more."""
    order = list(NOTABLE.values())
    notable = sorted((one for one in recap.events if one.situation), key=lambda one: order.index(one.situation))
    if not notable:
        return []
    rows = [(_when(one), one.title, one.situation, one.area, one.author) for one in notable[:MOST_EVENTS]]
    columns = (("Waktu", 2), ("Tentang", 3), ("Keadaan", 2), ("Kelurahan/desa", 2), ("Petugas", 2))
    more = len(notable) - len(rows)
    rest = [facts(("Lainnya", f"{number(more)} kejadian, dapat dilihat di aplikasi"))] if more else []
    return [heading("Kejadian menonjol"), table(columns, rows), *rest]


def _when(one: Event) -> str:
    return f"{day_text(local_time(one.at).date())}, {clock_text(one.at)}"
