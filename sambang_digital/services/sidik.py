"""Fingerprints: what of a report might occur in another one, as 63-bit keys, so that likes are found by an index.

Equal keys only say that two reports may be alike; :mod:`flags_history` compares them. A key is a kind (three bits) and a
hash (sixty): one for the place, two for each photo's bytes, :data:`BANDS` for its looks, :data:`TEXT_BANDS` for the text.
"""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from hashlib import blake2b
from itertools import groupby, pairwise
from typing import Any

import numpy as np

from sambang_digital.forms.reading import texts
from sambang_digital.services.flags import Span

KINDS = PLACE, BYTES, LOOKS, TEXT = range(1, 5)
_SHIFT = 60
BANDS, BAND_BITS = 4, 16
"""A photo's 64-bit difference hash in four pieces. Of two hashes that differ by 7 bits at most, one piece differs by one bit at
most (Norouzi, Punjani, Fleet: multi-index hashing), so :func:`near_looks` finds every such pair."""
PLAIN = 10
"""A hash with fewer ones or zeros is that of a wall or of darkness: it says nothing."""
TEXT_BANDS, TEXT_ROWS = 10, 2
"""MinHash (Broder): texts that share half of their word pairs have an equal band in 94 of 100 cases, with a fifth in 34."""
MAX_WORDS = 400
MIN_FIELD = 6
MIN_RUN = 2
"""Fewer words in a row are everybody's."""
_WORD = re.compile(r"\w+")
_FACTORS = np.random.default_rng(2026).integers(1, 2**63, (TEXT_BANDS * TEXT_ROWS, 1), dtype=np.uint64) | np.uint64(1)


@dataclass(frozen=True, slots=True)
class Word:
    """A word as compared, and where it stands."""

    text: str
    field: str
    start: int
    end: int


def kind_of(key: int) -> int:
    """The kind of a key."""
    return key >> _SHIFT


def key_range(kind: int) -> tuple[int, int]:
    """First and last key of a kind."""
    return kind << _SHIFT, (kind + 1 << _SHIFT) - 1


def _key(kind: int, *parts: object) -> int:
    digest = blake2b("|".join(map(str, parts)).encode(), digest_size=8).digest()
    return kind << _SHIFT | int.from_bytes(digest) >> 64 - _SHIFT


def place_key(lat: float, lon: float) -> int:
    """The position to six decimals (about 0.1 m)."""
    return _key(PLACE, f"{lat:.6f}", f"{lon:.6f}")


def bytes_keys(photos: Iterable[Mapping[str, Any]]) -> dict[int, str]:
    """Keys of the files, as taken and as sent, each with the ``sha256`` of the bytes sent."""
    return {
        _key(BYTES, digest): photo["sha256"]
        for photo in photos
        for digest in (photo["sha256"], photo.get("original_sha256"))
        if digest
    }


def _pieces(dhash: str) -> list[int]:
    bits = int(dhash, 16)
    if not PLAIN <= bits.bit_count() <= 64 - PLAIN:
        return []
    return [bits >> band * BAND_BITS & (1 << BAND_BITS) - 1 for band in range(BANDS)]


def _look(band: int, piece: int) -> int:
    return LOOKS << _SHIFT | band << BAND_BITS | piece


def looks_keys(dhash: str) -> list[int]:
    """Keys under which a photo is filed; none for a picture that says nothing."""
    return [_look(band, piece) for band, piece in enumerate(_pieces(dhash))]


def near_looks(dhash: str) -> list[int]:
    """Keys under which every photo is filed that differs from this one by 7 bits at most."""
    flips = (0, *(1 << bit for bit in range(BAND_BITS)))
    return [_look(band, piece ^ flip) for band, piece in enumerate(_pieces(dhash)) for flip in flips]


def bits_apart(dhash: str, other: str) -> int:
    """In how many of 64 bits two pictures differ."""
    return (int(dhash, 16) ^ int(other, 16)).bit_count()


def words(kind: str, form_version: int, body: Mapping[str, Any]) -> list[Word]:
    """The words of what an officer wrote in own words: no names, no choices, no titles of the library."""
    found = [
        Word(match[0].casefold(), path, *match.span())
        for path, text in texts(kind, form_version, body)
        for match in _WORD.finditer(text)
    ]
    return found[:MAX_WORDS]


def text_keys(text: Sequence[Word]) -> list[int]:
    """Keys of each field of a text (a copy may be a part of the original): equal ones have many word pairs in common.

    Fields of less than :data:`MIN_FIELD` words have none: they are alike by nature.
    """
    keys = []
    for _, words_there in groupby(text, key=lambda word: word.field):
        here = [word.text for word in words_there]
        if len(here) >= MIN_FIELD:
            pairs = {zlib.crc32(f"{a} {b}".encode()) for a, b in pairwise(here)}
            least = ((np.fromiter(pairs, np.uint64) * _FACTORS) >> np.uint64(32)).min(axis=1)
            keys += [_key(TEXT, band, *least[band::TEXT_BANDS].tolist()) for band in range(TEXT_BANDS)]
    return keys


@dataclass(frozen=True, slots=True)
class Likeness:
    """What two texts share. ``share``: of the first one's words, those that stand in the second too, in runs."""

    share: float
    spans: list[Span]
    other_spans: list[Span]


def compare(text: Sequence[Word], other: Sequence[Word]) -> Likeness:
    """How much of ``text`` stands in ``other``, and where."""
    matcher = SequenceMatcher(None, [word.text for word in text], [word.text for word in other], autojunk=False)
    runs = [run for run in matcher.get_matching_blocks() if run.size >= MIN_RUN]
    return Likeness(
        share=sum(run.size for run in runs) / max(1, len(text)),
        spans=[span for run in runs for span in _spans(text[run.a : run.a + run.size])],
        other_spans=[span for run in runs for span in _spans(other[run.b : run.b + run.size])],
    )


def _spans(run: Sequence[Word]) -> Iterator[Span]:
    """A run of words as pieces of the fields it goes through."""
    for field in dict.fromkeys(word.field for word in run):
        inside = [word for word in run if word.field == field]
        yield Span(field=field, start=inside[0].start, end=inside[-1].end)
