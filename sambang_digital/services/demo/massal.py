"""Visits by the hundred thousand for benchmarks: two years of all officers, written straight into the tables.

The people, villages and texts are those of the demo; forms are checked and positions judged by the real rules, once for each
subject. What a phone would have sent singly is drawn from that, so that a million takes minutes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import groupby, islice
from random import Random
from typing import Any

from sambang_digital.db import dispose, reading, transaction
from sambang_digital.forms.registry import FORMS, parse
from sambang_digital.models import Laporan, LaporanFoto, Subjek, Tinjauan
from sambang_digital.models.base import now, uuid7
from sambang_digital.repositories import demo as repository
from sambang_digital.repositories import wilayah as areas
from sambang_digital.services import subjek, wilayah
from sambang_digital.services.demo import teks
from sambang_digital.services.demo.tempat import Subject, Village, moved
from sambang_digital.services.flags import SEVERITIES, Flag
from sambang_digital.services.laporan import receipt
from sambang_digital.services.putusan import weigh
from sambang_digital.services.waktu import local, today

DAYS = 730
VISITS_A_SUBJECT = 6
RESULTS = 3000
"""Different results of a visit; each is used many times."""
BATCH = 5000
FLAGGED = 0.11
NOT_REVIEWED_DAYS = 2
STATES = ("diterima", "dikembalikan", "diperbaiki", "terkirim")
OLD, RECENT = (945, 30, 5, 20), (150, 10, 40, 800)
"""How many of a thousand reports are in which state, by age."""
PHOTOS = 0.5

Progress = Callable[[str, int, int], None]


@dataclass(slots=True)
class Known:
    """A subject with what was decided about its place, and its visits so far."""

    subject: Subject
    verdict: str
    area_code: str | None
    approximate: bool
    visits: int = 0
    last: datetime | None = None


@dataclass(slots=True)
class Officer:
    """Who visits: ``pace`` is how eager, beside the others."""

    id: int
    satuan_id: int
    pace: float
    known: list[Known] = field(default_factory=list)


async def fill(visits: int, progress: Progress) -> int:
    """Add ``visits`` reports of the last :data:`DAYS` days; returns how many officers made them (0: there are none)."""
    try:
        async with reading() as session:
            random = Random(f"massal-{await repository.reports(session)}")
            reviewers = await repository.reviewers(session)
        officers = await _officers(visits, random)
        if officers:
            await _write(visits, officers, reviewers, random, progress)
        return len(officers)
    finally:
        await dispose()


async def _officers(visits: int, random: Random) -> list[Officer]:
    """All officers with their subjects, judged within the territory they have today."""
    officers, day = [], today()
    async with reading() as session:
        villages = {row.code: Village(row) for row in await areas.everything(session)}
        assigned = await repository.assignments(session)
        beats = [(key, [one.area_code for one in group]) for key, group in groupby(assigned, key=lambda one: one[:2])]
        each = max(1, visits // VISITS_A_SUBJECT // max(1, len(beats)))
        for (akun_id, satuan_id), codes in beats:
            officer = Officer(akun_id, satuan_id, random.lognormvariate(0, 0.5))
            met = now() - timedelta(days=DAYS)
            mine = [villages[random.choice(codes)] for _ in range(each)]
            subjects = [village.subject(random, random.choice(village.lanes), met) for village in mine]
            territory = await wilayah.territory_of(session, akun_id, day)
            judged = wilayah.judge_many([(one.lon, one.lat) for one in subjects], [12.0] * each, territory)
            officer.known = [
                Known(subject, judgement.verdict.value, judgement.area_code, judgement.approximate)
                for subject, judgement in zip(subjects, judged, strict=True)
            ]
            officers.append(officer)
    return officers


async def _write(
    visits: int, officers: Sequence[Officer], reviewers: dict[int, int], random: Random, progress: Progress
) -> None:
    done, made = 0, _visits(visits, officers, random)
    while rows := list(islice(made, BATCH)):
        async with transaction() as session:
            await repository.add(session, Laporan, rows)
            await repository.add(session, LaporanFoto, [_photo(row) for row in rows if row["photos"]])
            decided = [row for row in rows if row["state"] in STATES[:2]]
            await repository.add(session, Tinjauan, [_decision(row, reviewers) for row in decided])
        done += len(rows)
        progress("Kunjungan", done, visits)
    subjects = [_subject(officer, known) for officer in officers for known in officer.known if known.visits]
    for start in range(0, len(subjects), BATCH):
        async with transaction() as session:
            await repository.add(session, Subjek, subjects[start : start + BATCH])
        progress("Register", min(start + BATCH, len(subjects)), len(subjects))
    async with transaction() as session:
        await repository.analyse(session)


def _visits(count: int, officers: Sequence[Officer], random: Random) -> Iterator[dict[str, Any]]:
    """Rows of ``Laporan``, day by day: more on working days, more by eager officers, known houses again and again."""
    results = _results(random)
    present = now()
    days = [present.date() - timedelta(days=back) for back in range(DAYS, 0, -1)]
    weights = [0.3 if day.weekday() == 6 else 0.7 if day.weekday() == 5 else 1.0 for day in days]
    paces = [officer.pace for officer in officers]
    share, reached = count / sum(weights), 0.0
    made = 0
    for day, weight in zip(days, weights, strict=True):
        reached += weight * share
        # The last day takes what rounding left over.
        today = (count if day == days[-1] else round(reached)) - made
        made += today
        states = RECENT if (present.date() - day).days <= NOT_REVIEWED_DAYS else OLD
        moments = sorted(random.triangular(7.5, 20, 10) * 3600 for _ in range(today))
        start = local(datetime.combine(day, time()))
        chosen = random.choices(officers, paces, k=today)
        for seconds, officer, state in zip(moments, chosen, random.choices(STATES, states, k=today), strict=True):
            known = officer.known[int(len(officer.known) * random.random() ** 1.6)]
            yield _row(officer, known, start + timedelta(seconds=seconds), day, state, random, results)


def _results(random: Random) -> dict[str, list[dict[str, Any]]]:
    """Checked bodies without what belongs to the subject, by kind of report."""
    made: dict[str, list[dict[str, Any]]] = {kind: [] for kind in FORMS}
    known = {"street": "Gg. Melati", "rt": "003", "rw": "005", "kel": "Karawaci", "who": "Keluarga Suparman"}
    for _ in range(RESULTS):
        kind, _, fields = teks.subject(random, known)
        form = parse(kind, FORMS[kind].version, {**fields, "result": teks.result(random, known)})
        made[kind].append(form.model_dump(mode="json"))
    return made


def _row(
    officer: Officer,
    known: Known,
    saved: datetime,
    day: date,
    state: str,
    random: Random,
    results: dict[str, list[dict[str, Any]]],
) -> dict[str, Any]:
    subject, chance = known.subject, random.random()
    laporan_id = uuid7(saved, random)
    content = f"{random.getrandbits(256):064x}"
    found = [_flag(random)] if chance < FLAGGED else []
    # Every hundredth visit is noted down somewhere else.
    outside = chance > 0.99
    lat, lon = moved(subject.lat, subject.lon, random.gauss(0, 5), random.gauss(0, 5))
    received = saved + timedelta(seconds=random.expovariate(1 / 400))
    known.visits, known.last = known.visits + 1, saved
    return {
        "id": laporan_id,
        "revision": 1,
        "base_revision": None,
        "current": True,
        "author_id": officer.id,
        "satuan_id": officer.satuan_id,
        "kind": subject.kind,
        "form_version": FORMS[subject.kind].version,
        "created_at": saved,
        "received_at": received,
        "changed_at": received,
        "captured_at": saved,
        "day": day,
        "duration_s": random.randint(45, 600),
        "subject_id": subject.id,
        "title": subject.name or "Rumah yang menolak didata",
        "lat": lat,
        "lon": lon,
        "accuracy_m": round(random.uniform(4, 30), 1),
        "fix_at": saved,
        "mode": "on_site",
        "mode_reason": None,
        "verdict": "outside" if outside else known.verdict,
        "area_code": known.area_code,
        "area_approximate": known.approximate,
        "flags": found,
        "severity": weigh(found, {})[0],
        "upheld": bool(found) and state == "diterima" and random.random() < 0.05,
        "practice": False,
        "body": {**random.choice(results[subject.kind]), **subject.fields},
        "photos": [{"sha256": content[::-1], "original_sha256": content}] if random.random() < PHOTOS else [],
        "content_hash": content,
        "receipt": receipt(laporan_id, 1, content),
        "state": state,
    }


def _flag(random: Random) -> Flag:
    code = random.choice(list(SEVERITIES))
    return Flag(code=code, severity=SEVERITIES[code].value, evidence="Dibuat untuk pengukuran.")


def _photo(row: dict[str, Any]) -> dict[str, Any]:
    (photo,) = row["photos"]
    return {"laporan_id": row["id"], "revision": 1, "author_id": row["author_id"], **photo}


def _decision(row: dict[str, Any], reviewers: dict[int, int]) -> dict[str, Any]:
    return {
        "laporan_id": row["id"],
        "revision": 1,
        "reviewer_id": reviewers.get(row["satuan_id"], row["author_id"]),
        "state": row["state"],
        "note": "Mohon dilengkapi." if row["state"] == "dikembalikan" else None,
        "created_at": row["received_at"] + timedelta(hours=20),
    }


def _subject(officer: Officer, known: Known) -> dict[str, Any]:
    subject = known.subject
    name, address = subject.name or "Rumah yang menolak didata", subject.fields.get("address", "")
    return {
        "id": subject.id,
        "kind": FORMS[subject.kind].subject_kind,
        "name": name,
        "address": address,
        "words": subjek.words(name, address),
        "declined": not subject.name,
        "rt": subject.known["rt"],
        "rw": subject.known["rw"],
        "area_code": known.area_code,
        "lat": subject.lat,
        "lon": subject.lon,
        "accuracy_m": 12.0,
        "created_by": officer.id,
        "created_at": known.last,
        "changed_at": known.last,
        "last_visit_at": known.last,
        "visits": known.visits,
        "removed_at": None,
    }
