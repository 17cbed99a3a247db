"""Words as they are searched: one reading of text for what is filed and for what is asked, so that every database agrees.

Case, diacritics and zeros before a number are ignored. A word of Indonesian is filed with what is left of it without its
affixes (*pencurian*, *mencuri* and *dicuri* all with *curi*). An affix often hides the first letter of its root (*menangkap*:
*angkap* or *tangkap*?); without a dictionary every root that it may be is filed, and any that both sides have in common is a
match. Receipts and other numbers are filed as one word too, so that they are found with and without their dashes.

The phone cuts words by the same rules (``assets/islands/lib/kata.js``) with the same tables, which :func:`table` gives it.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

MAX_WORD = 40
"""Letters of a word that count."""
MAX_WORDS = 12
"""Words of a question that count."""
MIN_LETTERS = 2
"""Of the only word of a question, which also finds what merely begins with it."""
MIN_ROOT = 4

STOP = frozenset({
    "ada", "adalah", "agar", "akan", "atau", "bagi", "bahwa", "dalam", "dan", "dari", "dengan", "di", "hal", "ini",
    "itu", "juga", "karena", "ke", "kepada", "lagi", "oleh", "pada", "para", "saat", "sebagai", "sudah", "telah",
    "tentang", "untuk", "yang",
})  # fmt: skip
"""Words that say nothing of what is looked for."""
SHORT = {
    "curanmor": ("curi", "motor"),
    "curas": ("curi", "keras"),
    "curat": ("curi", "berat"),
    "kdrt": ("keras", "rumah", "tangga"),
    "laka": ("celaka",),
    "lakalantas": ("celaka", "lintas"),
    "lantas": ("lalu", "lintas"),
    "medsos": ("media", "sosial"),
    "miras": ("minum", "keras"),
    "ranmor": ("kendara", "motor"),
    "sajam": ("senjata", "tajam"),
}
"""Short words of the police and the roots that they stand for: each finds the other. A line here serves both databases."""

# A prefix, and what a root may have begun with that it swallowed: before a vowel, and before anything else.
_PREFIXES = (
    ("meny", ("s", "ny"), ()), ("peny", ("s", "ny"), ()), ("meng", ("", "k"), ("",)), ("peng", ("", "k"), ("",)),
    ("mem", ("p", "m"), ("",)), ("pem", ("p", "m"), ("",)), ("men", ("t", "n"), ("",)), ("pen", ("t", "n"), ("",)),
    ("ber", ("", "r"), ("",)), ("per", ("", "r"), ("",)), ("ter", ("", "r"), ("",)), ("me", ("",), ("",)), ("pe", ("",), ("",)),
    ("di", ("",), ("",)), ("ke", ("",), ("",)),
)  # fmt: skip
_SUFFIXES = ("kan", "an", "i")
_VOWELS = "aeiou"
PATTERNS = {
    "word": r"@+",
    "rukun": r"(?<!@)rt#{0,3}/?#{0,2}rw#{0,3}([0-9]{1,3})#{1,3}([0-9]{1,3})(?!@)|(?<!@)(rt|rw)#{0,3}0*([0-9]{1,3})(?!@)",
    "rt_then_rw": r"(?<!@)(rt[0-9]{1,3})[ \t]*/[ \t]*0*([0-9]{1,3})(?!@)",
    "code": r"(?=[^ \t-\r]*[0-9])@+(?:[\-./]@+)+",
    "phone": r"(?<!@)(?<!\+)(?:\+?62|0)[ \t.\-]?[0-9]{2,4}(?:[ \t.\-]?[0-9]{2,5}){1,4}(?!@)",
}
"""What is looked for in a text. ``@`` stands for a letter or digit of any alphabet, ``#`` for anything else: each language spells these
its own way, and the rest alike."""
_SPELT = {"@": r"[^\W_]", "#": r"[\W_]"}
_WORD, _RUKUN, _RT_THEN_RW, _CODE, _PHONE = (
    re.compile(re.sub("[@#]", lambda sign: _SPELT[sign[0]], pattern)) for pattern in PATTERNS.values()
)


@dataclass(frozen=True, slots=True, order=True)
class Term:
    """A word as it is filed; ``begins``: or one that begins with it."""

    word: str
    begins: bool = False

    def fits(self, word: str) -> bool:
        """Whether this filed word is meant."""
        return word.startswith(self.word) if self.begins else word == self.word


Group = tuple[tuple[Term, ...], ...]
"""Ways to fulfil one word of a question; of each way all terms."""
Question = tuple[Group, ...]
"""What is looked for: every group, in any order."""


class TooShort(ValueError):
    """The question holds no word of at least :data:`MIN_LETTERS` letters."""


def fold(text: str) -> str:
    """Small letters without diacritics."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).lower()
    return "".join(letter for letter in plain if unicodedata.category(letter) != "Mn")


def file(texts: Iterable[str]) -> set[str]:
    """The words under which these texts are filed."""
    filed: set[str] = set()
    for text in texts:
        folded = _numbered(fold(text))
        filed.update(_codes(folded))
        for found in _WORD.finditer(folded):
            filed |= roots(found[0])
    return filed


def ask(text: str) -> Question:
    """What a person looks for. Raises :class:`TooShort`."""
    folded = _numbered(fold(text[:500]))
    groups: list[Group] = []
    pieces = _pieces(folded)
    for place, (piece, code) in enumerate(pieces[:MAX_WORDS]):
        last = place == len(pieces) - 1
        if code:
            *before, end = (_plain(part) for part in _WORD.findall(piece))
            groups.append(((Term(code, last),), (*map(Term, before), Term(end, last))))
        elif piece not in STOP or (last and not groups):
            groups.append(_group(_plain(piece), last))
    if not any(len(term.word) >= MIN_LETTERS for group in groups for way in group for term in way):
        raise TooShort
    return tuple(dict.fromkeys(groups))


def found(question: Question, words: Collection[str]) -> bool:
    """Whether what is filed under these words is meant."""
    return all(any(all(any(term.fits(word) for word in words) for term in way) for way in group) for group in question)


def table() -> dict[str, Any]:
    """What the phone needs to cut words alike, as JSON."""
    return {
        "max_word": MAX_WORD,
        "max_words": MAX_WORDS,
        "min_letters": MIN_LETTERS,
        "min_root": MIN_ROOT,
        "stop": sorted(STOP),
        "short": SHORT,
        "prefixes": _PREFIXES,
        "suffixes": _SUFFIXES,
        "vowels": _VOWELS,
        "patterns": PATTERNS,
    }


def _pieces(folded: str) -> list[tuple[str, str]]:
    """Words in their order, numbers with separators as one; each with the number without them, or nothing."""
    found: list[tuple[int, str, str]] = []
    rest = folded
    for pattern in (_PHONE, _CODE):
        for match in pattern.finditer(rest):
            found.append((match.start(), match[0], _joined(match[0])))
        rest = pattern.sub(lambda match: " " * len(match[0]), rest)
    found += [(match.start(), match[0], "") for match in _WORD.finditer(rest)]
    return [(piece, code) for _, piece, code in sorted(found)]


def _group(word: str, last: bool) -> Group:
    if last and len(word) >= MIN_LETTERS:
        ways: list[tuple[Term, ...]] = [(Term(word, begins=True),)]
        ways += [(Term(root),) for root in sorted(roots(word, expand=False) - {word})]
    else:
        ways = [(Term(root),) for root in sorted(roots(word, expand=False))]
    if word in SHORT:
        ways.append(tuple(Term(root) for root in SHORT[word]))
    return tuple(ways)


def _numbered(folded: str) -> str:
    """*RT 003/RW 05* as the two words *rt3* and *rw5*."""
    joined = _RUKUN.sub(
        lambda found: f"rt{int(found[1])} rw{int(found[2])}" if found[1] else f"{found[3]}{int(found[4])}", folded
    )
    return _RT_THEN_RW.sub(r"\1 rw\2", joined)


def _codes(folded: str) -> Iterable[str]:
    for pattern in (_PHONE, _CODE):
        yield from (_joined(found[0]) for found in pattern.finditer(folded))


def _joined(code: str) -> str:
    letters = "".join(_WORD.findall(code))
    if letters.isdecimal() and letters.startswith("62") and len(letters) > 9:
        letters = f"0{letters[2:]}"
    return letters[:MAX_WORD]


def _plain(word: str) -> str:
    word = word[:MAX_WORD]
    return word.lstrip("0") or "0" if word.isdecimal() and len(word) <= 3 else word


@lru_cache(maxsize=50_000)
def roots(word: str, *, expand: bool = True) -> frozenset[str]:
    """A word and what may be its roots; ``expand``: with those that a short word of the police stands for."""
    word = _plain(word)
    if word in STOP:
        return frozenset()
    found = {word}
    if expand:
        found.update(SHORT.get(word, ()))
    if word.isalpha() and word.isascii():
        found.update(root for root in _without_affixes(word.removesuffix("nya")) if len(root) >= MIN_ROOT)
    return frozenset(found)


def _without_affixes(word: str) -> Iterator[str]:
    """What may be left of a word without its prefix, and of that without its suffix."""
    yield word
    stems = list(_without_prefix(word))
    yield from stems
    for stem in stems or [word]:
        for suffix in _SUFFIXES:
            # A lone -i is rarely a suffix: polisi, melati.
            if stem.endswith(suffix) and (stems or suffix != "i"):
                yield stem.removesuffix(suffix)


def _without_prefix(word: str) -> Iterator[str]:
    for prefix, before_vowel, otherwise in _PREFIXES:
        if word.startswith(prefix) and len(word) > len(prefix) + 2:
            rest = word[len(prefix) :]
            yield from (letters + rest for letters in (before_vowel if rest[0] in _VOWELS else otherwise))
            return
