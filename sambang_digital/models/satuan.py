"""The tree of police units: Mabes → Polda → Polres → Polsek."""

from enum import StrEnum

from sqlmodel import Field, SQLModel


class TingkatSatuan(StrEnum):
    """Level in the tree."""

    MABES = "mabes"
    POLDA = "polda"
    POLRES = "polres"
    POLSEK = "polsek"


class Satuan(SQLModel, table=True):
    """One node. ``path`` is ``/1/2/5/`` from the root to the node itself, so that a subtree is a prefix."""

    id: int = Field(default=None, primary_key=True)
    code: str = Field(max_length=32, unique=True)
    name: str = Field(max_length=120)
    level: str = Field(max_length=16)
    parent_id: int | None = Field(default=None, foreign_key="satuan.id", index=True)
    target_per_day: int | None = Field(default=None, description="visits a day of its officers; None: the Polres's")
    path: str = Field(default="", max_length=120, index=True)
