"""Problem solving in the demo: disputes with their letters and signatures, other problems, and cases handed on, of which the Kasat
has answered some."""

from collections.abc import Sequence
from math import pi, sin
from random import Random
from typing import Any

from sambang_digital.db import transaction
from sambang_digital.forms.fields import INK_SIZE
from sambang_digital.forms.pemecahan_masalah import PemecahanMasalah
from sambang_digital.security.permissions import Peran
from sambang_digital.services import eskalasi
from sambang_digital.services.demo.laporan import Scene, written
from sambang_digital.services.demo.orang import Person
from sambang_digital.services.demo.teks import words
from sambang_digital.services.eskalasi import CaseFilter, Deed
from sambang_digital.services.waktu import day_of

Body = dict[str, Any]
OCCUPATIONS = ("Pedagang", "Karyawan swasta", "Buruh", "Sopir", "Wiraswasta")


def ink(name: str) -> str:
    """A signature as a hand might draw it: loops that grow smaller, and a stroke below; the same for the same name."""
    random, (width, height) = Random(name), INK_SIZE
    loops, phase, slant = random.randint(4, 7), random.uniform(0, pi), random.uniform(30, 60)
    points = []
    for step in range(64):
        turn = 2 * pi * loops * step / 64 + phase
        x = 70 + step * (width - 190) / 64 + slant * sin(turn + pi / 2)
        y = height / 2 + (95 - step) * sin(turn) * random.uniform(0.9, 1.0)
        points.append(f"{min(width, max(0, round(x)))} {min(height, max(0, round(y)))}")
    return f"M{' '.join(points)}M90 {random.randint(225, 250)} {width - 80} {random.randint(205, 235)}"


def _signed(role: str, name: str) -> Body:
    return {"role": role, "name": name, "typed": False, "ink": ink(name)}


def _party(scene: Scene, gender: str) -> Body:
    random = scene.random
    return {
        "name": f"{scene.gaps['man' if gender == 'male' else 'woman']} {scene.gaps['last']}",
        "gender": gender,
        "age": random.randint(24, 66),
        "occupation": random.choice(OCCUPATIONS),
        "address": f"{scene.lane.name} RT {scene.lane.rt}/RW {scene.lane.rw}",
    }


def _dispute(scene: Scene) -> Body:
    told, officer = scene.random.choice(scene.parts["disputes"]), scene.officer
    first, second = _party(scene, "male"), _party(scene, scene.random.choice(("male", "female")))
    witness, name = scene.gaps["man"], " ".join(filter(None, (officer.rank, officer.name)))
    body = {
        "bentuk": "sengketa",
        "name": told["name"],
        "place": scene.lane.name,
        "first_party": [first],
        "second_party": [second],
        "witnesses": [{"name": witness, "relation": f"Ketua RT {scene.lane.rt}"}],
        "chronology": scene.fill(told["chronology"]),
        "mediation": {
            "day": day_of(scene.moment).isoformat(),
            "time": "19:30",
            "place": f"Balai warga RW {scene.lane.rw}",
            "mediator": name,
            "attended_by": ["rt_rw"],
        },
    }
    if scene.random.random() < 0.3:
        return body | {"outcome": "pending", "outcome_note": scene.gaps.fill(told["pending"])}
    points = [*(scene.gaps.fill(text) for text in told["points"]), scene.parts["reached"]]
    people = (
        ("first_party", first["name"]),
        ("second_party", second["name"]),
        ("witnesses", witness),
        ("officer", name),
    )
    agreement = {"points": [{"text": text} for text in points], "signing": "screen"}
    return body | {"outcome": "agreed", "agreement": agreement | {"signatures": [_signed(*one) for one in people]}}


def _other(scene: Scene) -> Body:
    told = scene.random.choice(scene.parts["problems"])
    filled = {"problem": scene.fill(told["problem"]), "action": scene.gaps.fill(told["action"])}
    return {"bentuk": "non_sengketa", "place": scene.lane.name, **told, **filled}


def _case(scene: Scene) -> Body:
    told = scene.random.choice(scene.parts["cases"])
    return {"bentuk": "eskalasi", "place": scene.lane.name, **told, "description": scene.fill(told["description"])}


@written(PemecahanMasalah.kind, weekly=0.15)
def problem(scene: Scene) -> Body:
    """One of the three forms."""
    return scene.random.choice((_dispute, _dispute, _other, _case))(scene)


async def answer(staff: Sequence[Person]) -> int:
    """Of every three cases that came, the Kasat closes the first and takes on the second; returns how many were answered."""
    (kasat,) = (one.actor for one in staff if one.post.role is Peran.KASAT)
    said, answered = words()[PemecahanMasalah.kind], 0
    async with transaction() as session:
        waiting = await eskalasi.cases(session, kasat, CaseFilter(), oldest_first=True)
        for number, case in enumerate(waiting):
            deeds = (
                ((Deed.TERIMA, said["accepted"]), (Deed.SELESAI, said["done"])),
                ((Deed.TERIMA, said["accepted"]),),
                (),
            )
            for deed, note in deeds[number % 3]:
                await eskalasi.act(session, kasat, case.id, deed, note)
            answered += bool(deeds[number % 3])
    return answered
