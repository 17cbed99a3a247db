"""All tables; importing this package registers them with SQLModel's metadata."""

from sambang_digital.models.akun import Akun, FaktorKedua, KodePemulihan, PeranAkun, Percobaan, Potret, SesiPerangkat
from sambang_digital.models.alamat import Alamat
from sambang_digital.models.audit import Audit, KepalaAudit
from sambang_digital.models.bacaan import Bacaan, BacaanFoto, BacaanHitungan, BacaanLangkah, BacaanVersi
from sambang_digital.models.bendera import AntreanBendera, Sidik
from sambang_digital.models.cari import AntreanCari, Cari
from sambang_digital.models.ekspor import Ekspor
from sambang_digital.models.eskalasi import Eskalasi, EskalasiLangkah, StatusEskalasi
from sambang_digital.models.ganda import CalonGanda, GabunganSubjek
from sambang_digital.models.himbauan import AntreanSiaran, LanggananWarga, Siaran
from sambang_digital.models.kabar import AntreanPush, Kabar, KabarHarian, LanggananPush, PilihanKabar
from sambang_digital.models.kabar_warga import AntreanTiket, KabarDijaga, LanggananTiket
from sambang_digital.models.laporan import Karantina, Laporan, LaporanBacaan, LaporanFoto, LaporanSaingan, Tinjauan
from sambang_digital.models.media import FotoHapus, Media
from sambang_digital.models.nomor import Nomor, NomorSeri
from sambang_digital.models.pengaduan import Pengaduan, PengaduanBerkas, PengaduanLangkah, TiketPerangkat
from sambang_digital.models.pengaturan import NilaiPengaturan
from sambang_digital.models.permintaan import PermintaanWarga
from sambang_digital.models.putusan import PutusanBendera
from sambang_digital.models.rawan import TitikRawan
from sambang_digital.models.satuan import Satuan, TingkatSatuan
from sambang_digital.models.serupa import PengaduanPengikut
from sambang_digital.models.subjek import Subjek
from sambang_digital.models.teguran import Teguran
from sambang_digital.models.tugas import Tugas, TugasLangkah
from sambang_digital.models.utas import Utas, UtasFoto, UtasPesan, UtasPeserta
from sambang_digital.models.wa import WaBerkas, WaKeadaan, WaKeluar, WaKontak, WaMasuk
from sambang_digital.models.warga import PerangkatWarga, TiketAkun, WargaAkun, WargaKode
from sambang_digital.models.wilayah import ImporWilayah, Penugasan, RiwayatVerdict, Versi, Wilayah

__all__ = [
    "Akun",
    "Alamat",
    "AntreanBendera",
    "AntreanCari",
    "AntreanPush",
    "AntreanSiaran",
    "AntreanTiket",
    "Audit",
    "Bacaan",
    "BacaanFoto",
    "BacaanHitungan",
    "BacaanLangkah",
    "BacaanVersi",
    "CalonGanda",
    "Cari",
    "Ekspor",
    "Eskalasi",
    "EskalasiLangkah",
    "FaktorKedua",
    "FotoHapus",
    "GabunganSubjek",
    "ImporWilayah",
    "Kabar",
    "KabarDijaga",
    "KabarHarian",
    "Karantina",
    "KepalaAudit",
    "KodePemulihan",
    "LanggananPush",
    "LanggananTiket",
    "LanggananWarga",
    "Laporan",
    "LaporanBacaan",
    "LaporanFoto",
    "LaporanSaingan",
    "Media",
    "NilaiPengaturan",
    "Nomor",
    "NomorSeri",
    "Pengaduan",
    "PengaduanBerkas",
    "PengaduanLangkah",
    "PengaduanPengikut",
    "Penugasan",
    "PeranAkun",
    "PerangkatWarga",
    "Percobaan",
    "PermintaanWarga",
    "PilihanKabar",
    "Potret",
    "PutusanBendera",
    "RiwayatVerdict",
    "Satuan",
    "SesiPerangkat",
    "Siaran",
    "Sidik",
    "StatusEskalasi",
    "Subjek",
    "Teguran",
    "TiketAkun",
    "TiketPerangkat",
    "TingkatSatuan",
    "Tinjauan",
    "TitikRawan",
    "Tugas",
    "TugasLangkah",
    "Utas",
    "UtasFoto",
    "UtasPesan",
    "UtasPeserta",
    "Versi",
    "WaBerkas",
    "WaKeadaan",
    "WaKeluar",
    "WaKontak",
    "WaMasuk",
    "WargaAkun",
    "WargaKode",
    "Wilayah",
]
