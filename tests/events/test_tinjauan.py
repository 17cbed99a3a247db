"""The desk over a raw websocket: what it is told, and that nothing of it stays behind when the tab goes."""

import asyncio
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from sambang_digital.db import reading
from sambang_digital.models import Laporan, PutusanBendera, Tinjauan
from sambang_digital.security.gate import checked_payload
from sambang_digital.services import broadcast
from sambang_digital.state import changes as live
from sambang_digital.state.tinjauan import TinjauanState
from tests.events.conftest import REVIEWERS, Open, SignIn
from tests.events.probe import ProbeState
from tests.events.test_gate import HYDRATE, changes, name_of
from tests.events.wire import Wire
from tests.factories import make_akun, make_laporan, make_satuan

DESK = {"pathname": "/tinjauan/", "asPath": "/tinjauan/"}
ELSEWHERE = {"pathname": "/", "asPath": "/"}
REACH = name_of(ProbeState.reach)
COUNT = name_of(ProbeState.count_listeners)
ON_LOAD = "reflex___state____state.reflex___state____on_load_internal_state.on_load_internal"
SEND_BACK = TinjauanState.event_handlers["send_back"].fn
FILTER = TinjauanState.event_handlers["filter"].fn


def test_a_submitted_form_is_checked_like_any_argument() -> None:
    """Reflex sends a form as pairs; unknown fields, wrong types and wrong shapes are refused."""
    report = uuid4()
    fields = [["id", str(report)], ["revision", "2"], ["note", "Sebut RT."]]
    checked = checked_payload(SEND_BACK, {"form": {"__reflex_form_data__": fields}})
    assert checked == {"form": {"id": report, "revision": "2", "note": "Sebut RT."}}
    for wrong in (
        [*fields, ["lain", "x"]],
        fields[:2],
        [["id", "bukan-uuid"], *fields[1:]],
        [fields[0], ["revision", "0"], fields[2]],
        [fields[0], fields[1], ["note", 7]],
        [fields[0], fields[1], ["note", "x" * 4001]],
        [[{}, "x"]],
        [["id"]],
        5,
        "ab",
        None,
    ):
        with pytest.raises(ValueError):
            checked_payload(SEND_BACK, {"form": {"__reflex_form_data__": wrong}})
    with pytest.raises(ValueError):
        checked_payload(FILTER, {"form": {"status": "semua"}})


@pytest.fixture
def tell() -> Callable[[int], Awaitable[None]]:
    async def publish(satuan_id: int) -> None:
        message = {"id": str(uuid4()), "revision": 1, "satuan_id": satuan_id, "author_id": 1, "state": "terkirim"}
        await broadcast.publish(broadcast.LAPORAN, message)

    return publish


async def test_only_changes_within_reach_wake_a_desk(tell: Callable[[int], Awaitable[None]]) -> None:
    async with live.changes(frozenset({3, 4})) as changed:
        await tell(9)
        await tell(4)
        await asyncio.wait_for(changed.wait(), 5)
        changed.clear()
        # What came before has been heard by now; only the foreign one is left to be heard.
        await tell(9)
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert not changed.is_set()


async def test_a_desk_that_goes_leaves_no_listener_and_no_task(tell: Callable[[int], Awaitable[None]]) -> None:
    before = asyncio.all_tasks()

    async def desk() -> None:
        async with live.changes(frozenset({3})) as changed:
            opened.set()
            await changed.wait()
            await asyncio.Event().wait()

    opened = asyncio.Event()
    tab = asyncio.create_task(desk())
    await opened.wait()
    await tell(3)
    tab.cancel()
    await asyncio.gather(tab, return_exceptions=True)
    await asyncio.sleep(0)
    assert asyncio.all_tasks() == before


async def test_a_desk_listens_until_its_tab_goes_or_shows_another_page(sign_in: SignIn, connect: Open) -> None:
    """Two desks open, one closes its tab, the other goes to another page; then nobody listens any more."""
    client = await sign_in(REVIEWERS[0])
    observer = await connect()
    desks = [await connect(client) for _ in range(2)]
    for desk in desks:
        await desk.event(HYDRATE, router_data=DESK)
        await desk.until('"loaded_rx_state_": true')
    await until_listeners(observer, 2)
    await desks[0].close()
    await until_listeners(observer, 1)
    await desks[1].event(ON_LOAD, router_data=ELSEWHERE)
    await until_listeners(observer, 0)


async def until_listeners(observer: Wire, wanted: int) -> None:
    """Ask until that many listen; the server notices a closed tab by itself, a moment later."""
    async with asyncio.timeout(10):
        while not str(changes(await observer.settled(COUNT))["listeners"]).startswith(f"{wanted} {wanted} "):
            continue


async def test_a_report_of_another_polres_is_out_of_reach(beside: None, sign_in: SignIn, connect: Open) -> None:
    """Every deed of the desk names its report itself: one of another Polres stays as it was, and none of it is told."""
    author = await make_akun("85010001", satuan=await make_satuan("LAIN-MEJA"))
    report = str(await make_laporan(author))
    wire = await connect(await sign_in(REVIEWERS[0]))
    here = {"pathname": "/tinjauan/", "asPath": f"/tinjauan/?id={report}"}
    about = [["id", report], ["revision", "1"]]
    ruling = [*about, ["code", "GPS_HILANG"], ["ruling", "dismissed"], ["note", "Sudah saya periksa sendiri."]]
    await wire.event(name_of(TinjauanState.accept), {"report": report, "revision": 1}, router_data=here)
    for handler, form in (
        (TinjauanState.send_back, [*about, ["note", "Titiknya jauh."]]),
        (TinjauanState.rule, ruling),
    ):
        await wire.event(name_of(handler), {"form": {"__reflex_form_data__": form}}, router_data=here)
    told = await wire.settled(REACH)
    assert "kewenangan Anda" in told
    assert author.name not in told
    async with reading() as session:
        state = await session.scalar(select(Laporan.state).where(Laporan.author_id == author.id))
        decided = [await session.scalar(select(func.count()).select_from(kind)) for kind in (Tinjauan, PutusanBendera)]
    assert (state, decided) == ("terkirim", [0, 0])
