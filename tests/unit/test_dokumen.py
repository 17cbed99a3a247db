"""Documents: what people typed stays text, whatever it is; nothing of the smallest or the largest is lost; same data, same bytes."""

import dataclasses
import io
from collections import Counter
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pypdf
import pytest

from sambang_digital.forms.pengaturan import DokumenSettings
from sambang_digital.forms.registry import FORMS
from sambang_digital.models import Akun, Laporan, Satuan
from sambang_digital.services.dokumen import cetak
from sambang_digital.services.dokumen.angka import Event, Person, Recap
from sambang_digital.services.dokumen.bagian import picture
from sambang_digital.services.dokumen.kop import Kop, formal, signature
from sambang_digital.services.dokumen.laporan import DOCUMENTS, Report, documents_of
from sambang_digital.services.dokumen.rekap import RECAPS, Lapbul
from tests import pictures
from tests.laporan import household

MOMENT = datetime(2026, 11, 22, 1, 14, tzinfo=UTC)
UNIT = Satuan(id=3, code="KARAWACI", name="Polsek Karawaci", level="polsek", path="/1/2/3/")
LETTERHEAD = Kop(
    ("KEPOLISIAN NEGARA REPUBLIK INDONESIA", "DAERAH METRO JAYA", "RESOR METRO TANGERANG KOTA", "SEKTOR KARAWACI"),
    "", "Tangerang", UNIT, DokumenSettings(),
)  # fmt: skip
HEAD = signature(
    ["KANIT BINMAS"], SimpleNamespace(name="Rina Lestari", rank="Iptu", nrp="70010001"), above="Mengetahui,"
)
HOSTILE = (
    "#strong[tebal] $x^2$ *bintang* _garis_ `kode` @rujukan <label> // komentar \\ \" ' {[(",
    "الله أكبر",
    "Ďakujem, naïve, Łódź, “kutip” … – €",
    "😀👨‍👩‍👧",
    "Kata" + "panjang" * 60,
)


def report(kind: str, body: dict[str, Any], photos: int = 0, **more: Any) -> Report:
    """A report of an officer of Karawaci, captured on the morning of 22 November."""
    laporan = Laporan(
        id=UUID(int=1), revision=1, author_id=1, satuan_id=3, kind=kind, form_version=1, created_at=MOMENT, captured_at=MOMENT,
        day=MOMENT.date(), mode="on_site", lat=-6.18, lon=106.62, accuracy_m=12.4, body=body, content_hash="", receipt="7F3K-22QX-91AB",
        title="Siti Rahmawati", state="diterima", **more,
    )  # fmt: skip
    author = Akun(id=1, nrp="80010001", name="Agus Setiawan", rank="Aipda", satuan_id=3, password_hash="")
    thumbnail = pictures.encoded(pictures.scene(320, 240))
    found = [picture(thumbnail, f"Foto {number}") for number in range(1, photos + 1)]
    actor: Any = SimpleNamespace(id=2)
    return Report(actor, laporan, author, "Polsek Karawaci", "Karawaci", LETTERHEAD, HEAD, found)


def text_of(pdf: bytes) -> str:
    """What the PDF says, without the line ends and joints that its layout made."""
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    return "".join("".join(pages).replace("\u200b", "").split())


def printed(made: Report, name: str = "dds") -> str:
    """The text of a document of this report."""
    return text_of(pdf_of(made, name))


def pdf_of(made: Report, name: str = "dds") -> bytes:
    """The document."""
    document = DOCUMENTS[name]
    pdf = cetak.typeset(document.template, document.data(made))
    assert isinstance(pdf, bytes)
    return pdf


def packed(text: str) -> str:
    """A text as :func:`text_of` gives it."""
    return "".join(text.split())


def test_a_visit_says_all_of_it_in_words() -> None:
    text = printed(report("sambang_warga", household(), photos=3, visit_number=3))
    for words in (
        *LETTERHEAD.lines, "LEMBAR KUNJUNGAN BHABINKAMTIBMAS", "kunjungan ke-3", "Minggu, 22 November 2026", "08.14 WIB",
        "Agus Setiawan, AIPDA NRP 80010001", "Siti Rahmawati", "30 November 1979", "Lampu jalan di ujung gang mati sejak pekan lalu.",
        "Anggota B", "Mengetahui,", "RINA LESTARI", "IPTU NRP 70010001", "Tangerang, 22 November 2026", "Foto 3", "Halaman 1 dari 2",
        "Resi 7F3K-22QX-91AB, versi 1",
    ):  # fmt: skip
        assert packed(words) in text, words
    assert "\x00" not in text


def test_what_is_empty_is_left_out() -> None:
    """A household that declined: no heading without anything under it, no signature of the household."""
    body = {"consent": "declined", "result": {"situation": "safe"}}
    text = printed(report("sambang_warga", body))
    assert packed("Menolak didata") in text
    for words in ("Anggota serumah", "Kontak darurat", "Keluhan", "Dokumentasi", "YANG DIKUNJUNGI", "None"):
        assert packed(words) not in text, words


@pytest.mark.parametrize("hostile", HOSTILE)
def test_what_people_type_stays_text(hostile: str) -> None:
    """Markup is shown as it was typed; a word longer than the page is broken and whole; nothing makes the document fail."""
    body = household() | {"name": hostile[:100], "address": hostile[:300]}
    body["result"] |= {"situation_note": f"Awal\n\n{hostile}\nAkhir", "notes": hostile}
    made = pdf_of(report("sambang_warga", body))
    text = text_of(made)
    assert packed("Akhir") in text
    if hostile.isascii():
        assert packed(hostile) in text
    for page in pypdf.PdfReader(io.BytesIO(made)).pages:
        assert float(page.mediabox.width) == pytest.approx(595.28, abs=0.01)


def test_the_largest_visit_is_whole() -> None:
    """As much as the form takes; a table longer than a page repeats its head."""
    body = household()
    person = body["members"][0]
    body["members"] = [person | {"name": f"Anggota {n} " + "a" * 100} for n in range(30)]
    body["result"]["notes"] = "Catatan panjang. " * 117 + "Selesai."
    body["result"]["concerns"] = [{"topic": "security", "description": f"{n}: " + "x" * 990} for n in range(10)]
    text = printed(report("sambang_warga", body, photos=6))
    assert all(packed(f"Anggota {n} aaa") in text for n in range(30))
    assert text.count(packed("Hubungan dengan kepala keluarga")) >= 2
    assert text.count("x") == 9900
    assert "Selesai." in text
    assert packed("Foto 6") in text


def test_the_same_data_give_the_same_bytes() -> None:
    assert pdf_of(report("sambang_warga", household(), photos=2)) == pdf_of(
        report("sambang_warga", household(), photos=2)
    )


def test_practice_and_returned_reports_say_so() -> None:
    made = report("sambang_warga", household(), practice=True)
    assert packed("LATIHAN: bukan laporan dinas") in printed(made)
    made.laporan.practice, made.laporan.state = False, "dikembalikan"
    assert packed("DIKEMBALIKAN UNTUK DIPERBAIKI") in printed(made)


def test_every_kind_has_a_document() -> None:
    """A kind of report that is added has one by itself, and exactly one general sheet."""
    for kind in FORMS:
        assert len(documents_of(kind)) >= 1, kind


def test_a_template_that_asks_for_another_font_fails(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing font is only a warning to Typst: the letter would come out in another one."""
    (tmp_path / "huruf.typ").write_text('#set text(font: "Tidak Ada")\nx')
    monkeypatch.setattr(cetak, "TEMPLATES", tmp_path)
    with pytest.raises(cetak.TemplateFault, match="tidak ada"):
        cetak.typeset("huruf", {})


def recap(**more: Any) -> Recap:
    """November so far, of a polsek with three officers, one of whom did nothing."""
    people = [
        Person(n, f"Aipda Petugas {n}", 3, "Polsek Karawaci", 110, {"sambang_warga": 40 * n, "laporan_informasi": n})
        for n in range(3)
    ]
    known: dict[str, Any] = {
        "unit": UNIT, "officer": None, "first": date(2026, 11, 1), "last": date(2026, 11, 22), "people": people, "days": {},
        "themes": Counter(security=12, drugs=3),
        "events": [
            Event(MOMENT, "sambang_tempat", "Pos Kamling Melati", "Petugas 1", "Karawaci", "Perlu dipantau"),
            Event(MOMENT, "sambang_tempat", "Pasar Anyar", "Petugas 2", "Karawaci", "Ada gangguan"),
        ],
        "houses": 900, "visited": 310, "patience": 30,
    }  # fmt: skip
    return Recap(**known | more)


def recap_text(made: Recap, name: str) -> str:
    """What the recap says."""
    kind = RECAPS[name]
    pdf = cetak.typeset(kind.template, kind.data(made, LETTERHEAD, [HEAD]))
    assert isinstance(pdf, bytes)
    return text_of(pdf)


def test_a_month_of_a_polsek() -> None:
    text = recap_text(recap(), "lapbul")
    for words in (
        "LAPORAN BULANAN BHABINKAMTIBMAS", "Polsek Karawaci, November 2026 (sampai 22 November 2026)", "Jumlah laporan : 123",
        "Sasaran : 330 kunjungan", "Kunjungan : 120", "Pencapaian : 36 %", "Petugas tanpa laporan : 1", "310 dari 900 (34 %)", "Sambang warga 120",
        "Laporan Informasi 3", "Aipda Petugas 2 110 80 72 % 82", "Keamanan dan ketertiban 12",
    ):  # fmt: skip
        assert packed(words) in text, words
    assert text.index("PasarAnyar") < text.index("PosKamlingMelati"), "the gravest first"


def test_a_day_without_anything_is_a_document_too() -> None:
    empty = recap(people=[], themes=Counter(), events=[], houses=0, visited=0, first=date(2026, 11, 22))
    text = recap_text(empty, "laphar")
    assert packed("LAPORAN HARIAN BHABINKAMTIBMAS") in text
    assert packed("Minggu, 22 November 2026") in text
    for words in ("Per jenis", "Per petugas", "Tema keluhan", "Kejadian menonjol", "Rumah dikunjungi"):
        assert packed(words) not in text, words


def test_officers_and_units_are_told_apart_by_whose_recap_it_is() -> None:
    polres = dataclasses.replace(recap(), unit=Satuan(id=2, code="X", name="Polres", level="polres", path="/1/2/"))
    assert packed("Per satuan") in recap_text(polres, "lapbul")
    officer = Akun(id=1, nrp="80010001", name="Agus Setiawan", rank="Aipda", satuan_id=3, password_hash="")
    own = recap(officer=officer, people=recap().people[1:2], days={date(2026, 11, 21): 3, date(2026, 11, 22): 0})
    text = recap_text(own, "lapbul")
    assert packed("Sabtu, 21 November 2026 3") in text
    assert packed("Per petugas") not in text
    assert packed("Pos Kamling Melati") in recap_text(own, "laphar")


def test_notable_events_beyond_the_page_are_counted() -> None:
    events = [Event(MOMENT, "sambang_tempat", f"Tempat {n}.", "Petugas", "", "Ada gangguan") for n in range(47)]
    text = recap_text(recap(events=events), "laphar")
    assert "Tempat39." in text
    assert "Tempat40." not in text
    assert packed("7 kejadian, dapat dilihat di aplikasi") in text


def test_units_as_letters_write_them() -> None:
    names = (
        "Polda Metro Jaya",
        "Polres Metro Tangerang Kota",
        "Polresta Bogor",
        "Polrestabes Medan",
        "Polsek Benda",
        "Mako",
    )
    assert [formal(name) for name in names] == [
        "DAERAH METRO JAYA", "RESOR METRO TANGERANG KOTA", "RESOR KOTA BOGOR", "RESOR KOTA BESAR MEDAN", "SEKTOR BENDA", "MAKO",
    ]  # fmt: skip


def test_a_whole_month_says_only_its_name() -> None:
    made = recap(last=date(2026, 11, 30))
    assert Lapbul.span_text(made) == "November 2026"
