"""The library, each text with its quiz, picture and poster, and the feed."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from fastapi import Request, Response
from starlette.responses import RedirectResponse, StreamingResponse

from sambang_digital.publik.halaman import PAGE_METHODS, NotFound, owner, page, page_router, text
from sambang_digital.publik.kata_bacaan import icons_of, linked_data
from sambang_digital.security.rates import Rate, TooFast
from sambang_digital.security.sessions import client_address
from sambang_digital.services import bacaan, bacaan_film, bacaan_gambar, bacaan_poster, media_files, media_range
from sambang_digital.services.bacaan import Event, Jenis, Khalayak, Library, Marked, Sort, Topik, Tulisan
from sambang_digital.services.media_errors import NotFound as NotKept
from sambang_digital.settings import get_settings

router = page_router("/baca/")
MAX_QUESTION = 100
WHERE = "kecamatan"
"""Field in which a reader says where, if they wish to."""
FEED = 30
NEVER = datetime(2026, 1, 1, tzinfo=UTC)
"""When an empty feed has changed: it must say something."""
RATE = Rate(60)
"""What one address adds to the sums; beyond that it may read on."""
KEEP_NOTHING = {"Cache-Control": "no-store"}
"""Nothing of a text whose readers may be watched stays on their phone, in no cache and behind no back button."""


def address_of(row: Tulisan) -> str:
    """Where a text is read, in full."""
    return f"{get_settings().public_url}/baca/{row.slug}"


@router.api_route("/layanan", methods=PAGE_METHODS)
@router.api_route("/layanan/", methods=PAGE_METHODS)
async def services() -> Response:
    """Service information is a part of the library."""
    return RedirectResponse(f"/baca/?jenis={Jenis.LAYANAN.value}")


@router.api_route("/baca/", methods=PAGE_METHODS)
async def library(request: Request) -> Response:
    """Everything there is to read, searched and filtered by its address. A filter that nobody knows is none."""
    asked = request.query_params
    words = " ".join(asked.get("cari", "").split())[:MAX_QUESTION]
    all_ = await bacaan.library()
    areas = all_.own_kecamatan()
    sort = Sort(
        words,
        _one_of(Jenis, asked.get("jenis")),
        _one_of(Topik, asked.get("topik")),
        _one_of(Khalayak, asked.get("untuk")),
        next((code for code in areas if code == asked.get("wilayah")), None),
    )
    number = asked.get("hal", "1")
    found = all_.find(sort, int(number) if number.isascii() and number.isdecimal() and len(number) < 5 else 1)
    here = {"cari": words, "jenis": sort.kind, "topik": sort.topic, "untuk": sort.audience, "wilayah": sort.kecamatan}
    return page("pustaka.html", request, found=found, sort=sort, here=here, kinds=_kinds(all_), topics=all_.topics(),
                audiences=list(Khalayak), areas=areas, icons=icons_of(found.rows))  # fmt: skip


def _one_of(choices: Any, value: str | None) -> Any:
    return choices(value) if value in {one.value for one in choices} else None


def _kinds(all_: Library) -> list[Jenis]:
    there = {row.kind for row in all_.rows}
    return [kind for kind in Jenis if kind in there]


@router.api_route("/baca/{slug}/", methods=PAGE_METHODS)
async def _to_article(slug: str) -> Response:
    return RedirectResponse(f"/baca/{quote(slug)}", 308)


@router.api_route("/baca/{slug}", methods=PAGE_METHODS)
async def article(request: Request, slug: str) -> Response:
    """One text."""
    return await _article(request, slug)


@router.post("/baca/{slug}")
async def quiz(request: Request, slug: str) -> Response:
    """The same page, with what is right and why. A quiz that was answered whole is added to the sums, by nobody's name."""
    row = await _get(slug)
    async with request.form(max_files=0, max_fields=20) as form:
        marked = bacaan.mark(row, {n: form.get(f"s{n}") for n in range(len(row.quiz))})
        where = str(form.get(WHERE, ""))
    if marked.whole and _may_count(request):
        await bacaan.count_quiz(row, marked, where)
    return await _article(request, slug, marked)


async def _article(request: Request, slug: str, marked: Marked | None = None) -> Response:
    all_ = await bacaan.library()
    row = _in(all_, slug)
    related = all_.related(row)
    address = address_of(row)
    return page(
        "baca.html", request, headers=KEEP_NOTHING if row.guarded else {}, row=row, isi=row.isi, marked=marked, related=related,
        address=address, linked_data=linked_data(row, address, owner(request)), share=quote(f"{row.isi.title}\n{address}"),
        icons=icons_of([row, *related]), places={} if row.guarded else all_.kecamatan,
    )  # fmt: skip


EVENTS = {"dibaca": Event.READ, "selesai": Event.FINISHED}
"""What a page tells of its reader."""


@router.post("/baca/{slug}/{what}", status_code=204)
async def count(request: Request, slug: str, what: str) -> Response:
    """One more has read this text, or read it to its end. Sent by the page itself: robots that look at a link count for nothing."""
    if what not in EVENTS:
        raise NotFound
    row = await _get(slug)
    async with request.form(max_files=0, max_fields=5) as form:
        where = str(form.get(WHERE, ""))
    if _may_count(request):
        await bacaan.count(row, EVENTS[what], where)
    return Response(status_code=204)


def _may_count(request: Request) -> bool:
    try:
        RATE.take(hash(client_address(request)))
    except TooFast:
        return False
    return True


@router.api_route("/baca/{slug}/gambar.png", methods=PAGE_METHODS)
async def picture(request: Request, slug: str) -> Response:
    """What a chat shows beside the link."""
    row = await _get(slug)
    label = row.isi.topic.label if row.isi.topic else row.kind.label
    drawn = await asyncio.to_thread(bacaan_gambar.picture, label, row.isi.title, owner(request))
    return Response(drawn, media_type="image/png")


@router.api_route("/baca/gambar/{name}.jpg", methods=PAGE_METHODS)
async def photo(name: str) -> Response:
    """A photo that a text names which is shown now; any other photo is as if it were not there. ``-kecil``: the small size."""
    id_, small, rest = name.partition("-kecil")
    pictures = (await bacaan.library()).pictures
    media_id = next((one for one in pictures if str(one) == id_), None)
    if media_id is None or rest:
        raise NotFound
    try:
        stored = await media_files.get(media_id, "kecil" if small else "besar")
    except NotKept:
        raise NotFound from None
    headers = {"Content-Length": str(stored.size)} | (KEEP_NOTHING if pictures[media_id] else {})
    return StreamingResponse(stored.pieces, media_type="image/jpeg", headers=headers)


@router.api_route("/baca/{slug}/poster.pdf", methods=PAGE_METHODS)
async def poster(request: Request, slug: str) -> Response:
    """A sheet for the wall."""
    row = await _get(slug)
    headers = {"Content-Disposition": f'inline; filename="poster-{row.slug}.pdf"'}
    sheet = await bacaan_poster.poster(row, address_of(row), owner(request))
    return Response(sheet, media_type="application/pdf", headers=headers)


@router.api_route("/baca/video/{name}", methods=PAGE_METHODS)
async def film(request: Request, name: str) -> Response:
    """The video of a text that is shown now, whole or by parts; any other is as if it were not there."""
    row = (await bacaan.library()).films.get(name)
    if row is None or row.film is None:
        raise NotFound
    etag = f'"{row.film.id}"'
    wanted = media_range.wanted(request.headers.get("range", ""), request.headers.get("if-range"), etag)
    try:
        stored = await media_files.get(row.film.id, bacaan_film.SIZE, wanted)
    except NotKept:
        raise NotFound from None
    except media_range.OutOfRange as error:
        return Response(status_code=416, headers={"Content-Range": f"bytes */{error.length}"})
    headers = media_range.headers(stored, part=wanted is not None) | (KEEP_NOTHING if row.guarded else {"ETag": etag})
    return StreamingResponse(stored.pieces, 206 if wanted else 200, headers, row.film.mime)


@router.api_route("/umpan.atom", methods=PAGE_METHODS)
async def feed(request: Request) -> Response:
    """The newest texts, for readers of feeds (RFC 4287)."""
    rows = (await bacaan.library()).rows
    updated = max((row.changed_at for row in rows), default=NEVER)
    return text("umpan.xml", "application/atom+xml", rows=rows[:FEED], updated=updated, owner=owner(request))


async def _get(slug: str) -> Tulisan:
    return _in(await bacaan.library(), slug)


def _in(all_: Library, slug: str) -> Tulisan:
    try:
        return all_.get(slug)
    except bacaan.NotFound:
        raise NotFound from None
