"""Words, colours and icons of the product's states: each in one table, shown as badges."""

from sambang_digital.components.parts import Tone
from sambang_digital.forms.pengaturan import BenderaSettings

Table = dict[str, tuple[str, Tone, str]]

LAPORAN: Table = {
    "terkirim": ("Menunggu", "info", "inbox"),
    "diperiksa": ("Diperiksa", "info", "eye"),
    "diperbaiki": ("Diperbaiki", "info", "pencil"),
    "diterima": ("Diterima", "success", "circle-check"),
    "dikembalikan": ("Dikembalikan", "warning", "undo-2"),
}
ESKALASI: Table = {
    "dikirim": ("Belum dijawab", "warning", "hourglass"),
    "diterima": ("Ditangani", "info", "circle-play"),
    "selesai": ("Selesai", "success", "circle-check"),
    "ditolak": ("Ditolak", "error", "circle-x"),
}
"""A case handed on to another unit."""
VERDICT: Table = {
    "inside": ("Di dalam wilayah", "success", "map-pin-check"),
    "uncertain": ("Ragu", "warning", "map-pin"),
    "outside": ("Di luar wilayah", "error", "map-pin-x"),
    "none": ("Tanpa posisi", "neutral", "map-pin-off"),
}
SEVERITY: Table = {
    "high": ("Penting", "error", "octagon-alert"),
    "medium": ("Perhatikan", "warning", "triangle-alert"),
    "low": ("Ringan", "neutral", "flag"),
    "info": ("Catatan", "info", "info"),
}
RULING: Table = {
    "upheld": ("Terbukti", "error", "gavel"),
    "dismissed": ("Tidak terbukti", "success", "shield-check"),
}
"""A reviewer's ruling on a flag."""
FLAGS = BenderaSettings.titles()
"""What a flag is called."""
ENTRI: Table = {
    "aktif": ("Aktif", "success", "circle-check"),
    "pindah": ("Pindah", "warning", "truck"),
    "menolak": ("Menolak didata", "neutral", "user-x"),
}
"""An entry of the register."""
PERMINTAAN: Table = {
    "baru": ("Baru", "info", "inbox"),
    "dikerjakan": ("Dikerjakan", "info", "loader"),
    "selesai": ("Selesai", "success", "circle-check"),
    "ditolak": ("Ditolak", "warning", "circle-x"),
}
"""What a citizen asks of the data that are kept of them."""
KINERJA: Table = {
    "aktif": ("Aktif", "success", "circle-check"),
    "cukup": ("Cukup", "warning", "circle-minus"),
    "kurang": ("Kurang", "error", "circle-alert"),
}
TUGAS: Table = {
    "baru": ("Baru", "info", "inbox"),
    "dilihat": ("Dilihat", "info", "eye"),
    "dikerjakan": ("Dikerjakan", "info", "footprints"),
    "selesai": ("Selesai", "success", "circle-check"),
    "tidak_dapat": ("Tidak dapat", "warning", "ban"),
    "dibatalkan": ("Dibatalkan", "neutral", "x"),
}
LATE = ("Terlambat", "error", "alarm-clock")
"""Said of an open task past its due, beside its state."""
STEPS: Table = {
    "diberi": ("Diberikan", "neutral", "send"),
    "dilihat": ("Dilihat", "neutral", "eye"),
    "dikerjakan": ("Mulai dikerjakan", "info", "footprints"),
    "tidak_dapat": ("Tidak dapat dilaksanakan", "warning", "ban"),
    "dijawab": ("Dijawab dengan laporan", "success", "circle-check"),
    "dikembalikan": ("Laporannya dikembalikan", "warning", "undo-2"),
    "diminta_lagi": ("Diminta lagi", "info", "repeat"),
    "tenggat": ("Tenggat diubah", "neutral", "calendar-clock"),
    "dibatalkan": ("Dibatalkan", "neutral", "x"),
}
"""Steps of a task's history."""
BACAAN: Table = {
    "draf": ("Draf", "neutral", "pencil"),
    "ditinjau": ("Ditinjau", "info", "eye"),
    "dijadwalkan": ("Dijadwalkan", "info", "calendar-clock"),
    "terbit": ("Terbit", "success", "globe"),
    "diarsipkan": ("Diarsipkan", "neutral", "archive"),
}
"""Where the newest version of a text for citizens stands."""
PENGADUAN: Table = {
    "baru": ("Baru", "info", "inbox"),
    "diverifikasi": ("Diverifikasi", "info", "badge-check"),
    "ditugaskan": ("Ditugaskan", "info", "user-check"),
    "ditangani": ("Ditangani", "info", "footprints"),
    "menunggu_pelapor": ("Menunggu pelapor", "warning", "hourglass"),
    "diteruskan": ("Diteruskan", "info", "forward"),
    "selesai": ("Selesai", "success", "circle-check"),
    "ditutup": ("Ditutup", "neutral", "archive"),
    "digabung": ("Digabung", "neutral", "merge"),
    "ditolak": ("Ditolak", "error", "circle-x"),
}
"""A citizen's report."""
PENGADUAN_STEPS: Table = {
    "masuk": ("Laporan masuk", "info", "inbox"),
    "verifikasi": ("Diverifikasi", "info", "badge-check"),
    "tugaskan": ("Ditugaskan", "info", "user-check"),
    "tangani": ("Mulai ditangani", "info", "footprints"),
    "jawab": ("Jawaban kepada pelapor", "success", "message-circle"),
    "catat": ("Catatan internal", "neutral", "pencil"),
    "tanya": ("Pertanyaan kepada pelapor", "warning", "message-circle-question"),
    "lengkapi": ("Tambahan dari pelapor", "info", "message-circle-plus"),
    "teruskan": ("Diteruskan", "info", "forward"),
    "selesaikan": ("Selesai", "success", "circle-check"),
    "tutup": ("Ditutup", "neutral", "archive"),
    "tolak": ("Ditolak", "error", "circle-x"),
    "gabung": ("Digabung", "neutral", "merge"),
    "buka_lagi": ("Dibuka lagi oleh pelapor", "warning", "repeat"),
    "nilai": ("Dinilai pelapor", "success", "star"),
}
"""Steps of its history."""
DANGER: Table = {
    "now": ("Respon Cepat", "error", "siren"),
    "late": ("Respon Cepat, terlambat sampai", "warning", "history"),
}
"""Danger of now, and what was danger when it was written."""
ATTENTION: Table = {
    "remind": ("Ingatkan", "warning", "bell"),
    "warn": ("Beri peringatan", "error", "bell-ring"),
}
MODE = {"on_site": "Dicatat di lokasi", "later": "Dicatat belakangan", "none": "Tanpa lokasi"}
EKSPOR: Table = {
    "antre": ("Menunggu", "info", "clock"),
    "berjalan": ("Sedang dibuat", "info", "loader"),
    "selesai": ("Siap diunduh", "success", "circle-check"),
    "gagal": ("Gagal", "error", "octagon-alert"),
}
