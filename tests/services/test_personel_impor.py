"""Import of people: every fault by row and column, all or nobody."""

import asyncio
from datetime import date

import pytest
from sqlalchemy import func, select

from sambang_digital.db import reading, transaction
from sambang_digital.models import Akun, Audit, Penugasan, PeranAkun, Wilayah
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.security.permissions import Peran
from sambang_digital.services import akun as sessions
from sambang_digital.services import personel_impor, satuan
from sambang_digital.services.personel_berkas import read, to_csv
from sambang_digital.services.personel_impor import HEADINGS, Ditolak, check, run
from tests.factories import PASSWORD, make_akun

HEAD = ";".join(HEADINGS)
GOOD = (
    "9001;Sri Wahyuni;Aipda;0812 3456 7890;Polsek Karawaci;;Bhabinkamtibmas;0812-0000-0101;36.71.07.1001;01-03-2026;\n"
    "9002;Budi;;;PMJ-TNG;Unit Binpolmas;kepala unit;;;;\n"
    "9003;Dewi;;81234567891;polsek benda;;Bhabinkamtibmas, Kanit Binmas Polsek;;Belendung; 2026-03-01;31/12/2026"
)


@pytest.fixture
async def admin(database: str) -> Actor:
    """The admin of the Polres that ships with the product."""
    async with transaction() as session:
        await satuan.install(session)
        polres = await satuan.named(session, None)
    await make_akun("80010001", Peran.ADMIN, satuan=polres)
    return (await sessions.sign_in("80010001", PASSWORD, sessions.Device("10.0.0.1")))[1]


def file(*rows: str, head: str = HEAD) -> bytes:
    """A CSV."""
    return "\n".join([head, *rows]).encode()


async def count(model: type) -> int:
    """Rows of a table."""
    async with reading() as session:
        return await session.scalar(select(func.count()).select_from(model)) or 0


async def test_everybody_comes_in(admin: Actor) -> None:
    """With roles, unit and villages; each opens the account with the password that was given out, once."""
    result = await check(admin, file(GOOD))
    assert (result.rows, result.faults) == (3, [])
    assert await count(Akun) == 1
    done = await run(admin, file(GOOD))
    assert done.created == 3
    given = {cells[0]: cells[3] for _, cells in read(done.passwords.encode()).rows}
    _, actor = await sessions.sign_in("9003", str(given["9003"]), sessions.Device("10.0.0.2"))
    assert (actor.must_change_password, actor.roles) == (True, {Peran.BHABINKAMTIBMAS, Peran.KANIT_POLSEK})
    async with reading() as session:
        people = {one.nrp: one for one in await session.scalars(select(Akun))}
        tasks = list(await session.scalars(select(Penugasan).order_by(Penugasan.akun_id)))
        deeds = list(await session.scalars(select(Audit.action).where(Audit.akun_id == admin.id)))
    assert (people["9001"].phone, people["9003"].phone) == ("081234567890", "081234567891")
    assert (people["9001"].public_phone, people["9003"].public_phone) == ("081200000101", None)
    assert people["9002"].unit == "binpolmas"
    assert [(one.area_code, one.start, one.end) for one in tasks] == [
        ("36.71.07.1001", date(2026, 3, 1), None),
        ("36.71.04.1001", date(2026, 3, 1), date(2026, 12, 31)),
    ]
    assert (deeds.count("akun.dibuat"), deeds.count("penugasan.dibuat"), deeds.count("akun.diimpor")) == (3, 2, 1)


async def test_every_fault_of_every_row(admin: Actor) -> None:
    """Each with its row and column; the good rows among them do not come in either."""
    rows = (
        GOOD.splitlines()[0],
        "9001;Sama;;;Polsek Karawaci;;Bhabinkamtibmas;;;;",
        "80010001;Sudah Ada;;;Polsek Karawaci;;Bhabinkamtibmas;;;;",
        "90 x;;;123;Polsek Antah;Unit Antah;Jendral;;Antah;32-13-2026;kapan-kapan",
        "9004;Kasat Polsek;;;Polsek Benda;;Kasat Binmas;;;;",
        "9005;Staf;;;PMJ-TNG;;Staf unit;;Belendung;;",
        "9006;=A1;;;Polsek Benda;;Bhabinkamtibmas;;;01-01-2027;31-12-2026",
        "9007;Polda;;;PMJ;;Admin;;;;",
    )
    result = await check(admin, file(*rows))
    told = {(one.row, one.column): one.message for one in result.faults}
    assert told.keys() == {
        (3, "NRP"), (4, "NRP"),
        (5, "NRP"), (5, "Nama"), (5, "Telepon"), (5, "Satuan"), (5, "Unit"), (5, "Peran"), (5, "Wilayah"), (5, "Mulai"), (5, "Berakhir"),
        (6, "Peran"), (7, "Unit"), (7, "Wilayah"), (8, "Nama"), (8, "Berakhir"), (9, "Satuan"),
    }  # fmt: skip
    assert told[3, "NRP"] == "NRP 9001 sudah ada di baris 2."
    assert told[4, "NRP"] == "NRP 80010001 sudah terdaftar."
    assert told[5, "Nama"] == "Wajib diisi."
    assert told[8, "Nama"] == "Berisi rumus. Tulis nilainya."
    assert "di luar satuan Anda" in told[9, "Satuan"]
    assert len(told) == len(result.faults)
    assert result.people == []
    with pytest.raises(Ditolak):
        await run(admin, file(*rows))
    assert (await count(Akun), await count(PeranAkun), await count(Penugasan)) == (1, 1, 0)


@pytest.mark.parametrize(
    ("head", "faults"),
    [
        ("NRP;Nama;Satuan;Jabatan", {"Jabatan", "Peran"}),
        ("NRP;nama ;SATUAN;peran;NRP", {"NRP"}),
        ("a;b", {"a", "b", "NRP", "Nama", "Satuan", "Peran"}),
    ],
)
async def test_headings(admin: Actor, head: str, faults: set[str]) -> None:
    """Unknown, missing and doubled columns are told in row 1, whatever stands below."""
    result = await check(admin, file("9001;A;B;C;D", head=head))
    assert {(one.row, one.column) for one in result.faults} == {(1, column) for column in faults}


async def test_two_villages_of_one_name(admin: Actor) -> None:
    """Told which code to write; the code is taken."""
    async with transaction() as session:
        one, two = list(await session.scalars(select(Wilayah).where(Wilayah.kecamatan == "Karawaci").limit(2)))
        two.name = one.name
    row = "9001;Sri;;;Polsek Karawaci;;Bhabinkamtibmas;;{};;"
    (fault,) = (await check(admin, file(row.format(one.name)))).faults
    assert (fault.column, "Tulis kodenya" in fault.message) == ("Wilayah", True)
    assert (await check(admin, file(row.format(f"{one.code}, {two.code}, {one.code}")))).people[0].areas == (
        one.code,
        two.code,
    )


async def test_the_template_and_the_export_can_be_imported(admin: Actor) -> None:
    """What the product hands out it takes in."""
    result = await check(admin, personel_impor.template().encode())
    assert (result.faults, len(result.people)) == ([], 1)


async def test_the_same_file_twice_at_once(admin: Actor) -> None:
    """One goes through whole, the other changes nothing."""
    answers = await asyncio.gather(run(admin, file(GOOD)), run(admin, file(GOOD)), return_exceptions=True)
    assert sorted(type(answer).__name__ for answer in answers) == ["Ditolak", "Selesai"]
    assert (await count(Akun), await count(Penugasan)) == (4, 2)


async def test_needs_the_permission(admin: Actor) -> None:
    """A reviewer imports nobody."""
    await make_akun("80010002", Peran.KASAT)
    _, kasat = await sessions.sign_in("80010002", PASSWORD, sessions.Device("10.0.0.2"))
    for deed in (check, run):
        with pytest.raises(Forbidden):
            await deed(kasat, file(GOOD))


async def test_ten_thousand_people(admin: Actor) -> None:
    """All come in, and meanwhile the server answers others."""
    people = [
        [str(100_000 + n), f"Orang {n}", "", "", "Polsek Benda", "", "Bhabinkamtibmas", "", "Belendung", "", ""]
        for n in range(10_000)
    ]
    content = to_csv([list(HEADINGS), *people]).encode()
    answered, going = 0, True

    async def ask() -> None:
        nonlocal answered
        while going:
            await asyncio.sleep(0.01)
            answered += 1

    others = asyncio.create_task(ask())
    done = await run(admin, content)
    going = False
    await others
    assert (done.created, await count(Akun), await count(Penugasan)) == (10_000, 10_001, 10_000)
    assert answered > 20
