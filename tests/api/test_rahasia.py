"""A Laporan Informasi is as if it were not there for whoever may not read it: every route, every list, every handler of the desk.

A new route or handler has to be decided upon here: walked through with the id of such a report, or named as one that has none.
"""

from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest
from reflex_base.registry import RegistrationContext
from sqlalchemy import select

import sambang_digital.sambang_digital  # noqa: F401  (registers the handlers)
from sambang_digital.api.app import make_api
from sambang_digital.db import reading, transaction
from sambang_digital.forms.registry import FORMS, SECRET
from sambang_digital.forms.utas import Pesan
from sambang_digital.models import Audit, Laporan, UtasPeserta, Wilayah
from sambang_digital.models.base import now
from sambang_digital.models.laporan import LAPORAN_INFORMASI
from sambang_digital.security.actor import Actor, Forbidden
from sambang_digital.security.permissions import Peran
from sambang_digital.services import (
    audit_view,
    bendera,
    cari,
    cari_indeks,
    eskalasi,
    hari_ini,
    kinerja,
    nomor,
    putusan,
    rahasia,
    tinjauan,
    tugas_baca,
    utas,
)
from sambang_digital.services.audit_view import AuditFilter
from sambang_digital.services.kinerja import Box, Wanted
from sambang_digital.services.tinjauan import QueueFilter
from tests import pictures, tus
from tests.api.conftest import KIRIMAN, Client, sign_in
from tests.factories import make_akun, make_satuan
from tests.laporan import KARAWACI, LAT, LON, assign, item, li_item, make_village, photo, position, uuid7
from tests.polres import actor

MATTER, SAID = "Rencana penyerangan gudang", "Bisikan tentang gudang"
VISIT = "Pos Ronda Melati"
POST = {"text": "Apa ini?", "created_at": now().isoformat()}
ROUTES: dict[str, dict[str, Any] | str] = {
    "/api/v1/dokumen/{jenis}/{laporan_id}.pdf": {},
    "/api/v1/kiriman/{laporan_id}": {},
    "/api/v1/media/{media_id}/{size}": {},
    "/api/v1/utas/{topic_id}": {"json": POST},
    "/api/v1/utas/{topic_id}/dibaca": {"json": {"until": now().isoformat()}},
    "/api/v1/peta/kunjungan": "list",
    "/api/v1/peta/wilayah": "list",
    "/api/v1/sinkron": "list",
    "/api/v1/peta/rawan": "list",
    "/api/v1/demo": "list",
    "/api/v1/bacaan": "texts for citizens",
    "/api/v1/bhabin/posisi": "the village at a position",
    "/api/v1/wa/webhook": "takes messages of citizens and says nothing",
    "/api/v1/cari": "asked for its words as the desk is: see lists_of",
    "/api/v1/tugas/{tugas_id}/langkah": "tasks; what they name is read as everything else",
    "/api/v1/kiriman": "answers whoever sent a report about that report",
    "/api/v1/titipan": "answers with receipts, never with contents",
    "/api/v1/register/{subjek_id}": "the register: a secret report visits nobody on it",
    "/api/v1/register/{subjek_id}/pindah": "the register: a secret report visits nobody on it",
    "/api/v1/ekspor/{ekspor_id}": "one's own files, without secret kinds",
    "/api/v1/kabar/dibaca": "one's own news, in neutral words",
    "/api/v1/kabar/pilihan": "one's own choices",
} | dict.fromkeys(
    ("/api/v1/kabar/langganan", "/api/v1/kabar/langganan/uji", "/api/v1/session/perangkat/{session_id}"), "devices"
) | dict.fromkeys(
    ("/api/v1/dokumen/lapbul.pdf", "/api/v1/dokumen/laphar.pdf"), "counts, and titles of kinds that are no secret"
) | dict.fromkeys(
    (
        "/api/v1/personel/contoh", "/api/v1/personel/ekspor", "/api/v1/personel/impor", "/api/v1/personel/impor/periksa", "/api/v1/session",
        "/api/v1/session/faktor", "/api/v1/session/faktor/kode", "/api/v1/session/faktor/lepas", "/api/v1/session/faktor/pemulihan",
        "/api/v1/session/kunci", "/api/v1/session/kunci/pulih", "/api/v1/session/password", "/api/v1/session/perangkat",
    ),
    "people and sessions",
) | {"/api/v1/potret/{akun_id}": "the picture of an officer, for admins"} | dict.fromkeys(
    ("/api/v1/warga/" + rest for rest in ["akun", "daftar", "kode", "masuk", "keluar", "keluar/lain", "saya", "sandi/kode", "sandi", "hapus", "kabar", "kabar/{code}"]),
    "a citizen's own account and phone",
) | dict.fromkeys(
    (f"/api/v1/media/tus{rest}" for rest in ("", "/{upload_id}", "-bacaan", "-bacaan/{upload_id}")), "of the uploader alone"
) | dict.fromkeys(
    (
        *(f"/api/v1/lapor{rest}" for rest in ("", "/wilayah", "/peta", "/tiket", "/tiket/{code}", "/tiket/{code}/langkah", "/serupa", "/ikuti")),
        *(f"/api/v1/lapor{rest}" for rest in ("/ikuti/{ikut_id}", "/teguran", "/teguran/{teguran_id}/banding")),
        "/api/v1/media/tus-warga", "/api/v1/media/tus-warga/{upload_id}", "/api/v1/media/warga/{media_id}/{size}",
        *(f"/api/v1/himbauan/langganan{rest}" for rest in ("", "/berhenti", "/lihat")),
    ),
    "citizens' reports and their phones: what officers report is never among them",
)  # fmt: skip
"""What each route wants besides the id; ``list``: everything it gives is looked through; other words say why it has no report."""
PATHS = make_api().openapi()["paths"]


async def _open(who: Actor, report: UUID) -> object:
    async with transaction() as session:
        await tinjauan.begin(session, who, report)
    async with reading() as session:
        return await tinjauan.open_report(session, who, report)


async def _decide(who: Actor, report: UUID, decision: tinjauan.Decision) -> object:
    async with transaction() as session:
        await tinjauan.decide(session, who, report, 1, decision, "Mohon dilengkapi.")


async def _rule(who: Actor, report: UUID) -> object:
    async with transaction() as session:
        await putusan.rule(session, who, report, 1, "GPS_HILANG", "dismissed", "Sudah diperiksa.")


async def _void(who: Actor, report: UUID) -> object:
    async with transaction() as session:
        await nomor.void(session, who, report, "Laporan ganda.")


async def _case(who: Actor, report: UUID) -> object:
    async with reading() as session:
        return await eskalasi.look(session, who, report)


async def _settle_case(who: Actor, report: UUID) -> object:
    async with transaction() as session:
        await eskalasi.act(session, who, report, next(iter(eskalasi.Deed)), "Kami tangani.")


async def _follow_up(who: Actor, report: UUID) -> object:
    async with reading() as session:
        found = await tugas_baca.source(session, who, report)
    if found is None:
        raise tinjauan.NotFound
    return found


HANDLERS: dict[str, Callable[[Actor, UUID], Awaitable[object]]] = {
    "tinjauan_state.enter": _open,
    "tinjauan_state.accept": lambda who, report: _decide(who, report, "diterima"),
    "tinjauan_state.send_back": lambda who, report: _decide(who, report, "dikembalikan"),
    "tinjauan_state.rule": _rule,
    "nomor_state.void": _void,
    "eskalasi_state.enter": _case,
    "eskalasi_state.act": _settle_case,
    "tugas_baru_state.enter": _follow_up,
}
"""What a handler that takes the id of a report does with it."""
LISTS = {
    "audit_state.enter",
    "hari_ini_state.enter",
    "kinerja_state.enter",
    "peta_state.enter",
    "petugas_state.enter",
    "utas_state.follow",
}
"""Handlers that show lists: see :func:`lists_of`."""
NO_REPORTS = {
    "bacaan_state", "naskah_state",
    "rekap_state",
    "cari_state",
    "kabar_state",
    "pemberitahuan_state",
    "pengaduan_state", "utas_state.follow_complaints",  # citizens' reports, which are no officers' reports
    "wa_state",
    "eskalasi_state", "register_state", "ganda_state", "permintaan_state", "rumah_state", "tugas_state", "tugas_baru_state",
    "cakupan_state", "orang_state", "pengaturan_state", "personel_state", "wilayah_state", "kinerja_state", "petugas_state", "peta_state", "audit_state",
    "tinjauan_state.dismiss", "tinjauan_state.filter", "tinjauan_state.ask_return", "tinjauan_state.ask_ruling", "tinjauan_state.export", "nomor_state.ask", "ekspor_state",
}  # fmt: skip
"""Other handlers, or all others of a state, that neither take the id of a report nor show one."""


def handlers() -> set[str]:
    """Every handler of the desk that a message can name, without its path."""
    names = (name.split("___")[-1] for name in RegistrationContext.get().event_handlers if "tests___" not in name)
    return {name.lstrip("_") for name in names if "_state." in name and not name.endswith(".setvar")}


def test_everything_is_decided() -> None:
    """Whoever adds a route or a handler says here what it does with a secret report."""
    assert set(PATHS) - set(ROUTES) == set(), "add these routes to ROUTES"
    ours = {
        name
        for name in handlers()
        if name.split(".")[0] not in {"state", "on_load_internal_state", "update_vars_internal_state"}
    }
    known = {*HANDLERS, *LISTS, *NO_REPORTS}
    undecided = {name for name in ours if name not in known and name.split(".")[0] not in NO_REPORTS}
    assert {name for name in undecided if "internal" not in name and "exception" not in name} == set(), (
        "add these handlers"
    )


def test_database_and_forms_mean_the_same_kinds() -> None:
    assert SECRET == (LAPORAN_INFORMASI,)
    assert FORMS[LAPORAN_INFORMASI].secret


@pytest.fixture
async def scene(client_of: Client) -> SimpleNamespace:
    """An officer's Laporan Informasi with photo, thread and a flag, beside an ordinary visit; those who may read it, and those who may not."""
    polres, other = await make_satuan("POLRES"), await make_satuan("LAIN")
    polsek = await make_satuan("KARAWACI", level="polsek", parent=polres)
    ciledug = await make_satuan("CILEDUG", level="polsek", parent=polres)
    await make_village()
    async with transaction() as session:
        (await session.get_one(Wilayah, KARAWACI)).satuan_id = polsek.id
    people, phones = {}, {}
    for number, (name, satuan, *roles) in enumerate(
        (
            ("petugas", polsek, Peran.BHABINKAMTIBMAS),
            ("kanit", polsek, Peran.KANIT_POLSEK),
            ("kasat", polres, Peran.KASAT),
            ("staf", polres, Peran.STAF_UNIT),
            ("kepala_unit", polres, Peran.KEPALA_UNIT),
            ("admin", polres, Peran.ADMIN),
            ("petugas_lain", polsek, Peran.BHABINKAMTIBMAS),
            ("kanit_lain", ciledug, Peran.KANIT_POLSEK),
            ("kasat_lain", other, Peran.KASAT),
        )
    ):
        akun = await make_akun(f"8001000{number}", *roles, satuan=satuan)
        people[name] = actor(akun, satuan, *roles)
        phones[name] = client_of()
        assert (await sign_in(phones[name], akun.nrp)).status_code == 200
    for name in ("petugas", "petugas_lain"):
        await assign(people[name])
    author, phone = people["petugas"], phones["petugas"]
    picture = pictures.photo()
    media_id = await tus.upload(phone, picture)
    secret = li_item(author.id, MATTER, photos=[photo(tus.sha(picture))])
    # The same place a minute ago, the same photo, the same words: every rule that compares would find something.
    visit = item(
        author.id,
        photos=[photo("b" * 64)],
        body={"place_type": "guard_post", "name": VISIT, "result": {"situation": "safe"}},
    )
    far = item(author.id, position=position(lat=LAT + 0.5, lon=LON))
    results = (await phone.post(KIRIMAN, json={"items": [secret, visit, far]})).json()["results"]
    assert [one["status"] for one in results] == ["accepted"] * 3, results
    post = Pesan.model_validate({"id": uuid7(), "text": SAID, "created_at": now().isoformat()})
    await utas.post(people["kanit"], UUID(secret["id"]), post)
    await bendera.drain()
    await cari_indeks.drain()
    return SimpleNamespace(
        people=people, phones=phones, number=results[0]["number"], secret=UUID(secret["id"]), visit=UUID(visit["id"]),
        ids={"laporan_id": secret["id"], "topic_id": secret["id"], "media_id": media_id, "size": "kecil", "jenis": "lembar"},
    )  # fmt: skip


READERS = ("kanit", "kasat")
STRANGERS = ("staf", "kepala_unit", "admin", "petugas_lain", "kanit_lain", "kasat_lain")


async def no_route_knows_it(scene: SimpleNamespace) -> None:
    """Each answers as it answers for an id that never was."""
    nowhere = scene.ids | {"laporan_id": uuid7(), "topic_id": uuid7(), "media_id": uuid4()}
    asked = [(name, path, method) for name in STRANGERS for path in ROUTES if "{" in path for method in PATHS[path]]
    for name, path, method in asked:
        more = ROUTES[path]
        if isinstance(more, str):
            continue
        answers = []
        for ids in (scene.ids, nowhere):
            fresh = {"json": more["json"] | {"id": uuid7()}} if method == "post" else more
            sent = fresh if method != "get" else {}
            answer = await scene.phones[name].request(method.upper(), path.format(**ids), **sent)
            answers.append((answer.status_code, answer.text))
        assert answers[0][0] in {403, 404}, f"{name}: {method} {path}: {answers[0]}"
        assert answers[0] == answers[1], f"{name}: {method} {path} tells that it is there"


async def given(scene: SimpleNamespace, name: str) -> str:
    """Everything that lists give a person, over HTTP and at the desk."""
    phone, who, day = scene.phones[name], scene.people[name], kinerja.today()
    near = {"barat": 106.5, "timur": 106.8, "selatan": -6.3, "utara": -6.0}
    params = {"dari": day.isoformat(), "sampai": day.isoformat()}
    texts = [
        (await phone.get(path, params=params | more)).text
        for path, how in ROUTES.items() if how == "list"
        for more in ({}, near, {"jenis": LAPORAN_INFORMASI} | near)
    ]  # fmt: skip
    return "\n".join([*texts, *[repr(one) for one in await lists_of(who)]])


async def lists_of(who: Actor) -> list[Any]:
    """What the lists of the desk hold for this person; nothing for one without a desk."""
    day = kinerja.today()
    wanted, found = Wanted(day, day), []
    everywhere = Box(106.0, -7.0, 107.0, -6.0)
    queues = [
        QueueFilter(), QueueFilter(status="semua"), QueueFilter(kind=LAPORAN_INFORMASI), QueueFilter(text=MATTER[:9]), QueueFilter(text="R/LI"),
        QueueFilter(unread=True), QueueFilter(status="dikembalikan"), QueueFilter(severity=1),
    ]  # fmt: skip
    looks: list[Callable[[Any], Awaitable[Any]]] = [
        *(lambda session, one=one: tinjauan.queue(session, who, one) for one in queues),
        lambda session: kinerja.counted(session, who, wanted),
        lambda session: kinerja.scene(session, who, wanted, everywhere),
        lambda session: hari_ini.look(session, who),
        lambda session: utas.unread(session, who),
        *(lambda session, words=words: cari.search(session, who, words) for words in (MATTER, SAID, "LI-1")),
    ]
    for look in looks:
        try:
            async with reading() as session:
                found.append(await look(session))
        except Forbidden:
            continue
    try:
        async with transaction() as session:
            found.append(await audit_view.look(session, who, AuditFilter()))
    except Forbidden:
        pass
    return found


async def no_list_holds_a_word_of_it(scene: SimpleNamespace) -> None:
    """Nor an id by which it could be asked for."""
    words = (MATTER, SAID, str(scene.secret), scene.number, repr(scene.secret), scene.ids["media_id"])
    seen = await given(scene, "kasat")
    assert [word for word in words[:2] if word in seen] == [MATTER], "what is looked for would be there"
    assert repr(scene.secret) in seen
    own = (await scene.phones["petugas"].get("/api/v1/sinkron")).text
    assert MATTER not in own, "its author's phone is told the number only"
    assert scene.number in own
    for asked in (MATTER, SAID, scene.number):
        answer = await scene.phones["petugas"].get("/api/v1/cari", params={"q": asked})
        assert answer.json() == {"found": []}, "nor does searching bring it back"
    for name in STRANGERS:
        seen = await given(scene, name)
        assert [word for word in words if word in seen] == [], name


async def no_handler_knows_it(scene: SimpleNamespace) -> None:
    """Refused as for an id that never was."""
    for name in STRANGERS:
        for call in HANDLERS.values():
            for report in (scene.secret, UUID(uuid7())):
                with pytest.raises((Forbidden, tinjauan.NotFound, eskalasi.NotFound)):
                    await call(scene.people[name], report)
    async with reading() as session:
        assert (await session.scalars(select(Laporan.state).where(Laporan.secret))).all() == ["terkirim"]


async def counts_stay_rows_do_not(scene: SimpleNamespace) -> None:
    """Who may not read it counts it with all others, and opens only the others."""
    day = kinerja.today()
    async with reading() as session:
        for name, hidden in (("staf", 1), ("kasat", 0)):
            found = await kinerja.counted(session, scene.people[name], Wanted(day, day))
            assert (found.total, found.hidden, len(found.rows)) == (3, hidden, 3 - hidden)
            assert await tinjauan.count(session, scene.people[name], QueueFilter()) == 3 - hidden


async def readers_read_and_are_named(scene: SimpleNamespace) -> None:
    """At the desk, its photo and its thread; each way is written down with who went it. The author leaves no trace."""
    for name in READERS:
        detail = await _open(scene.people[name], scene.secret)
        assert detail.laporan.title == MATTER
    for name in (*READERS, "petugas"):
        phone = scene.phones[name]
        assert (await phone.get(f"/api/v1/media/{scene.ids['media_id']}/kecil")).status_code == 200
        assert SAID in (await phone.get(f"/api/v1/utas/{scene.secret}")).text
    async with reading() as session:
        looks = await rahasia.looks(session, scene.secret)
        rows = (await session.execute(select(Audit.akun_id, Audit.data).where(Audit.action == "li.dibuka"))).all()
    assert [one.name for one in looks] == [scene.people[name].name for name in reversed(READERS)]
    ids = {scene.people[name].id for name in READERS}
    assert {(row.akun_id, row.data["via"]) for row in rows} == {
        (id_, jalan.value) for id_ in ids for jalan in rahasia.Jalan
    }


async def only_readers_are_spoken_to(scene: SimpleNamespace) -> None:
    """Nobody else may be mentioned or takes part in its thread."""
    names = {id_: name for name, id_ in ((name, one.id) for name, one in scene.people.items())}
    _, people = await utas.thread(scene.people["kanit"], scene.secret)
    assert {names[one["id"]] for one in people} == {"petugas", *READERS}
    _, people = await utas.thread(scene.people["kanit"], scene.visit)
    assert {names[one["id"]] for one in people} == {"petugas", *READERS, "staf", "kepala_unit"}
    mention = Pesan.model_validate(
        {"id": uuid7(), "text": "Lihat", "created_at": now().isoformat(), "mentions": [scene.people["staf"].id]}
    )
    with pytest.raises(utas.StrangerMentioned):
        await utas.post(scene.people["kanit"], scene.secret, mention)
    async with reading() as session:
        joined = await session.scalars(select(UtasPeserta.akun_id).where(UtasPeserta.utas_id == scene.secret))
        assert {names[one] for one in joined} == {"petugas", "kanit"}


async def it_is_compared_with_nothing(scene: SimpleNamespace) -> None:
    """An impossible speed between the visits is found; the Laporan Informasi beside them is named in no evidence, and has none."""
    async with reading() as session:
        rows = (await session.execute(select(Laporan.id, Laporan.flags, Laporan.receipt))).all()
    receipt = next(row.receipt for row in rows if row.id == scene.secret)
    flags = {row.id: {flag["code"] for flag in row.flags} for row in rows}
    assert any("KECEPATAN_MUSTAHIL" in codes for codes in flags.values())
    assert not flags[scene.secret] & {"KECEPATAN_MUSTAHIL", "FOTO_SAMA", "TEKS_MIRIP", "MENUMPUK"}
    assert all(receipt not in repr(row.flags) and str(scene.secret) not in repr(row.flags) for row in rows)


async def test_it_is_not_there_for_strangers(scene: SimpleNamespace) -> None:
    """Nor does asking change it."""
    await no_route_knows_it(scene)
    await no_list_holds_a_word_of_it(scene)
    await no_handler_knows_it(scene)
    await counts_stay_rows_do_not(scene)


async def test_it_is_there_for_its_readers_alone(scene: SimpleNamespace) -> None:
    await it_is_compared_with_nothing(scene)
    await only_readers_are_spoken_to(scene)
    await readers_read_and_are_named(scene)
