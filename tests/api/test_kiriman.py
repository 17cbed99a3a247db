"""The intake over HTTP, on both databases: what is answered, what is stored, and what is refused."""

from datetime import timedelta
from typing import Any

import httpx
import orjson
from sqlalchemy import select

from sambang_digital import db
from sambang_digital.models import Akun, Karantina, Laporan, LaporanFoto, LaporanSaingan, Subjek
from sambang_digital.models.base import now
from sambang_digital.security.permissions import Peran
from sambang_digital.services.waktu import day_of
from tests.api.conftest import KIRIMAN, Client, Send
from tests.factories import PASSWORD, make_akun
from tests.laporan import (
    KARAWACI,
    LAT,
    LON,
    NEIGHBOUR,
    assign,
    body,
    household,
    item,
    make_village,
    photo,
    position,
    uuid7,
)


async def rows(model: Any) -> list[Any]:
    """All rows of a table."""
    async with db.reading() as session:
        return list(await session.scalars(select(model)))


async def test_visit_is_stored_and_answered(send: Send, officer: Akun) -> None:
    """One visit: a receipt, the verdict, the village, a row, an entry in the register, its photos."""
    sent = item(officer.id, photos=[photo("a" * 64), photo("b" * 64)])
    [result] = await send(sent)
    receipt = result.pop("receipt")
    assert result == {
        "id": sent["id"], "revision": 1, "status": "accepted", "number": None, "verdict": "inside", "area_code": KARAWACI,
        "flags": [], "errors": [],
    }  # fmt: skip
    assert [len(group) for group in receipt.split("-")] == [4, 4, 4]
    [row] = await rows(Laporan)
    assert (str(row.id), row.author_id, row.satuan_id) == (sent["id"], officer.id, officer.satuan_id)
    assert (row.title, row.state, row.current, row.receipt) == ("Pos Kamling Melati", "terkirim", True, receipt)
    assert row.body["result"]["situation"] == "safe"
    [subject] = await rows(Subjek)
    assert (str(subject.id), subject.kind, subject.name) == (sent["subject"]["id"], "tempat", "Pos Kamling Melati")
    assert (subject.visits, subject.last_visit_at, subject.area_code) == (1, row.captured_at, KARAWACI)
    assert {found.sha256 for found in await rows(LaporanFoto)} == {"a" * 64, "b" * 64}


async def test_same_again_is_a_duplicate_with_the_same_receipt(send: Send, officer: Akun) -> None:
    """In a later request, and twice in one."""
    sent = item(officer.id)
    [first] = await send(sent)
    second, third = await send(sent, sent)
    assert (second["status"], third["status"]) == ("duplicate", "duplicate")
    assert first | {"status": "duplicate"} == second == third
    twin = item(officer.id)
    assert [result["status"] for result in await send(twin, twin)] == ["accepted", "duplicate"]
    assert len(await rows(Laporan)) == 2
    assert [subject.visits for subject in await rows(Subjek)] == [1, 1]


async def test_other_content_is_kept_as_a_competing_version(send: Send, officer: Akun) -> None:
    """Nothing is lost, and each version has its own receipt."""
    sent = item(officer.id)
    other = sent | {"duration_s": 200, "photos": [{"sha256": "b" * 64, "source": "camera"}]}
    [first] = await send(sent)
    [second] = await send(other)
    [again] = await send(other)
    assert second["status"] == again["status"] == "conflict"
    assert first["receipt"] != second["receipt"] == again["receipt"]
    assert [row.duration_s for row in await rows(Laporan)] == [95]
    [kept] = await rows(LaporanSaingan)
    assert kept.item["duration_s"] == 200
    assert [named.sha256 for named in await rows(LaporanFoto)] == ["b" * 64], "a photo nobody names would be deleted"


async def test_one_bad_item_spoils_nothing(send: Send, officer: Akun) -> None:
    """Good ones around it are stored; its raw text goes to quarantine."""
    bad = item(officer.id, position=position(lat=91.0))
    results = await send(item(officer.id), bad, "x", item(officer.id + 1), item(officer.id))
    assert [result["status"] for result in results] == ["accepted", "rejected", "rejected", "wrong_account", "accepted"]
    assert results[1]["errors"] == [{"field": "position.lat", "message": "Paling besar 90."}]
    assert results[1]["receipt"] is None
    assert len(await rows(Laporan)) == 2
    kept = {row.item_id: row.raw for row in await rows(Karantina)}
    assert kept.keys() == {bad["id"], None}
    assert "91.0" in kept[bad["id"]]


def without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    """A copy without some keys."""
    return {name: value for name, value in values.items() if name not in names}


NOT_LATER = {"mode": "later", "reason": "Sinyal hilang"}
BAD: dict[str, tuple[dict[str, Any], str]] = {
    "latitude 91": ({"position": position(lat=91.0)}, "position.lat"),
    "latitude as text": ({"position": position(lat="-6.1")}, "position.lat"),
    "longitude 181": ({"position": position(lon=181)}, "position.lon"),
    "accuracy -1": ({"position": position(accuracy_m=-1)}, "position.accuracy_m"),
    "accuracy 0": ({"position": position(accuracy_m=0)}, "position.accuracy_m"),
    "accuracy 1e9": ({"position": position(accuracy_m=1e9)}, "position.accuracy_m"),
    "no coordinates on site": ({"position": position(lat=None)}, "position.lat"),
    "half a position": ({"position": position(lon=None, **NOT_LATER)}, "position.lon"),
    "later without a reason": ({"position": position(mode="later")}, "position.reason"),
    "reason of spaces": ({"position": position(mode="later", reason=" \u200b ")}, "position.reason"),
    "coordinates without position": ({"position": position(mode="none", reason="GPS rusak")}, "position.lat"),
    "unknown mode": ({"position": position(mode="gps")}, "position.mode"),
    "no position": ({"position": None}, "position"),
    "1970": ({"created_at": "1970-01-01T00:00:00Z"}, "created_at"),
    "2099": ({"created_at": "2099-01-01T00:00:00Z"}, "created_at"),
    "fix of 2099": ({"position": position(time="2099-01-01T00:00:00Z")}, "position.time"),
    "time without zone": ({"created_at": "2026-11-22T08:00:00"}, "created_at"),
    "time as a number": ({"created_at": 1763800000}, "created_at"),
    "no time at all": ({"created_at": "kemarin"}, "created_at"),
    "UUIDv4": ({"id": "0193f5a4-8c6e-4a11-8b8d-2f1f5a7c9e01"}, "id"),
    "no UUID": ({"id": "1"}, "id"),
    "revision 0": ({"revision": 0}, "revision"),
    "revision as text": ({"revision": "1"}, "revision"),
    "revision true": ({"revision": True}, "revision"),
    "huge revision": ({"revision": 2**40}, "revision"),
    "base after revision": ({"revision": 2, "base_revision": 2}, "base_revision"),
    "author as text": ({"author_id": "1"}, "author_id"),
    "unknown kind": ({"kind": "sambang_naga"}, "kind"),
    "form version never issued": ({"form_version": 999}, "form_version"),
    "negative duration": ({"duration_s": -1}, "duration_s"),
    "six photos": ({"photos": [photo(f"{n:064x}") for n in range(6)]}, "photos"),
    "hash too short": ({"photos": [photo("ab")]}, "photos.0.sha256"),
    "hash in capitals": ({"photos": [photo("A" * 64)]}, "photos.0.sha256"),
    "photo from nowhere": ({"photos": [photo(source="internet")]}, "photos.0.source"),
    "photo beyond the pole": ({"photos": [photo(taken_position={"lat": 91, "lon": 0})]}, "photos.0.taken_position.lat"),
    "subject with UUIDv4": ({"subject": {"id": "0193f5a4-8c6e-4a11-8b8d-2f1f5a7c9e01"}}, "subject.id"),
    "unknown field": ({"nik": "3671"}, "nik"),
    "body is a list": ({"body": []}, "body"),
    "name missing in the form": ({"body": without(body(), "name")}, "body.name"),
    "name of invisible letters": ({"body": body("\u200b\u202e\u2066")}, "body.name"),
    "name too long": ({"body": body("x" * 121)}, "body.name"),
    "unknown field of the form": ({"body": body(nik="3671")}, "body.nik"),
    "wrong kind of JSON in the form": ({"body": body(result=5)}, "body.result"),
}


async def test_each_bad_item_is_refused_with_its_field(send: Send, officer: Akun) -> None:
    """One sentence in Indonesian for each, nothing stored but the raw text."""
    results = dict(zip(BAD, await send(*(item(officer.id) | changes for changes, _ in BAD.values())), strict=True))
    assert {name: result["status"] for name, result in results.items()} == dict.fromkeys(BAD, "rejected")
    for name, (_, field) in BAD.items():
        errors = {error["field"]: error["message"] for error in results[name]["errors"]}
        assert field in errors, f"{name}: {errors}"
        assert errors[field][0].isupper(), name
        assert errors[field].endswith((".", "?")), name
    assert await rows(Laporan) == await rows(Subjek) == []
    assert len(await rows(Karantina)) == len(BAD)


async def test_item_of_a_wrong_kind_is_refused(client: httpx.AsyncClient, officer: Akun) -> None:
    """Whatever JSON says in the place of an item."""
    raws = ["null", "5", '"x"', "[]", "{}", "NaN", '{"author_id": null}']
    answer = await post_raw(client, f'{{"items": [{",".join(raws)}]}}')
    assert answer.status_code == 200, answer.text
    assert [result["status"] for result in answer.json()["results"]] == ["rejected"] * len(raws)


async def post_raw(client: httpx.AsyncClient, content: str | bytes, kind: str = "application/json") -> httpx.Response:
    """Post exactly these bytes."""
    return await client.post(KIRIMAN, content=content, headers={"content-type": kind})


UNSPEAKABLE = ["NaN", "Infinity", "1e999", "1" * 30, "1" * 400, '"\\ud800"', "[" * 300 + "]" * 300]


async def test_what_json_cannot_say_spoils_only_its_item(client: httpx.AsyncClient, officer: Akun) -> None:
    """NaN, numbers without end, half letters, endless nesting."""
    bad = [orjson.dumps(item(officer.id)).replace(b"12.5", number.encode()) for number in UNSPEAKABLE]
    answer = await post_raw(client, b'{"items": [' + b",".join([*bad, orjson.dumps(item(officer.id))]) + b"]}")
    assert answer.status_code == 200, answer.text
    statuses = [result["status"] for result in answer.json()["results"]]
    assert statuses == ["rejected"] * len(bad) + ["accepted"]
    assert {str(row.id) for row in await rows(Laporan)} == {answer.json()["results"][-1]["id"]}
    assert await rows(Karantina)


BAD_REQUESTS: list[tuple[str | bytes, int]] = [
    ("", 400), ("{", 400), ("\x00", 400), (b"\xff", 400), ("[" * 5000, 400), ("[]", 422), ("{}", 422),
    ('{"items": {}}', 422), ('{"items": [' + ",".join(["0"] * 51) + "]}", 422), (" " * 1_048_577, 413),
]  # fmt: skip


async def test_bad_request_is_a_problem_and_changes_nothing(client: httpx.AsyncClient, officer: Akun) -> None:
    """The whole request is at fault, not an item."""
    for content, status in BAD_REQUESTS:
        answer = await post_raw(client, content)
        assert answer.status_code == status, answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["status"] == status
    assert await rows(Laporan) == await rows(Karantina) == []


async def test_only_json_is_taken(client: httpx.AsyncClient, officer: Akun) -> None:
    """A form of another site cannot send JSON."""
    assert (await post_raw(client, '{"items": []}', "text/plain")).status_code == 415
    assert (await post_raw(client, '{"items": []}', "application/json; charset=utf-8")).json() == {"results": []}


async def test_nobody_sends_without_a_session_or_the_right(client_of: Client, officer: Akun) -> None:
    """Without a session 401; a reviewer 403; nothing stored, nothing quarantined."""
    stranger = client_of("10.0.0.7")
    assert (await stranger.post(KIRIMAN, json={"items": [item(officer.id)]})).status_code == 401
    await make_akun("70010001", Peran.KANIT_POLSEK)
    await stranger.post("/api/v1/session", json={"nrp": "70010001", "password": PASSWORD})
    assert (await stranger.post(KIRIMAN, json={"items": [item(officer.id)]})).status_code == 403
    assert await rows(Laporan) == await rows(Karantina) == []


async def test_id_of_somebody_elses_report_is_refused(client_of: Client, send: Send, officer: Akun) -> None:
    """For every revision and content, in every order; the report stays as it was."""
    [mine] = [item(officer.id)]
    await send(mine)
    thief = await make_akun("80010002")
    other = client_of("10.0.0.2")
    await other.post("/api/v1/session", json={"nrp": thief.nrp, "password": PASSWORD})
    for stolen in (mine | {"author_id": thief.id}, mine | {"author_id": thief.id, "revision": 2}):
        [result] = (await other.post(KIRIMAN, json={"items": [stolen]})).json()["results"]
        assert (result["status"], result["receipt"]) == ("rejected", None)
        assert [error["field"] for error in result["errors"]] == ["id"]
    [row] = await rows(Laporan)
    assert (row.author_id, row.current) == (officer.id, True)
    assert len(await rows(Karantina)) == 2


async def test_house_of_another_village_is_visited_but_not_changed(
    client_of: Client, send: Send, officer: Akun
) -> None:
    """The visit counts as a report; the register belongs to who answers for the village."""
    await send(mine := item(officer.id))
    thief = await make_akun("80010002")
    other = client_of("10.0.0.2")
    await other.post("/api/v1/session", json={"nrp": thief.nrp, "password": PASSWORD})
    visit = item(thief.id, subject=mine["subject"], body=body("Diganti"))
    [result] = (await other.post(KIRIMAN, json={"items": [visit]})).json()["results"]
    assert result["status"] == "accepted"
    [subject] = await rows(Subjek)
    assert (subject.name, subject.visits) == ("Pos Kamling Melati", 1)
    corrected = visit | {"revision": 2, "base_revision": 1}
    [result] = (await other.post(KIRIMAN, json={"items": [corrected]})).json()["results"]
    assert result["status"] == "accepted"
    [recounted] = await rows(Subjek)
    assert (recounted.visits, recounted.last_visit_at) == (1, subject.last_visit_at)
    await assign(thief)
    [result] = (await other.post(KIRIMAN, json={"items": [visit | {"id": uuid7()}]})).json()["results"]
    [subject] = await rows(Subjek)
    assert (subject.name, subject.visits) == ("Diganti", 2)  # those from before the assignment are not counted anew


async def test_text_is_kept_as_typed_without_what_cannot_be_seen(send: Send, officer: Akun) -> None:
    """HTML, SQL and emoji are text; zero-width, direction marks and NUL are gone."""
    name = "<script>alert(1)</script>'; DROP TABLE laporan;-- 👨‍👩‍👧 =1+1"
    reason = {"mode": "later", "reason": "\u202eSinyal\x00 hilang\u200b"}
    [result] = await send(item(officer.id, body=body(f"\u200b{name}\u202e\x00"), position=position(**reason)))
    assert result["status"] == "accepted"
    [row] = await rows(Laporan)
    assert (row.title, row.body["name"], row.mode_reason) == (name, name, "Sinyal hilang")


async def test_clock_wrong_by_a_day_loses_nothing(send: Send, officer: Akun) -> None:
    """Accepted and flagged; the day is the true one."""
    ahead, behind = now() + timedelta(days=1), now() - timedelta(days=1)
    [fast] = await send(item(officer.id, created_at=ahead.isoformat()))
    [slow] = await send(item(officer.id, created_at=behind.isoformat()), sent_at=behind.isoformat())
    for result in (fast, slow):
        assert result["status"] == "accepted"
        assert [flag["code"] for flag in result["flags"]] == ["JAM_MELENCENG"]
        assert "1 hari" in result["flags"][0]["evidence"]
    assert {row.day for row in await rows(Laporan)} == {day_of(now())}
    old_fix = position(time=behind.isoformat())
    [old] = await send(item(officer.id, created_at=behind.isoformat(), position=old_fix), sent_at=now().isoformat())
    assert old["flags"] == []
    assert {row.day for row in await rows(Laporan)} == {day_of(now()), day_of(behind)}


async def test_flags_tell_the_reviewer_what_to_look_at(send: Send, officer: Akun) -> None:
    """Each with its evidence; the phone hears them too."""
    long_ago = (now() - timedelta(days=3)).isoformat()
    results = await send(
        item(officer.id, position=position(lat=LAT + 0.1)),
        item(officer.id, position=position(lat=LAT + 0.0101)),
        item(officer.id, position=position(accuracy_m=250.0)),
        item(
            officer.id, position=without(position(mode="none", reason="GPS rusak"), "lat", "lon", "accuracy_m", "time")
        ),
        item(officer.id, duration_s=12),
        item(officer.id, photos=[photo(taken_at=long_ago), photo("b" * 64, taken_at="2026-11-22T08:00:00")]),
    )
    assert [result["status"] for result in results] == ["accepted"] * 6
    codes = [[flag["code"] for flag in result["flags"]] for result in results]
    assert codes == [
        ["DI_LUAR_WILAYAH"], ["RAGU_BATAS"], ["AKURASI_RENDAH"], ["GPS_HILANG"], ["TERLALU_CEPAT"], ["FOTO_LAMA"],
    ]  # fmt: skip
    assert [result["verdict"] for result in results[:4]] == ["outside", "uncertain", "inside", None]
    assert "10" in results[0]["flags"][0]["evidence"]


async def test_verdict_is_by_the_villages_of_that_day(send: Send, officer: Akun) -> None:
    """An officer who lost a village yesterday still sends yesterday's visits to it."""
    yesterday = now() - timedelta(days=1)
    await make_village(NEIGHBOUR, LAT, LON + 0.05)
    await assign(officer, NEIGHBOUR, end=day_of(yesterday))
    there = position(lon=LON + 0.05, time=yesterday.isoformat())
    before, today = await send(
        item(officer.id, created_at=yesterday.isoformat(), position=there), item(officer.id, position=there)
    )
    assert (before["verdict"], today["verdict"]) == ("inside", "outside")
    assert before["area_code"] == today["area_code"] == NEIGHBOUR


async def test_correction_takes_over_and_moves_the_visit(send: Send, officer: Akun) -> None:
    """The newest revision is current; the register counts the visit where it belongs now."""
    first = item(officer.id)
    second = first | {"revision": 2, "base_revision": 1, "subject": {"id": uuid7(), "new": True}}
    [one], [two] = await send(first), await send(second)
    assert one["receipt"] != two["receipt"]
    assert {row.revision: row.current for row in await rows(Laporan)} == {1: False, 2: True}
    visits = {str(subject.id): subject.visits for subject in await rows(Subjek)}
    assert visits == {first["subject"]["id"]: 0, second["subject"]["id"]: 1}
    [late] = await send(first)
    assert late == one | {"status": "duplicate"}


async def test_older_revision_that_comes_late_stays_in_the_background(send: Send, officer: Akun) -> None:
    """Order does not matter."""
    first = item(officer.id)
    await send(first | {"revision": 3, "duration_s": 300})
    await send(first, first | {"revision": 2})
    assert {row.revision: row.current for row in await rows(Laporan)} == {1: False, 2: False, 3: True}
    assert [subject.visits for subject in await rows(Subjek)] == [1]


async def test_household_that_declines_is_not_named(send: Send, officer: Akun) -> None:
    """Also a name on record from before goes."""
    house = {"id": uuid7(), "new": True}
    told = item(officer.id, kind="sambang_warga", body=household(), subject=house)
    declined = {"consent": "declined", "name": "Siti Rahmawati", "result": {"situation": "safe"}}
    [_, result] = await send(told, item(officer.id, kind="sambang_warga", body=declined, subject=house))
    assert result["status"] == "accepted"
    [subject] = await rows(Subjek)
    assert (subject.name, subject.visits) == ("Rumah yang menolak didata", 2)
    bodies = [row.body for row in await rows(Laporan)]
    assert sorted(body["name"] or "" for body in bodies) == ["", "Siti Rahmawati"]
