"""Which recap somebody is about to download: its day, its month, its satuan. The links are made of them (``components/dokumen.py``)."""

from typing import Annotated

import reflex as rx
from pydantic import StringConstraints

from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission

Day = Annotated[str, StringConstraints(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$")]
Month = Annotated[str, StringConstraints(pattern=r"^([0-9]{4}-[0-9]{2})?$")]
Unit = Annotated[str, StringConstraints(pattern=r"^[0-9]{0,9}$")]


class RekapState(ActorState):
    """What is chosen in this tab; empty: today, the running month, all of the own satuan."""

    day: str = ""
    month: str = ""
    unit: str = ""

    @rx.event
    @allow(Permission.KINERJA_READ)
    async def choose_day(self, day: Day) -> None:
        """Another day."""
        self.day = day

    @rx.event
    @allow(Permission.KINERJA_READ)
    async def choose_month(self, month: Month) -> None:
        """Another month."""
        self.month = month

    @rx.event
    @allow(Permission.KINERJA_READ)
    async def choose_unit(self, unit: Unit) -> None:
        """Another satuan."""
        self.unit = unit
