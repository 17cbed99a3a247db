"""Guidance given to many at once (*binluh*): subject, material, audience, outcome, list of those present."""

from typing import Any, ClassVar

from sambang_digital.forms.base import Form, Group
from sambang_digital.forms.fields import Choice, Count, Line, Text, optional, required, section
from sambang_digital.forms.kegiatan import PILLARS, Held, held, outcome, participants, place, theme
from sambang_digital.forms.parts import (
    Attendee,
    Companion,
    Counselling,
    FollowUp,
    Neighbourhood,
    accompanied,
    attendees,
    neighbourhood,
)
from sambang_digital.forms.text import clean_line


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


MIN_TOPIC, MOST_TOPIC = 3, 120
"""Letters of one subject in a list."""


def listed(body: dict[str, Any]) -> dict[str, Any]:
    """The one material of version 1 as a list: what fits into a line is the subject, of anything longer its beginning, and it stays."""
    material = body.get("material")
    if not isinstance(material, str) or len(topic := clean_line(material)) < MIN_TOPIC:
        return body
    if len(topic) <= MOST_TOPIC:
        return {key: value for key, value in body.items() if key != "material"} | {"counselling": [{"topic": topic}]}
    begun = topic[: MOST_TOPIC - 1].rsplit(" ", 1)[0]
    return body | {"counselling": [{"topic": f"{begun}…"}]}


class PenyuluhanLapangan(Form):
    """What was taught, to whom, and what came of it."""

    kind: ClassVar[str] = "penyuluhan_lapangan"
    version: ClassVar[int] = 2
    steps = (listed,)
    title: ClassVar[str] = "Penyuluhan lapangan"
    group: ClassVar[Group] = Group.KEGIATAN
    title_field: ClassVar[str] = "theme"

    theme: Line = theme()
    counselling: list[Counselling] = required("Materi", item="Materi", min_length=1, max_length=10, widget="bacaan")
    material: Text | None = optional("Uraian materi", max_length=3000, placeholder="Apa yang disampaikan")
    audience: list[Audience] = required("Sasaran", max_length=len(Audience))
    held: Held = held()
    place: Line | None = place()
    neighbourhood: Neighbourhood = neighbourhood()
    participants: Count = participants()
    outcome: Text = outcome()
    attendees: list[Attendee] = attendees()
    accompanied_by: list[Companion] = accompanied(PILLARS)
    follow_up: FollowUp = section("Tindak lanjut", folded=True)
