"""People and their roles: who may make whom what, and that somebody who can undo it always remains."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from sambang_digital.db import reading, transaction
from sambang_digital.forms.personel import Personel
from sambang_digital.models import Akun, Audit, Satuan
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.security.permissions import Peran
from sambang_digital.services import akun as sessions
from sambang_digital.services import penugasan, personel
from sambang_digital.services.personel import NotFound, Oneself, PersonelError, PersonelFilter
from sambang_digital.services.waktu import today
from tests.factories import PASSWORD, make_akun, make_satuan
from tests.laporan import KARAWACI, assign, make_village

DEVICE = sessions.Device("10.0.0.1")


@pytest.fixture
async def tree(database: str) -> dict[str, Satuan]:
    """A Polda with two Polres, one polsek below each."""
    polda = await make_satuan("POLDA", level="polda")
    satu, dua = await make_satuan("SATU", parent=polda), await make_satuan("DUA", parent=polda)
    return {
        "polda": polda,
        "satu": satu,
        "dua": dua,
        "polsek_satu": await make_satuan("SATU-A", level="polsek", parent=satu),
        "polsek_dua": await make_satuan("DUA-A", level="polsek", parent=dua),
    }


async def signed_in(nrp: str, satuan: Satuan, *roles: Peran) -> Actor:
    """Somebody with a session."""
    await make_akun(nrp, *(roles or (Peran.ADMIN,)), satuan=satuan)
    return (await sessions.sign_in(nrp, PASSWORD, DEVICE))[1]


def person(nrp: str, satuan: Satuan, *roles: Peran, **more) -> Personel:
    """As the form gives it."""
    fields = {"nrp": nrp, "name": f"Orang {nrp}", "satuan_id": satuan.id, "roles": roles or (Peran.BHABINKAMTIBMAS,)}
    return Personel.model_validate(fields | more)


def same(akun: Akun, *roles: Peran, **more) -> Personel:
    """The person as they are, with some of it changed."""
    fields = {"nrp": akun.nrp, "name": akun.name, "satuan_id": akun.satuan_id, "roles": roles} | more
    return Personel.model_validate(fields)


async def create(actor: Actor, who: Personel) -> tuple[Akun, str]:
    """In a transaction of its own."""
    async with transaction() as session:
        return await personel.create(session, actor, who)


async def listed(actor: Actor, **wanted) -> set[str]:
    """Service numbers in the actor's list."""
    async with reading() as session:
        return {line.akun.nrp for line in await personel.page(session, actor, PersonelFilter(**wanted))}


async def test_a_new_person_signs_in_once_with_what_was_shown(tree: dict[str, Satuan]) -> None:
    """The one-time password opens the account, which then asks for an own one."""
    admin = await signed_in("80010001", tree["satu"])
    _, password = await create(admin, person("80020001", tree["polsek_satu"]))
    _, actor = await sessions.sign_in("80020001", password, DEVICE)
    assert (actor.must_change_password, actor.permissions) == (True, frozenset())
    with pytest.raises(PersonelError, match="NRP 80020001 sudah terdaftar"):
        await create(admin, person("80020001", tree["polsek_satu"]))


@pytest.mark.parametrize(
    ("admin_at", "satuan", "role", "field"),
    [
        ("satu", "dua", Peran.STAF_UNIT, "satuan_id"),
        ("satu", "polsek_dua", Peran.BHABINKAMTIBMAS, "satuan_id"),
        ("satu", "polda", Peran.ADMIN, "satuan_id"),
        ("polsek_satu", "satu", Peran.ADMIN, "satuan_id"),
        ("polsek_satu", "polsek_satu", Peran.KASAT, "roles"),
        ("polsek_satu", "polsek_satu", Peran.KAPOLRES, "roles"),
        ("polda", "polda", Peran.KASAT, "roles"),
        ("polda", "satu", Peran.KANIT_POLSEK, "roles"),
        ("satu", "satu", Peran.WARGA, "roles"),
        ("satu", "satu", Peran.STAF_UNIT, "unit"),
    ],
)
async def test_nobody_gives_more_than_they_reach(
    tree: dict[str, Satuan], admin_at: str, satuan: str, role: Peran, field: str
) -> None:
    """Neither a unit above or beside one's own, nor a role of another level; also not by changing somebody."""
    admin = await signed_in("80010001", tree[admin_at])
    with pytest.raises(PersonelError) as refused:
        await create(admin, person("80020001", tree[satuan], role))
    assert field in refused.value.faults
    below = await make_akun("80020002", Peran.ADMIN, satuan=tree[admin_at])
    with pytest.raises(PersonelError) as refused:
        await personel.change(admin, below.id, same(below, role, satuan_id=tree[satuan].id))
    assert field in refused.value.faults
    async with reading() as session:
        assert (await personel.find(session, admin, below.id)).roles == [Peran.ADMIN]


async def test_each_polres_sees_itself_and_polda_all(tree: dict[str, Satuan]) -> None:
    """Lists, single people and every deed end at the border of the own unit."""
    satu, dua = await signed_in("80010001", tree["satu"]), await signed_in("80010002", tree["dua"])
    polda = await signed_in("80010003", tree["polda"])
    mine = await make_akun("80020001", satuan=tree["polsek_satu"])
    theirs = await make_akun("80020002", satuan=tree["polsek_dua"])
    assert await listed(satu) == {"80010001", "80020001"}
    assert await listed(dua) == {"80010002", "80020002"}
    assert await listed(polda) == {"80010001", "80010002", "80010003", "80020001", "80020002"}
    assert await listed(polda, satuan_id=tree["dua"].id) == {"80010002", "80020002"}
    assert await listed(satu, satuan_id=tree["dua"].id) == set()
    deeds = (
        lambda: personel.change(satu, theirs.id, same(theirs, Peran.BHABINKAMTIBMAS)),
        lambda: personel.set_active(satu, theirs.id, False),
        lambda: personel.reset_password(satu, theirs.id),
        lambda: personel.reset_factor(satu, theirs.id),
        lambda: personel.end_device(satu, theirs.id, 1, lost=True),
        lambda: penugasan.give(satu, theirs.id, KARAWACI, today()),
        lambda: personel.set_active(satu, polda.id, False),
        lambda: personel.set_active(satu, 999_999, False),
    )
    for deed in deeds:
        with pytest.raises(NotFound):
            await deed()
    async with reading() as session:
        with pytest.raises(NotFound):
            await personel.devices(session, satu, theirs.id)
        assert (await personel.find(session, polda, mine.id)).akun.nrp == "80020001"


async def test_others_may_nothing(tree: dict[str, Satuan]) -> None:
    """A Kasat reads everything of the Polres and administers nobody."""
    kasat = await signed_in("80010001", tree["satu"], Peran.KASAT)
    other = await make_akun("80020001", satuan=tree["polsek_satu"])
    with pytest.raises(Forbidden):
        await create(kasat, person("80020002", tree["polsek_satu"]))
    with pytest.raises(Forbidden):
        await personel.set_active(kasat, other.id, False)
    with pytest.raises(Forbidden):
        await listed(kasat)


async def test_nobody_touches_their_own_rights(tree: dict[str, Satuan]) -> None:
    """So that whoever changed somebody is an admin who stays; the own name may be corrected."""
    admin = await signed_in("80010001", tree["satu"])
    async with reading() as session:
        me = (await personel.find(session, admin, admin.id)).akun
    for deed in (
        lambda: personel.set_active(admin, admin.id, False),
        lambda: personel.reset_password(admin, admin.id),
        lambda: personel.reset_factor(admin, admin.id),
        lambda: personel.change(admin, admin.id, same(me, Peran.ADMIN, Peran.KASAT)),
        lambda: personel.change(admin, admin.id, same(me, Peran.ADMIN, satuan_id=tree["polsek_satu"].id)),
    ):
        with pytest.raises(Oneself):
            await deed()
    await personel.change(admin, admin.id, same(me, Peran.ADMIN, name="Nama Benar"))
    assert await listed(admin, text="nama benar") == {"80010001"}


async def test_two_admins_who_throw_each_other_out(tree: dict[str, Satuan]) -> None:
    """At once: one is faster, the other is no admin any more; one of them always remains."""
    one, two = await signed_in("80010001", tree["satu"]), await signed_in("80010002", tree["satu"])
    answers = await asyncio.gather(
        personel.set_active(one, two.id, False), personel.set_active(two, one.id, False), return_exceptions=True
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["NoneType", "NotFound"]
    async with reading() as session:
        assert len(list(await session.scalars(select(Akun.id).where(Akun.active)))) == 1


async def test_a_right_taken_away_counts_at_once(tree: dict[str, Satuan]) -> None:
    """An admin whose role was taken, or who was moved, does nothing more with what the page still believes."""
    boss, admin = await signed_in("80010001", tree["polda"]), await signed_in("80010002", tree["satu"])
    other = await make_akun("80020001", satuan=tree["polsek_satu"])
    async with reading() as session:
        row = (await personel.find(session, boss, admin.id)).akun
    await personel.change(boss, admin.id, same(row, Peran.OPERATOR))
    with pytest.raises(NotFound):
        await personel.set_active(admin, other.id, False)
    await personel.change(boss, admin.id, same(row, Peran.ADMIN, satuan_id=tree["polsek_dua"].id))
    with pytest.raises(NotFound):
        await personel.set_active(admin, other.id, False)


async def test_whoever_is_put_out_is_out_everywhere(tree: dict[str, Satuan]) -> None:
    """Deactivation and a new password end all sessions; coming back needs neither the old ones nor a new account."""
    admin = await signed_in("80010001", tree["satu"])
    other = await make_akun("80020001", satuan=tree["polsek_satu"])
    token, _ = await sessions.sign_in(other.nrp, PASSWORD, DEVICE)
    await personel.set_active(admin, other.id, False)
    assert await sessions.actor_of_hash(sessions.token_hash(token)) is None
    with pytest.raises(sessions.WrongCredentials):
        await sessions.sign_in(other.nrp, PASSWORD, DEVICE)
    await personel.set_active(admin, other.id, True)
    token, _ = await sessions.sign_in(other.nrp, PASSWORD, DEVICE)
    password = await personel.reset_password(admin, other.id)
    assert await sessions.actor_of_hash(sessions.token_hash(token)) is None
    with pytest.raises(sessions.WrongCredentials):
        await sessions.sign_in(other.nrp, PASSWORD, DEVICE)
    assert (await sessions.sign_in(other.nrp, password, DEVICE))[1].must_change_password


async def test_devices_of_others(tree: dict[str, Satuan]) -> None:
    """An admin signs a device out and calls another lost; somebody else's device is not theirs."""
    admin = await signed_in("80010001", tree["satu"])
    one, two = [await make_akun(f"8002000{n}", satuan=tree["polsek_satu"]) for n in (1, 2)]
    actors = [(await sessions.sign_in(who.nrp, PASSWORD, DEVICE))[1] for who in (one, two)]
    assert not await personel.end_device(admin, one.id, actors[1].session_id, lost=False)
    assert await personel.end_device(admin, one.id, actors[0].session_id, lost=True)
    async with reading() as session:
        (device,) = await personel.devices(session, admin, one.id)
    assert device.lost_at is not None


async def test_villages_for_a_period(tree: dict[str, Satuan]) -> None:
    """By an admin who reaches both officer and village; a running one is ended, one to come is cancelled."""
    admin, neighbour = await signed_in("80010001", tree["satu"]), await signed_in("80010002", tree["dua"])
    officer = await make_akun("80020001", satuan=tree["polsek_satu"])
    clerk = await make_akun("80020002", Peran.KANIT_POLSEK, satuan=tree["polsek_satu"])
    village = await make_village()
    day = today()
    with pytest.raises(penugasan.PenugasanError, match="di luar satuan Anda"):
        await penugasan.give(admin, officer.id, KARAWACI, day)
    async with transaction() as session:
        (await session.merge(village)).satuan_id = tree["polsek_satu"].id
    with pytest.raises(penugasan.PenugasanError, match="Hanya Bhabinkamtibmas"):
        await penugasan.give(admin, clerk.id, KARAWACI, day)
    await penugasan.give(admin, officer.id, KARAWACI, day, day + timedelta(days=9))
    await penugasan.give(admin, officer.id, KARAWACI, day + timedelta(days=30))
    async with reading() as session:
        (later, _), (running, name) = (await personel.find(session, admin, officer.id)).assignments
    assert name == "Kelurahan 1001"
    for deed in (penugasan.cancel(neighbour, later.id), penugasan.end_on(neighbour, running.id, day)):
        with pytest.raises(NotFound):
            await deed
    with pytest.raises(penugasan.PenugasanError, match="sudah berjalan"):
        await penugasan.cancel(admin, running.id)
    await penugasan.end_on(admin, running.id, day)
    await penugasan.cancel(admin, later.id)
    async with reading() as session:
        ((row, _),) = (await personel.find(session, admin, officer.id)).assignments
    assert (row.start, row.end) == (day, day)


async def test_every_deed_is_on_record(tree: dict[str, Satuan]) -> None:
    """With who did it and to whom, and no personal value in clear."""
    admin = await signed_in("80010001", tree["satu"])
    akun, _ = await create(admin, person("80020001", tree["polsek_satu"], name="Rahasia Namanya"))
    await personel.change(admin, akun.id, same(akun, Peran.KANIT_POLSEK, phone="081234567890"))
    await personel.reset_password(admin, akun.id)
    await personel.set_active(admin, akun.id, False)
    await personel.set_active(admin, akun.id, False)
    async with transaction() as session:
        await personel.export(session, admin, PersonelFilter())
    async with reading() as session:
        rows = list(await session.scalars(select(Audit).where(Audit.akun_id == admin.id).order_by(Audit.id)))
    deeds = [(row.action, row.object_id) for row in rows if row.object_type == "akun"]
    assert deeds[-5:] == [
        ("akun.dibuat", str(akun.id)),
        ("akun.diubah", str(akun.id)),
        ("akun.sandi_diatur_ulang", str(akun.id)),
        ("akun.dinonaktifkan", str(akun.id)),
        ("akun.diekspor", ""),
    ]
    changed = next(row.data for row in rows if row.action == "akun.diubah")
    assert (changed["fields"], changed["roles_before"], changed["roles"]) == (
        ["phone"],
        ["bhabinkamtibmas"],
        ["kanit_polsek"],
    )
    assert not {"80020001", "Rahasia Namanya", "081234567890"} & {
        str(value) for row in rows for value in row.data.values()
    }


async def test_search(tree: dict[str, Satuan]) -> None:
    """By part of the name, start of the NRP, role, state; what looks like a pattern is text."""
    admin = await signed_in("80010001", tree["satu"])
    officer = await make_akun("80020001", satuan=tree["polsek_satu"])
    await assign(officer, (await make_village()).code)
    await make_akun("80030001", Peran.KANIT_POLSEK, satuan=tree["polsek_satu"], active=False)
    assert await listed(admin, text="8002") == {"80020001"}
    assert await listed(admin, text="PETUGAS 8002") == {"80020001"}
    assert await listed(admin, text="%") == set()
    assert await listed(admin, role=Peran.ADMIN) == {"80010001"}
    assert await listed(admin, state="nonaktif") == {"80030001"}
    assert await listed(admin, state="semua", role=Peran.KANIT_POLSEK) == {"80030001"}
    async with reading() as session:
        (line,) = await personel.page(session, admin, PersonelFilter(role=Peran.BHABINKAMTIBMAS))
    assert (line.villages, line.satuan) == (["Kelurahan 1001"], "Satuan SATU-A")
