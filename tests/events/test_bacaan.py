"""Writing texts for citizens over a raw websocket: rights and reach are the server's, whatever a page sends."""

import json
from uuid import uuid4

from sambang_digital.db import transaction
from sambang_digital.forms.bacaan import Jenis
from sambang_digital.models.base import uuid7
from sambang_digital.security.permissions import Peran
from sambang_digital.services import bacaan_sunting
from sambang_digital.state.bacaan import BacaanState
from sambang_digital.state.bacaan_naskah import NaskahState
from tests.events.conftest import OFFICER, REVIEWERS, Open, SignIn
from tests.events.probe import ProbeState
from tests.events.test_administrasi import at
from tests.events.test_gate import changes, name_of
from tests.factories import make_akun, make_satuan
from tests.polres import actor

REACH = name_of(ProbeState.reach)
ENTER, SAVE, TAKE, SHOW = (
    name_of(handler) for handler in (NaskahState.enter, NaskahState.save, NaskahState.take, NaskahState.show)
)
TITLE = "Naskah satuan lain"


async def test_an_officer_is_led_away(connect: Open, sign_in: SignIn) -> None:
    """Every handler of both pages, with arguments or without, does nothing for who lacks the permission."""
    wire = await connect(await sign_in(OFFICER))
    for state in (BacaanState, NaskahState):
        own = [one for one in state.event_handlers.values() if one.fn.__qualname__.startswith(state.__name__)]
        assert len(own) >= 2
        for handler in own:
            await wire.event(name_of(handler), {})
            assert "/petugas/" in json.dumps(await wire.until("_redirect"))


async def test_a_draft_is_checked_before_it_is_looked_at(beside: None, connect: Open, sign_in: SignIn) -> None:
    """What is no draft is refused by the gate; a draft of an unknown kind is nobody's text."""
    wire = await connect(await sign_in(REVIEWERS[0]))
    draft = {"id": str(uuid4()), "kind": "berita", "base": "", "token": "a", "submit": False, "values": {}}
    for wrong in ({"id": "1"}, {"values": []}, {"submit": "ya"}, {"author_id": 1}):
        await wire.event(SAVE, {"draft": draft | wrong})
    assert changes(await wire.settled(REACH)) == {}
    await wire.event(SAVE, {"draft": draft | {"kind": "rahasia"}})
    assert '"ok": false' in await wire.settled(REACH)


async def test_another_units_text_is_as_if_it_were_not_there(beside: None, connect: Open, sign_in: SignIn) -> None:
    """Neither read by its number in the address, nor written over, nor led a step on."""
    other = await make_satuan(f"LAIN-{uuid4().hex[:6]}")
    writer = actor(await make_akun(f"9{uuid4().int % 10**7:07}", Peran.KASAT, satuan=other), other, Peran.KASAT)
    text = uuid7()
    async with transaction() as session:
        await bacaan_sunting.save(session, writer, text, Jenis.BERITA.value, {"title": TITLE})
    wire = await connect(await sign_in(REVIEWERS[0]))
    here = at(f"/bacaan/naskah/?id={text}")
    await wire.event(ENTER, router_data=here)
    seen = await wire.settled(REACH)
    assert changes(seen)["missing"] is True
    assert TITLE not in seen
    draft = {
        "id": str(text),
        "kind": "berita",
        "base": "",
        "token": "a",
        "submit": True,
        "values": {"title": "Susupan"},
    }
    await wire.event(SAVE, {"draft": draft}, router_data=here)
    await wire.event(TAKE, {"step": "arsipkan"}, router_data=here)
    assert "di luar satuan Anda" in await wire.settled(REACH)
    async with transaction() as session:
        opened = await bacaan_sunting.opened(session, writer, text)
    assert (opened.row.state, [version.title for version, _ in opened.versions]) == ("draf", [TITLE])


async def test_the_preview_is_harmless(connect: Open, sign_in: SignIn) -> None:
    """It is put into the page as it comes."""
    wire = await connect(await sign_in(REVIEWERS[0]))
    await wire.event(SHOW, {"body": "**Tebal** <img src=x onerror=alert(1)> [x](javascript:alert(1))"})
    (shown,) = [value for name, value in changes(await wire.settled(REACH)).items() if "preview" in name]
    assert "<strong>Tebal</strong>" in shown
    assert "<img" not in shown
    assert "javascript:" not in shown.replace("(javascript:", "")
