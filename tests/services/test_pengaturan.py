"""Settings: those of a Polres over those for everybody over the defaults; lists of them; who signs for a satuan."""

from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from sambang_digital import db
from sambang_digital.forms.messages import field_errors
from sambang_digital.forms.pengaturan import Pengaturan
from sambang_digital.models import Audit, Satuan
from sambang_digital.repositories import pengaturan as repository
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import pengaturan
from sambang_digital.services.dokumen import kop
from sambang_digital.state.pengaturan import typed_values
from tests.factories import make_akun, make_satuan
from tests.polres import actor

BEFORE = Pengaturan().sengketa


async def saved(who: Actor, place: int | None, group: str, **form: str) -> dict[str, str]:
    """What is wrong with a form as a browser sends it, by field; nothing when it was saved."""
    usual = {name: "\n".join(value) for name, value in BEFORE if isinstance(value, tuple)}
    try:
        async with db.transaction() as session:
            await pengaturan.change(session, who, place, group, typed_values(group, form, usual))
    except ValidationError as error:
        return {fault["field"]: fault["message"] for fault in field_errors(error.errors())}
    finally:
        pengaturan.forget()
    return {}


async def kasat_of(polres: Satuan) -> Actor:
    return actor(await make_akun("60010001", Peran.KASAT, satuan=polres), polres, Peran.KASAT)


async def held(satuan: Satuan) -> Pengaturan:
    async with db.reading() as session:
        return await pengaturan.of(session, satuan.id)


async def test_own_values_win_over_those_for_everybody(database: str) -> None:
    """A Polres without its own value takes the common one; a polsek takes its Polres's."""
    polda = await make_satuan("POLDA", level="polda")
    one, two = await make_satuan("SATU", parent=polda), await make_satuan("DUA", parent=polda)
    polsek = await make_satuan("POLSEK", level="polsek", parent=one)
    async with db.transaction() as session:
        await repository.put(session, None, "kinerja.target_per_day", 7, None)
        await repository.put(session, one.id, "kinerja.target_per_day", 9, None)
    async with db.reading() as session:
        targets = [(await pengaturan.of(session, unit.id)).kinerja.target_per_day for unit in (polda, one, two, polsek)]
        assert await pengaturan.polres_of(session, polsek.id) == one.id
        assert await pengaturan.polres_of(session, polda.id) is None
    assert targets == [7, 9, 7, 9]


async def test_what_holds_no_more_is_left_out(database: str) -> None:
    """A value outside today's limits, or of a setting that is gone, leaves the others in force."""
    unit = await make_satuan()
    async with db.transaction() as session:
        await repository.put(session, None, "kinerja.target_per_day", -3, None)
        await repository.put(session, None, "kinerja.lama", 1, None)
        await repository.put(session, unit.id, "ponsel.lease_days", 3, None)
    async with db.reading() as session:
        found = await pengaturan.of(session, unit.id)
    assert found.kinerja == Pengaturan().kinerja
    assert found.ponsel.lease_days == 3


async def test_taken_away(database: str) -> None:
    """Without its value the default holds again."""
    unit = await make_satuan()
    for value in (3, None):
        async with db.transaction() as session:
            await repository.put(session, unit.id, "ponsel.lease_days", value, None)
    async with db.reading() as session:
        assert await pengaturan.of(session, unit.id) == Pengaturan()


async def test_a_list_is_saved_as_it_was_written(database: str) -> None:
    """One entry a line, in its order; blank lines and stray spaces are no entries; empty, or as usual, means the usual one."""
    polres = await make_satuan()
    who = await kasat_of(polres)
    assert (
        await saved(who, polres.id, "sengketa", clauses="  Butir  kedua saja. \r\n\n\u200b\nButir pertama [pihak].\n")
        == {}
    )
    assert (await held(polres)).sengketa.clauses == ("Butir kedua saja.", "Butir pertama [pihak].")
    assert (await held(polres)).sengketa.units == BEFORE.units
    for again in ("", " \n ", "\n".join(BEFORE.clauses)):
        assert await saved(who, polres.id, "sengketa", clauses="Butir yang lain.") == {}
        assert await saved(who, polres.id, "sengketa", clauses=again) == {}
        assert (await held(polres)).sengketa.clauses == BEFORE.clauses
        async with db.reading() as session:
            assert (await pengaturan.standing(session, who, polres.id)).own == frozenset()


async def test_a_list_at_fault_changes_nothing(database: str) -> None:
    """Which line is wrong and why; with the rest of its form."""
    polres = await make_satuan()
    who = await kasat_of(polres)
    assert await saved(who, polres.id, "sengketa", clauses="Butir yang lama.") == {}
    many = "\n".join(f"Satlain {n}" for n in range(61))
    for form, fault in (
        ({"clauses": "Butir baik.\nBut"}, {"clauses.1": "Paling sedikit 5 huruf."}),
        ({"clauses": f"Butir baik.\n{'x' * 501}"}, {"clauses.1": "Paling banyak 500 huruf."}),
        ({"clauses": "Sama saja.\nLain.\nsama  SAJA."}, {"clauses": "Baris 3 sama dengan baris 1. Hapus salah satu."}),
        ({"clauses": "Butir baru.", "units": many}, {"units": "Paling banyak 60 butir."}),
        ({"clauses": "Butir baru.", "acknowledge_hours": "0"}, {"acknowledge_hours": "Paling kecil 1."}),
    ):
        assert await saved(who, polres.id, "sengketa", **form) == fault
        assert (await held(polres)).sengketa.clauses == ("Butir yang lama.",)


async def letter_of(satuan: Satuan) -> dict[str, Any]:
    async with db.reading() as session:
        return await kop.by_head(session, await kop.of(session, satuan.id))


async def test_a_satuan_names_who_signs(database: str) -> None:
    """For itself alone: not for those below it, and over who holds the office in the tree; the trail does not tell the name."""
    polres = await make_satuan("TNG")
    polsek = await make_satuan("KRW", level="polsek", parent=polres)
    who = await kasat_of(polres)
    tree = await letter_of(polres)
    assert (tree["nama"], tree["jabatan"]) == (
        "PETUGAS 60010001",
        ["Mengetahui,", "a.n. KEPALA SATUAN TNG", "KASAT BINMAS"],
    )
    assert await letter_of(polsek) | {"jabatan": []} == {"tempat": "", "jabatan": [], "nama": "", "pangkat": ""}
    form = {
        "name": "Wahyu Adi",
        "rank": "Akp",
        "nrp": "72010001",
        "on_behalf": "a.n. Kapolres Tangerang",
        "office": "Wakasat Binmas",
    }
    assert await saved(who, polres.id, "penanda_tangan", **form) == {}
    own = await letter_of(polres)
    assert own["jabatan"] == ["Mengetahui,", "a.n. KAPOLRES TANGERANG", "WAKASAT BINMAS"]
    assert (own["nama"], own["pangkat"]) == ("WAHYU ADI", "AKP NRP 72010001")
    assert (await letter_of(polsek))["nama"] == ""
    assert await saved(who, polsek.id, "penanda_tangan", name="Sri Utami", nrp="198001012005012001") == {}
    below = await letter_of(polsek)
    assert (below["nama"], below["pangkat"], below["jabatan"][-1]) == (
        "SRI UTAMI",
        "NIP 198001012005012001",
        "KANIT BINMAS",
    )
    assert (await letter_of(polres))["nama"] == "WAHYU ADI"
    assert await saved(who, polres.id, "penanda_tangan", **dict.fromkeys(form, "")) == {}
    assert await letter_of(polres) == tree
    async with db.reading() as session:
        trail = str([row.data for row in await session.scalars(select(Audit))])
    assert "Wahyu" not in trail
    assert "72010001" not in trail


async def test_a_signer_at_fault_changes_nothing(database: str) -> None:
    """Which field, and what to do; nobody signs for everybody, and a polsek sets nothing else."""
    polres = await make_satuan("TNG")
    polsek = await make_satuan("KRW", level="polsek", parent=polres)
    who = await kasat_of(polres)
    for form, field, words in (
        ({"office": "Wakasat Binmas"}, "office", "Isi juga Nama"),
        ({"name": "Wahyu", "on_behalf": "Kapolres"}, "office", "Isi juga Jabatan"),
        ({"name": "Wahyu", "nrp": "7201 0001"}, "nrp", "NRP hanya angka"),
        ({"name": "W" * 81}, "name", "Paling banyak 80 huruf."),
    ):
        faults = await saved(who, polres.id, "penanda_tangan", **form)
        assert list(faults) == [field]
        assert words in faults[field]
    assert (await held(polres)).penanda_tangan == Pengaturan().penanda_tangan
    for place, group in ((None, "penanda_tangan"), (polsek.id, "kinerja"), (polsek.id, "dokumen")):
        with pytest.raises(pengaturan.NotThere):
            await saved(who, place, group)
