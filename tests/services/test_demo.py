"""Demo data: loaded once into an empty database, with people who can sign in and whose password nobody else can read."""

import stat

from sqlalchemy import select

from sambang_digital import db
from sambang_digital.models import Laporan
from sambang_digital.repositories import akun as people
from sambang_digital.services import demo, sandi


async def test_loads_once(database: str) -> None:
    """A second load changes nothing, neither people nor the password."""
    assert await demo.load()
    first = demo.accounts()
    assert not await demo.load()
    assert demo.accounts() == first
    assert {"admin", "kasat", "kapolres", "kanit", "petugas", "petugas_dua", "petugas_baru"} <= {a.key for a in first}


async def test_everybody_shown_can_sign_in(database: str) -> None:
    """Each shown password is the right one; exactly one person has to change it first."""
    await demo.load()
    async with db.reading() as session:
        rows = [(account, await people.by_nrp(session, account.nrp)) for account in demo.accounts()]
    for account, akun in rows:
        assert akun is not None
        assert akun.name == account.name
        assert (await sandi.check(account.password, akun.password_hash))[0]
    assert [account.key for account, akun in rows if akun and akun.must_change_password] == ["petugas_baru"]


async def test_passwords_are_private(database: str) -> None:
    """Random for each installation, in a file that only its owner reads."""
    await demo.load()
    path = demo.accounts_file()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len({account.password for account in demo.accounts()}) == 1
    assert "sambang-" in path.read_text()


async def test_the_desk_is_alive(database: str) -> None:
    """The Kanit finds visits of the own polsek waiting and decided, each where its officer is assigned."""
    await demo.load()
    async with db.reading() as session:
        kanit = await people.by_nrp(session, next(a.nrp for a in demo.accounts() if a.key == "kanit"))
        assert kanit is not None
        reports = (await session.scalars(select(Laporan))).all()
    own = [report for report in reports if report.satuan_id == kanit.satuan_id]
    assert {"terkirim", "diterima", "dikembalikan"} == {report.state for report in own}
    assert {"sambang_warga", "sambang_usaha", "sambang_tokoh", "sambang_tempat"} == {report.kind for report in own}
    assert {report.verdict for report in reports} == {"inside"}
