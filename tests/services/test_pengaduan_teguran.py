"""Strikes and files as the desk of citizens' reports shows them, on both databases."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select

from sambang_digital.db import transaction
from sambang_digital.forms.pengaduan import Alasan
from sambang_digital.models import Media, Teguran
from sambang_digital.models.base import now, uuid7
from sambang_digital.services import teguran
from sambang_digital.services.pengaduan_langkah import Langkah
from tests.meja import act, give, look, make_place, sent

pytestmark = pytest.mark.usefixtures("database")
PRANK = {"reason": Alasan.PRANK}
WHY = "Nomor itu tidak pernah ada."
FILE = "ab" * 32


@pytest.fixture
async def place(database: str) -> SimpleNamespace:
    return await make_place()


async def test_a_refusal_as_prank_proposes_a_strike_that_another_decides(place: SimpleNamespace) -> None:
    report = await sent(place)
    await act(place.operator, report, Langkah.TOLAK, WHY, **PRANK)
    asked = {name: (await look(getattr(place, name), report)).strike for name in ("operator", "pa_siaga", "kapolres")}
    assert asked["kapolres"] is None
    assert (asked["operator"].state, asked["operator"].asks) == ("diusulkan", "")
    assert asked["pa_siaga"].asks == "usulan"
    async with transaction() as session:
        await teguran.decide(session, place.pa_siaga, asked["pa_siaga"].id, confirm=True)
    seen = await look(place.pa_siaga, report)
    assert (seen.strike.state, seen.strike.asks, seen.strikes) == ("berlaku", "", 1)
    assert (await look(place.operator, await sent(place))).strikes == 1, "said beside the next report of that phone"


async def test_who_proposes_does_not_confirm(place: SimpleNamespace) -> None:
    report = await sent(place)
    await act(place.pa_siaga, report, Langkah.TOLAK, WHY, **PRANK)
    assert (await look(place.pa_siaga, report)).strike.asks == ""
    assert (await look(place.kasat, report)).strike.asks == "usulan"


@pytest.mark.parametrize("reason", [Alasan.BUKAN_WEWENANG, Alasan.KURANG_DATA])
async def test_other_refusals_and_reports_about_officers_bring_no_strike(
    place: SimpleNamespace, reason: Alasan
) -> None:
    await act(place.operator, await sent(place), Langkah.TOLAK, WHY, reason=reason)
    about = await sent(place, about_police=True)
    await act(place.propam, about, Langkah.TOLAK, WHY, **PRANK)
    async with transaction() as session:
        assert (await session.scalars(select(Teguran))).all() == []


async def test_files_and_what_the_camera_wrote(place: SimpleNamespace) -> None:
    """Named, then there; where it was taken is not for whom the sender hides from."""
    report = await sent(place, files=[{"sha256": FILE, "name": "gang.jpg"}], hide_identity=True)
    await act(place.operator, report, Langkah.VERIFIKASI)
    await give(place, report, satuan_id=place.polsek.id)
    (waiting,) = (await look(place.operator, report)).files
    assert (waiting.id, waiting.state) == (None, "menunggu")
    row = Media(
        id=uuid7(), device_id=place.phone.device_id, sha256=FILE, size=3, state="siap", taken_at=now(), lat=-6.18, lon=106.62
    )  # fmt: skip
    async with transaction() as session:
        session.add(row)
    (seen,) = (await look(place.operator, report)).files
    assert (seen.id, seen.trace.lat) == (row.id, -6.18)
    (hidden,) = (await look(place.kanit, report)).files
    assert (hidden.id, hidden.trace) == (row.id, None)
