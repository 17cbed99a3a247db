"""Guidance given to many at once (*binluh*): subject, material, audience, outcome, list of those present."""

from typing import ClassVar

from sambang_digital.forms.base import Form, Group
from sambang_digital.forms.fields import Choice, Count, Line, Text, required, section
from sambang_digital.forms.kegiatan import PILLARS, Held, held, outcome, participants, place, theme
from sambang_digital.forms.parts import (
    Attendee,
    Companion,
    FollowUp,
    Neighbourhood,
    accompanied,
    attendees,
    neighbourhood,
)


class Audience(Choice):
    """Whom it was meant for."""

    RESIDENTS = "residents", "Warga umum"
    YOUTH = "youth", "Pemuda dan karang taruna"
    STUDENTS = "students", "Pelajar dan santri"
    WOMEN = "women", "Ibu-ibu dan PKK"
    WORKERS = "workers", "Pekerja dan satpam"
    TRADERS = "traders", "Pedagang dan pelaku usaha"
    FIGURES = "figures", "Tokoh dan pengurus RT/RW"
    OTHER = "other", "Lainnya"


class PenyuluhanLapangan(Form):
    """What was taught, to whom, and what came of it."""

    kind: ClassVar[str] = "penyuluhan_lapangan"
    title: ClassVar[str] = "Penyuluhan lapangan"
    group: ClassVar[Group] = Group.KEGIATAN
    title_field: ClassVar[str] = "theme"

    theme: Line = theme()
    material: Text = required("Materi", min_length=5, max_length=3000, placeholder="Apa yang disampaikan")
    audience: list[Audience] = required("Sasaran", max_length=len(Audience))
    held: Held = held()
    place: Line | None = place()
    neighbourhood: Neighbourhood = neighbourhood()
    participants: Count = participants()
    outcome: Text = outcome()
    attendees: list[Attendee] = attendees()
    accompanied_by: list[Companion] = accompanied(PILLARS)
    follow_up: FollowUp = section("Tindak lanjut", folded=True)
