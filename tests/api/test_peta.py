"""What the map asks the API: only for those with a desk, and nothing senseless."""

from typing import Any

import httpx
import pytest
from sqlalchemy import update

from sambang_digital.db import transaction
from sambang_digital.models import Akun, Satuan, Wilayah
from sambang_digital.security.permissions import Peran
from sambang_digital.services import kinerja
from tests.api.conftest import SESSION, Client, Send
from tests.factories import PASSWORD, make_akun
from tests.laporan import KARAWACI, LAT, LON, NEIGHBOUR, item, make_village, position

AREAS, VISITS = "/api/v1/peta/wilayah", "/api/v1/peta/kunjungan"


@pytest.fixture
async def kanit(client_of: Client, officer: Akun) -> httpx.AsyncClient:
    """A Kanit of the officer's unit, signed in; the unit holds the officer's village and not its neighbour."""
    await make_village(NEIGHBOUR, lat=LAT + 0.1)
    async with transaction() as session:
        await session.execute(update(Wilayah).where(Wilayah.code == KARAWACI).values(satuan_id=officer.satuan_id))
        satuan = await session.get(Satuan, officer.satuan_id)
    await make_akun("70010001", Peran.KANIT_POLSEK, satuan=satuan)
    client = client_of("10.0.0.2")
    answer = await client.post(SESSION, json={"nrp": "70010001", "password": PASSWORD})
    assert answer.status_code == 200, answer.text
    return client


def days(**more: Any) -> dict[str, Any]:
    """The parameters of today."""
    today = kinerja.today().isoformat()
    return {"dari": today, "sampai": today} | more


async def test_outlines_and_numbers(kanit: httpx.AsyncClient, officer: Akun, send: Send) -> None:
    """All villages, those of the own unit marked; visits by village and, in a box, by place."""
    await send(item(officer.id), item(officer.id), item(officer.id, position=position(lat=-6.5)))
    areas = (await kanit.get(AREAS)).json()["areas"]
    assert {area["code"]: area["own"] for area in areas} == {KARAWACI: True, NEIGHBOUR: False}
    assert areas[0]["boundary"]["type"] == "MultiPolygon"
    assert (await kanit.get(VISITS, params=days())).json() == {"areas": {KARAWACI: 2, "-": 1}, "clusters": None}
    box = {"barat": LON - 0.01, "selatan": LAT - 0.01, "timur": LON + 0.01, "utara": LAT + 0.01}
    (cluster,) = (await kanit.get(VISITS, params=days(**box))).json()["clusters"]
    assert (cluster["n"], cluster["id"]) == (2, None)
    assert (await kanit.get(VISITS, params=days(kelurahan="-"))).json()["areas"] == {"-": 1}


async def test_only_for_those_with_a_desk(client_of: Client, client: httpx.AsyncClient, officer: Akun) -> None:
    """Nobody: 401. An officer: 403."""
    for path in (AREAS, VISITS):
        assert (await client_of("10.0.0.9").get(path, params=days())).status_code == 401
        assert (await client.get(path, params=days())).status_code == 403


@pytest.mark.parametrize(
    "wrong",
    [
        {"dari": "2026-02-30"},
        {"dari": "2020-01-01"},
        {"dari": "2099-01-01", "sampai": "2098-01-01"},
        {"petugas": "0"},
        {"kelurahan": "'"},
        {"posisi": "here"},
        {"tingkat": "worst"},
        {"barat": "nan"},
        {"utara": "91"},
        {"sampai": ""},
    ],
)
async def test_nonsense_is_refused(kanit: httpx.AsyncClient, wrong: dict[str, str]) -> None:
    """422 with the field, in Indonesian; a missing side of the box only means no box."""
    answer = await kanit.get(VISITS, params=days() | wrong)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json"), answer.text
    assert answer.json()["errors"][0]["message"]
