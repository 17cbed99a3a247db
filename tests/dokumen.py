"""A report, an agreement, a Laporan Informasi and a recap, with which documents are tried out."""

from collections import Counter
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sambang_digital.forms.dokumen import DokumenSettings, PenandaTanganSettings
from sambang_digital.forms.registry import parse
from sambang_digital.models import Akun, Laporan, Satuan
from sambang_digital.services.demo.sengketa import ink
from sambang_digital.services.dokumen.angka import Event, Person, Recap
from sambang_digital.services.dokumen.bagian import picture
from sambang_digital.services.dokumen.kop import Kop, signature
from sambang_digital.services.dokumen.report import Report
from tests import pictures

MOMENT = datetime(2026, 11, 22, 1, 14, tzinfo=UTC)
UNIT = Satuan(id=3, code="KARAWACI", name="Polsek Karawaci", level="polsek", path="/1/2/3/")
LETTERHEAD = Kop(
    ("KEPOLISIAN NEGARA REPUBLIK INDONESIA", "DAERAH METRO JAYA", "RESOR METRO TANGERANG KOTA", "SEKTOR KARAWACI"),
    "", "Tangerang", UNIT, DokumenSettings(), PenandaTanganSettings(),
)  # fmt: skip
HEAD = signature(
    ["KANIT BINMAS"], SimpleNamespace(name="Rina Lestari", rank="Iptu", nrp="70010001"), above="Mengetahui,"
)
OFFICER = Akun(id=1, nrp="80010001", name="Agus Setiawan", rank="Aipda", satuan_id=3, password_hash="")


def filled(kind: str, body: dict[str, Any]) -> dict[str, Any]:
    """The body as the form keeps it; one that it refuses fails."""
    return parse(kind, 1, body).model_dump(mode="json", exclude_none=True)


def report(kind: str, body: dict[str, Any], photos: int = 0, **more: Any) -> Report:
    """A report of an officer of Karawaci, captured on the morning of 22 November."""
    known = {"title": "Siti Rahmawati", "state": "diterima", "body": filled(kind, body)} | more
    laporan = Laporan(
        id=UUID(int=1), revision=1, author_id=1, satuan_id=3, kind=kind, form_version=1, created_at=MOMENT, captured_at=MOMENT,
        day=MOMENT.date(), mode="on_site", lat=-6.18, lon=106.62, accuracy_m=12.4, content_hash="", receipt="7F3K-22QX-91AB",
        **known,
    )  # fmt: skip
    thumbnail = pictures.encoded(pictures.scene(320, 240))
    found = [picture(thumbnail, f"Foto {number}") for number in range(1, photos + 1)]
    actor: Any = SimpleNamespace(id=2)
    return Report(actor, laporan, OFFICER, "Polsek Karawaci", "Karawaci", LETTERHEAD, HEAD, found)


def agreement(**more: Any) -> dict[str, Any]:
    """A dispute that was settled: two on one side, one on the other, a witness; one cannot draw."""
    drawn = (
        ("first_party", "Hasan Badri"),
        ("second_party", "Iwan Kurnia"),
        ("witnesses", "Mulyadi"),
        ("officer", "Agus Setiawan"),
    )
    signed = [
        *({"role": role, "name": name, "typed": False, "ink": ink(name)} for role, name in drawn),
        {"role": "first_party", "name": "Ani Rahmawati", "typed": True},
    ]
    return {
        "bentuk": "sengketa", "name": "batas tanah di belakang rumah",
        "first_party": [
            {
                "name": "Hasan Badri", "birth_date": "1979-11-30", "occupation": "Pedagang",
                "address": "Gg. Melati No. 7 RT 003/RW 005, Kelurahan Karawaci", "phone": "081200001111",
            },
            {"name": "Ani Rahmawati", "age": 41},
        ],
        "second_party": [{"name": "Iwan Kurnia", "address": "Gg. Melati No. 9 RT 003/RW 005, Kelurahan Karawaci"}],
        "witnesses": [{"name": "Mulyadi", "relation": "ketua RT 003"}],
        "chronology": "Pada awal November pihak kedua membangun pagar di belakang rumah. Menurut pihak pertama, pagar itu melewati batas lama "
        "sekitar 40 cm. Keduanya sempat berselisih mulut dan dilerai ketua RT.",
        "outcome": "agreed",
        "mediation": {"day": "2026-11-20", "time": "19:30", "place": "kantor kelurahan Karawaci", "mediator": "Lurah Karawaci"},
        "agreement": {
            "points": [
                {"text": "Pagar digeser 40 cm ke timur, mengikuti patok lama yang diukur bersama."},
                {"text": "Biaya ditanggung bersama, selesai paling lambat 6 Desember 2026."},
            ],
            "signing": "screen", "signatures": signed,
        },
    } | more  # fmt: skip


def secret() -> dict[str, Any]:
    """A Laporan Informasi with every part, as long as officers write them."""
    return {
        "field": "security",
        "matter": "Rencana unjuk rasa karyawan di depan pabrik sepatu",
        "source": {
            "name": "Kenanga", "relation": "Warga binaan, karyawan bagian gudang", "method": "Wawancara di rumahnya",
            "day": "2026-11-21", "time": "19:00",
        },
        "rating": {"source": "B", "content": "2"},
        "facts": {
            "what": "Karyawan pabrik sepatu akan berunjuk rasa menuntut pembayaran upah lembur tiga bulan terakhir.",
            "who": "Sekitar 150 dari 420 karyawan, dipimpin pengurus serikatnya.",
            "where": "Gerbang pabrik, Jalan Industri Raya RW 05, Karawaci.",
            "when": "Senin, 23 November 2026, pukul 08.00 sampai 12.00 WIB.",
            "why": "Dua kali perundingan dengan pengelola tanpa kesepakatan.",
            "how": "Ajakan disampaikan saat pergantian regu dan lewat grup percakapan. Mereka berkumpul di lapangan voli RW 05, lalu "
            "berjalan kaki 600 meter dengan satu mobil pengeras suara. Pemberitahuan tertulis ke Polsek belum ada.",
        },
        "opinion": {
            "analysis": "Tuntutan menyangkut upah; belum ada orang luar. Jalan itu dilalui truk dan anak sekolah, lajur kiri dapat tertutup.",
            "prediction": "Tertib bila pengelola menemui perwakilan karyawan.",
            "steps": "Menemui ketua RW 05 dan pengurus serikat.",
            "advice": "Pertemukan pengelola dan serikat sebelum Senin pagi; atur lalu lintas di Jalan Industri Raya sejak pukul 07.00.",
        },
        "distribution": ["kapolres", "kasat_binmas", "kasat_intelkam", "kapolsek"],
    }  # fmt: skip


def recap(**more: Any) -> Recap:
    """November so far, of a polsek with three officers, one of whom did nothing."""
    people = [
        Person(n, name, 3, "Polsek Karawaci", 110, {"sambang_warga": 40 * n, "laporan_informasi": n})
        for n, name in enumerate(("Bripka Yusuf Maulana", "Aipda Agus Setiawan", "Brigadir Wahyu Nugroho"))
    ]
    known: dict[str, Any] = {
        "unit": UNIT, "officer": None, "first": date(2026, 11, 1), "last": date(2026, 11, 22), "people": people, "days": {},
        "themes": Counter(security=12, drugs=3),
        "events": [
            Event(MOMENT, "sambang_tempat", "Pos Kamling Melati", "Agus Setiawan", "Karawaci", "Perlu dipantau"),
            Event(MOMENT, "sambang_tempat", "Pasar Anyar", "Wahyu Nugroho", "Karawaci", "Ada gangguan"),
        ],
        "houses": 900, "visited": 310, "patience": 30,
    }  # fmt: skip
    return Recap(**known | more)
