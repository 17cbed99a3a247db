"""What every group of settings is (``forms/pengaturan.py``)."""

from collections.abc import Callable
from typing import ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict


def each_once(key: Callable[[str], str]) -> AfterValidator:
    """Refuses a list with two entries of the same key, and says in which lines they are."""

    def checked(entries: tuple[str, ...]) -> tuple[str, ...]:
        places: dict[str, int] = {}
        for place, text in enumerate(entries, 1):
            before = places.setdefault(key(text), place)
            if before != place:
                raise ValueError(f"Baris {place} sama dengan baris {before}. Hapus salah satu.")
        return entries

    return AfterValidator(checked)


class Kelompok(BaseModel):
    """A group of settings; its docstring is the heading on the page, ``about`` the sentence under it. ``of_one``: of one satuan
    alone, not of those below it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: ClassVar[str] = ""
    of_one: ClassVar[bool] = False
