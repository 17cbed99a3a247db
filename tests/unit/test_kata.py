"""Words as they are searched: what is asked meets what is filed."""

import pytest

from sambang_digital.models.cari import with_heads
from sambang_digital.services.cari_cuplikan import Piece, excerpt, marked
from sambang_digital.services.kata import MAX_WORD, MAX_WORDS, TooShort, ask, file, roots


def finds(question: str, text: str) -> bool:
    """Whether a text is found, by the rule that both databases follow."""
    words = file([text])
    return all(
        any(all(any(term.fits(word) for word in words) for term in way) for way in group) for group in ask(question)
    )


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("pencurian", "Dua orang mencuri sepeda"),
        ("mencuri", "rumahnya dicuri"),
        ("curi", "laporan pencurian kabel"),
        ("tangkap", "pelaku ditangkap warga"),
        ("penangkapan", "akan menangkap pelaku"),
        ("tertangkap", "penangkapan di pasar"),
        ("pukul", "korban pemukulan"),
        ("memukul", "dipukul orang tak dikenal"),
        ("tipu", "penipuan lewat telepon"),
        ("kirim", "pengiriman paket"),
        ("keroyok", "pengeroyokan pelajar"),
        ("aman", "keamanan lingkungan"),
        ("perumahan", "rumah kosong"),
        ("curanmor", "pencurian sepeda motor di parkiran"),
        ("pencurian motor", "rawan curanmor"),
        ("MOTOR pencurian", "Pencurian Motor"),
        ("cafe melati", "Café Melati"),
        ("kead", "Keadaan aman"),
        ("me", "Melati"),
        ("siti rahm", "Ibu SITI RAHMAWATI"),
        ("rt 3 rw 5", "RT 003/RW 005"),
        ("RT 003/005", "rt.3, rw.5"),
        ("rt/rw 3/5", "RT 03 RW 05"),
        ("rw05", "RW 005"),
        ("7F3K-9QPD-2M4T", "Resi 7F3K-9QPD-2M4T"),
        ("7f3k9qpd2m4t", "Resi 7F3K-9QPD-2M4T"),
        ("7f3k-9q", "Resi 7F3K-9QPD-2M4T"),
        ("R/LI-12/XI/2026", "Nomor R/LI-12/XI/2026/Binmas"),
        ("0812-3456-7890", "telepon 081234567890"),
        ("+62 812 3456 7890", "telepon 0812 3456 7890"),
        ("081234567890", "telepon +62812-3456-7890"),
        ("di pasar", "keributan pasar malam"),
        ("dan", "Danau Situ"),
        ("warga 😀 aman", "warga aman"),
    ],
)
def test_finds(question: str, text: str) -> None:
    """Any order, any case, any form of the word, with and without what stands between numbers."""
    assert finds(question, text)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("pasar", "kasar"),
        ("sakit", "rakit"),
        ("pencurian mobil", "pencurian motor"),
        ("rt 5 rw 3", "RT 003/RW 005"),
        ("7F3K-9QPD-2M4X", "Resi 7F3K-9QPD-2M4T"),
        ("motor pencur", "motor dicuri"),
        ("lati aman", "pelatihan keamanan"),
    ],
)
def test_finds_nothing_else(question: str, text: str) -> None:
    """Words that only look alike."""
    assert not finds(question, text)


@pytest.mark.parametrize("question", ["", " ", "a", "*", '"', "😀", "-", "\x00", "a b"[:1], "' \" ( ) : *"])
def test_too_short(question: str) -> None:
    """A letter alone would find half of all there is."""
    with pytest.raises(TooShort):
        ask(question)


@pytest.mark.parametrize(
    "question",
    [
        "\"'; DROP TABLE laporan; --", "NEAR(a b, 2)", "words:rahasia", "~l1 ~x1", "aman* OR *", "(((((", "a AND NOT b",
        "é" * 10_000, "x" * 10_000, "kata " * 2_000, "\\'\\\\", "%_%", "<b>tebal</b>", "\ud800 aman", "١٢٣ نص عربي",
    ],
)  # fmt: skip
def test_hostile_questions_become_words(question: str) -> None:
    """Whatever is typed: letters and digits, few and short; marks and operators cannot be spelt."""
    try:
        asked = ask(question)
    except TooShort:
        return
    words = [term.word for group in asked for way in group for term in way]
    assert len(asked) <= MAX_WORDS
    assert all(word.isalnum() and len(word) <= MAX_WORD for word in words)


def test_roots_stay_few() -> None:
    """A word is filed under itself and a handful of roots."""
    assert roots("pencurian") == {"pencurian", "curian", "curi"}
    assert roots("curanmor") == {"curanmor", "curi", "motor"}
    assert roots("yang") == frozenset()
    assert len(roots("pengeroyokan")) < 8


def test_heads() -> None:
    """First letters are words on PostgreSQL; not of marks, and of numbers only few letters."""
    assert with_heads(["melati", "7f3k9", "~l1"]) == {
        "melati",
        "me^",
        "mel^",
        "mela^",
        "melat^",
        "melati^",
        "7f3k9",
        "7f^",
        "7f3^",
        "~l1",
    }


def test_marked_pieces_are_text() -> None:
    """Markup stays text, and what was looked for is marked in any of its forms."""
    assert marked("<b>Pencurian</b> motor", ask("mencuri motor")) == [
        Piece("<b>", False), Piece("Pencurian", True), Piece("</b> ", False), Piece("motor", True),
    ]  # fmt: skip


def test_excerpt_shows_why() -> None:
    """The text with most of the words, from shortly before the first."""
    long = (
        "Warga bercerita panjang lebar tentang banyak hal yang tidak ada hubungannya sama sekali dengan pencurian "
        + "x " * 200
    )
    pieces = excerpt(["Keadaan aman.", long], ask("pencurian"))
    assert [piece.text for piece in pieces if piece.marked] == ["pencurian"]
    assert pieces[0].text.startswith("… ")
    assert sum(len(piece.text) for piece in pieces) < 200
    assert excerpt(["Keadaan aman."], ask("pencurian")) == []
