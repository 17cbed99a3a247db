"""Six ways to fabricate visits. Nobody cheats all the time: these are the bad days of officers who also work honestly."""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from sambang_digital.services.demo import teks
from sambang_digital.services.demo.tempat import Subject, moved
from sambang_digital.services.simulasi import jujur
from sambang_digital.services.simulasi.dunia import Officer
from sambang_digital.services.simulasi.jujur import SHORT, Sent, attach, day_of_visits, fix_at, morning, report, sending

Cheat = Callable[[Officer, datetime, Sequence[Officer]], Iterator[Sent]]
CHEATS: dict[str, Cheat] = {}
TITLES = {
    "borongan": "Mengisi borongan",
    "salin_teks": "Menyalin uraian",
    "foto_daur_ulang": "Foto daur ulang",
    "teleportasi": "Teleportasi",
    "duduk": "Duduk di satu tempat",
    "posisi_palsu": "Posisi palsu atau asing",
}


def cheat(name: str) -> Callable[[Cheat], Cheat]:
    """Register a way to fabricate a day of visits."""

    def register(function: Cheat) -> Cheat:
        CHEATS[name] = function
        return function

    return register


def _whom(officer: Officer, at: datetime, *, new: float) -> Subject:
    """Somebody from the register, or made up; the register is the shorter way."""
    return officer.met(at) if officer.random.random() < new else officer.random.choice(officer.register)


def _fabricated(officer: Officer, item: dict[str, Any], at: datetime) -> Sent:
    sent = sending(officer, item, at)
    sent.cheat = officer.cheat
    return sent


def _short(item: dict[str, Any], random: Random) -> None:
    item["body"]["result"] = {"situation": "safe", "notes": random.choice(SHORT)}


@cheat("borongan")
def bulk(officer: Officer, day: datetime, _: Sequence[Officer]) -> Iterator[Sent]:
    """The week's target in one go, at the post in the evening: a form in less than a minute, then the next."""
    random, at = officer.random, morning(day, officer.random) + timedelta(hours=random_hours(officer))
    for _number in range(random.randint(7, 15)):
        seconds = random.randint(14, 55)
        at += timedelta(seconds=seconds + random.uniform(5, 35))
        item = report(officer, _whom(officer, at, new=0.25), at, fix_at(officer.post, random), seconds)
        _short(item, random)
        yield _fabricated(officer, item, at)


def random_hours(officer: Officer) -> float:
    """How long after the morning."""
    return officer.random.uniform(2, 12)


@cheat("salin_teks")
def copied_text(officer: Officer, day: datetime, _: Sequence[Officer]) -> Iterator[Sent]:
    """Goes from door to door without knocking, and pastes what was written before, with a few words changed."""
    random, texts = officer.random, list(officer.texts)
    sources = [str(text["notes"]) for text in texts if len(str(text["notes"])) > 90]
    for sent in day_of_visits(officer, day):
        if sources:
            sent.item["body"]["result"] = {"situation": "safe", "notes": _edited(random.choice(sources), random)}
            sent.cheat = officer.cheat
        yield sent
    # What the day would have said was never sent; without anything to copy it was honest.
    officer.texts = texts if sources else officer.texts


def _edited(text: str, random: Random) -> str:
    """Other numbers, and a word or two of others."""
    text = re.sub(r"\d+", lambda _: str(random.randint(1, 60)), text)
    words = text.split()
    for _ in range(random.randint(0, 2)):
        words[random.randrange(len(words))] = random.choice(teks.words()["citizens"]["male"]).split()[0]
    return " ".join(words)


@cheat("foto_daur_ulang")
def recycled_photos(officer: Officer, day: datetime, colleagues: Sequence[Officer]) -> Iterator[Sent]:
    """Passes by the houses and attaches an old photo: the same file, saved again, cut a little, or a colleague's."""
    random, photos = officer.random, list(officer.photos)
    others = [photo for other in colleagues if other is not officer for photo in other.photos]
    for sent in day_of_visits(officer, day):
        if photos:
            is_theirs = bool(others) and random.random() < 0.12
            original, digest, dhash = random.choice(others if is_theirs else photos)
            sent.item["photos"], sent.photos, sent.cheat = [], [], officer.cheat
            chance = random.random()
            if not is_theirs and chance < 0.45:
                attach(sent, original, digest, dhash)
            else:
                # Sent on by chat, saved again, or cut: another file each time.
                most = 1 if is_theirs else 2 if chance < 0.8 else 5
                attach(sent, _fresh(random), _fresh(random), _again(dhash, random, most))
        yield sent
    # What the day would have shown was never taken; without anything to use again it was honest.
    officer.photos = photos or officer.photos


def _fresh(random: Random) -> str:
    return sha256(random.randbytes(16)).hexdigest()


def _again(dhash: str, random: Random, most: int) -> str:
    """The hash of the picture saved again: up to ``most`` bits differ (one after compression, more after a cut of two percent)."""
    bits = int(dhash, 16)
    for bit in random.sample(range(64), random.randint(0, most)):
        bits ^= 1 << bit
    return f"{bits:016x}"


@cheat("teleportasi")
def teleporting(officer: Officer, day: datetime, _: Sequence[Officer]) -> Iterator[Sent]:
    """An app moves the phone from village to village, kilometres at a time, while forms are filled at a desk."""
    random, at = officer.random, morning(day, officer.random) + timedelta(hours=random_hours(officer))
    here = officer.post
    for _number in range(random.randint(6, 12)):
        subject = random.choice([one for one in officer.register if _km(here, (one.lat, one.lon)) >= 3])
        here = subject.lat, subject.lon
        seconds = random.randint(18, 60)
        at += timedelta(seconds=seconds + random.uniform(4, 20))
        item = report(officer, subject, at, fix_at(here, random), seconds)
        _short(item, random)
        yield _fabricated(officer, item, at)


def _km(here: tuple[float, float], there: tuple[float, float]) -> float:
    return float(((here[0] - there[0]) ** 2 + (here[1] - there[1]) ** 2) ** 0.5 * 111)


@cheat("duduk")
def sitting(officer: Officer, day: datetime, _: Sequence[Officer]) -> Iterator[Sent]:
    """A day at the stall: every now and then a house from the register is 'visited'. Indoors a phone at rest often tells the
    very same place again."""
    random, at = officer.random, morning(day, officer.random)
    stall = moved(*officer.post, random.uniform(-300, 300), random.uniform(-300, 300))
    fix = fix_at(stall, random, indoors=True)
    for _number in range(random.randint(6, 12)):
        at += timedelta(minutes=random.uniform(8, 45))
        fix = fix if random.random() < 0.5 else fix_at(stall, random, indoors=True)
        item = report(officer, _whom(officer, at, new=0.1), at, fix, random.randint(30, 240))
        yield _fabricated(officer, item, at)


@cheat("posisi_palsu")
def faked_position(officer: Officer, day: datetime, _: Sequence[Officer]) -> Iterator[Sent]:
    """From home, which lies in another town; or with an app that holds the phone at one pin in the village."""
    random, at = officer.random, morning(day, officer.random)
    pinned = random.random() < 0.5
    where = moved(*officer.post, random.choice((-1, 1)) * random.uniform(9_000, 40_000), random.uniform(-9_000, 9_000))
    pin = moved(*officer.post, random.uniform(-400, 400), random.uniform(-400, 400))
    for _number in range(random.randint(4, 9)):
        at += timedelta(minutes=random.uniform(6, 40))
        fix = jujur.Fix(*pin, 5.0) if pinned else fix_at(where, random)
        item = report(officer, _whom(officer, at, new=0.3), at, fix, random.randint(40, 300))
        yield _fabricated(officer, item, at)
