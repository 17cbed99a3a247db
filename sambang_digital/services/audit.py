"""Who did what, when, to what: written in the transaction of the deed itself, so that neither exists without the other."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models.base import now
from sambang_digital.repositories import audit as repository
from sambang_digital.security.actor import Actor
from sambang_digital.settings import get_settings


class Aksi(StrEnum):
    """Everything that is recorded: ``object.deed``."""

    TITIPAN_DITERIMA = "titipan.diterima"
    LAPORAN_DITERIMA = "laporan.diterima"
    LAPORAN_DIBUKA = "laporan.dibuka"
    LI_DIBUKA = "li.dibuka"
    LAPORAN_DITINJAU = "laporan.ditinjau"
    NOMOR_DIBATALKAN = "nomor.dibatalkan"
    ESKALASI_DIKIRIM = "eskalasi.dikirim"
    ESKALASI_DIBUKA = "eskalasi.dibuka"
    ESKALASI_DITERIMA = "eskalasi.diterima"
    ESKALASI_DITOLAK = "eskalasi.ditolak"
    ESKALASI_DICATAT = "eskalasi.dicatat"
    ESKALASI_SELESAI = "eskalasi.selesai"
    PERANGKAT_DIKELUARKAN = "perangkat.dikeluarkan"
    PERANGKAT_HILANG = "perangkat.hilang"
    PERANGKAT_DIHAPUS = "perangkat.dihapus"
    KUNCI_DIPULIHKAN = "kunci.dipulihkan"
    BENDERA_DIPUTUS = "bendera.diputus"
    TUGAS_DIBERI = "tugas.diberi"
    TUGAS_DIUBAH = "tugas.diubah"
    UTAS_DITULIS = "utas.ditulis"
    AKUN_DIBUAT = "akun.dibuat"
    AKUN_DIUBAH = "akun.diubah"
    AKUN_DINONAKTIFKAN = "akun.dinonaktifkan"
    AKUN_DIAKTIFKAN = "akun.diaktifkan"
    AKUN_SANDI_DIATUR_ULANG = "akun.sandi_diatur_ulang"
    AKUN_FAKTOR_DIATUR_ULANG = "akun.faktor_diatur_ulang"
    AKUN_FAKTOR_DIPASANG = "akun.faktor_dipasang"
    AKUN_FAKTOR_DILEPAS = "akun.faktor_dilepas"
    AKUN_KODE_PEMULIHAN_DIPAKAI = "akun.kode_pemulihan_dipakai"
    AKUN_KODE_PEMULIHAN_DIBUAT = "akun.kode_pemulihan_dibuat"
    AKUN_DIIMPOR = "akun.diimpor"
    AKUN_DIEKSPOR = "akun.diekspor"
    AKUN_POTRET_DIPASANG = "akun.potret_dipasang"
    AKUN_POTRET_DITAMPILKAN = "akun.potret_ditampilkan"
    AKUN_POTRET_DISEMBUNYIKAN = "akun.potret_disembunyikan"
    AKUN_POTRET_DIHAPUS = "akun.potret_dihapus"
    AKUN_TARGET_DIUBAH = "akun.target_diubah"
    SATUAN_TARGET_DIUBAH = "satuan.target_diubah"
    PENUGASAN_DIBUAT = "penugasan.dibuat"
    PENUGASAN_DIAKHIRI = "penugasan.diakhiri"
    WILAYAH_DIPINDAH = "wilayah.dipindah"
    SATUAN_DIIMPOR = "satuan.diimpor"
    PENGATURAN_DIUBAH = "pengaturan.diubah"
    LATIHAN_DIHAPUS = "laporan.latihan_dihapus"
    SESI_MASUK = "sesi.masuk"
    SESI_DITOLAK = "sesi.ditolak"
    SESI_KELUAR = "sesi.keluar"
    AKUN_SANDI_DIGANTI = "akun.sandi_diganti"
    AUDIT_DIBUKA = "audit.dibuka"
    CADANGAN_DIBUAT = "cadangan.dibuat"
    RETENSI_DIHAPUS = "retensi.dihapus"
    WILAYAH_DIIMPOR = "wilayah.diimpor"
    DOKUMEN_DIBUAT = "dokumen.dibuat"
    EKSPOR_DIMINTA = "ekspor.diminta"
    EKSPOR_DIUNDUH = "ekspor.diunduh"
    EKSPOR_DIHAPUS = "ekspor.dihapus"
    SUBJEK_DIBUKA = "subjek.dibuka"
    SUBJEK_DATA_PRIBADI = "subjek.data_pribadi_dibuka"
    SUBJEK_PINDAH = "subjek.pindah"
    SUBJEK_KEMBALI = "subjek.kembali"
    SUBJEK_DIGABUNG = "subjek.digabung"
    SUBJEK_DIPISAH = "subjek.gabungan_dibatalkan"
    SUBJEK_BUKAN_GANDA = "subjek.bukan_ganda"
    SUBJEK_DIPERBAIKI = "subjek.diperbaiki"
    SUBJEK_DATA_DIHAPUS = "subjek.data_dihapus"
    PENGADUAN_DITERIMA = "pengaduan.diterima"
    PENGADUAN_DIBUKA = "pengaduan.dibuka"
    PENGADUAN_ASLI = "pengaduan.berkas_asli_dibuka"
    PENGADUAN_LANGKAH = "pengaduan.langkah"
    TEGURAN_DIUSULKAN = "teguran.diusulkan"
    TEGURAN_DISAHKAN = "teguran.disahkan"
    TEGURAN_DIBATALKAN = "teguran.dibatalkan"
    TEGURAN_BANDING = "teguran.banding"
    TEGURAN_BANDING_DIPUTUS = "teguran.banding_diputus"
    WARGA_AKUN_DIBUAT = "warga_akun.dibuat"
    WARGA_AKUN_MASUK = "warga_akun.masuk"
    WARGA_AKUN_DITOLAK = "warga_akun.ditolak"
    WARGA_AKUN_KELUAR = "warga_akun.keluar"
    WARGA_AKUN_DIUBAH = "warga_akun.diubah"
    WARGA_AKUN_SANDI_DIGANTI = "warga_akun.sandi_diganti"
    WARGA_AKUN_DIHAPUS = "warga_akun.dihapus"
    PERMINTAAN_DICATAT = "permintaan.dicatat"
    PERMINTAAN_DIPUTUS = "permintaan.diputus"
    PERMINTAAN_SALINAN = "permintaan.salinan_dibuat"
    BACAAN_DITULIS = "bacaan.ditulis"
    BACAAN_LANGKAH = "bacaan.langkah"


@dataclass(frozen=True, slots=True)
class Pelaku:
    """Somebody who acts without being a signed-in :class:`Actor` yet: the account's id, and the session's if there is one."""

    id: int
    session_id: int | None = None


def keyed(value: str) -> str:
    """A personal value as keyed hash (HMAC-SHA-256, hexadecimal): comparable, and gone once the value itself is deleted."""
    return hmac.digest(get_settings().secret_key, value.encode(), "sha256").hex()


async def record(
    session: AsyncSession, actor: Actor | Pelaku | None, action: Aksi, object_id: object = "", **data: Any
) -> None:
    """Write one deed of ``actor`` (None: the system itself). ``data``: codes, numbers and :func:`keyed` hashes only."""
    await record_all(session, actor, action, [(object_id, data)])


async def record_all(
    session: AsyncSession, actor: Actor | Pelaku | None, action: Aksi, objects: Iterable[tuple[object, dict[str, Any]]]
) -> None:
    """Write the same deed done to many objects: (id, data) of each."""
    common = {
        "at": now(),
        "akun_id": actor.id if actor else None,
        "session_id": actor.session_id if actor else None,
        "action": action.value,
        "object_type": action.value.partition(".")[0],
    }
    await repository.add(session, [common | {"object_id": str(id_)[:64], "data": data} for id_, data in objects])
