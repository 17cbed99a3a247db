"""Documents: what people typed stays text, whatever it is; nothing of the smallest or the largest is lost; same data, same bytes."""

import dataclasses
import io
from collections import Counter
from datetime import date
from typing import Any

import pypdf
import pytest

from sambang_digital.forms.registry import FORMS
from sambang_digital.models import Satuan
from sambang_digital.services.dokumen import cetak
from sambang_digital.services.dokumen.angka import Event, Recap
from sambang_digital.services.dokumen.kop import formal
from sambang_digital.services.dokumen.laporan import DOCUMENTS, documents_of
from sambang_digital.services.dokumen.rekap import RECAPS, Lapbul
from sambang_digital.services.dokumen.report import Report
from tests.dokumen import HEAD, LETTERHEAD, MOMENT, OFFICER, agreement, recap, report, secret
from tests.laporan import household

HOSTILE = (
    "#strong[tebal] $x^2$ *bintang* _garis_ `kode` @rujukan <label> // komentar \\ \" ' {[(",
    "الله أكبر",
    "Ďakujem, naïve, Łódź, “kutip” … – €",
    "😀👨‍👩‍👧",
    "Kata" + "panjang" * 60,
)


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
        "Dinda Safitri", "Mengetahui,", "RINA LESTARI", "IPTU NRP 70010001", "Tangerang, 22 November 2026", "Foto 3", "Halaman 1 dari 2",
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
    """A kind of report that is added has its sheet by itself."""
    assert {kind: [one.name for one in documents_of(kind, {})] for kind in FORMS} == {
        kind: ["lembar"] for kind in FORMS
    } | {
        "sambang_warga": ["dds"],
        "laporan_informasi": ["li"],
    }
    assert [one.name for one in documents_of("pemecahan_masalah", agreement())] == ["kesepakatan", "lembar"]


def test_a_letter_of_agreement() -> None:
    """Who, when and where, the points by number, and the signatures; no telephone number goes from hand to hand."""
    text = printed(report("pemecahan_masalah", agreement()), "kesepakatan")
    for words in (
        "SURAT KESEPAKATAN BERSAMA", "Pada hari Jumat tanggal 20 November 2026, pukul 19.30 WIB, bertempat di kantor kelurahan",
        "Nama : Hasan Badri", "30 November 1979", "Selanjutnya disebut PIHAK KEDUA.", "batas tanah di belakang rumah",
        "dimediasi oleh Lurah Karawaci", "1. Pagar digeser 40 cm ke timur,", "2. Biaya ditanggung bersama,", "tanpa paksaan",
        "ANI RAHMAWATI", "Dikonfirmasi tanpa tanda tangan", "SAKSI", "MULYADI", "BHABINKAMTIBMAS", "Tangerang, 20 November 2026",
    ):  # fmt: skip
        assert packed(words) in text, words
    assert "081200001111" not in text
    assert text.index("HASANBADRI") < text.index("IWANKURNIA") < text.index("AGUSSETIAWAN")


def test_what_is_drawn_is_in_the_letter_and_paper_leaves_room() -> None:
    """The strokes as lines, not as a picture of them."""
    drawn = pdf_of(report("pemecahan_masalah", agreement()), "kesepakatan")
    by_hand = agreement()
    by_hand["agreement"] = {"points": by_hand["agreement"]["points"], "signing": "paper"}
    paper = pdf_of(report("pemecahan_masalah", by_hand), "kesepakatan")

    def lines(pdf: bytes) -> int:
        contents = [page.get_contents() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
        return sum(content.get_data().count(b" l\n") for content in contents if content is not None)

    assert lines(drawn) == lines(paper) + 4 * 2, "two strokes by each of four"
    assert [len(page.images) for page in pypdf.PdfReader(io.BytesIO(drawn)).pages] == [0]
    assert packed("HASAN BADRI") in text_of(paper)


def test_the_largest_agreement_is_whole() -> None:
    side = [{"name": f"Pihak {n} " + "panjang " * 10, "address": "Jalan " + "x" * 290} for n in range(5)]
    points = [{"text": f"Butir {n}: " + "kata " * 95} for n in range(20)]
    body = agreement(first_party=side, second_party=side, witnesses=[{"name": f"Saksi {n}"} for n in range(4)])
    body["agreement"] = {"points": points, "signing": "paper"}
    text = printed(report("pemecahan_masalah", body), "kesepakatan")
    assert all(packed(f"{n + 1}. Butir {n}:") in text for n in range(20))
    assert text.count("PIHAKPERTAMA") >= 6
    assert packed("SAKSI 3") in text


def test_a_laporan_informasi_in_its_order_and_secret_on_each_page() -> None:
    body = secret()
    body["facts"]["how"] = "Uraian panjang. " * 180
    made = report("laporan_informasi", body, number="R/LI-7/XI/2026/Sek. Karawaci")
    pdf = pdf_of(made, "li")
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages]
    assert len(pages) >= 2
    assert all(page.count("RAHASIA") == 2 for page in pages)
    text = text_of(pdf)
    order = [
        "LAPORAN INFORMASI", "Nomor: R/LI-7/XI/2026/Sek. Karawaci", "Bidang : Keamanan", "Perihal : Rencana unjuk rasa", "Sumber : Kenanga",
        "Hubungan dengan sumber", "Cara mendapatkan", "Tanggal mendapatkan", "B-2: dapat dipercaya, mengandung kebenaran", "Fakta",
        "Apa : Karyawan pabrik sepatu", "Pendapat pelapor", "Analisa", "Prediksi", "Langkah yang sudah diambil", "Saran", "Distribusi",
        "Kapolres, Kasat Binmas, Kasat Intelkam, Kapolsek", "AGUS SETIAWAN",
    ]  # fmt: skip
    places = [text.index(packed(words)) for words in order]
    assert places == sorted(places)
    assert "RINALESTARI" not in text, "its author alone signs"


def test_a_roll_of_hundreds_repeats_its_head() -> None:
    people = [{"name": f"Warga ke-{n}", "role": "RT 02", "present": n % 2 == 0} for n in range(120)]
    body = {
        "theme": "Cegah curanmor", "material": "Kunci ganda.", "audience": ["residents"], "participants": 120,
        "held": {"on": "2026-11-20"}, "outcome": "Warga paham.", "attendees": people,
    }  # fmt: skip
    text = printed(report("penyuluhan_lapangan", body), "lembar")
    assert all(f"Wargake-{n}RT02" in text for n in range(120))
    assert text.count("No.Nama") >= 2


def test_a_template_that_asks_for_another_font_fails(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing font is only a warning to Typst: the letter would come out in another one."""
    (tmp_path / "huruf.typ").write_text('#set text(font: "Tidak Ada")\nx')
    monkeypatch.setattr(cetak, "TEMPLATES", tmp_path)
    with pytest.raises(cetak.TemplateFault, match="tidak ada"):
        cetak.typeset("huruf", {})


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
        "Laporan Informasi 3", "Brigadir Wahyu Nugroho 110 80 72 % 82", "Keamanan dan ketertiban 12",
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
    own = recap(officer=OFFICER, people=recap().people[1:2], days={date(2026, 11, 21): 3, date(2026, 11, 22): 0})
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
