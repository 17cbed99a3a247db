"""Official boundaries arrive while everything runs: phones and desks judge by them from then on."""

import numpy as np
from playwright.sync_api import expect

from sambang_digital.services.wilayah import Territory, Verdict, Villages, judge_many
from tests import verdicts, wilayah
from tests.conftest import run_cli
from tests.e2e.conftest import MakePhone, OpenDesk
from tests.e2e.officer import rows
from tests.e2e.pages.petugas import CapturePage, HomePage, QueuePage
from tests.e2e.server import LiveServer

ACCURACY_M = 8.0


def doubtful_place(codes: list[str]) -> tuple[float, float]:
    """A place (latitude, longitude) well within these villages that their computed cells leave in doubt."""

    def territory(known: Villages) -> Territory:
        return Territory(tuple(known.by_code[code] for code in codes), known)

    guess, real = territory(verdicts.cells()), territory(wilayah.official())
    west, south, east, north = real.union.bounds
    grid = np.stack(np.meshgrid(np.linspace(west, east, 60), np.linspace(south, north, 60)), axis=-1).reshape(-1, 2)
    both = zip(*(judge_many(grid, [ACCURACY_M] * len(grid), each) for each in (guess, real)), strict=True)
    lon, lat = next(
        place
        for place, (guessed, known) in zip(grid.tolist(), both, strict=True)
        if guessed.verdict == Verdict.UNCERTAIN and known.distance_m is not None and known.distance_m < -80
    )
    return lat, lon


def test_boundaries_are_imported_into_the_running_product(
    ready_phone: MakePhone,
    open_desk: OpenDesk,
    live_server: LiveServer,
) -> None:
    """In doubt before, inside after: on the officer's phone, and for the visit that the reviewer reads."""
    nrp = live_server.account("petugas").nrp
    assigned = "SELECT area_code FROM penugasan JOIN akun ON akun.id = akun_id WHERE nrp = ? ORDER BY area_code"
    lat, lon = doubtful_place([code for (code,) in rows(live_server, assigned, nrp)])
    phone = ready_phone()
    phone.at(lat, lon, ACCURACY_M)
    capture = CapturePage(phone.page).open().start()
    expect(phone.page.get_by_text("Ragu, dekat batas wilayah")).to_be_visible()
    capture.fill_place("Pos Batas")
    capture.save()
    QueuePage(phone.page).open().expect_state("Pos Batas", "Terkirim")
    verdict = "SELECT verdict, area_approximate FROM laporan WHERE title = 'Pos Batas'"
    assert rows(live_server, verdict) == [("uncertain", 1)]

    for name in wilayah.FILES:
        database = {"DATABASE_URL": f"sqlite:///{live_server.data_dir / 'sambang.db'}"}
        run_cli("wilayah", "import", str(wilayah.folder() / name), data_dir=live_server.data_dir, **database)

    assert rows(live_server, verdict) == [("inside", 0)]
    reviewer = open_desk()
    reviewer.read("Pos Batas")
    expect(reviewer.report.get_by_text("Di dalam wilayah")).to_be_visible()
    expect(reviewer.report.get_by_text("Batas wilayah di peta ini masih perkiraan.")).to_have_count(0)

    with phone.page.expect_response("**/api/v1/sinkron?*"):
        HomePage(phone.page).open()
    CapturePage(phone.page).open().start()
    expect(phone.page.get_by_text("Di dalam wilayah")).to_be_visible()
    phone.offline()
    phone.page.reload()
    expect(phone.page.get_by_text("Di dalam wilayah")).to_be_visible()
