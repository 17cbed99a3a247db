"""The people of the demo: command, units, each polsek with its Kanit and officers. The same everywhere but for the password."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.models import Akun, Penugasan, PeranAkun, Satuan, TingkatSatuan, Wilayah
from sambang_digital.repositories import pengaturan
from sambang_digital.repositories import satuan as units
from sambang_digital.repositories import wilayah as villages
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import cari_antrean, sandi
from sambang_digital.services.demo import teks
from sambang_digital.services.waktu import today

OFFICERS = 200
SHOWN = {
    "Karawaci": ("kanit", "petugas", "petugas_dua", "petugas_baru"),
    "Ciledug": ("kanit_ciledug", "petugas_ciledug"),
}
"""Polsek whose people are shown to whoever tries the product: keys of the Kanit, then of the officers in order."""
PUBLISHED = "08100000{:04}"
"""The number of an officer for citizens, of a block that no operator has; every fifth officer published none."""
NEW = "petugas_baru"
"""The one who has to change the password first."""
NEW_TARGET = 3
"""A newcomer begins with less than the others."""
TARGETS = {"Ciledug": 4}
"""Polsek with a target of their own, visits a day."""
SHOWN_VILLAGES = 4
"""Villages of an officer who is shown; the others have one, every fifth of them two."""
RANKS = ("Bripka", "Aipda", "Brigadir", "Aiptu", "Briptu")
BORN = {False: (70, 84), True: (78, 99)}
"""Between which years the leaders and the officers were born: an NRP begins with year and month."""
UNITS = {
    "urbinopsnal": "Kaur Binopsnal",
    "urmintu": "Kaur Mintu",
    "binpolmas": "Kanit Binpolmas",
    "bintibsos": "Kanit Bintibsos",
    "binkamsa": "Kanit Binkamsa",
    "bhabinkamtibmas": "Kanit Bhabinkamtibmas",
}
"""The six units of Satbinmas and their heads."""


@dataclass(frozen=True, slots=True)
class Account:
    """A demo account as shown on the sign-in page. ``key`` names it for tests; unshown ones have no key."""

    key: str
    title: str
    nrp: str
    name: str
    rank: str
    satuan: str
    password: str


@dataclass(frozen=True, slots=True)
class Post:
    """One position to fill: who sits there is decided by the order of posts."""

    role: Peran
    title: str
    rank: str
    satuan: Satuan
    key: str = ""
    areas: tuple[Wilayah, ...] = ()
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a post."""

    post: Post
    actor: Actor

    def account(self, password: str) -> Account:
        """What is shown of them."""
        post, actor = self.post, self.actor
        return Account(post.key, post.title, actor.nrp, actor.name, post.rank, post.satuan.name, password)


async def settle(session: AsyncSession, password: str) -> list[Person]:
    """Create everybody, with their role and villages."""
    password_hash, start = await sandi.make_hash(password), today() - timedelta(days=180)
    posts = list(_posts(await units.everything(session), await villages.everything(session)))
    random = Random("orang")
    rows = [
        Akun(
            nrp=f"{random.randint(*BORN[bool(post.areas)])}{random.randint(1, 12):02}{1000 + number * 7:04}",
            name=name,
            rank=post.rank,
            satuan_id=post.satuan.id,
            unit=post.unit,
            public_phone=PUBLISHED.format(number) if post.areas and number % 5 else None,
            password_hash=password_hash,
            must_change_password=post.key == NEW,
            target_per_day=NEW_TARGET if post.key == NEW else None,
        )
        for number, (post, name) in enumerate(zip(posts, teks.officer_names(random, len(posts)), strict=True))
    ]
    session.add_all(rows)
    await session.flush()
    for row, post in zip(rows, posts, strict=True):
        session.add(PeranAkun(akun_id=row.id, role=post.role))
        session.add_all(Penugasan(akun_id=row.id, area_code=area.code, start=start) for area in post.areas)
    for each in {post.satuan.id: post.satuan for post in posts}.values():
        await _open_to_citizens(session, each)
    await cari_antrean.enqueue_people(session, [row.id for row in rows if row.id])
    return [Person(post, _actor(row, post)) for row, post in zip(rows, posts, strict=True)]


async def _open_to_citizens(session: AsyncSession, satuan: Satuan) -> None:
    """What a polsek tells citizens of itself. Invented, as everything here."""
    if satuan.level == TingkatSatuan.POLSEK:
        place = satuan.name.removeprefix("Polsek ")
        contact = {
            "address": f"Jalan Raya {place} Nomor {satuan.id + 10} (contoh)",
            "phone": f"0215000{satuan.id:04}",
            "posts": [
                f"Pospol Pasar {place}; Jalan Pasar {place} (contoh)",
                f"Posko Terpadu {place}; Kantor kecamatan",
            ],
        }
        for name, value in contact.items():
            await pengaturan.put(session, satuan.id, f"kontak.{name}", value, None)


def _actor(akun: Akun, post: Post) -> Actor:
    return Actor(
        id=akun.id,
        nrp=akun.nrp,
        name=akun.name,
        rank=akun.rank,
        satuan_id=post.satuan.id,
        satuan_name=post.satuan.name,
        satuan_path=post.satuan.path,
        unit=post.unit,
        roles=frozenset({post.role}),
        session_id=0,
    )


def _posts(tree: Sequence[Satuan], areas: Sequence[Wilayah]) -> Iterator[Post]:
    """Command and units first, then each polsek: Kapolsek, Kanit Binmas, officers."""
    (polda,) = (satuan for satuan in tree if satuan.level == TingkatSatuan.POLDA)
    (polres,) = (satuan for satuan in tree if satuan.level == TingkatSatuan.POLRES)
    yield Post(Peran.ADMIN, "Administrator", "Aiptu", polres, "admin")
    yield Post(Peran.KAPOLRES, "Kapolres", "Kombes Pol", polres, "kapolres")
    yield Post(Peran.KASAT, "Kasat Binmas", "AKBP", polres, "kasat")
    yield Post(Peran.STAF_UNIT, "Staf Ditbinmas Polda", "Kompol", polda, "polda")
    for unit, head in UNITS.items():
        key = "kanit_bhabin" if unit == "bhabinkamtibmas" else ""
        yield Post(Peran.KEPALA_UNIT, head, "AKP", polres, key, unit=unit)
        yield Post(Peran.STAF_UNIT, f"Staf {head.partition(' ')[2]}", "Aipda", polres, unit=unit)
    polsek = [satuan for satuan in tree if satuan.level == TingkatSatuan.POLSEK]
    # The last village of each stays without an officer: a gap has to be seen as a gap.
    covered = {each.id: [area for area in areas if area.satuan_id == each.id][:-1] for each in polsek}
    places, all_places = 0, sum(map(len, covered.values()))
    for each in polsek:
        keys = next((keys for place, keys in SHOWN.items() if each.name.endswith(place)), ("",))
        each.target_per_day = next((n for place, n in TARGETS.items() if each.name.endswith(place)), None)
        yield Post(Peran.KAPOLSEK, "Kapolsek", "Kompol", each)
        yield Post(Peran.KANIT_POLSEK, "Kanit Binmas Polsek", "Iptu", each, keys[0])
        before, places = places, places + len(covered[each.id])
        count = OFFICERS * places // all_places - OFFICERS * before // all_places
        for number, (key, mine) in enumerate(_beats(covered[each.id], keys[1:], count)):
            rank = RANKS[number % len(RANKS)]
            yield Post(Peran.BHABINKAMTIBMAS, "Bhabinkamtibmas", rank, each, key, mine)
    # Last: the people before them stay who they are.
    yield Post(Peran.OPERATOR, "Operator Pusat Komando", "Brigadir", polres, "operator")
    yield Post(Peran.PA_SIAGA, "Pa Siaga", "Ipda", polres, "pa_siaga")
    yield Post(Peran.PROPAM, "Sie Propam", "Aiptu", polres, "propam")


def _beats(areas: Sequence[Wilayah], keys: Iterable[str], count: int) -> Iterator[tuple[str, tuple[Wilayah, ...]]]:
    """The villages of each of a polsek's ``count`` officers, with the key of those who are shown; round and round."""
    shown, at = iter(keys), 0
    for number in range(count):
        key = next(shown, "")
        size = SHOWN_VILLAGES if key else 2 if number % 5 == 4 else 1
        yield key, tuple(areas[place % len(areas)] for place in range(at, at + size))
        at += size
