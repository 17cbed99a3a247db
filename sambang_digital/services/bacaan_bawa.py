"""Texts for citizens in the hands of officers: the library as a phone keeps it, which reports brought a text, how many heard it."""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.parts import Counselling, Result
from sambang_digital.forms.penyuluhan_lapangan import PenyuluhanLapangan
from sambang_digital.repositories import bacaan as library_repository
from sambang_digital.repositories import bacaan_bawa as repository
from sambang_digital.services import bacaan, media_files
from sambang_digital.services.bacaan import Jenis, Tulisan
from sambang_digital.services.bacaan_film import Film
from sambang_digital.services.media_errors import MediaError

FORMAT = 2
"""Of what a phone keeps: another one brings the library anew."""
POSTERS = 100
"""Posters kept in memory, some ten kilobytes each: they never change."""
_posters: dict[UUID, str] = {}
LISTS = {"do": "Lakukan", "dont": "Jangan", "bring": "Yang dibawa", "steps": "Langkahnya"}
LINES = {"where": "Di mana", "when": "Kapan", "cost": "Biaya"}


class Reached(NamedTuple):
    """By how many reports a text was brought, and how many people these say that heard it."""

    visits: int
    people: int


async def version(session: AsyncSession) -> str:
    """Another one after each change of the library, as phones keep it."""
    return _version(await library_repository.token(session))


def _version(token: str) -> str:
    return f"{FORMAT}-{token}"


async def for_phones() -> dict[str, Any]:
    """The whole library as a phone keeps and shows it: ``version`` and ``texts``, kind by kind, the newest first. A text is what
    :func:`_text` says; of articles nothing but the quiz and the sources is left out."""
    found = await bacaan.library()
    rows = sorted(found.rows, key=lambda row: list(Jenis).index(row.kind))
    return {"version": _version(found.token), "texts": [await _text(row) for row in rows]}


async def _text(row: Tulisan) -> dict[str, Any]:
    isi = row.isi
    lists = {name: list(getattr(isi, name, ())) for name in LISTS}
    lines = {name: str(getattr(isi, name, "")) for name in LINES}
    return {
        "id": str(row.id),
        "slug": row.slug,
        "kind": row.kind.label,
        "topic": isi.topic.label if isi.topic else None,
        "title": isi.title,
        "summary": isi.summary,
        "lists": [{"sort": name, "title": LISTS[name], "items": items} for name, items in lists.items() if items],
        "lines": [{"title": LINES[name], "text": text} for name, text in lines.items() if text],
        "call": [{"name": call.name, "number": call.number, "note": call.note} for call in isi.call],
        "html": row.html,
        "film": await _film(row.film),
    }


async def _film(film: Film | None) -> dict[str, Any] | None:
    """A video for who has no network: its poster along with the text, what is said in it, and how long it is."""
    if film is None:
        return None
    return {
        "poster": await _poster(film.id),
        "caption": film.caption,
        "transcript": film.transcript,
        "length": film.length,
    }


async def _poster(film_id: UUID) -> str:
    """As a data address, or empty while the store is away."""
    if film_id not in _posters:
        try:
            stored = await media_files.get(film_id, "kecil")
        except MediaError:
            return ""
        if len(_posters) >= POSTERS:
            _posters.clear()
        picture = b"".join([bytes(piece) async for piece in stored.pieces])
        _posters[film_id] = f"data:image/jpeg;base64,{b64encode(picture).decode()}"
    return _posters[film_id]


async def record(session: AsyncSession, received: Iterable[tuple[dict[str, Any], Any]]) -> None:
    """Note what these accepted reports brought: rows of ``Laporan``, each with its form."""
    rows = [
        {"laporan_id": row["id"], "revision": row["revision"], "bacaan_id": text, "people": people}
        for row, form in received
        for texts, people in [_brought(form)]
        for text in texts
    ]
    if rows:
        await repository.record(session, rows)


def _brought(form: Any) -> tuple[set[UUID], int]:
    result = getattr(form, "result", None)
    if isinstance(form, PenyuluhanLapangan):
        told: Sequence[Counselling] = form.counselling
        people = form.participants
    elif isinstance(result, Result):
        told, people = result.counselling, result.reached or 0
    else:
        return set(), 0
    return {UUID(one.bacaan) for one in told if one.bacaan}, people


async def reached(session: AsyncSession, bacaan_ids: Iterable[UUID]) -> dict[UUID, Reached]:
    """Of each of these texts what it reached; nothing of a text that nobody brought.

    Counted are the reports that count for kinerja (``Laporan.counted``): current revisions, none of Mode latihan, none that was
    returned or has an upheld flag.
    """
    # PostgreSQL's driver has a UUID class of its own, which is not equal to that of Python in every way.
    return {
        UUID(str(row.bacaan_id)): Reached(row.visits, int(row.people))
        for row in await repository.sums(session, list(bacaan_ids))
    }


async def addresses() -> Mapping[str, str]:
    """Where each text is read, by its id; of those that citizens may read now."""
    return {str(row.id): f"/baca/{row.slug}" for row in (await bacaan.library()).rows}
