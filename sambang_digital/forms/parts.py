"""Parts that several forms share, each written once."""

from typing import Any

from sambang_digital.forms.base import Section, Steps
from sambang_digital.forms.fields import (
    Choice,
    Count,
    Flag,
    Line,
    Phone,
    Ref,
    Rukun,
    ShowIf,
    Text,
    flag,
    optional,
    required,
    section,
    several,
)

PURPOSE = "Sampaikan dulu: data ini hanya untuk pelayanan dan keamanan lingkungan, dilihat petugas yang berwenang saja."
"""What people hear before their names are typed."""
MOST_LISTED = 200
"""People on one list of those present."""
MOST_REACHED = 10_000
"""People at one activity."""
COUNSELLING = "Penyuluhan yang disampaikan"


class Situation(Choice):
    """How safe it is there."""

    SAFE = "safe", "Aman"
    WATCH = "watch", "Perlu dipantau"
    TROUBLED = "troubled", "Ada gangguan"


class Topic(Choice):
    """What a complaint or a hope is about."""

    SECURITY = "security", "Keamanan dan ketertiban"
    DRUGS = "drugs", "Narkoba dan miras"
    TRAFFIC = "traffic", "Lalu lintas dan parkir"
    SOCIAL = "social", "Sosial dan kerukunan"
    ECONOMY = "economy", "Ekonomi dan pekerjaan"
    ENVIRONMENT = "environment", "Lingkungan dan fasilitas"
    SERVICE = "service", "Pelayanan kepolisian"
    OTHER = "other", "Lainnya"


class Companion(Choice):
    """Who came along; the three pillars first."""

    BABINSA = "babinsa", "Babinsa"
    VILLAGE_HEAD = "village_head", "Lurah/Kepala desa"
    RT_RW = "rt_rw", "Ketua RT/RW"
    OTHER = "other", "Lainnya"


class Action(Choice):
    """What follows after the visit."""

    NONE = "none", "Tidak perlu"
    VISIT_AGAIN = "visit_again", "Dikunjungi lagi"
    COORDINATE = "coordinate", "Dikoordinasikan"
    MEDIATE = "mediate", "Dimediasi"
    REPORT = "report", "Dilaporkan ke pimpinan"


class Gender(Choice):
    """As on the identity card."""

    MALE = "male", "Laki-laki"
    FEMALE = "female", "Perempuan"


class Neighbourhood(Section):
    """RT and RW, three digits each."""

    rt: Rukun | None = optional("RT")
    rw: Rukun | None = optional("RW")

    def __str__(self) -> str:
        """``RT 003/RW 005``, as far as known."""
        return "/".join(f"{name} {number}" for name, number in (("RT", self.rt), ("RW", self.rw)) if number)


class Recipient(Section):
    """Who received the officer."""

    name: Line | None = optional("Nama", max_length=120, autocapitalize="words")
    status: Line | None = optional("Status", max_length=60, help="Misalnya istri, pemilik, pengurus, satpam.")
    phone: Phone | None = optional("Nomor telepon")


class Concern(Section):
    """One complaint or hope."""

    topic: Topic = required("Bidang")
    description: Text = required("Uraian", min_length=5, max_length=1000)
    keywords: Line | None = optional("Kata kunci", max_length=120, help="Pisahkan dengan koma.")


class Counselling(Section):
    """One subject of guidance that was given: a text of the library under its title, or something in the officer's own words."""

    topic: Line = required("Materi", min_length=3, max_length=120, placeholder="Misalnya cegah curanmor, bahaya hoaks")
    bacaan: Ref | None = optional("Bacaan")


class FollowUp(Section):
    """What follows after the visit."""

    action: Action | None = optional("Yang akan dilakukan")
    note: Text | None = optional(
        "Rencana",
        max_length=1000,
        show_if={"action": [action for action in Action if action is not Action.NONE]},
    )


def accompanied(title: str = "Didampingi") -> Any:
    """Field of who came along, the three pillars first."""
    return several(title, max_length=len(Companion), folded=True)


class Attendee(Section):
    """Somebody on the list of those present."""

    name: Line = required("Nama", min_length=2, max_length=120)
    role: Line | None = optional("Unsur/jabatan", max_length=80, placeholder="Kader PKK")
    present: Flag = flag("Hadir")


def attendees() -> Any:
    """Field of the list of those present."""
    return several(
        "Daftar hadir", item="Orang", max_length=MOST_LISTED, folded=True, widget="roll",
        help="Ketik nama lalu Enter. Daftar dari aplikasi lain dapat ditempel, satu nama sebaris.",
    )  # fmt: skip


class Result(Section):
    """What the officer found and did: the same for every visit."""

    situation: Situation = required("Keadaan keamanan")
    situation_note: Text | None = required(
        "Apa yang terjadi atau perlu dipantau?",
        min_length=5,
        max_length=2000,
        show_if={"situation": [Situation.WATCH, Situation.TROUBLED]},
    )
    notes: Text | None = optional("Catatan", max_length=2000)
    concerns: list[Concern] = several("Keluhan dan harapan", item="Keluhan", max_length=10, folded=True)
    counselling: list[Counselling] = several(
        COUNSELLING, item="Materi", max_length=10, widget="bacaan", folded=True, fold=COUNSELLING
    )
    reached: Count | None = optional("Jumlah orang yang menerima", ge=1, le=MOST_REACHED, folded=True, fold=COUNSELLING)
    accompanied_by: list[Companion] = accompanied()
    follow_up: FollowUp = section("Tindak lanjut", folded=True)


GUIDED: Steps = (dict,)
"""From version 1 of the visits to 2: guidance may name texts of the library and how many it reached; nothing else differs."""


def address(show_if: ShowIf | None = None) -> Any:
    """Field of the street address."""
    return optional("Alamat", max_length=300, placeholder="Nama jalan, gang, nomor", show_if=show_if)


def neighbourhood() -> Any:
    """Section of RT and RW, side by side."""
    return section("RT dan RW", row=True)


def recipient(title: str = "Yang menerima", show_if: ShowIf | None = None) -> Any:
    """Section of the person who received the officer."""
    return section(title, folded=True, show_if=show_if, help="Tulis hanya bila yang bersangkutan bersedia.")


def result() -> Any:
    """Section of what the officer found and did."""
    return section("Hasil sambang")
