"""What can be searched: one row a thing, filed under words that are made outside of the database (``services/kata.py``).

SQLite files them in ``cari_fts``, an FTS5 table over this one that triggers keep; PostgreSQL in a GIN index of the same name, and ``cari_fts_sort`` gives it the newest of a sort.
Models cannot say either, so they stand in their migration alone, and Alembic leaves out what begins with :data:`BESIDE`.
"""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Column, Index, Integer, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

from sambang_digital.models.base import UtcDateTime, now

BESIDE = "cari_fts"
MARK = "~"
"""Begins what is filed beside words: who may find it, and what sort it is."""
HEADS = range(2, 11)
"""So many first letters of each word are filed on PostgreSQL as words of their own; FTS5 is told to do so by itself. Else a frequent
word that is only begun would have to be gathered whole."""
NUMBER_HEAD = 4
BIG_ID = BigInteger().with_variant(Integer, "sqlite")


def is_head(letters: str) -> bool:
    """Whether words that begin so are filed under it. Heads of numbers are short: nearly every number has its own."""
    return len(letters) in HEADS and (len(letters) < NUMBER_HEAD or letters.isalpha())


@lru_cache(maxsize=50_000)
def _heads(word: str) -> tuple[str, ...]:
    """A word and its heads, which end in ``^``."""
    if word.startswith(MARK):
        return (word,)
    return (word, *(f"{word[:length]}^" for length in HEADS if length <= len(word) and is_head(word[:length])))


def with_heads(words: Iterable[str]) -> set[str]:
    """The words and their heads."""
    return set(chain.from_iterable(map(_heads, words)))


class Words(TypeDecorator[str]):
    """Words with a space between. On PostgreSQL a ``tsvector`` of just these, which no dictionary has seen."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Any) -> Any:
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: str | None, dialect: Any) -> str | None:
        if value is None or dialect.name != "postgresql":
            return value
        return " ".join(sorted(with_heads(value.split())))


class Cari(SQLModel, table=True):
    """One thing that can be found. ``id`` rises with time: what came last is found first."""

    __table_args__ = (Index("uq_cari_ref", "ref", "jenis", unique=True),)

    id: int = Field(default=None, sa_column=Column(BIG_ID, primary_key=True, autoincrement=True))
    jenis: str = Field(max_length=12, description="what it is, a name of services/cari_jenis.py")
    ref: UUID = Field(description="its id; a number as the last bits")
    at: datetime = Field(sa_type=UtcDateTime, description="when it came; whenever that changes it is the newest again")
    sum: str = Field(max_length=32, description="hash of what it is filed under, to see what changed")
    words: str = Field(sa_column=Column(Words, nullable=False))


class AntreanCari(SQLModel, table=True):
    """Something to be filed anew, or no longer: written in the transaction that changed it, as ``AntreanBendera``."""

    __tablename__ = "antrean_cari"
    __table_args__ = (Index("ix_antrean_cari_due", "due_at", "id"),)

    id: int = Field(default=None, sa_column=Column(BIG_ID, primary_key=True, autoincrement=True))
    jenis: str = Field(max_length=12)
    ref: UUID
    due_at: datetime = Field(default_factory=now, sa_type=UtcDateTime)
    attempts: int = 0
