"""What every group of settings is (``forms/pengaturan.py``)."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict


class Kelompok(BaseModel):
    """A group of settings; its docstring is the heading on the page, ``about`` the sentence under it. ``of_one``: of one satuan
    alone, not of those below it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    about: ClassVar[str] = ""
    of_one: ClassVar[bool] = False
