"""What citizens read (bacaan): the library as everybody sees it, its search, its quiz, and sums of what is read.

The library is small, some thousands of texts at most, and the same for all: each process keeps it in memory until its token
(``Versi``) says that it has changed.
"""

import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID
from weakref import WeakKeyDictionary

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession

from sambang_digital.db import get_engine, reading, transaction
from sambang_digital.forms.bacaan import GUARDED, Artikel, Isi, Jenis, Khalayak, Soal, Topik
from sambang_digital.forms.bacaan_naskah import pictures_in
from sambang_digital.models import Bacaan, BacaanVersi
from sambang_digital.repositories import bacaan as repository
from sambang_digital.services import bacaan_film, bacaan_markdown, kata, wilayah
from sambang_digital.services.bacaan_film import Film
from sambang_digital.services.bacaan_terbit import form_of
from sambang_digital.services.waktu import today

__all__ = ["Artikel", "Found", "Jenis", "Khalayak", "Library", "Marked", "NotFound", "Sort", "Topik", "Tulisan"]

log = logging.getLogger(__name__)

PAGE = 12
WORDS_A_MINUTE = 160
"""That somebody reads who takes the time to understand."""
RELATED = 3
KECAMATAN = 8
"""Letters of a village's code that are its kecamatan's."""
MOST_LACKING = 0.5
"""Part of a question's words that a text may lack where none has them all; beyond that it is about something else."""
SPOKEN = {
    "arisan": "penipuan", "begal": "pencurian", "bodong": "penipuan", "bully": "perundungan", "cabul": "kekerasan",
    "copet": "pencurian", "dc": "penagih", "ekstasi": "narkoba", "game": "gim", "ganja": "narkoba", "geng": "tawuran",
    "handphone": "ponsel", "hape": "ponsel", "hoax": "hoaks", "hp": "ponsel", "hutang": "utang", "investasi": "penipuan",
    "jambret": "pencurian", "judol": "judi", "link": "tautan", "mabuk": "miras", "maling": "pencurian", "modus": "penipuan",
    "orkes": "keramaian", "perkosa": "kekerasan", "pilkada": "pemilu", "pmi": "perdagangan", "rentenir": "pinjol",
    "sabu": "narkoba", "siswa": "pelajar", "slot": "judi", "tki": "perdagangan", "tkw": "perdagangan", "togel": "judi",
}  # fmt: skip
"""Words that people say, and how the texts write them: asked with the one, found with either."""
_ORDER = list(Jenis)


class NotFound(Exception):
    """No such text is shown."""


@dataclass(frozen=True)
class Tulisan:
    """A text as it is shown. ``isi``: the form of its kind."""

    id: UUID
    slug: str
    version: int
    isi: Isi
    published_at: datetime
    changed_at: datetime
    area: str = ""
    """For where it is, in words; empty: everywhere."""
    film: Film | None = None

    @property
    def kind(self) -> Jenis:
        """Of what sort it is."""
        return self.isi.kind

    @property
    def guarded(self) -> bool:
        """Whether its readers may be watched."""
        return self.isi.topic in GUARDED

    @property
    def quiz(self) -> tuple[Soal, ...]:
        """Its questions; kinds without them have none."""
        return self.isi.quiz if isinstance(self.isi, Artikel) else ()

    @cached_property
    def html(self) -> str:
        """The body, safe to be put into a page."""
        return bacaan_markdown.html(self.isi.body)

    @cached_property
    def minutes(self) -> int:
        """How long it takes to read, at least 1."""
        return max(1, round(len(" ".join(self._texts).split()) / WORDS_A_MINUTE))

    @cached_property
    def words(self) -> tuple[frozenset[str], ...]:
        """Under what it is found: words of the title; with those of summary, topic and readers; with all others."""
        title = kata.file([self.isi.title])
        readers = [reader.label for reader in self.isi.audience if reader is not Khalayak.UMUM]
        topic = self.isi.topic.label if self.isi.topic else ""
        about = title | kata.file([self.isi.summary, topic, self.kind.label, *readers])
        about |= kata.file([self.area])
        said = [self.film.caption, self.film.transcript] if self.film else []
        return frozenset(title), frozenset(about), frozenset(about | kata.file([*self._texts, *said]))

    @cached_property
    def _texts(self) -> list[str]:
        # Questions of the quiz would find a text for its wrong answers.
        isi = self.isi
        lists = [getattr(isi, name, ()) for name in ("do", "dont", "bring", "steps")]
        lines = [getattr(isi, name, "") for name in ("where", "when", "cost")]
        return [
            isi.summary,
            isi.body,
            *lines,
            *(point for points in lists for point in points),
            *(call.name for call in isi.call),
        ]


@dataclass(frozen=True, slots=True)
class Sort:
    """What is looked for; None and empty: anything."""

    text: str = ""
    kind: Jenis | None = None
    topic: Topik | None = None
    audience: Khalayak | None = None
    kecamatan: str | None = None


class Found(NamedTuple):
    """A page of what was looked for. ``page`` counts from 1, ``total`` are texts; ``whole``: these have all words that were asked for."""

    rows: Sequence[Tulisan]
    total: int
    page: int
    pages: int
    whole: bool


class Library:
    """All that is shown, the newest first. ``kecamatan``: names of all there are, by code."""

    def __init__(self, token: str, rows: Sequence[Tulisan], kecamatan: Mapping[str, str]) -> None:
        self.token, self.rows, self.kecamatan = token, tuple(rows), kecamatan
        self._by_slug = {row.slug: row for row in rows}
        self.films = {row.film.name: row for row in rows if row.film}
        """Texts by the names of their videos."""
        named = [(UUID(one), row.guarded) for row in rows for one in pictures_in(row.isi.body)]
        named += [(row.film.id, row.guarded) for row in rows if row.film]
        self.pictures = {one: any(guarded for other, guarded in named if other == one) for one, _ in named}
        """Photos and posters of videos that these texts name, and whether one who looks at them may be watched."""

    def get(self, slug: str) -> Tulisan:
        """One text. Raises :class:`NotFound`."""
        try:
            return self._by_slug[slug]
        except KeyError:
            raise NotFound from None

    def topics(self) -> list[Topik]:
        """Topics of which there is something to read, in the order of their list."""
        there = {row.isi.topic for row in self.rows}
        return [topic for topic in Topik if topic in there]

    def own_kecamatan(self) -> dict[str, str]:
        """The kecamatan that have something of their own to read."""
        there = {row.isi.area[:KECAMATAN] for row in self.rows if row.isi.area}
        return {code: name for code, name in self.kecamatan.items() if code in there}

    def find(self, sort: Sort, page: int = 1) -> Found:
        """What fits: what was looked for the best first, else kind by kind. Where no text has all words, those that have the most, and
        half of them at least. A page beyond the last is the last; a text without a word to look for finds nothing."""
        rows, whole = [row for row in self.rows if _fits(row, sort)], True
        if sort.text.strip():
            rows, whole = _ranked(rows, sort.text)
        else:
            rows.sort(key=lambda row: _ORDER.index(row.kind))
        pages = max(1, -(-len(rows) // PAGE))
        page = min(max(1, page), pages)
        return Found(rows[(page - 1) * PAGE : page * PAGE], len(rows), page, pages, whole)

    def related(self, row: Tulisan) -> list[Tulisan]:
        """What one may read next: of the same kind, for the same readers."""
        audience = set(row.isi.audience)
        others = [one for one in self.rows if one.kind is row.kind and one.slug != row.slug]
        return sorted(others, key=lambda one: -len(audience & set(one.isi.audience)))[:RELATED]


def _fits(row: Tulisan, sort: Sort) -> bool:
    return (
        (sort.kind is None or row.kind is sort.kind)
        and (sort.topic is None or row.isi.topic is sort.topic)
        and (sort.audience is None or sort.audience in row.isi.audience)
        and (sort.kecamatan is None or (row.isi.area or "")[:KECAMATAN] == sort.kecamatan)
    )


def _ranked(rows: Sequence[Tulisan], text: str) -> tuple[list[Tulisan], bool]:
    try:
        questions = {kata.ask(words) for words in (text, _written(text))}
    except kata.TooShort:
        return [], True
    scores = [(min(_score(row, question) for question in questions), row) for row in rows]
    least = min((lacking for (lacking, _), _ in scores), default=1.0)
    if least > MOST_LACKING:
        return [], True
    fitting = sorted(((far, row) for (lacking, far), row in scores if lacking == least), key=lambda one: one[0])
    return [row for _, row in fitting], not least


def _written(text: str) -> str:
    return " ".join(SPOKEN.get(kata.fold(word), word) for word in text.split())


def _score(row: Tulisan, question: kata.Question) -> tuple[float, int]:
    """Which part of the question's words the text lacks, and how far from its title the others stand."""
    places = [next((n for n, words in enumerate(row.words) if kata.found((group,), words)), None) for group in question]
    return places.count(None) / len(places), sum(place for place in places if place)


_libraries: WeakKeyDictionary[AsyncEngine, Library] = WeakKeyDictionary()


async def library() -> Library:
    """What is shown now."""
    engine = get_engine()
    async with reading() as session:
        token = await repository.token(session)
        kept = _libraries.get(engine)
        if kept is None or kept.token != token:
            named = await areas(session)
            texts = await _texts(session, named)
            kept = Library(token, texts, {code: name for code, name in named.items() if len(code) == KECAMATAN})
            _libraries[engine] = kept
    return kept


async def _texts(session: AsyncSession, named: Mapping[str, str]) -> list[Tulisan]:
    read = [(row, isi) for row in await repository.shown(session) if (isi := _read(row.Bacaan, row.BacaanVersi))]
    films = await bacaan_film.known(session, [isi.film.id for _, isi in read if isi.film])
    return [
        Tulisan(
            id=row.Bacaan.id,
            slug=row.Bacaan.slug,
            version=row.BacaanVersi.n,
            isi=isi,
            published_at=row.Bacaan.published_at,
            changed_at=row.BacaanVersi.at,
            area=named.get(isi.area or "", ""),
            film=bacaan_film.film(isi.film, films),
        )
        for row, isi in read
    ]


async def areas(session: AsyncSession) -> dict[str, str]:
    """For where a text can be: kecamatan, each followed by its villages, by code."""
    known = await wilayah.villages(session)
    found: dict[str, str] = {}
    for area in sorted(known.areas, key=lambda one: (one.kecamatan, one.code[:KECAMATAN], one.name)):
        found.setdefault(area.code[:KECAMATAN], f"Kecamatan {area.kecamatan}")
        found[area.code] = f"{area.name}, Kecamatan {area.kecamatan}"
    return found


def _read(row: Bacaan, version: BacaanVersi) -> Isi | None:
    try:
        return form_of(row.kind, version)
    except (KeyError, ValidationError):
        # A text of another version of the product must not take the whole library with it.
        log.exception("%s, version %s, cannot be read", row.slug, version.n)
        return None


class Event(StrEnum):
    """What is counted of a text: the columns of ``BacaanHitungan``."""

    READ = "read"
    FINISHED = "finished"


async def count(row: Tulisan, event: Event, kecamatan: str = "") -> None:
    """One more has read it, or read it to its end. ``kecamatan``: where, as the reader says; empty or unknown: not known."""
    await _count(row, {event.value: 1}, kecamatan)


async def _count(row: Tulisan, counts: Mapping[str, int], kecamatan: str) -> None:
    known = kecamatan in (await library()).kecamatan and not row.guarded
    async with transaction() as session:
        await repository.add_counts(session, row.id, today(), kecamatan if known else "", counts)


@dataclass(frozen=True, slots=True)
class Marked:
    """A quiz as somebody answered it. ``chosen``: of each question the choice, from 0; None: none."""

    chosen: tuple[int | None, ...]
    right: int

    @property
    def whole(self) -> bool:
        """Whether every question was answered."""
        return None not in self.chosen


def mark(row: Tulisan, answers: Mapping[int, Any]) -> Marked:
    """Look at the answers, by the question's place. What is no choice of its question counts as no answer."""
    chosen = tuple(_choice(soal, answers.get(n)) for n, soal in enumerate(row.quiz))
    right = sum(choice == soal.answer for choice, soal in zip(chosen, row.quiz, strict=True))
    return Marked(chosen, right)


def _choice(soal: Soal, answer: Any) -> int | None:
    place = (
        int(answer) if isinstance(answer, str) and answer.isascii() and answer.isdecimal() and len(answer) < 3 else -1
    )
    return place if 0 <= place < len(soal.options) else None


async def count_quiz(row: Tulisan, marked: Marked, kecamatan: str = "") -> None:
    """Add a quiz that was answered whole to the sums, as :func:`count` does."""
    await _count(row, {"quizzes": 1, "quiz_right": marked.right, "quiz_asked": len(marked.chosen)}, kecamatan)
