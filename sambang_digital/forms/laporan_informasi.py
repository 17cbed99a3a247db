"""Laporan Informasi: one matter of one field, with who said it, how far it can be believed, facts apart from opinion.

Order of the parts, and the scale of reliability (A to F, 1 to 6), as in ``3-domain.md``.
"""

from typing import ClassVar

from sambang_digital.forms.base import Form, Group, Section
from sambang_digital.forms.fields import Choice, Day, Line, Text, Time, optional, required, section


class Bidang(Choice):
    """The one field that it belongs to."""

    IDEOLOGY = "ideology", "Ideologi"
    POLITICS = "politics", "Politik"
    ECONOMY = "economy", "Ekonomi"
    SOCIAL = "social", "Sosial budaya"
    SECURITY = "security", "Keamanan"


class Reliability(Choice):
    """How far the source can be believed."""

    A = "A", "Sangat dipercaya"
    B = "B", "Dapat dipercaya"
    C = "C", "Biasanya dapat dipercaya"
    D = "D", "Diragukan"
    E = "E", "Tidak dapat dipercaya"
    F = "F", "Tidak dapat dinilai"


class Credibility(Choice):
    """How far what was said can be believed."""

    ONE = "1", "Dibenarkan sumber lain"
    TWO = "2", "Mengandung kebenaran"
    THREE = "3", "Kemungkinan benar"
    FOUR = "4", "Diragukan"
    FIVE = "5", "Tidak benar"
    SIX = "6", "Tidak dapat dinilai"


class Addressee(Choice):
    """Who must get it."""

    KAPOLRES = "kapolres", "Kapolres"
    KASAT_BINMAS = "kasat_binmas", "Kasat Binmas"
    KASAT_INTELKAM = "kasat_intelkam", "Kasat Intelkam"
    KAPOLSEK = "kapolsek", "Kapolsek"
    KANIT_BINMAS = "kanit_binmas", "Kanit Binmas"
    KANIT_INTELKAM = "kanit_intelkam", "Kanit Intelkam"
    OTHER = "other", "Lainnya"


class Source(Section):
    """Who said it, and how the officer came to know."""

    name: Line = required(
        "Sumber",
        min_length=2,
        max_length=120,
        help="Orang, tempat, atau media. Nama samaran boleh bila perlu dilindungi.",
    )
    relation: Line = required(
        "Hubungan dengan sumber", min_length=2, max_length=120, placeholder="Misalnya warga binaan, ketua RT"
    )
    method: Line = required(
        "Cara mendapatkan", min_length=3, max_length=200, placeholder="Misalnya wawancara, pengamatan"
    )
    day: Day = required("Tanggal mendapatkan")
    time: Time | None = optional("Jam mendapatkan")


class Rating(Section):
    """The two halves of the rating, read together as ``B-2``."""

    source: Reliability = required("Sumber", widget="chips", coded=True)
    content: Credibility = required("Isi", widget="chips", coded=True)


class Facts(Section):
    """What happened, without a word of opinion."""

    what: Text = required("Apa", min_length=5, max_length=2000, placeholder="Apa yang terjadi atau akan terjadi?")
    who: Text = required("Siapa", min_length=2, max_length=1000, placeholder="Siapa yang terlibat, berapa orang?")
    where: Text = required("Di mana", min_length=2, max_length=1000)
    when: Text = required("Kapan", min_length=2, max_length=500, placeholder="Hari, tanggal, jam")
    why: Text | None = optional("Mengapa", max_length=1000)
    how: Text = required("Bagaimana", min_length=5, max_length=3000, placeholder="Urutan kejadian")


class Opinion(Section):
    """What the officer makes of the facts."""

    analysis: Text = required("Analisa", min_length=5, max_length=2000)
    prediction: Text | None = optional("Prediksi", max_length=2000)
    steps: Text | None = optional("Langkah yang sudah diambil", max_length=2000)
    advice: Text | None = optional("Saran", max_length=2000)


class LaporanInformasi(Form):
    """Read only by those with ``li:read``; its number comes from the server."""

    kind: ClassVar[str] = "laporan_informasi"
    title: ClassVar[str] = "Laporan Informasi"
    group: ClassVar[Group] = Group.LAPORAN
    title_field: ClassVar[str] = "matter"
    secret: ClassVar[bool] = True
    purpose: ClassVar[str] = (
        "Satu laporan untuk satu bidang dan satu perihal. Setelah diterima server, isinya dihapus dari HP ini."
    )

    field: Bidang = required("Bidang", widget="chips")
    matter: Line = required("Perihal", min_length=5, max_length=150, help="Satu pokok persoalan saja.")
    source: Source = section("Sumber informasi")
    rating: Rating = section("Nilai", joined=True, help="Seberapa jauh sumber dan isinya dapat dipercaya.")
    facts: Facts = section("Fakta", help="Hanya yang dilihat, didengar, atau terjadi. Pendapat ditulis di bawah.")
    opinion: Opinion = section("Pendapat pelapor")
    distribution: list[Addressee] = required(
        "Distribusi", max_length=len(Addressee), help="Kepada siapa laporan ini harus sampai."
    )
    distribution_other: Line | None = required(
        "Kepada siapa lagi?", min_length=2, max_length=200, show_if={"distribution": [Addressee.OTHER]}
    )
