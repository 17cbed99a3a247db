"""The visits of the demo, sent through the intake as phones send them, then looked at by the Kanit of each polsek.

Officers differ: most go out every day, some seldom, some have not been seen for a while. Now and then something is odd about a
visit (:data:`ODDITIES`), and a few officers fill in a whole day at one spot: what the flags say of it is found by the real rules.
"""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from sambang_digital.db import transaction
from sambang_digital.forms.utas import Pesan
from sambang_digital.models.base import now, uuid7
from sambang_digital.repositories import audit as deeds
from sambang_digital.repositories import demo as repository
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import bendera, kiriman, utas
from sambang_digital.services.audit import Aksi
from sambang_digital.services.demo import foto, laporan, teks
from sambang_digital.services.demo.kiriman import Item, Sent, envelope
from sambang_digital.services.demo.orang import NEW, Person
from sambang_digital.services.demo.tempat import Subject, Village, moved
from sambang_digital.services.laporan import Arrival, canonical
from sambang_digital.services.waktu import day_of, local
from sambang_digital.settings import get_settings

PACE = {"petugas": 11.0, "petugas_dua": 6.0, "petugas_ciledug": 5.0, NEW: 0.0}
"""Visits a week of those who are shown."""
SUSPECT_EVERY = 37
"""One officer of so many sometimes fills in a whole day at one spot."""
SUNDAY = 0.25
"""How much of a day's work an officer does on a Sunday; those who are shown keep their pace."""
REVISITED = 0.35
ODD = 0.05
SHOWN_PHOTOGRAPHED, PHOTOGRAPHED = 0.25, 0.05
"""For which latest part of the days visits have photos: those of officers who are shown, and of all."""
SHOWN_PHOTO_DAYS = 3
"""Those who are shown have some at any hour, however few the days."""
RETURNED, LEFT = 0.07, 0.03
"""Share of the older reports that go back to the officer, and that nobody has looked at."""
CORRECTED = 0.65
AT_ONCE = 200
COMPARED = 480
"""Reports whose flags are complete when the demo is loaded, about the last week."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What a reviewer made of a revision."""

    sent: Sent
    at: datetime
    state: str
    note: str


ODDITIES: list[Callable[[Item, Random], None]] = []


def oddity(change: Callable[[Item, Random], None]) -> Callable[[Item, Random], None]:
    """Register something that may be odd about a visit."""
    ODDITIES.append(change)
    return change


@oddity
def _filled_in_a_hurry(item: Item, random: Random) -> None:
    item["duration_s"] = random.randint(9, 24)


@oddity
def _under_a_bad_sky(item: Item, random: Random) -> None:
    item["position"]["accuracy_m"] = float(random.randint(120, 480))


@oddity
def _somewhere_else(item: Item, random: Random) -> None:
    position = item["position"]
    position["lat"], position["lon"] = moved(
        position["lat"], position["lon"], *random.choice(((4500, 900), (-900, 5200)))
    )


@oddity
def _clock_ahead(item: Item, random: Random) -> None:
    ahead = timedelta(minutes=random.randint(40, 200))
    item["created_at"] = (datetime.fromisoformat(item["created_at"]) + ahead).isoformat()


@oddity
def _written_later(item: Item, random: Random) -> None:
    item["position"] |= {"mode": "later", "reason": random.choice(teks.words()["later"])}


@oddity
def _without_position(item: Item, random: Random) -> None:
    nothing = dict.fromkeys(("lat", "lon", "accuracy_m", "time"))
    item["position"] = {"mode": "none", "reason": random.choice(teks.words()["no_position"])} | nothing


async def load(staff: Sequence[Person]) -> int:
    """Send the visits of everybody, decide the older ones, correct some; returns how many were accepted."""
    present, villages = now(), dict[str, Village]()
    sent: list[Sent] = []
    for number, person in enumerate(staff):
        if person.post.areas:
            mine = [villages.setdefault(area.code, Village(area)) for area in person.post.areas]
            sent += visits(person, mine, present, suspect=number % SUSPECT_EVERY == SUSPECT_EVERY - 1)
            sent += [Sent(person.actor, item, arrived) for item, arrived in laporan.reports(person, mine, present)]
    await foto.develop(sent)
    # The latest first: they are compared with others before the server starts, which goes on with the older ones.
    sent.sort(key=lambda one: (one.arrived, one.item["id"]), reverse=True)
    await _send(sent)
    reviewers = {one.post.satuan.id: one.actor for one in staff if one.post.role is Peran.KANIT_POLSEK}
    decided, returned = _with_one_returned(list(filter(None, (_decision(one, present) for one in sent))))
    await _decide([*decided, *returned], reviewers)
    corrected = list(filter(None, (_correction(one, present) for one in decided)))
    await _send(corrected)
    await _decide(list(filter(None, (_decision(one, present) for one in corrected))), reviewers)
    for _ in range(COMPARED // bendera.BATCH):
        await bendera.work()
    await _talk(returned, reviewers)
    return len(sent) + len(corrected)


async def _talk(returned: Sequence[Decision], reviewers: dict[int, Actor]) -> None:
    """In each polsek the Kanit and an officer write to each other about the report that went back last."""
    for number, (satuan_id, sent) in enumerate(sorted((one.sent.officer.satuan_id, one.sent) for one in returned)):
        random, moment = Random(f"{sent.item['id']}-utas"), now() - timedelta(minutes=2)
        question, answer = teks.words()["talks"][number % len(teks.words()["talks"])]
        kanit, laporan_id = reviewers[satuan_id], UUID(sent.item["id"])
        await utas.post(kanit, laporan_id, _post(moment, random, question, sent.officer.id))
        await utas.post(sent.officer, laporan_id, _post(moment + timedelta(minutes=1), random, answer))


def _post(moment: datetime, random: Random, text: str, *mentions: int) -> Pesan:
    written = {"id": str(uuid7(moment, random)), "text": text, "mentions": list(mentions)}
    return Pesan.model_validate(written | {"created_at": moment.isoformat()})


def _pace(key: str, random: Random) -> tuple[float, int]:
    """Visits a week, and for how many days nothing has come."""
    if key:
        return PACE[key], 0
    chance = random.random()
    if chance < 0.4:
        return random.uniform(3.5, 5.5), 0
    return random.uniform(0.8, 2.5), 0 if chance < 0.85 else random.randint(7, 24)


def visits(person: Person, villages: Sequence[Village], present: datetime, *, suspect: bool) -> Iterator[Sent]:
    """Everything that one officer has sent, day by day: a walk along one lane, old acquaintances and new ones."""
    key, random = person.post.key, Random(person.actor.nrp)
    pace, silent = _pace(key, random)
    days = get_settings().demo_days
    photo_days = max(SHOWN_PHOTO_DAYS, days * SHOWN_PHOTOGRAPHED) if key else days * PHOTOGRAPHED
    # Whoever tries the product finds one of each kind, whatever chance and the day of the week bring.
    kinds = iter(teks.SUBJECTS if key else ())
    known: list[Subject] = []
    for back in range(days - 1, silent - 1, -1):
        day = day_of(present) - timedelta(days=back)
        expected = pace / 6 * (SUNDAY if day.weekday() == 6 and not key else 1)
        invented = suspect and back % 14 == 2
        moment = local(datetime.combine(day, time(8))) + timedelta(minutes=random.randint(0, 150))
        village = random.choice(villages)
        lane = random.choice(village.lanes)
        first: Item | None = None
        for _ in range(7 if invented else int(expected * random.uniform(0.5, 1.5) + random.random())):
            moment += timedelta(minutes=2 if invented else random.randint(20, 80))
            old = [one for one in known if one.area_code == village.code and one.visited and one.visited.date() < day]
            again = bool(old) and random.random() < REVISITED
            subject = random.choice(old) if again else village.subject(random, lane, moment, next(kinds, None))
            if moment > present - timedelta(minutes=20):
                return
            if not again:
                known.append(subject)
            subject.visited = moment
            item = visit_item(person.actor, subject, moment, random, new=not again)
            if back < photo_days and random.random() < 0.75:
                foto.plan(item, random, count=random.choice((1, 1, 2)))
            if not invented:
                if random.random() < ODD:
                    random.choice(ODDITIES)(item, random)
            elif first is None:
                first = item
            else:
                _invent(item, first, random)
            yield Sent(person.actor, item, moment + timedelta(seconds=random.expovariate(1 / 300)), subject)


def _invent(item: Item, first: Item, random: Random) -> None:
    """Filled in at the spot of the first, with its text and its photo."""
    item["position"] |= {name: first["position"][name] for name in ("lat", "lon", "accuracy_m")}
    item["body"]["result"] = first["body"]["result"]
    item["photos"] = first["photos"]
    item["duration_s"] = random.randint(11, 26)


def visit_item(officer: Actor, subject: Subject, saved: datetime, random: Random, *, new: bool) -> Item:
    """A visit as the officer's phone sends it."""
    near = subject.lat, subject.lon
    item = envelope(officer, subject.kind, saved, random, near, spread_m=4, duration_s=(60, 540))
    item["subject"] = {"id": str(subject.id), "new": new}
    item["body"] = {**subject.fields, "result": teks.result(random, subject.known)}
    return item


def _decision(sent: Sent, present: datetime) -> Decision | None:
    """What the Kanit makes of it, some hours later; nothing yet if that lies ahead."""
    random = Random(f"{sent.item['id']}-{sent.item['revision']}")
    at = sent.arrived + timedelta(hours=random.uniform(3, 38))
    if at > present - timedelta(minutes=30) or random.random() < LEFT:
        return None
    if random.random() < RETURNED and sent.item["revision"] == 1:
        return Decision(sent, at, "dikembalikan", random.choice(teks.words()["returns"]))
    return Decision(sent, at, "diterima", random.choice(teks.words()["accepts"]))


def _with_one_returned(decisions: Sequence[Decision]) -> tuple[list[Decision], list[Decision]]:
    """All decisions but the latest of each polsek, and those: they return a report, which nobody has corrected yet.

    So every Kanit finds one of each state, whatever chance and the hour of the day bring.
    """
    ordered = sorted(decisions, key=lambda one: one.at)
    latest = {one.sent.officer.satuan_id: number for number, one in enumerate(ordered)}
    random, notes = Random("dikembalikan"), teks.words()["returns"]
    returned = [replace(ordered[number], state="dikembalikan", note=random.choice(notes)) for number in latest.values()]
    last = set(latest.values())
    return [one for number, one in enumerate(ordered) if number not in last], returned


def _correction(decision: Decision, present: datetime) -> Sent | None:
    """The next revision of a returned report, with a sentence more."""
    sent, random = decision.sent, Random(f"{decision.sent.item['id']}-perbaikan")
    arrived = decision.at + timedelta(hours=random.uniform(2, 40))
    if decision.state != "dikembalikan" or arrived > present or random.random() > CORRECTED or not sent.subject:
        return None
    result = sent.item["body"]["result"]
    more = f"{result['notes']} Dilengkapi: {teks.sentence(random, sent.subject.known, 'observation')}"
    body = {**sent.item["body"], "result": {**result, "notes": more}}
    return replace(sent, item={**sent.item, "revision": 2, "base_revision": 1, "body": body}, arrived=arrived)


async def _send(sent: Sequence[Sent]) -> None:
    """Through the intake, as many at once as share a transaction anyway."""
    for start in range(0, len(sent), AT_ONCE):
        batch = sent[start : start + AT_ONCE]
        answers = await asyncio.gather(
            *(
                kiriman.receive(one.officer, [one.item], canonical(one.item).decode(), Arrival(one.arrived))
                for one in batch
            )
        )
        for one, (result,) in zip(batch, answers, strict=True):
            if result["status"] != kiriman.Status.ACCEPTED:
                raise ValueError(f"{one.item['kind']}: {result['status']} {result['errors']}")


async def _decide(decisions: Sequence[Decision], reviewers: dict[int, Actor]) -> None:
    """Write the decisions with their own moments. The trail of them says when it was written: now."""
    found = sorted(decisions, key=lambda one: one.at)
    for start in range(0, len(found), 1000):
        batch = [(one, reviewers[one.sent.officer.satuan_id]) for one in found[start : start + 1000]]
        async with transaction() as session:
            await repository.decide(
                session,
                [
                    {
                        "laporan_id": UUID(one.sent.item["id"]),
                        "revision": one.sent.item["revision"],
                        "reviewer_id": reviewer.id,
                        "state": one.state,
                        "note": one.note or None,
                        "created_at": one.at,
                    }
                    for one, reviewer in batch
                ],
            )
            await deeds.add(
                session,
                [
                    {
                        "at": now(),
                        "akun_id": reviewer.id,
                        "session_id": None,
                        "action": Aksi.LAPORAN_DITINJAU.value,
                        "object_type": "laporan",
                        "object_id": one.sent.item["id"],
                        "data": {"revision": one.sent.item["revision"], "state": one.state},
                    }
                    for one, reviewer in batch
                ],
            )
