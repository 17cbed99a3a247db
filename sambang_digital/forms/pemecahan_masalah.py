"""Problem solving (pemecahan masalah): a dispute between citizens, another problem, or one handed on to another unit.

The three forms, and what a letter of agreement (surat kesepakatan bersama) holds, as in ``3-domain.md``. There is no NIK.
"""

from typing import ClassVar

from sambang_digital.forms.base import Form, Group, Section
from sambang_digital.forms.fields import (
    BirthDate,
    Choice,
    Clause,
    Count,
    Day,
    Flag,
    Ink,
    Line,
    Phone,
    Text,
    Time,
    flag,
    optional,
    required,
    section,
    several,
)
from sambang_digital.forms.parts import PURPOSE, Companion, Gender

MOST_OF_A_SIDE = 5
MOST_WITNESSES = 4
MOST_POINTS = 20
ABOUT = "Umur, pekerjaan, alamat, telepon"
"""What else the letter says of a party: folded, because the name alone is needed at first."""
REACHED = "Alamat, telepon"
SIGNED_PAPER = "signed_paper"
"""Purpose of a photo: the letter of agreement, signed on paper."""


class Bentuk(Choice):
    """The three forms of problem solving."""

    SENGKETA = "sengketa", "Sengketa"
    NON_SENGKETA = "non_sengketa", "Masalah lain"
    ESKALASI = "eskalasi", "Eskalasi"


class Outcome(Choice):
    """How a mediation ended."""

    AGREED = "agreed", "Sepakat"
    PENDING = "pending", "Belum sepakat"
    FAILED = "failed", "Tidak sepakat"


class Signing(Choice):
    """How a letter of agreement is signed."""

    SCREEN = "screen", "Di layar HP ini"
    PAPER = "paper", "Di kertas, lalu difoto"


class Signer(Choice):
    """Who signs; a code names the people of the form's field of that name, the officer is whoever reports."""

    FIRST = "first_party", "Pihak pertama"
    SECOND = "second_party", "Pihak kedua"
    WITNESS = "witnesses", "Saksi"
    OFFICER = "officer", "Petugas"


DISPUTE = {"bentuk": [Bentuk.SENGKETA]}
OTHER = {"bentuk": [Bentuk.NON_SENGKETA]}
ESCALATION = {"bentuk": [Bentuk.ESKALASI]}


class Party(Section):
    """Somebody on one side of a dispute."""

    name: Line = required("Nama", min_length=2, max_length=120, autocapitalize="words")
    gender: Gender | None = optional("Jenis kelamin", fold=ABOUT)
    birth_date: BirthDate | None = optional("Tanggal lahir", fold=ABOUT)
    age: Count | None = optional("Umur", ge=1, le=120, help="Bila tanggal lahirnya tidak diketahui.", fold=ABOUT)
    occupation: Line | None = optional("Pekerjaan", max_length=60, fold=ABOUT)
    address: Line | None = optional("Alamat", max_length=300, fold=ABOUT)
    phone: Phone | None = optional("Nomor telepon", fold=ABOUT)


class Witness(Section):
    """Somebody who saw it, or who was there when they agreed."""

    name: Line = required("Nama", min_length=2, max_length=120, autocapitalize="words")
    relation: Line | None = optional("Sebagai", max_length=60, placeholder="Misalnya ketua RT, tetangga")
    address: Line | None = optional("Alamat", max_length=300, fold=REACHED)
    phone: Phone | None = optional("Nomor telepon", fold=REACHED)


class Mediation(Section):
    """Where and by whom the sides were brought together."""

    day: Day = required("Tanggal", today=True)
    time: Time | None = optional("Jam")
    place: Line = required("Tempat", min_length=3, max_length=200, placeholder="Misalnya kantor kelurahan")
    mediator: Line = required("Mediator", min_length=2, max_length=120, autocapitalize="words")
    attended_by: list[Companion] = several("Yang hadir", max_length=len(Companion))
    others: Line | None = optional("Yang hadir lainnya", max_length=300)


class Point(Section):
    """One point of the agreement, as it stands in the letter."""

    text: Clause = required("Isi butir")


class Signature(Section):
    """One signature: drawn, or confirmed without drawing by somebody who cannot."""

    role: Signer = required("Sebagai")
    name: Line = required("Nama", min_length=2, max_length=120)
    typed: Flag = flag("Dikonfirmasi tanpa gambar")
    ink: Ink | None = required("Goresan", show_if={"typed": [False]})


class Agreement(Section):
    """The letter of agreement."""

    points: list[Point] = required(
        "Butir kesepakatan", item="Butir", max_length=MOST_POINTS, widget="points", locked_by="signatures"
    )
    signing: Signing = required("Cara menandatangani", photo={Signing.PAPER.value: SIGNED_PAPER})
    signatures: list[Signature] = several(
        "Tanda tangan",
        item="Tanda tangan",
        max_length=2 * MOST_OF_A_SIDE + MOST_WITNESSES + 1,
        widget="signatures",
        signers=True,
        show_if={"signing": [Signing.SCREEN]},
    )


class PemecahanMasalah(Form):
    """One problem, how it was dealt with, and what came of it. It is no visit: the register learns nothing of it."""

    kind: ClassVar[str] = "pemecahan_masalah"
    title: ClassVar[str] = "Pemecahan masalah"
    group: ClassVar[Group] = Group.LAPORAN
    purpose: ClassVar[str] = PURPOSE

    bentuk: Bentuk = required("Bentuk")
    name: Line = required(
        "Pokok masalah", min_length=3, max_length=120, placeholder="Misalnya batas tanah, utang piutang"
    )
    place: Line | None = optional("Tempat kejadian", max_length=200)

    first_party: list[Party] | None = required(
        "Pihak pertama", item="Pihak pertama", max_length=MOST_OF_A_SIDE, show_if=DISPUTE
    )
    second_party: list[Party] | None = required(
        "Pihak kedua", item="Pihak kedua", max_length=MOST_OF_A_SIDE, show_if=DISPUTE
    )
    witnesses: list[Witness] = several("Saksi", item="Saksi", max_length=MOST_WITNESSES, show_if=DISPUTE)
    chronology: Text | None = required("Kronologi", min_length=10, max_length=4000, show_if=DISPUTE)
    mediation: Mediation | None = section("Mediasi", show_if=DISPUTE)
    outcome: Outcome | None = required("Hasil mediasi", show_if=DISPUTE)
    outcome_note: Text | None = required(
        "Mengapa, dan apa langkah berikutnya?",
        min_length=5,
        max_length=2000,
        show_if={"outcome": [Outcome.PENDING, Outcome.FAILED]},
    )
    agreement: Agreement | None = section("Surat kesepakatan bersama", show_if={"outcome": [Outcome.AGREED]})

    problem: Text | None = required("Masalah", min_length=10, max_length=4000, show_if=OTHER)
    action: Text | None = required("Tindakan", min_length=5, max_length=2000, show_if=OTHER)
    effect: Text | None = required("Hasil", min_length=5, max_length=2000, show_if=OTHER)

    unit: Line | None = required("Diteruskan kepada", min_length=3, max_length=120, widget="unit", show_if=ESCALATION)
    reason: Text | None = required(
        "Alasan", min_length=5, max_length=1000, placeholder="Mengapa perlu ditangani satuan lain", show_if=ESCALATION
    )
    description: Text | None = required("Uraian", min_length=10, max_length=4000, show_if=ESCALATION)
