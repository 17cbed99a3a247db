"""What the channel says by WhatsApp, in plain Indonesian. A button has at most 20 letters, a row of a list 24."""

from dataclasses import dataclass

from sambang_digital.forms.pengaduan import MAX_FILES, MAX_TEXT, MIN_TEXT

SHOWN = 300
"""So many letters of a report stand in the question for consent."""


@dataclass(frozen=True, slots=True)
class Balasan:
    """An answer. ``buttons`` and ``rows``: (id, title), at most 3 and 10. ``ack``: needless when more is on its way already."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    ack: bool = False


ROWS = (
    ("informasi", "Informasi"),
    ("kritik_saran", "Kritik dan saran"),
    ("apresiasi", "Apresiasi"),
    ("tindak_pidana", "Tindak pidana"),
    ("lindung", "Kekerasan rumah/anak"),
)
LIST = "\n".join(f"{number}. {title}" for number, (_, title) in enumerate(ROWS, 1))
SEND, CANCEL = ("kirim", "Kirim"), ("batal", "Batal")
STOPPED = Balasan("Baik. Kami tidak mengirim kabar lagi ke nomor ini. Tulis apa saja bila ingin mulai lagi.")
CANCELLED = Balasan(
    "Laporan dibatalkan dan tulisannya dihapus. Tulis *menu* bila ingin mulai lagi. Ada bahaya? Telepon 110."
)
FORGOTTEN = Balasan("Laporan yang lalu belum terkirim dan sudah dihapus, karena lebih dari 24 jam.")
WELCOME = Balasan("Sama-sama. Tulis *menu* bila ingin melapor. Ada bahaya? Telepon 110.")
UNREADABLE = Balasan(
    "Pesan jenis ini belum bisa kami terima. Kirim tulisan, foto, video, atau lokasi saja. Ada bahaya? Telepon 110.",
    ack=True,
)
GONE = Balasan(
    "Perubahan itu tidak kami ikutkan: pesannya sudah terkirim sebagai laporan, atau belum menjadi bagian laporan. "
    "Tambahkan keterangan lewat tautan tiket Anda."
)
TOO_SHORT = Balasan(f"Ceritakan dulu apa yang terjadi, paling sedikit {MIN_TEXT} huruf. Lalu tekan Kirim.")
TOO_LONG = Balasan(
    f"Tulisan terakhir tidak ditambahkan: satu laporan paling banyak {MAX_TEXT} huruf. Ringkas, lalu kirim lagi.",
    (SEND, CANCEL),
)
TOO_MANY_FILES = Balasan(
    f"Foto atau video terakhir tidak ditambahkan: satu laporan paling banyak {MAX_FILES}.", (SEND, CANCEL)
)
GO_ON = Balasan("Baik. Tulis tambahannya, atau kirim foto, video, dan lokasi. Bila cukup, tekan Kirim.", (SEND, CANCEL))
WHERE = Balasan(
    "Kami belum tahu laporan ini untuk Polres mana. Kirim lokasi kejadian (tombol lampiran, lalu Lokasi), lalu tekan Kirim.",
    (SEND, CANCEL),
)
FAILED = Balasan("Maaf, pesan tadi gagal kami proses. Coba kirim sekali lagi. Ada bahaya? Telepon 110.")
FLOOD = Balasan("Terlalu banyak pesan sekaligus; sebagian tidak kami baca. Coba lagi nanti. Ada bahaya? Telepon 110.")


def menu(url: str, *, noted: bool = False) -> Balasan:
    """The greeting."""
    said = "Pesan Anda tadi sudah kami catat.\n\n" if noted else ""
    return Balasan(
        "Layanan pengaduan warga Sambang Digital.\n\n"
        "*Ada bahaya sekarang? Telepon 110.* Jangan menunggu jawaban di sini.\n\n"
        "Percakapan ini dibawa oleh WhatsApp, milik perusahaan Meta. "
        f"Untuk hal yang rahasia pakai {url}/lapor/\n\n"
        f"{said}Pilih jenis laporan, atau balas dengan angkanya:\n{LIST}",
        rows=ROWS,
    )


def menu_again(*, noted: bool = False) -> Balasan:
    """The menu without the greeting."""
    said = "Sudah dicatat. " if noted else ""
    return Balasan(f"{said}Pilih dulu jenis laporannya, atau balas dengan angkanya:\n{LIST}", rows=ROWS, ack=True)


def guarded(url: str) -> Balasan:
    """Whoever may be watched is sent to the private page; nothing of what they wrote is repeated."""
    return Balasan(
        "Untuk keselamatan Anda, laporan seperti ini tidak lewat WhatsApp. Yang tadi ditulis di sini tidak kami simpan.\n\n"
        f"Laporkan di halaman yang tertutup: {url}/lapor/\n\n"
        "*Dalam bahaya sekarang? Telepon 110.*\nLayanan perempuan dan anak (SAPA): 129, siang malam.\n\n"
        "Bila HP ini dilihat orang lain, hapus percakapan ini."
    )


def tell_us(category: str, has_content: bool) -> Balasan:
    """After the category was chosen."""
    begin = "Yang tadi sudah dicatat. Tambahkan bila perlu" if has_content else "Ceritakan apa, di mana, dan kapan"
    return Balasan(
        f"*{category}.* {begin}. Boleh beberapa pesan, foto, video (paling banyak {MAX_FILES}), dan lokasi.\n\n"
        "Bila cukup, tekan Kirim atau tulis *selesai*.",
        (SEND, CANCEL),
    )


def added(text: str, files: int, has_place: bool) -> Balasan:
    """What the draft holds so far."""
    parts = [f"tulisan {len(text)} huruf"] if text else []
    parts += [f"{files} foto atau video"] if files else []
    parts += ["lokasi"] if has_place else []
    held = ", ".join(parts) or "belum ada isi"
    return Balasan(f"Dicatat: {held}. Tambah lagi, atau tekan Kirim.", (SEND, CANCEL), ack=True)


def consent(category: str, text: str, files: int, has_place: bool) -> Balasan:
    """The question before anything is stored as a report."""
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()} …"
    more = [f"{files} foto atau video"] if files else []
    more += ["lokasi"] if has_place else []
    return Balasan(
        f"*{category}*\n{shown}\n{('Dengan ' + ' dan '.join(more) + '.') if more else ''}\n\n"
        "Setuju dikirim? Polisi menyimpan dan memakainya untuk menindaklanjuti laporan ini. "
        "Nomor WhatsApp Anda kami pakai untuk mengirim kabar saja; petugas tidak melihatnya.",
        (("setuju", "Setuju, kirim"), ("ubah", "Ubah atau tambah"), CANCEL),
    )


def ticket(code: str, link: str) -> Balasan:
    """The report is stored."""
    return Balasan(
        f"Laporan diterima. Nomor tiket: *{code}*\n\n"
        f"Ikuti dan tambah keterangan di sini:\n{link}\n\n"
        "Siapa pun yang memegang tautan ini dapat membaca laporan Anda. Simpan, jangan diteruskan. "
        "Kabar berikutnya kami kirim ke sini; tulis *berhenti* bila tidak mau."
    )


def too_many(retry_after_s: int) -> Balasan:
    """Too many reports."""
    minutes = max(1, -(-retry_after_s // 60))
    return Balasan(
        f"Terlalu banyak laporan dari nomor ini. Laporan ini belum terkirim tetapi tidak hilang: tekan Setuju lagi {minutes} menit "
        "lagi. Ada bahaya? Telepon 110.",
        (("setuju", "Setuju, kirim"), CANCEL),
    )


def held_back(until: str) -> Balasan:
    """New reports of this contact are held back."""
    return Balasan(
        f"Laporan baru dari nomor ini dijeda sampai {until}, karena beberapa laporan sebelumnya dinyatakan palsu atau iseng. "
        "Bila itu keliru, buka tautan tiket laporan itu, atau datang ke Polsek terdekat. *Ada bahaya? Telepon 110.*"
    )
