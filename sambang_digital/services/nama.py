"""Names as people write them here: the same person is *Bpk. H. Soeparman*, *Suparman* and *H Suparman*."""

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

TITLES = frozenset(
    [
        "bpk",
        "bapak",
        "pak",
        "bp",
        "ibu",
        "bu",
        "h",
        "hj",
        "haji",
        "hajah",
        "hajjah",
        "dr",
        "drs",
        "dra",
        "ir",
        "prof",
        "alm",
        "almh",
        "almarhum",
        "almarhumah",
        "sdr",
        "sdri",
        "tn",
        "ny",
        "nyonya",
        "kel",
        "keluarga",
        "rumah",
        "ust",
        "ustad",
        "ustadz",
        "ustaz",
        "kh",
        "ki",
        "kyai",
        "kiai",
        "ketua",
        "rt",
        "rw",
        "st",
        "se",
        "sh",
        "mm",
        "spd",
        "skom",
        "amd",
        "spdi",
    ]
)
"""Words before and after a name that are no part of it, without their dots."""
SPELLINGS = tuple(
    (re.compile(old), new)
    for old, new in (
        # Old spelling first, then sounds that are written in several ways.
        ("oe", "u"), ("dj", "j"), ("tj", "c"), ("sj", "sy"), ("nj", "ny"), ("ch|kh", "h"), ("sy|sh|ts", "s"), ("dh|dz", "d"), ("th", "t"),
        ("bh", "b"), ("ph|v", "f"), ("q", "k"), ("z", "j"), ("ae|ai|ay(?![aiueo])", "e"), ("iy|ii", "i"), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip
SHORT = {"m": "muhamad", "moh": "muhamad", "muh": "muhamad", "mohamad": "muhamad", "abd": "abdul"}
"""How some names are cut short, in the folded spelling."""
INITIAL, EXTRA = 0.9, 0.05
"""Likeness of a letter and a name that begins with it; what each further word of the longer name takes away."""


@lru_cache(maxsize=4096)
def fold(name: str) -> tuple[str, ...]:
    """The words of a name without titles, each in one spelling."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"\b([a-z])\.(?=[a-z]\.)", r"\1", plain)
    return tuple(_folded(word) for word in re.findall("[a-z0-9]+", plain) if word not in TITLES)


def _folded(word: str) -> str:
    for old, new in SPELLINGS:
        word = old.sub(new, word)
    return SHORT.get(word, word)


def likeness(one: str, other: str) -> int:
    """How alike two names are, in percent; 0 where a name has no word left."""
    short, long = sorted((fold(one), fold(other)), key=len)
    if not short:
        return 0
    left, total = list(long), 0.0
    for word in short:
        best = max(left, key=lambda candidate: _ratio(word, candidate))
        total += _ratio(word, best)
        left.remove(best)
    by_word = total / len(short) - EXTRA * len(left)
    # Where one writes two words, another writes one.
    return round(100 * max(by_word, _ratio("".join(short), "".join(long)), 0.0))


def _ratio(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if min(len(one), len(other)) == 1:
        return INITIAL if one[0] == other[0] else 0.0
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
