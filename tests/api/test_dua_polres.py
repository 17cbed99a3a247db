"""Two Polres over HTTP: whatever route takes an id, the other's are as unknown as ids that never were; no list holds a word of theirs."""

from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import select

from sambang_digital.api.app import make_api
from sambang_digital.db import reading, transaction
from sambang_digital.forms.pengaduan import Gangguan, Kategori
from sambang_digital.forms.serupa import Mirip
from sambang_digital.models import Akun, Satuan, SesiPerangkat, Wilayah
from sambang_digital.models.base import now
from sambang_digital.repositories.akun import actor_without_device
from sambang_digital.security.permissions import Peran
from sambang_digital.services import ekspor, kinerja, media_files, serupa, teguran
from sambang_digital.services.ekspor import kerja
from sambang_digital.services.tinjauan import QueueFilter
from tests import pictures, tus
from tests.api.conftest import KIRIMAN, Client, sign_in
from tests.factories import make_akun, make_satuan
from tests.laporan import KARAWACI, NEIGHBOUR, assign, body, item, make_village, photo, uuid7
from tests.pengaduan import phone as citizen
from tests.pengaduan import receive
from tests.tugas import give_task
from tests.warga import member, refuse

PATHS = make_api().openapi()["paths"]
WITH_ID = sorted((method, path) for path, methods in PATHS.items() if "{" in path for method in methods)
LISTS = sorted(path for path, methods in PATHS.items() if "get" in methods and "{" not in path)
REQUESTS: dict[str, dict[str, Any]] = {
    "/api/v1/utas/{topic_id}": {"json": {"text": "Susupan", "created_at": now().isoformat()}},
    "/api/v1/utas/{topic_id}/dibaca": {"json": {"until": now().isoformat()}},
    "/api/v1/tugas/{tugas_id}/langkah": {"json": {"step": "dikerjakan", "note": "", "made_at": now().isoformat()}},
    "/api/v1/register/{subjek_id}/pindah": {"json": {"moved": True, "on": "2026-11-01", "reason": "Pindah kota"}},
    "/api/v1/lapor/tiket/{code}/langkah": {"json": {"step": "lengkapi", "note": "Ada lima orang."}},
    "/api/v1/media/tus-warga/{upload_id}": {
        "headers": tus.VERSION | tus.STREAM | {"Upload-Offset": "3"},
        "content": b"x",
    },
    "/api/v1/lapor/teguran/{teguran_id}/banding": {"json": {"text": "Kejadiannya benar."}},
    "/api/v1/media/tus-bacaan/{upload_id}": {
        "headers": tus.VERSION | tus.STREAM | {"Upload-Offset": "3"},
        "content": b"x",
    },
    "/api/v1/potret/{akun_id}": {"content": b"foto"},
    "/api/v1/media/tus/{upload_id}": {"headers": tus.VERSION | tus.STREAM | {"Upload-Offset": "3"}, "content": b"x"},
}
"""What a route wants besides the id."""
WITHOUT_ID = {"/api/v1/lapor/teguran/{teguran_id}/banding"}
"""Routes whose body has no id of its own."""


async def signed_in(client_of: Client, nrp: str) -> httpx.AsyncClient:
    """A device of theirs."""
    client = client_of()
    assert (await sign_in(client, nrp)).status_code == 200
    return client


@pytest.fixture
async def two(client_of: Client) -> SimpleNamespace:
    """Officer, Kasat who also is admin, of each Polres, and the Polda's above them; the first officer's Polres has something of each kind."""
    polda = await make_satuan("POLDA", level="polda")
    people: dict[str, httpx.AsyncClient] = {}
    for name, code in (("satu", KARAWACI), ("dua", NEIGHBOUR)):
        polres = await make_satuan(f"POLRES-{name}", parent=polda)
        polsek = await make_satuan(f"POLSEK-{name}", level="polsek", parent=polres)
        await make_village(code, lat=-6.18 if name == "satu" else -6.08)
        async with transaction() as session:
            (await session.get_one(Wilayah, code)).satuan_id = polsek.id
        digit = {"satu": 1, "dua": 2}[name]
        officer = await make_akun(f"8{digit}010001", satuan=polsek)
        await assign(officer, code)
        await make_akun(f"8{digit}010002", Peran.KASAT, Peran.ADMIN, satuan=polres)
        people |= {
            f"petugas-{name}": await signed_in(client_of, f"8{digit}010001"),
            f"kasat-{name}": await signed_in(client_of, f"8{digit}010002"),
        }
        if name == "satu":
            first, place = officer, polsek
    await make_akun("83010001", Peran.STAF_UNIT, Peran.ADMIN, satuan=polda)
    people["polda"] = await signed_in(client_of, "83010001")

    phone = people["petugas-satu"]
    picture = pictures.photo()
    media_id = await tus.upload(phone, picture)
    begun = await tus.create(phone, b"belum selesai", b"bel")
    visit = item(first.id, body=body("Pos Rahasia Satu"), photos=[photo(tus.sha(picture))])
    (answer,) = (await phone.post(KIRIMAN, json={"items": [visit]})).json()["results"]
    assert answer["status"] == "accepted", answer
    post = {"id": uuid7(), "text": "Bisikan Polres Satu", "created_at": now().isoformat()}
    assert (await phone.post(f"/api/v1/utas/{visit['id']}", json=post)).status_code == 200
    async with reading() as session:
        device = await session.scalar(select(SesiPerangkat.id).where(SesiPerangkat.akun_id == first.id))
    ids = {
        "laporan_id": visit["id"],
        "media_id": media_id,
        "upload_id": begun.headers["location"].rsplit("/", 1)[1],
        "session_id": device,
        "akun_id": first.id,
        "size": "kecil",
        "jenis": "lembar",
        "topic_id": visit["id"],
        "subjek_id": visit["subject"]["id"],
        "code": (await receive(await citizen(), text="Bisikan Polres Satu dari warga"))[1].code,
        "ikut_id": await followed(),
        "teguran_id": await told_off("81010002", place),
        "tugas_id": await given("81010002", first.id),
        "ekspor_id": await exported("81010002"),
    }
    return SimpleNamespace(people=people, ids=ids, officer=first, satuan=place, upload=begun.headers["location"])


async def given(nrp: str, officer_id: int) -> UUID:
    """A task that somebody gave to an officer of theirs."""
    async with transaction() as session:
        giver = await session.scalar(select(Akun.id).where(Akun.nrp == nrp))
        actor = await actor_without_device(session, giver)
    return await give_task(actor, officer_id)


async def followed() -> UUID:
    """What a citizen follows: somebody else's report nearby."""
    spot = {"lat": -6.18, "lon": 106.62}
    await receive(await citizen(), position=spot)
    who = await citizen()
    _, (similar, *_) = await serupa.look(who, Mirip(category=Kategori.GANGGUAN, kind=Gangguan.TAWURAN, **spot))
    return await serupa.follow(who, similar.token)


async def told_off(nrp: str, place: Satuan) -> UUID:
    """A strike of a citizen's, which somebody proposed and another one confirmed."""
    sent, _ = await receive(await citizen())
    async with transaction() as session:
        akun_id = await session.scalar(select(Akun.id).where(Akun.nrp == nrp))
        kasat = await actor_without_device(session, akun_id)
    proposed = await refuse(sent, kasat)
    assert proposed
    other = await member("81010009", await polres_of(place), Peran.KASAT)
    async with transaction() as session:
        await teguran.decide(session, other, proposed.id, confirm=True)
    return proposed.id


async def polres_of(place: Satuan) -> Satuan:
    """The Polres above a polsek."""
    async with reading() as session:
        return await session.get_one(Satuan, place.parent_id)


async def exported(nrp: str) -> UUID:
    """A finished export of somebody's."""
    async with transaction() as session:
        akun_id = await session.scalar(select(Akun.id).where(Akun.nrp == nrp))
        actor = await actor_without_device(session, akun_id)
        id_ = await ekspor.ask(session, actor, "laporan", "xlsx", QueueFilter())
    await kerja.drain()
    return id_


async def ask(who: httpx.AsyncClient, method: str, path: str, ids: dict[str, Any]) -> tuple[int, str]:
    """Status and body of the answer to a request that would be right for these ids."""
    more = dict(REQUESTS.get(path, {})) if method in {"post", "put", "patch", "head", "delete"} else {}
    if method in {"head", "delete"}:
        more = {"headers": tus.VERSION}
    elif method == "post" and path not in WITHOUT_ID:
        more["json"] = more["json"] | {"id": uuid7()}
    answer = await who.request(method.upper(), path.format(**ids), **more)
    return answer.status_code, answer.text


@pytest.mark.parametrize("stranger", ["petugas-dua", "kasat-dua"])
async def test_ids_of_the_other_polres_are_unknown(two: SimpleNamespace, stranger: str) -> None:
    """Every route that takes an id, found in the OpenAPI document; and nothing was changed by asking."""
    nowhere = {name: uuid4() for name in two.ids} | {
        "session_id": 999_999,
        "akun_id": 999_999,
        "size": "kecil",
        "jenis": "lembar",
        "code": "ABCD-2345",
    }
    for method, path in WITH_ID:
        who = two.people[stranger]
        theirs = await ask(who, method, path, two.ids)
        assert theirs[0] in ({401} if "warga" in path else {403, 404}), f"{method} {path}: {theirs}"
        assert theirs == await ask(who, method, path, nowhere), f"{method} {path} tells that it is there"
    own = two.people["petugas-satu"]
    thread = (await own.get(f"/api/v1/utas/{two.ids['laporan_id']}")).json()
    assert [post["text"] for post in thread["posts"]] == ["Bisikan Polres Satu"]
    assert await tus.offset(own, two.upload) == 3
    # The session of the officer's device and the photo are there, too: both still answer.
    assert (await own.get(f"/api/v1/media/{two.ids['media_id']}/kecil")).status_code == 200


async def lists_of(two: SimpleNamespace, who: str) -> str:
    """Everything that the lists give this person, also when asked for the first Polres by its numbers."""
    day = {"dari": kinerja.today().isoformat(), "sampai": kinerja.today().isoformat()}
    near = {"barat": 106.5, "timur": 106.8, "selatan": -6.3, "utara": -6.0}
    narrowings = [{}, {"satuan": two.satuan.id}, {"petugas": two.officer.id}, {"kelurahan": KARAWACI}, near]
    texts = [await two.people[who].get(path, params=day | more) for path in LISTS for more in narrowings]
    assert all(answer.status_code < 500 for answer in texts)
    return "\n".join(answer.text for answer in texts if answer.status_code == 200)


@pytest.mark.parametrize("stranger", ["petugas-dua", "kasat-dua"])
async def test_no_list_holds_a_word_of_the_other_polres(two: SimpleNamespace, stranger: str) -> None:
    words = (
        "Pos Rahasia Satu",
        "Bisikan Polres Satu",
        two.ids["laporan_id"],
        two.officer.name,
        "POLSEK-satu",
        f'"areas":{{"{KARAWACI}"',
    )
    own, above = await lists_of(two, "petugas-satu"), await lists_of(two, "kasat-satu")
    assert all(word in own + above for word in words), "what is looked for would be there"
    found = await lists_of(two, stranger)
    assert [word for word in words if word in found] == []


async def test_polda_reaches_both(two: SimpleNamespace) -> None:
    """Thread, photo, people and map of what lies below."""
    polda = two.people["polda"]
    assert "Bisikan Polres Satu" in (await polda.get(f"/api/v1/utas/{two.ids['laporan_id']}")).text
    assert (await polda.get(f"/api/v1/media/{two.ids['media_id']}/{media_files.SIZES[0]}")).status_code == 200
    seen = await lists_of(two, "polda")
    assert two.officer.name in seen
    assert "Petugas 82010001" in seen
    assert two.ids["laporan_id"] in seen
