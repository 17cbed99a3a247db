"""The intake: what phones send becomes reports, each exactly once, whatever is lost, repeated or overtaken on the way.

An item is *screened* by itself (:mod:`kiriman_saring`), then all items of a request are judged and written in one
transaction, shared with other requests that wait (see :mod:`group_commit`). Unique keys decide every race: what the one
prebuilt ``INSERT`` gives back is new; only the rest costs further queries.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.kiriman import Photo
from sambang_digital.forms.pengaturan import BenderaSettings
from sambang_digital.forms.registry import SECRET
from sambang_digital.repositories import laporan as repository
from sambang_digital.security.actor import Actor
from sambang_digital.services import akibat, audit, bendera_antrean, broadcast, nomor, pengaturan, subjek, wilayah
from sambang_digital.services.audit import Aksi
from sambang_digital.services.flags import Taken, Visit, flags
from sambang_digital.services.group_commit import GroupCommit
from sambang_digital.services.kiriman_saring import Entry, Result, Status, screen
from sambang_digital.services.laporan import Arrival, fingerprint
from sambang_digital.services.putusan import weigh
from sambang_digital.services.waktu import local

__all__ = ["MAX_ITEMS", "MAX_QUARANTINED", "Result", "Status", "receive", "writer"]

MAX_ITEMS = 50
MAX_QUARANTINED = 65_536
"""Letters kept of a rejected item; no form with all its fields filled comes near."""
KIND_STAYS = "Jenis laporan ini tidak dapat diganti. Buat laporan baru."
PRACTICE_STAYS = "Laporan latihan tetap latihan, kunjungan tetap kunjungan. Buat laporan baru."


class Delivery(list[Entry]):
    """The entries of one request."""


async def receive(actor: Actor, items: Sequence[Any], text: str, arrival: Arrival) -> list[Result]:
    """Take in the parsed ``items`` of one request (``text`` is its raw body); results in their order."""
    entries = [screen(raw, text, actor, arrival) for raw in items]
    delivery = Delivery(entry for entry in entries if entry.status is not Status.WRONG_ACCOUNT)
    if delivery:
        await writer.submit(delivery)
        await broadcast.publish_all(
            broadcast.LAPORAN,
            [_message(entry) for entry in delivery if entry.status is Status.ACCEPTED],
        )
    return [entry.result() for entry in entries]


def _message(entry: Entry) -> broadcast.Message:
    row = entry.row
    return {"id": str(row["id"])} | {name: row[name] for name in ("revision", "satuan_id", "author_id", "state")}


async def _judge(session: AsyncSession, entries: Sequence[Entry]) -> None:
    """Verdict, village and flags, by the territory that the officer had on the day of the visit."""
    groups: dict[tuple[int, date], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.sender_id, entry.row["day"]), []).append(entry)
    for (officer_id, day), visits in groups.items():
        limits = (await pengaturan.of(session, visits[0].row["satuan_id"])).bendera
        territory = await wilayah.territory_of(session, officer_id, day)
        placed = [entry for entry in visits if entry.row["lat"] is not None]
        judgements = wilayah.judge_many(
            [(entry.row["lon"], entry.row["lat"]) for entry in placed],
            [entry.row["accuracy_m"] for entry in placed],
            territory,
        )
        for entry, judgement in zip(placed, judgements, strict=True):
            entry.row["verdict"] = judgement.verdict.value
            entry.row["area_code"] = judgement.area_code
            entry.row["area_approximate"] = judgement.approximate
            _flag(entry, judgement.distance_m, limits)
        for entry in visits:
            if entry.row["lat"] is None:
                _flag(entry, None, limits)


def _flag(entry: Entry, distance_m: float | None, limits: BenderaSettings) -> None:
    """What the visit by itself gives; what others say about it follows from the worker of :mod:`bendera`."""
    assert entry.item
    row = entry.row
    row["flags"] = flags(
        Visit(
            mode=row["mode"],
            lat=row["lat"],
            lon=row["lon"],
            accuracy_m=row["accuracy_m"],
            verdict=row["verdict"],
            approximate=row["area_approximate"],
            distance_m=distance_m,
            created_at=row["created_at"],
            captured_at=row["captured_at"],
            duration_s=row["duration_s"],
            photos=[_taken(photo) for photo in entry.item.photos],
        ),
        limits,
    )
    row["severity"], _ = weigh(row["flags"], {})


def _taken(photo: Photo) -> Taken:
    at, place = photo.taken_at, photo.taken_position
    return Taken(photo.sha256, at and local(at), *((place.lat, place.lon) if place else ()))


async def _write(session: AsyncSession, deliveries: Sequence[Delivery]) -> None:
    """All entries of these requests, in the one order that everybody keeps: reports, subjects, photos, quarantine."""
    entries = [entry for delivery in deliveries for entry in delivery]
    screened = sorted((entry for entry in entries if entry.item), key=lambda entry: entry.key)
    if screened:
        await _judge(session, screened)
        await _write_reports(session, screened)
    refused = [entry for entry in entries if entry.status is Status.REJECTED]
    await repository.quarantine(session, [_quarantined(entry) for entry in refused])


async def _write_reports(session: AsyncSession, entries: Sequence[Entry]) -> None:
    # A second try of the same group starts afresh.
    for entry in entries:
        entry.errors = []
        entry.row |= {"current": True, "state": "terkirim", "number": None}
    new = await repository.insert_new(session, [entry.row for entry in entries])
    late: list[Entry] = []
    moved: set[UUID] = set()
    for entry in entries:
        if entry.key in new:
            new.discard(entry.key)
            entry.status, entry.stored = Status.ACCEPTED, None
        else:
            late.append(entry)
    if late:
        moved = await _settle(session, late)
    accepted = [entry for entry in entries if entry.status is Status.ACCEPTED]
    visited = [row for entry in accepted if (row := _subject_row(entry))]
    await subjek.record(session, visited, moved, max(entry.at for entry in entries))
    await _seal(session, [entry for entry in accepted if not entry.row["practice"]])
    kept = [entry for entry in entries if entry.status is not Status.REJECTED]
    stored = [entry for entry in kept if entry.status is not Status.DUPLICATE]
    await repository.name_photos(session, [row for entry in stored for row in _photo_rows(entry)])
    compared = {entry.row["id"] for entry in accepted if not entry.row["practice"] and entry.row["kind"] not in SECRET}
    await bendera_antrean.enqueue(session, compared)
    await nomor.allot(session, [entry.row for entry in kept])
    await akibat.follow(session, [(entry.row, entry.form) for entry in accepted if entry.form])


async def _seal(session: AsyncSession, accepted: Sequence[Entry]) -> None:
    """One row of the audit trail for the whole group says what each report was when it came."""
    if accepted:
        items = [[str(entry.key[0]), entry.key[1], fingerprint(entry.row)] for entry in accepted]
        await audit.record(session, None, Aksi.LAPORAN_DITERIMA, items=items)


async def _settle(session: AsyncSession, late: Sequence[Entry]) -> set[UUID]:
    """Decide about entries whose report was there already; gives the subjects whose visits must be counted anew."""
    known = await repository.revisions(session, {entry.row["id"] for entry in late})
    moved: set[UUID] = set()
    for entry in late:
        if _repeats(entry, known.get(entry.row["id"], ())):
            continue
        locked = await repository.revisions(session, {entry.row["id"]}, lock=True)
        rows = locked[entry.row["id"]]
        if not _repeats(entry, rows):
            moved |= await _add_revision(session, entry, rows)
    await repository.keep_competing(session, [_competing(entry) for entry in late if entry.status is Status.CONFLICT])
    return moved


def _repeats(entry: Entry, rows: Sequence[Any]) -> bool:
    """Whether the rows of its report settle the entry: another's report, the same again, or something else instead."""
    entry.row["number"] = rows[0].number if rows else None
    if any(row.author_id != entry.sender_id for row in rows):
        entry.refuse([{"field": "id", "message": "Nomor laporan ini sudah dipakai petugas lain."}])
        return True
    if any(row.practice != entry.row["practice"] for row in rows):
        entry.refuse([{"field": "practice", "message": PRACTICE_STAYS}])
        return True
    if any((row.kind in SECRET) != (entry.row["kind"] in SECRET) for row in rows):
        entry.refuse([{"field": "kind", "message": KIND_STAYS}])
        return True
    for row in rows:
        if row.revision == entry.row["revision"]:
            same = row.content_hash == entry.hash
            entry.status, entry.stored = (Status.DUPLICATE, row) if same else (Status.CONFLICT, None)
            return True
    return False


async def _add_revision(session: AsyncSession, entry: Entry, rows: Sequence[Any]) -> set[UUID]:
    """Add a revision to a report that has others; the newest is current, whatever came first."""
    current = next(row for row in rows if row.current)
    newest = entry.row["revision"] > current.revision
    returned = any(row.state == "dikembalikan" and row.revision < entry.row["revision"] for row in rows)
    entry.row |= {"current": newest, "state": "diperbaiki" if returned else "terkirim"}
    if newest:
        await repository.retire(session, current.id, current.revision)
    await repository.insert_new(session, [entry.row])
    entry.status, entry.stored = Status.ACCEPTED, None
    return {subject for subject in (current.subject_id, entry.row["subject_id"]) if subject}


def _subject_row(entry: Entry) -> dict[str, Any] | None:
    if not entry.form or not entry.row["subject_id"] or not entry.row["current"] or entry.row["practice"]:
        return None
    return subjek.visit_of(entry.form, entry.row["subject_id"], entry.row, entry.at)


def _photo_rows(entry: Entry) -> list[dict[str, Any]]:
    laporan_id, revision = entry.key
    return [
        {
            "laporan_id": laporan_id,
            "revision": revision,
            "sha256": photo["sha256"],
            "author_id": entry.sender_id,
            "original_sha256": photo["original_sha256"],
        }
        for photo in entry.row["photos"]
    ]


def _competing(entry: Entry) -> dict[str, Any]:
    assert entry.item
    kept = entry.item.model_dump(mode="json") | {name: entry.row[name] for name in ("body", "form_version")}
    return {
        "id": entry.row["id"],
        "revision": entry.row["revision"],
        "content_hash": entry.hash,
        "author_id": entry.sender_id,
        "item": kept,
        "receipt": entry.row["receipt"],
        "received_at": entry.at,
    }


def _quarantined(entry: Entry) -> dict[str, Any]:
    return {
        "sender_id": entry.sender_id,
        "item_id": entry.sent_id,
        "revision": entry.sent_revision,
        "content_hash": entry.hash,
        "raw": entry.text[:MAX_QUARANTINED],
        "errors": entry.errors,
        "received_at": entry.at,
    }


writer: GroupCommit[Delivery] = GroupCommit(_write)
