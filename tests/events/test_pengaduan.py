"""The desk of citizens' reports over a raw websocket: who may send what, and that a step of one desk is seen at the others."""

import json
import re
from itertools import count
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import httpx
import pytest
from sqlalchemy import func, insert, select

from sambang_digital.db import reading, transaction
from sambang_digital.models import Pengaduan, PengaduanLangkah, Satuan
from sambang_digital.models.base import uuid7
from sambang_digital.security.gate import checked_payload
from sambang_digital.security.permissions import Peran
from sambang_digital.services.pengaduan_meja import PAGE
from sambang_digital.state.pengaduan import PengaduanState
from sambang_digital.state.utas import UtasState
from tests.events.conftest import Open, SignIn
from tests.events.probe import ProbeState
from tests.events.test_gate import HYDRATE, name_of
from tests.events.wire import Wire
from tests.factories import make_akun, make_satuan
from tests.pengaduan import phone, receive
from tests.pengaduan import report as as_sent
from tests.servers import PATIENCE_S

REACH = name_of(ProbeState.reach)
ACT, ASK, FILTER = (name_of(one) for one in (PengaduanState.act, PengaduanState.ask, PengaduanState.filter))
MENU = UtasState.get_full_name()
NUMBERS = count(1)


async def somebody(role: Peran, code: str = "POLRES") -> str:
    """A person of that Polres; their NRP."""
    async with reading() as session:
        satuan = await session.scalar(select(Satuan).where(Satuan.code == code))
    nrp = f"8101{next(NUMBERS):04}"
    await make_akun(nrp, role, satuan=satuan)
    return nrp


async def reported(**more: Any) -> UUID:
    """A report that came in."""
    sent, _ = await receive(await phone(), area_code=None, **more)
    return UUID(sent["id"])


async def moved(report: UUID) -> None:
    """Another Polres keeps it."""
    async with transaction() as session:
        found = await session.scalar(select(Satuan.id).where(Satuan.code == "LAIN"))
        row = await session.get_one(Pengaduan, report)
        row.satuan_id = found


def here(report: UUID | str) -> dict[str, str]:
    """The tab's address with this report open."""
    return {"pathname": "/pengaduan/", "asPath": f"/pengaduan/?id={report}"}


def form(report: UUID, step: str, **more: str) -> dict[str, Any]:
    """A deed as the browser sends it."""
    return {"form": {"__reflex_form_data__": [["id", str(report)], ["step", step], *map(list, more.items())]}}


async def opened(wire: Wire, report: UUID, *, shows: str) -> None:
    await wire.event(HYDRATE, router_data=here(report))
    await wire.until(shows)


async def state_of(report: UUID) -> tuple[str, int]:
    async with reading() as session:
        row = await session.get_one(Pengaduan, report)
        steps = (
            await session.scalars(select(PengaduanLangkah.id).where(PengaduanLangkah.pengaduan_id == report))
        ).all()
        return row.state, len(steps)


def test_what_a_form_may_hold() -> None:
    """A step there is none of, an id that is none, and words without end are refused before anything is looked up."""
    act, report = PengaduanState.event_handlers["act"].fn, "0193f6ac-0000-7000-8000-000000000001"
    fields = [["id", report], ["step", "jawab"], ["note", "Sudah kami periksa."]]
    assert checked_payload(act, {"form": {"__reflex_form_data__": fields}})["form"]["id"] == UUID(report)
    for wrong in (
        [fields[0], ["step", "hapus"]],
        [["id", "1"], fields[1]],
        [*fields, ["state", "selesai"]],
        [*fields[:2], ["note", "x" * 4001]],
        [*fields, ["code", "x" * 201]],
    ):
        with pytest.raises(ValueError):
            checked_payload(act, {"form": {"__reflex_form_data__": wrong}})


async def test_without_the_permission_nothing_is_shown_and_nothing_moves(
    beside: None, sign_in: SignIn, connect: Open
) -> None:
    """Somebody without citizens' reports is led to their own page; nobody at all to the sign-in."""
    report = await reported()
    for role, home in ((Peran.ADMIN, "/administrasi/"), (Peran.STAF_UNIT, "/hari-ini/"), (None, "/masuk/")):
        wire = await connect(await sign_in(await somebody(role)) if role else None)
        for name, payload in ((ACT, form(report, "verifikasi")), (ASK, {"deed": "tugaskan"}), (FILTER, {"form": {}})):
            await wire.event(name, payload, router_data=here(report))
            answer = (await wire.until("_redirect"))[-1]
            assert answer["events"][0]["payload"]["path"].startswith(home), (role, name)
        assert "membawa kayu" not in await wire.settled(REACH)
    assert await state_of(report) == ("baru", 1)


async def test_a_step_moves_it_and_the_other_desk_sees_it(beside: None, sign_in: SignIn, connect: Open) -> None:
    """Live, without asking; whoever is second hears where it stands."""
    report = await reported()
    first, second = [await connect(await sign_in(await somebody(Peran.OPERATOR))) for _ in range(2)]
    for desk in (first, second):
        await opened(desk, report, shows="membawa kayu")
    await first.event(ACT, form(report, "verifikasi", note="Kami periksa."), router_data=here(report))
    await first.until("Pelapor melihat laporannya sudah diperiksa")
    await second.until('"diverifikasi"')
    assert await state_of(report) == ("diverifikasi", 2)
    await second.event(ACT, form(report, "verifikasi"), router_data=here(report))
    await second.until("Orang lain lebih dulu: pengaduan ini sudah diverifikasi.")
    await second.event(ACT, form(report, "jawab", note="ya"), router_data=here(report))
    await second.until("paling sedikit 5 huruf")
    assert await state_of(report) == ("diverifikasi", 2)


async def test_how_many_wait_stands_in_the_menu_and_follows_by_itself(
    beside: None, server: SimpleNamespace, sign_in: SignIn, connect: Open
) -> None:
    """On any page of a desk: one more when a report comes in, one less when somebody verified it; for others there is no number."""
    desk, other = [await connect(await sign_in(await somebody(role))) for role in (Peran.OPERATOR, Peran.STAF_UNIT)]
    elsewhere = {"pathname": "/kabar/", "asPath": "/kabar/"}

    async def counted(number: int) -> None:
        """The desk says so, sooner or later."""
        said = None
        while said != number:
            delta = (await desk.until('"waiting_rx_state_"'))[-1]["delta"]
            said = delta[MENU]["waiting_rx_state_"]

    await reported()
    async with reading() as session:
        new = select(func.count()).where(Pengaduan.state == "baru", ~Pengaduan.about_police)
        here_alone = new.join(Satuan, Satuan.id == Pengaduan.satuan_id).where(Satuan.code == "POLRES")
        before = await session.scalar(here_alone.select_from(Pengaduan))
    for wire in (desk, other):
        await wire.event(HYDRATE, router_data=elsewhere)
    await counted(before)
    # Over HTTP: without Redis only the server itself hears of what it takes in.
    sent = as_sent(urgent=True, area_code=None)
    async with httpx.AsyncClient(base_url=server.url, timeout=PATIENCE_S) as citizen:
        assert (await citizen.post("/api/v1/lapor", json=sent)).status_code == 200
    report = UUID(sent["id"])
    await counted(before + 1)
    acting = await connect(await sign_in(await somebody(Peran.OPERATOR)))
    await acting.event(ACT, form(report, "verifikasi"), router_data=here(report))
    await counted(before)
    said = await other.settled(REACH)
    assert set(re.findall(r'"waiting_rx_state_": (\d+)', said)) <= {"0"}


async def test_the_last_of_a_page_leads_to_the_next_page_and_the_first_back(
    beside: None, sign_in: SignIn, connect: Open
) -> None:
    """By J and K, which go where the links around the open report go."""
    first = await reported()
    async with transaction() as session:
        row = await session.get_one(Pengaduan, first)
        same = {column.name: getattr(row, column.name) for column in Pengaduan.__table__.columns}
        more = [same | {"id": uuid7(), "code": f"{n:04}-HAL2", "text": "Halaman kedua."} for n in range(60)]
        await session.execute(insert(Pengaduan), more)
    operator = await sign_in(await somebody(Peran.OPERATOR))
    ids = sorted(one["id"] for one in more)
    for place, page, way, there in ((PAGE - 1, 1, "next", 2), (PAGE, 2, "previous", 1)):
        wire = await connect(operator)
        address = {"pathname": "/pengaduan/", "asPath": f"/pengaduan/?cari=HAL2&hal={page}&id={ids[place]}"}
        await wire.event(HYDRATE, router_data=address)
        told = json.dumps(await wire.until(f'"{way}_url_rx_state_": "/pengaduan/?cari=HAL2'))
        (url,) = set(re.findall(rf'"{way}_url_rx_state_": "(/pengaduan/[^"]+)"', told)) - {""}
        assert ("hal=2" in url, "id=" in url) == (there == 2, False)


async def test_who_only_reads_moves_nothing(beside: None, sign_in: SignIn, connect: Open) -> None:
    report = await reported()
    wire = await connect(await sign_in(await somebody(Peran.KAPOLRES)))
    await opened(wire, report, shows="membawa kayu")
    await wire.event(ACT, form(report, "verifikasi"), router_data=here(report))
    await wire.until("bukan untuk Anda")
    assert await state_of(report) == ("baru", 1)


async def test_a_report_of_another_polres_or_about_an_officer_is_out_of_reach(
    beside: None, sign_in: SignIn, connect: Open
) -> None:
    """Each deed names its report itself: it stays as it was, and none of it is told."""
    about = await reported(about_police=True)
    other = await reported()
    await make_satuan("LAIN")
    await moved(other)
    wire = await connect(await sign_in(await somebody(Peran.OPERATOR)))
    for report in (about, other):
        await opened(wire, report, shows='"missing_rx_state_": true')
        for step in ("verifikasi", "tolak", "catat"):
            await wire.event(ACT, form(report, step, note="Kami periksa."), router_data=here(report))
            await wire.until("bukan untuk Anda")
        await wire.event(ASK, {"deed": "tugaskan"}, router_data=here(report))
        told = await wire.settled(REACH)
        assert "membawa kayu" not in told
        assert "Rahmat" not in told
        assert await state_of(report) == ("baru", 1)
