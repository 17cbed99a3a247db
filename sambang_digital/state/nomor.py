"""Making the number of the open Laporan Informasi void."""

from typing import Annotated
from uuid import UUID

import reflex as rx
from pydantic import StringConstraints
from typing_extensions import TypedDict

from sambang_digital.db import transaction
from sambang_digital.security.gate import ActorState, allow
from sambang_digital.security.permissions import Permission
from sambang_digital.services import nomor, tinjauan


class VoidForm(TypedDict):
    """The form that makes a number void."""

    id: UUID
    reason: Annotated[str, StringConstraints(max_length=2000)]


class NomorState(ActorState):
    """``asking``: the id of the report for which the form is open. The desk itself hears of what was done."""

    asking: str = ""
    error: str = ""

    @rx.event
    @allow(Permission.LI_READ)
    async def ask(self, report: Annotated[str, StringConstraints(max_length=36)]) -> None:
        """Open the form, or close it with no report."""
        self.asking, self.error = report, ""

    @rx.event
    @allow(Permission.LI_READ)
    async def void(self, form: VoidForm) -> None:
        """Make the number void, with the reason."""
        actor = await self.actor()
        actor.require(Permission.LAPORAN_REVIEW)
        self.error = ""
        try:
            async with transaction() as session:
                await nomor.void(session, actor, form["id"], form["reason"])
        except nomor.ReasonMissing:
            self.error = f"Tulis alasannya, {nomor.REASON_MIN} sampai {nomor.REASON_MAX} huruf."
        except nomor.AlreadyVoid:
            self.error = "Nomor ini sudah dibatalkan."
        except tinjauan.OwnReport:
            self.error = "Nomor laporan Anda sendiri dibatalkan oleh orang lain."
        except tinjauan.NotFound:
            self.error = "Laporan ini tidak ada di wilayah kewenangan Anda."
        else:
            self.asking = ""
