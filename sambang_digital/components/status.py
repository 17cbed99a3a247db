"""Words, colours and icons of the product's states: each in one table, shown as badges."""

from sambang_digital.components.parts import Tone

Table = dict[str, tuple[str, Tone, str]]

LAPORAN: Table = {
    "terkirim": ("Menunggu", "info", "inbox"),
    "diperiksa": ("Diperiksa", "info", "eye"),
    "diperbaiki": ("Diperbaiki", "info", "pencil"),
    "diterima": ("Diterima", "success", "circle-check"),
    "dikembalikan": ("Dikembalikan", "warning", "undo-2"),
}
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
FLAGS = {
    "GPS_HILANG": "Tanpa posisi",
    "AKURASI_RENDAH": "Akurasi posisi rendah",
    "DI_LUAR_WILAYAH": "Di luar wilayah tugas",
    "RAGU_BATAS": "Dekat batas wilayah",
    "KECEPATAN_MUSTAHIL": "Perpindahan terlalu cepat",
    "KOORDINAT_BERULANG": "Koordinat sama di rumah berbeda",
    "JAUH_DARI_RUMAH": "Jauh dari alamat tercatat",
    "MENUMPUK": "Banyak kunjungan di satu titik",
    "JAM_MELENCENG": "Jam HP melenceng",
    "FOTO_SAMA": "Foto pernah dipakai",
    "FOTO_MIRIP": "Foto mirip foto lain",
    "FOTO_LAMA": "Foto bukan dari saat kunjungan",
    "FOTO_LOKASI_BEDA": "Foto dari tempat lain",
    "TEKS_MIRIP": "Uraian mirip laporan lain",
    "TERLALU_CEPAT": "Diisi sangat cepat",
}
"""What a flag is called; a test holds it against the rules of ``services/flags.py``."""
MODE = {"on_site": "Dicatat di lokasi", "later": "Dicatat belakangan", "none": "Tanpa lokasi"}
