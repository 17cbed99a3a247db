"""What a Polres may change without code, group by group: the one definition of these settings and of their defaults.

A new setting is a new field here: title and description are shown on the settings page, limits are checked when it is
changed. Its key in the database is ``group.field``.
"""

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from sambang_digital.forms.bhabin import KontakSettings
from sambang_digital.forms.dokumen import DokumenSettings, PenandaTanganSettings
from sambang_digital.forms.fields import Choice
from sambang_digital.forms.kelompok import Kelompok, each_once
from sambang_digital.forms.kiriman import Line
from sambang_digital.forms.penting import PentingSettings
from sambang_digital.forms.teguran import TeguranSettings


class Severity(Choice):
    """How much a flag should worry, least first."""

    INFO = "info", "Catatan"
    LOW = "low", "Ringan"
    MEDIUM = "medium", "Perhatikan"
    HIGH = "high", "Penting"


TargetPerDay = Annotated[int, Field(ge=1, le=50)]
"""Visits a day that may be asked of an officer, whoever sets it: the officer's own, the satuan's, or the Polres's."""


class KinerjaSettings(Kelompok):
    """Kinerja petugas"""

    target_per_day: Annotated[
        TargetPerDay,
        Field(title="Target kunjungan per hari", description="Untuk petugas tanpa target sendiri atau target Polsek."),
    ] = 5
    active_over: Annotated[
        int, Field(ge=1, le=100, title="Aktif bila lebih dari", description="Laporan dalam 7 hari terakhir.")
    ] = 3
    remind_after_days: Annotated[int, Field(ge=1, le=30, title="Diingatkan setelah hari tanpa laporan")] = 1
    overdue_after_days: Annotated[
        int, Field(ge=1, le=365, title="Perlu dikunjungi lagi setelah hari", description="Rumah dan tempat di daftar.")
    ] = 30
    warn_after_days: Annotated[int, Field(ge=1, le=90, title="Diperingatkan setelah hari tanpa laporan")] = 7
    review_within_hours: Annotated[
        int, Field(ge=1, le=336, title="Laporan ditinjau dalam jam", description="Sesudah itu muncul di Hari ini.")
    ] = 24

    def status(self, reports: int) -> Literal["aktif", "cukup", "kurang"]:
        """What an officer with so many counted reports on the last seven days, today included, is called."""
        if reports > self.active_over:
            return "aktif"
        return "cukup" if reports else "kurang"

    def attention(self, last: date | None, today: date) -> Literal["remind", "warn"] | None:
        """Whether an officer whose last counted report is of day ``last`` (None: has none) needs a word.

        What counts are whole days without a report: yesterday's report needs none before today is over.
        """
        idle = (today - last).days - 1 if last else self.warn_after_days
        if idle >= self.warn_after_days:
            return "warn"
        return "remind" if idle >= self.remind_after_days else None


class PonselSettings(Kelompok):
    """HP petugas"""

    lock_after_minutes: Annotated[
        int, Field(ge=1, le=240, title="Kunci setelah menit di latar belakang", description="Dibuka dengan PIN.")
    ] = 15
    lease_days: Annotated[
        int,
        Field(
            ge=1, le=60, title="Hari tanpa server sampai daftar dihapus dari HP", description="Antrean tetap tersimpan."
        ),
    ] = 7
    unsent_warning_days: Annotated[int, Field(ge=1, le=30, title="Peringatan bila belum terkirim selama hari")] = 2


class AkunSettings(Kelompok):
    """Akun dan masuk"""

    one_time_days: Annotated[
        int,
        Field(
            ge=1,
            le=60,
            title="Kata sandi sementara berlaku selama hari",
            description="Sesudah itu admin memberikan yang baru.",
        ),
    ] = 14


def _flag(title: str) -> Any:
    return Field(title=title)


class BenderaSettings(Kelompok):
    """Bendera laporan"""

    about: ClassVar[str] = "Seberapa penting setiap bendera, lalu sejak kapan ia dipasang."

    gps_hilang: Annotated[Severity, _flag("Tanpa posisi")] = Severity.MEDIUM
    akurasi_rendah: Annotated[Severity, _flag("Akurasi posisi rendah")] = Severity.LOW
    di_luar_wilayah: Annotated[Severity, _flag("Di luar wilayah tugas")] = Severity.HIGH
    ragu_batas: Annotated[Severity, _flag("Dekat batas wilayah")] = Severity.INFO
    kecepatan_mustahil: Annotated[Severity, _flag("Perpindahan terlalu cepat")] = Severity.HIGH
    koordinat_berulang: Annotated[Severity, _flag("Koordinat sama di alamat berbeda")] = Severity.HIGH
    jauh_dari_rumah: Annotated[Severity, _flag("Jauh dari alamat tercatat")] = Severity.HIGH
    menumpuk: Annotated[Severity, _flag("Banyak kunjungan di satu titik")] = Severity.HIGH
    jam_melenceng: Annotated[Severity, _flag("Jam HP melenceng")] = Severity.MEDIUM
    foto_sama: Annotated[Severity, _flag("Foto pernah dipakai")] = Severity.HIGH
    foto_mirip: Annotated[Severity, _flag("Foto mirip foto lain")] = Severity.HIGH
    foto_lama: Annotated[Severity, _flag("Foto bukan dari saat kunjungan")] = Severity.MEDIUM
    foto_lokasi_beda: Annotated[Severity, _flag("Foto dari tempat lain")] = Severity.MEDIUM
    teks_mirip: Annotated[Severity, _flag("Uraian mirip laporan lain")] = Severity.HIGH
    terlalu_cepat: Annotated[Severity, _flag("Diisi sangat cepat")] = Severity.LOW

    accuracy_m: Annotated[int, Field(ge=20, le=5_000, title="Akurasi rendah bila lebih dari (m)")] = 100
    speed_kmh: Annotated[int, Field(ge=60, le=1_000, title="Perpindahan mustahil bila lebih dari (km/jam)")] = 150
    repeat_addresses: Annotated[
        int, Field(ge=2, le=20, title="Koordinat berulang bila dipakai alamat sebanyak", description="Dalam 30 hari.")
    ] = 2
    far_m: Annotated[int, Field(ge=50, le=5_000, title="Jauh dari rumah atau usaha bila lebih dari (m)")] = 150
    far_place_m: Annotated[
        int,
        Field(
            ge=50,
            le=10_000,
            title="Jauh dari tempat bila lebih dari (m)",
            description="Pasar, sekolah, dan tempat lain lebih luas daripada rumah.",
        ),
    ] = 400
    stack_visits: Annotated[int, Field(ge=3, le=20, title="Menumpuk bila jumlah kunjungan sedikitnya")] = 5
    stack_m: Annotated[int, Field(ge=5, le=200, title="Menumpuk bila di dalam jarak (m)")] = 20
    stack_minutes: Annotated[int, Field(ge=5, le=180, title="Menumpuk bila dalam waktu (menit)")] = 15
    clock_minutes: Annotated[
        int,
        Field(
            ge=10,
            le=1_440,
            title="Jam melenceng bila lebih dari (menit)",
            description="Mulai 10 menit waktu laporan dikoreksi.",
        ),
    ] = 10
    photo_bits: Annotated[
        int,
        Field(
            ge=0,
            le=7,
            title="Foto mirip bila sidiknya berbeda paling banyak (dari 64)",
            description="Salinan yang dikompres ulang berbeda sekitar 1, foto lain sekitar 29.",
        ),
    ] = 6
    photo_hours: Annotated[int, Field(ge=1, le=720, title="Foto lama bila lebih dari (jam)")] = 24
    photo_m: Annotated[int, Field(ge=100, le=50_000, title="Foto dari tempat lain bila lebih dari (m)")] = 500
    text_percent: Annotated[int, Field(ge=60, le=100, title="Uraian mirip bila kata yang sama sedikitnya (%)")] = 78
    text_words: Annotated[
        int,
        Field(
            ge=6, le=100, title="Uraian dibandingkan mulai (kata)", description="Uraian pendek memang sering serupa."
        ),
    ] = 12
    text_days: Annotated[int, Field(ge=1, le=90, title="Uraian dibandingkan dengan laporan selama (hari)")] = 30
    duration_s: Annotated[int, Field(ge=5, le=600, title="Terlalu cepat bila diisi kurang dari (detik)")] = 30

    @classmethod
    def titles(cls) -> dict[str, str]:
        """Code of each flag, in the order in which flags are shown, and what people call it."""
        fields = cls.model_fields.items()
        return {name.upper(): field.title or name for name, field in fields if field.annotation is Severity}

    def severity(self, code: str) -> Severity:
        """How much the flag ``code`` should worry."""
        found: Severity = getattr(self, code.lower())
        return found


class RawanSettings(Kelompok):
    """Titik rawan"""

    spot_days: Annotated[
        int,
        Field(ge=7, le=365, title="Titik rawan tampil di peta selama (hari)", description="Sejak hari kejadian."),
    ] = 90
    fresh_days: Annotated[
        int, Field(ge=1, le=90, title="Titik rawan dianggap baru selama (hari)", description="Sesudah itu memudar.")
    ] = 14


class RetensiSettings(Kelompok):
    """Masa simpan data"""

    quarantine_days: Annotated[
        int, Field(ge=7, le=730, title="Kiriman yang ditolak dihapus setelah (hari)", description="Aslinya ada di HP.")
    ] = 90
    practice_days: Annotated[int, Field(ge=1, le=365, title="Laporan latihan dihapus setelah (hari)")] = 30
    report_days: Annotated[
        int,
        Field(
            ge=365,
            le=36500,
            title="Isi dan foto laporan dihapus setelah (hari)",
            description="Jenis, petugas, hari, wilayah dan keputusan tetap, agar angka kinerja tidak berubah.",
        ),
    ] = 1825
    thread_days: Annotated[
        int,
        Field(
            ge=90,
            le=36500,
            title="Komentar dan fotonya dihapus setelah (hari)",
            description="Dihitung dari komentar terakhir. Setelah laporan lama diputus, pembicaraannya tidak diperlukan lagi.",
        ),
    ] = 730
    task_days: Annotated[
        int,
        Field(
            ge=365,
            le=36500,
            title="Isi tugas dihapus setelah (hari)",
            description="Dihitung dari perubahan dan tenggat terakhir. Petugas, jenis, hari dan hasilnya tetap.",
        ),
    ] = 1095
    news_days: Annotated[
        int,
        Field(
            ge=7,
            le=3650,
            title="Kabar dihapus setelah (hari)",
            description="Pemberitahuan di aplikasi, dibaca atau belum.",
        ),
    ] = 90
    note_days: Annotated[
        int,
        Field(
            ge=365,
            le=36500,
            title="Catatan peninjau dihapus setelah (hari)",
            description="Pada keputusan dan putusan bendera; keputusannya tetap. Bawaannya sama dengan isi laporan.",
        ),
    ] = 1825
    subject_days: Annotated[
        int,
        Field(
            ge=365,
            le=36500,
            title="Rumah dan tempat yang tidak dikunjungi dihapus setelah (hari)",
            description="Juga usaha dan tokoh, dan dari HP petugas. Kunjungan berikutnya mencatatnya lagi.",
        ),
    ] = 1095
    complaint_days: Annotated[
        int,
        Field(
            ge=90,
            le=36500,
            title="Isi pengaduan warga dihapus setelah (hari)",
            description="Dihitung dari selesainya: kata-kata, foto, tempat dan pelapornya. Kategori, hari, wilayah dan hasilnya tetap.",
        ),
    ] = 730
    request_days: Annotated[
        int,
        Field(
            ge=365,
            le=36500,
            title="Isi permintaan warga dihapus setelah (hari)",
            description="Dihitung dari jawabannya: nama peminta, catatan dan jawaban. Jenis, hari dan putusannya tetap.",
        ),
    ] = 1825
    address_days: Annotated[
        int,
        Field(
            ge=30,
            le=36500,
            title="Alamat dari peta dihapus setelah (hari)",
            description="Teks alamat suatu titik. Ditanyakan lagi bila laporannya dibuka; berlaku yang terlama di server ini.",
        ),
    ] = 365


EachOnce = each_once(str.casefold)
Clause = Annotated[Line, Field(min_length=5, max_length=500)]
"""A usual point of an agreement; what is to be filled in stands in square brackets."""
UnitName = Annotated[Line, Field(min_length=3, max_length=120)]


class SengketaSettings(Kelompok):
    """Pemecahan masalah"""

    clauses: Annotated[
        tuple[Clause, ...],
        EachOnce,
        Field(
            min_length=1,
            max_length=60,
            title="Butir kesepakatan yang lazim",
            description="Satu butir satu baris. Yang perlu diisi petugas ditulis dalam kurung siku, misalnya [jumlah].",
        ),
    ] = (
        "Kedua belah pihak sepakat berdamai dan menyelesaikan masalah ini secara kekeluargaan.",
        "Kedua belah pihak saling memaafkan dengan ikhlas.",
        "[pihak] mengakui kesalahannya dan meminta maaf kepada [pihak lain].",
        "[pihak] berjanji tidak mengulangi perbuatannya, baik kepada [pihak lain] maupun kepada orang lain.",
        "[pihak] mengganti kerugian kepada [pihak lain] sebesar Rp[jumlah].",
        "Ganti kerugian dibayar tunai pada saat surat ini ditandatangani dan telah diterima lengkap.",
        "Ganti kerugian dibayar [cara membayar, misalnya tiga kali], paling lambat tanggal [tanggal].",
        "[pihak] menanggung biaya pengobatan [pihak lain] sampai sembuh, paling banyak Rp[jumlah].",
        "[pihak] mengembalikan [barang] dalam keadaan baik paling lambat tanggal [tanggal].",
        "[pihak] memperbaiki [kerusakan] dengan biaya sendiri paling lambat tanggal [tanggal].",
        "Batas tanah atau bangunan kedua belah pihak adalah [uraian batas], dan keduanya menghormati batas itu.",
        "Kedua belah pihak tidak akan saling mengganggu, mengancam, atau menghina, secara langsung maupun lewat media sosial.",
        "Kedua belah pihak menjaga ketenteraman lingkungan dan menyelesaikan perselisihan berikutnya dengan musyawarah.",
        "[pihak] tidak akan menuntut [pihak lain] atas masalah ini di kemudian hari, sepanjang surat ini ditaati.",
        "[pihak] mencabut pengaduan yang telah dibuat tentang masalah ini.",
        "Ketua RT/RW dan Bhabinkamtibmas ikut mengawasi pelaksanaan kesepakatan ini selama [lama waktu].",
        "Pihak yang melanggar kesepakatan ini bersedia diproses menurut hukum yang berlaku.",
        "Surat ini dibuat dalam keadaan sadar, tanpa paksaan dari siapa pun, dan isinya dipahami kedua belah pihak.",
    )
    units: Annotated[
        tuple[UnitName, ...],
        EachOnce,
        Field(
            min_length=1,
            max_length=60,
            title="Satuan tujuan eskalasi",
            description="Satu satuan satu baris. Unit Satbinmas dan semua polsek sudah ada dengan sendirinya.",
        ),
    ] = (
        "Satreskrim",
        "Unit PPA Satreskrim",
        "Satintelkam",
        "Satlantas",
        "Satsamapta",
        "Satresnarkoba",
        "Sipropam",
    )
    acknowledge_hours: Annotated[
        int,
        Field(
            ge=1,
            le=336,
            title="Eskalasi dijawab satuan tujuan dalam jam",
            description="Sesudah itu muncul di Hari ini.",
        ),
    ] = 24


class Pengaturan(BaseModel):
    """All settings of one Polres, its own values over those for everybody over the product's defaults."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bendera: BenderaSettings = BenderaSettings()
    kinerja: KinerjaSettings = KinerjaSettings()
    ponsel: PonselSettings = PonselSettings()
    akun: AkunSettings = AkunSettings()
    dokumen: DokumenSettings = DokumenSettings()
    penanda_tangan: PenandaTanganSettings = PenandaTanganSettings()
    kontak: KontakSettings = KontakSettings()
    penting: PentingSettings = PentingSettings()
    rawan: RawanSettings = RawanSettings()
    retensi: RetensiSettings = RetensiSettings()
    sengketa: SengketaSettings = SengketaSettings()
    teguran: TeguranSettings = TeguranSettings()


OF_ONE = frozenset(name for name, info in Pengaturan.model_fields.items() if info.default.of_one)
"""Groups that each satuan has for itself alone."""
