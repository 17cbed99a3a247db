"""Honest visits with what goes wrong on real phones: a position that jitters or comes from a cell tower, neighbours in one
building, clocks that drift, uploads that come days later, short texts that read alike, the same house photographed twice.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from PIL import Image

from sambang_digital.models.base import uuid7
from sambang_digital.services import gambar
from sambang_digital.services.demo import teks
from sambang_digital.services.demo.tempat import Subject, moved
from sambang_digital.services.simulasi.dunia import Officer
from sambang_digital.services.waktu import local

SHORT = (
    "Situasi aman dan kondusif.",
    "Aman terkendali.",
    "Lingkungan tenang, warga saling mengenal.",
    "Nihil kejadian menonjol.",
)
STOCK = " Imbauan kamtibmas disampaikan agar warga waspada curanmor dan mengaktifkan siskamling."
Place = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Fix:
    """What the phone says: degrees, metres."""

    lat: float
    lon: float
    accuracy_m: float


@dataclass(slots=True)
class Sent:
    """A visit on its way. ``photos`` that the server will know: (SHA-256, perceptual hash); ``late`` ones come after it."""

    officer: Officer
    item: dict[str, Any]
    saved: datetime
    arrives: datetime
    cheat: str | None = None
    photos: list[tuple[str, str]] = field(default_factory=list)
    late: bool = False


def fix_at(place: Place, random: Random, *, indoors: bool = False) -> Fix:
    """A position as a cheap phone finds it: good in the open, poor between walls, now and then from a tower, rarely wrong."""
    chance = random.random()
    if chance < 0.006:
        accuracy = random.uniform(300, 1800)
    elif indoors or chance < 0.06:
        accuracy = random.uniform(18, 90)
    else:
        accuracy = random.lognormvariate(2.3, 0.45)
    error = abs(random.gauss(0, accuracy / 1.6))
    if chance > 0.9988:
        # Reflections: far off, and sure of itself.
        error = random.uniform(300, 2500)
    angle = random.uniform(0, 2 * math.pi)
    lat, lon = moved(*place, error * math.cos(angle), error * math.sin(angle))
    return Fix(lat, lon, round(accuracy, 1))


def report(
    officer: Officer, subject: Subject, saved: datetime, fix: Fix | None, seconds: int, **more: Any
) -> dict[str, Any]:
    """An item as the phone sends it; ``saved`` is the true time, the phone writes its own."""
    random, clock = officer.random, timedelta(seconds=officer.clock_s)
    on_phone = saved + clock
    position: dict[str, Any] = {"lat": None, "lon": None, "accuracy_m": None, "time": None}
    if fix:
        taken = on_phone - timedelta(seconds=random.uniform(0, min(seconds, 40)))
        position = {"lat": fix.lat, "lon": fix.lon, "accuracy_m": fix.accuracy_m, "time": taken.isoformat()}
    return {
        "id": str(uuid7(on_phone, random)),
        "revision": 1,
        "base_revision": None,
        "author_id": officer.actor.id,
        "kind": subject.kind,
        "form_version": 1,
        "created_at": on_phone.isoformat(),
        "duration_s": seconds,
        "subject": {"id": str(subject.id), "new": False},
        "position": position | {"mode": "on_site", "reason": None},
        "body": {**subject.fields, "result": text_of(officer, subject)},
        "photos": [],
    } | more


def text_of(officer: Officer, subject: Subject) -> dict[str, Any]:
    """What an honest officer writes: often next to nothing, else words of their own, sometimes with a phrase of habit."""
    random = officer.random
    if random.random() < 0.35:
        return {"situation": "safe", "notes": random.choice(SHORT)}
    result = teks.result(random, subject.known)
    if random.random() < 0.2:
        result["notes"] += STOCK
    officer.texts.append(result)
    return result


def scene(random: Random) -> Image.Image:
    """What a camera sees, as far as a perceptual hash can tell: light and dark by chance."""
    return Image.frombytes("L", (11, 9), random.randbytes(99)).resize((176, 144), Image.Resampling.BICUBIC)


def shot(view: Image.Image, random: Random, closeness: float) -> str:
    """The perceptual hash of a photo of ``view``; ``closeness`` 1: from the very same spot, 0: from anywhere around."""
    slack = 0.3 * (1 - closeness)
    width, height = view.size
    left, top = random.uniform(0, slack) * width, random.uniform(0, slack) * height
    right, bottom = width * (1 - random.uniform(0, slack)), height * (1 - random.uniform(0, slack))
    seen = view.resize((90, 72), Image.Resampling.BILINEAR, (left, top, right, bottom))
    grain = Image.frombytes("L", (90, 72), random.randbytes(90 * 72))
    return gambar.dhash(Image.blend(seen, grain, 0.03))


def photograph(sent: Sent, subject: Subject, count: int) -> None:
    """Photos taken there and then. Each house has its own look, seen anew each time; EXIF is there in half of the cases."""
    officer, random = sent.officer, sent.officer.random
    view = scene(Random(str(subject.id)))
    for number in range(count):
        original = sha256(random.randbytes(16)).hexdigest()
        attach(sent, original, sha256(original.encode()).hexdigest(), shot(view, random, 0.0), number)
        if random.random() < 0.5:
            place = sent.item["position"]
            exif = {"lat": place["lat"], "lon": place["lon"]} if place["lat"] and random.random() < 0.3 else None
            sent.item["photos"][-1] |= {"taken_at": sent.item["created_at"], "taken_position": exif}
    officer.photos += [
        (p["original_sha256"], *known) for p, known in zip(sent.item["photos"], sent.photos, strict=True)
    ]


def attach(sent: Sent, original: str, digest: str, dhash: str, number: int = 0) -> None:
    """Name a photo in the item, and let the server know it."""
    sent.item["photos"].append(
        {
            "sha256": digest, "original_sha256": original, "name": f"{number + 1}.jpg", "source": "camera", "taken_at": None,
            "taken_position": None,
        }
    )  # fmt: skip
    sent.photos.append((digest, dhash))


def sending(officer: Officer, item: dict[str, Any], saved: datetime) -> Sent:
    """When it arrives: mostly at once, sometimes in the evening, now and then days later."""
    random = officer.random
    chance = random.random()
    delay = random.uniform(5, 300) if chance < 0.75 else random.uniform(1800, 28_800)
    if chance > 0.95:
        delay = random.uniform(43_200, 200_000)
    return Sent(officer, item, saved, saved + timedelta(seconds=delay), late=random.random() < 0.4)


def morning(day: datetime, random: Random) -> datetime:
    """When the first visit begins."""
    return local(datetime.combine(day.date(), time(7, 30))) + timedelta(minutes=random.uniform(0, 150))


def route(officer: Officer, count: int) -> Iterator[tuple[Subject, bool]]:
    """Whom to visit next, and whether it is in the same building as the one before: mostly what is near."""
    random = officer.random
    if random.random() < 0.3:
        block = random.choice(officer.buildings)
        start = random.sample(block, min(len(block), random.randint(2, 4)))
        yield from ((subject, number > 0) for number, subject in enumerate(start))
        count -= len(start)
    here = officer.post
    for _ in range(max(0, count)):
        some = random.sample(officer.register, 8)
        subject = min(some, key=lambda one: (one.lat - here[0]) ** 2 + (one.lon - here[1]) ** 2)
        here = subject.lat, subject.lon
        yield subject, False


def day_of_visits(officer: Officer, day: datetime) -> Iterator[Sent]:
    """The visits of an honest day."""
    random = officer.random
    at, before, fix = morning(day, random), officer.post, None
    for subject, is_neighbour in route(officer, random.randint(3, 8)):
        if random.random() < 0.12:
            subject, is_neighbour = officer.met(at), False
        place = subject.lat, subject.lon
        far = math.dist(before, place) * 111_000
        # 15 to 30 km/h on a motorcycle, then somebody has to come to the door.
        walk = random.uniform(20, 120) if is_neighbour else far / random.uniform(4, 8) + random.uniform(60, 300)
        seconds = int(random.lognormvariate(5.1, 0.5))
        talk = random.uniform(30, 900) if not is_neighbour else random.uniform(30, 420)
        at += timedelta(seconds=walk + talk + seconds)
        repeated = is_neighbour and fix and random.random() < 0.05
        fix = fix if repeated else fix_at(place, random, indoors=is_neighbour)
        before = place
        chance = random.random()
        item = report(officer, subject, at, None if chance < 0.02 else fix, max(18, seconds))
        if chance < 0.02:
            item["position"] |= {"mode": "none", "reason": "Sinyal GPS tidak didapat."}
        elif chance < 0.06:
            # Written at the post, with the post's position.
            written = fix_at(officer.post, random)
            item["position"] |= {"mode": "later", "reason": "Hujan deras.", "lat": written.lat, "lon": written.lon}
        sent = sending(officer, item, at)
        photograph(sent, subject, random.choice((0, 1, 1, 2)))
        yield sent
