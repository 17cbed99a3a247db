"""Where citizens can go from every page, whoever made it: the build (``components/layout.py``) or the server (``templates/dasar.html``)."""

DESTINATIONS = (
    ("beranda", "Beranda", "house", "/"),
    ("baca", "Bacaan", "book-open", "/baca/"),
    ("lapor", "Lapor", "siren", "/lapor/"),
    ("tiket", "Laporan saya", "list-checks", "/tiket/"),
)
"""Name, word, icon and address: at the edge of a phone, in the head of a wide screen."""
