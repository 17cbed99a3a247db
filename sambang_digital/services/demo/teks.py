"""The words of the demo: names of people and places, and what officers write. Everything is invented.

Texts are put together from parts (``data/demo.json``) whose gaps are filled by chance, so that two visits read alike only
where somebody is meant to have copied.
"""

import json
from collections.abc import Callable
from functools import lru_cache
from random import Random
from typing import Any

from sambang_digital.settings import ROOT

FILE = ROOT / "sambang_digital" / "data" / "demo.json"
FEMALE_OFFICERS = 0.12
DECLINED = 0.05
"""Households that do not want to be written down."""


@lru_cache
def words() -> dict[str, Any]:
    """The parts."""
    parts: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return parts


def officer_names(random: Random, count: int) -> list[str]:
    """``count`` different names of people of the police."""
    parts, names = words()["officers"], dict[str, None]()
    while len(names) < count:
        female = random.random() < FEMALE_OFFICERS
        first = random.choice(parts["female" if female else "male"])
        last = random.choice(parts["last_female" if female and random.random() < 0.6 else "last"])
        names[f"{first} {last}"] = None
    return list(names)


GAPS: dict[str, Callable[[Random], str]] = {
    "man": lambda random: random.choice(words()["citizens"]["male"]),
    "woman": lambda random: random.choice(words()["citizens"]["female"]),
    "child": lambda random: random.choice(words()["citizens"]["children"]),
    "ulama": lambda random: random.choice(words()["citizens"]["ulama"]),
    "last": lambda random: random.choice(words()["officers"]["last"]),
    "lane": lambda random: random.choice(words()["lanes"]),
    "day": lambda random: random.choice(words()["days"]),
    "n": lambda random: str(random.randint(10, 45)),
    "n2": lambda random: str(random.randint(2, 6)),
    "hour": lambda random: str(random.randint(19, 23)),
}
"""What chance puts into a gap."""


class Gaps:
    """What may stand in the gaps of a text: what is ``known``, else something of :data:`GAPS`, chosen when it is asked for."""

    def __init__(self, random: Random, known: dict[str, str]) -> None:
        self._random, self._known = random, known

    def fill(self, template: str) -> str:
        """The text with its gaps filled, beginning with a capital."""
        text = template.format_map(self)
        return text[:1].upper() + text[1:]

    def __getitem__(self, name: str) -> str:
        return self._known.get(name) or GAPS[name](self._random)


Fields = dict[str, Any]


def _household(random: Random, gaps: Gaps) -> tuple[str, Fields]:
    parts = words()["citizens"]
    if random.random() < DECLINED:
        return "", {"consent": "declined"}
    gender = "male" if random.random() < 0.82 else "female"
    name = str(random.choice(parts[gender]))
    born = f"{random.randint(1948, 1998)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
    head = {
        "gender": gender,
        "birth_place": random.choice(parts["birth_places"]),
        "birth_date": born,
        "occupation": random.choice(parts["occupations"]),
    }
    members = [{"name": gaps["woman"], "relation": "spouse", "gender": "female"}] if gender == "male" else []
    members += [
        {"name": gaps["child"], "relation": "child", "work_status": random.choice(("studying", "studying", "working"))}
        for _ in range(random.randint(0, 3))
    ]
    return name, {"consent": "given", "name": name, "head": head, "members": members}


def _business(random: Random, gaps: Gaps) -> tuple[str, Fields]:
    template, type_ = random.choice(words()["businesses"])
    name = gaps.fill(template)
    cctv = random.random() < 0.4
    return name, {
        "name": name,
        "business_type": type_,
        "business": {"hours": f"{random.randint(6, 9):02}.00–{random.randint(17, 22)}.00", "employees": random.randint(1, 14)},
        "manager": {"name": gaps["man"], "position": "Pemilik"},
        "protection": {"cctv": cctv} | ({"cameras": random.randint(1, 6)} if cctv else {}),
    }  # fmt: skip


def _figure(random: Random, gaps: Gaps) -> tuple[str, Fields]:
    template, type_, position = random.choice(words()["figures"])
    name = gaps.fill(template)
    return name, {"name": name, "figure_type": type_, "position": gaps.fill(position)}


def _place(random: Random, gaps: Gaps) -> tuple[str, Fields]:
    template, type_ = random.choice(words()["places"])
    name = gaps.fill(template)
    return name, {"name": name, "place_type": type_}


SUBJECTS = {
    "sambang_warga": (_household, 66),
    "sambang_usaha": (_business, 16),
    "sambang_tempat": (_place, 11),
    "sambang_tokoh": (_figure, 7),
}
"""How whom an officer visits is made up for each kind of report, and how often of a hundred."""


def subject(random: Random, known: dict[str, str], kind: str | None = None) -> tuple[str, str, Fields]:
    """Somebody to visit: kind of report (by chance if none is given), name (empty if they declined), and the fields of
    the form that stay."""
    kind = kind or random.choices(list(SUBJECTS), [weight for _, weight in SUBJECTS.values()])[0]
    name, fields = SUBJECTS[kind][0](random, Gaps(random, known))
    return kind, name, fields


def sentence(random: Random, known: dict[str, str], part: str) -> str:
    """One sentence of a note: its ``opening``, an ``observation`` or its ``closing``."""
    return Gaps(random, known).fill(random.choice(words()["notes"][part]))


def result(random: Random, known: dict[str, str]) -> Fields:
    """What an officer writes about one visit: mostly all is well, sometimes something is to be watched or done."""
    parts, gaps = words(), Gaps(random, known)
    notes = " ".join(sentence(random, known, part) for part in ("opening", "observation", "closing"))
    found: Fields = {"situation": "safe", "notes": notes}
    chance = random.random()
    if chance < 0.38:
        theme = random.choice(parts["themes"])
        if chance < 0.24:
            found["situation"] = "troubled" if chance < 0.07 else "watch"
            found["situation_note"] = gaps.fill(random.choice(theme["situation"]))
        found["concerns"] = [{"topic": theme["topic"], "description": gaps.fill(random.choice(theme["concern"]))}]
        found["follow_up"] = {"action": theme["action"], "note": gaps.fill(random.choice(theme["plan"]))}
        found["counselling"] = [{"topic": theme["counselling"]}]
    elif chance < 0.7:
        found["counselling"] = [{"topic": random.choice(parts["counselling"])}]
    if random.random() < 0.25:
        found["accompanied_by"] = random.sample(("babinsa", "rt_rw", "village_head"), random.choice((1, 1, 2)))
    return found
