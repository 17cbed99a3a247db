"""How texts are shown and told to machines: icons of kinds and topics, and JSON-LD (https://schema.org)."""

from collections.abc import Iterable
from typing import Any

from sambang_digital.forms.bacaan import Jenis, Layanan, Topik
from sambang_digital.publik.halaman import iso
from sambang_digital.services.bacaan import Tulisan
from sambang_digital.services.bacaan_film import Film
from sambang_digital.settings import get_settings

KIND_ICONS: dict[Jenis, str] = {
    Jenis.ARTIKEL: "book-open",
    Jenis.LAYANAN: "clipboard-list",
    Jenis.HIMBAUAN: "megaphone",
    Jenis.BERITA: "newspaper",
}
TOPIC_ICONS: dict[Topik, str] = {
    Topik.CURANMOR: "motorbike",
    Topik.PENCURIAN: "house",
    Topik.PENIPUAN_ONLINE: "smartphone",
    Topik.PINJOL_JUDI: "hand-coins",
    Topik.TAWURAN: "swords",
    Topik.NARKOBA: "pill",
    Topik.KDRT_ANAK: "heart-handshake",
    Topik.TPPO: "route",
    Topik.REMAJA_DIGITAL: "gamepad-2",
    Topik.HOAKS_PEMILU: "megaphone",
    Topik.TAMU_SISKAMLING: "bell",
    Topik.LALU_LINTAS: "car",
    Topik.KEBAKARAN: "flame",
    Topik.BENCANA: "cloud-rain",
}
TYPES: dict[Jenis, str] = {
    Jenis.ARTIKEL: "Article",
    Jenis.LAYANAN: "GovernmentService",
    Jenis.HIMBAUAN: "Article",
    Jenis.BERITA: "NewsArticle",
}


def icons_of(rows: Iterable[Tulisan]) -> dict[str, str]:
    """The icon of each text, by its slug."""
    return {row.slug: TOPIC_ICONS[row.isi.topic] if row.isi.topic else KIND_ICONS[row.kind] for row in rows}


def linked_data(row: Tulisan, address: str, owner: str) -> dict[str, Any]:
    """The text as schema.org calls its kind; ``owner`` publishes it."""
    publisher = {
        "@type": "GovernmentOrganization",
        "name": owner,
        "url": get_settings().public_url,
    }
    common: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": TYPES[row.kind],
        "url": address,
        "description": row.isi.summary,
        "inLanguage": "id",
        "image": f"{address}/gambar.png",
    }
    if row.film:
        common["video"] = _film(row, row.film)
    if isinstance(row.isi, Layanan):
        channel = {"@type": "ServiceChannel", "serviceLocation": {"@type": "Place", "name": row.isi.where}}
        return common | {"name": row.isi.title, "provider": publisher, "availableChannel": channel}
    return common | {
        "headline": row.isi.title,
        "datePublished": iso(row.published_at),
        "dateModified": iso(row.changed_at),
        "author": publisher,
        "publisher": publisher,
        "isAccessibleForFree": True,
    }


def _film(row: Tulisan, film: Film) -> dict[str, Any]:
    """Its video (https://schema.org/VideoObject)."""
    site = get_settings().public_url
    return {
        "@type": "VideoObject",
        "name": film.caption,
        "description": row.isi.summary,
        "thumbnailUrl": f"{site}/baca/gambar/{film.id}.jpg",
        "contentUrl": f"{site}/baca/video/{film.name}",
        "uploadDate": iso(row.published_at),
        "duration": film.iso,
        "width": film.width,
        "height": film.height,
    }
