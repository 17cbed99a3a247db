"""The administration over a raw websocket: rights and reach are the server's, whatever a page sends."""

import json
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from sambang_digital.db import reading
from sambang_digital.models import Akun, PeranAkun
from sambang_digital.security.permissions import Peran
from sambang_digital.state.orang import OrangState
from sambang_digital.state.pengaturan import PengaturanState
from sambang_digital.state.personel import PersonelState
from sambang_digital.state.wa import WaState
from sambang_digital.state.wilayah import WilayahState
from tests.events.conftest import REVIEWERS, Open, SignIn
from tests.events.probe import ProbeState
from tests.events.test_gate import changes, name_of
from tests.factories import make_akun, make_satuan

REACH = name_of(ProbeState.reach)
LIST = name_of(PersonelState.enter)
ADD = name_of(PersonelState.add)
OPEN = name_of(OrangState.enter)
OUT = name_of(OrangState.set_active)
SAVE = name_of(OrangState.save)


def at(path: str) -> dict[str, str]:
    """Where the page is."""
    return {"pathname": path.partition("?")[0], "asPath": path}


@pytest.fixture
async def two(beside: None, server: SimpleNamespace) -> list[Akun]:
    """Admins of two Polres, one officer each: made once for a server."""
    people = []
    for number in (1, 2):
        nrp = f"8101000{number}"
        async with reading() as session:
            found = await session.scalar(select(Akun).where(Akun.nrp == nrp))
        if found is None:
            polres = await make_satuan(f"LAIN-{number}")
            found = await make_akun(nrp, Peran.ADMIN, satuan=polres)
            await make_akun(
                f"8102000{number}", satuan=await make_satuan(f"LAIN-{number}-A", level="polsek", parent=polres)
            )
        people.append(found)
    return people


async def test_a_reviewer_is_led_away(connect: Open, sign_in: SignIn) -> None:
    """Every handler of these pages, with arguments or without, changes nothing for who lacks the permission."""
    wire = await connect(await sign_in(REVIEWERS[0]))
    for state in (PersonelState, OrangState, PengaturanState, WaState, WilayahState):
        for handler in state.event_handlers.values():
            if state is WilayahState and handler.fn.__name__ != "move":
                continue  # reading which village is whose is for all staff
            if handler.fn.__qualname__.startswith(state.__name__):
                await wire.event(name_of(handler), {})
                assert "/hari-ini/" in json.dumps(await wire.until("_redirect"))
    assert changes(await wire.settled(REACH)) == {}


async def test_the_other_polres_is_out_of_reach(two: list[Akun], connect: Open, sign_in: SignIn) -> None:
    """Not in the list, not by its number in the address, not by a deed that names it."""
    wire = await connect(await sign_in(two[0].nrp))
    await wire.event(LIST, router_data=at("/administrasi/"))
    shown = await wire.settled(REACH)
    assert "81020001" in shown
    assert "8102000" + "2" not in shown
    await wire.event(OPEN, router_data=at(f"/administrasi/orang/?id={two[1].id}"))
    seen = changes(await wire.settled(REACH))
    assert seen["missing"] is True
    assert two[1].nrp not in json.dumps(seen)
    await wire.event(OUT, {"active": False}, router_data=at(f"/administrasi/orang/?id={two[1].id}"))
    form = {"nrp": "81019999", "name": "Susupan", "satuan_id": str(two[1].satuan_id), "peran-admin": "on"}
    pairs = {"__reflex_form_data__": list(form.items())}
    await wire.event(ADD, {"form": pairs}, router_data=at("/administrasi/"))
    assert "di luar satuan Anda" in await wire.settled(REACH)
    async with reading() as session:
        assert await session.scalar(select(Akun.active).where(Akun.id == two[1].id)) is True
        assert await session.scalar(select(Akun.id).where(Akun.nrp == "81019999")) is None


async def test_an_admin_does_not_raise_themself(two: list[Akun], connect: Open, sign_in: SignIn) -> None:
    """Their own page refuses further roles, with a form made by hand."""
    wire = await connect(await sign_in(two[0].nrp))
    here = at(f"/administrasi/orang/?id={two[0].id}")
    await wire.event(OPEN, router_data=here)
    await wire.settled(REACH)
    form = {
        "nrp": two[0].nrp,
        "name": "Saya",
        "satuan_id": str(two[0].satuan_id),
        "peran-admin": "on",
        "peran-kasat": "on",
    }
    await wire.event(SAVE, {"form": {"__reflex_form_data__": list(form.items())}}, router_data=here)
    assert "hanya dapat diubah oleh admin lain" in await wire.settled(REACH)
    async with reading() as session:
        roles = set(await session.scalars(select(PeranAkun.role).where(PeranAkun.akun_id == two[0].id)))
    assert roles == {"admin"}
