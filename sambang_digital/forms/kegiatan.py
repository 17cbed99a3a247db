"""Activities with many people: short bodies of subject, participants and outcome (``3-domain.md``, reports of an officer)."""

from typing import Any, ClassVar

from sambang_digital.forms.base import Form, Group, Section
from sambang_digital.forms.fields import Count, Day, Line, Text, Time, optional, required, section, several
from sambang_digital.forms.parts import (
    MOST_REACHED,
    Attendee,
    Companion,
    Concern,
    FollowUp,
    Neighbourhood,
    accompanied,
    attendees,
    neighbourhood,
)

PILLARS = "Tiga pilar yang hadir"


class Held(Section):
    """When it took place."""

    on: Day = required("Tanggal", today=True)
    at: Time | None = optional("Jam mulai")


def held() -> Any:
    """Section of day and time, side by side."""
    return section("Waktu", row=True)


def theme() -> Any:
    """Field of what it was about."""
    return required("Tema", min_length=3, max_length=120)


def place() -> Any:
    """Field of where it was."""
    return optional("Tempat", max_length=120, placeholder="Misalnya balai warga, poskamling")


def participants() -> Any:
    """Field of how many came."""
    return required("Jumlah peserta", ge=1, le=MOST_REACHED)


def outcome() -> Any:
    """Field of what came out."""
    return required("Hasil", min_length=5, max_length=3000)


class Activity(Form):
    """What every activity says. It is no visit: the register learns nothing of it."""

    group: ClassVar[Group] = Group.KEGIATAN
    title_field: ClassVar[str] = "theme"

    theme: Line = theme()
    held: Held = held()
    place: Line | None = place()
    neighbourhood: Neighbourhood = neighbourhood()
    participants: Count = participants()
    outcome: Text = outcome()
    attendees: list[Attendee] = attendees()
    accompanied_by: list[Companion] = accompanied(PILLARS)
    follow_up: FollowUp = section("Tindak lanjut", folded=True)


class PolisiRw(Activity):
    """A policeman looks after one RW."""

    kind: ClassVar[str] = "polisi_rw"
    title: ClassVar[str] = "Polisi RW"


class JumatCurhat(Activity):
    """People say on a Friday what weighs on them."""

    kind: ClassVar[str] = "jumat_curhat"
    title: ClassVar[str] = "Jumat Curhat"

    concerns: list[Concern] = several("Keluhan dan harapan warga", item="Keluhan", max_length=20, folded=True)


class Siskamling(Activity):
    """The neighbourhood watch by night."""

    kind: ClassVar[str] = "siskamling"
    title: ClassVar[str] = "Siskamling"


class RapatTigaPilar(Activity):
    """Police, army and village government meet."""

    kind: ClassVar[str] = "rapat_tiga_pilar"
    title: ClassVar[str] = "Rapat Tiga Pilar"


class KegiatanLain(Activity):
    """Whatever else an officer did with people."""

    kind: ClassVar[str] = "kegiatan_lain"
    title: ClassVar[str] = "Kegiatan lain"
