"""Demo data: a Polres that is alive at first start. The same people and places everywhere; only the password differs.

Loaded into an empty database in demo mode alone (loopback). The password is random for each installation and lies in
``DATA_DIR/demo-accounts.json``, readable by the owner of the installation only.
"""

import json
import os
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.db import dispose, transaction
from sambang_digital.models import Akun, Penugasan, PeranAkun, Satuan, TingkatSatuan, Wilayah
from sambang_digital.repositories import akun as people
from sambang_digital.repositories import satuan as units
from sambang_digital.repositories import wilayah as villages
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran
from sambang_digital.services import demo_kunjungan, sandi
from sambang_digital.services.demo_kunjungan import Beat
from sambang_digital.services.satuan import install as install_units
from sambang_digital.settings import get_settings

SHOWN = {
    "Karawaci": ("kanit", "petugas", "petugas_dua", "petugas_baru"),
    "Ciledug": ("kanit_ciledug", "petugas_ciledug"),
}
"""Polsek whose people are shown to whoever tries the product: keys of the Kanit, then of the officers in order."""
NEW = "petugas_baru"
"""The one who has to change the password first."""
VISITS = {"petugas": 26, "petugas_dua": 14, "petugas_ciledug": 8}
"""How many visits each of them has made already."""
VILLAGES_EACH = 4
RANKS = ("Bripka", "Aipda", "Brigadir", "Aiptu")
FIRST = (
    "Agus", "Sri", "Budi", "Dewi", "Hendra", "Ratna", "Joko", "Siti", "Rizky", "Wahyu", "Fitri", "Dedi", "Yuliana",
    "Bambang", "Eko", "Nurul", "Arif", "Maya", "Slamet", "Indra", "Lestari", "Ahmad", "Teguh", "Putri",
)  # fmt: skip
LAST = (
    "Setiawan", "Santoso", "Gunawan", "Pratama", "Kurniawan", "Hidayat", "Saputra", "Maulana", "Permana", "Nugroho",
    "Siregar", "Firmansyah", "Purnomo", "Ramadhan", "Wibowo", "Nasution", "Susanto", "Suryadi", "Hakim",
)  # fmt: skip


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


def person(number: int) -> str:
    """The ``number``-th name; 24 × 19 differ."""
    return f"{FIRST[number % len(FIRST)]} {LAST[(number * 5 + number // len(FIRST)) % len(LAST)]}"


def accounts_file() -> Path:
    """Where the accounts of this installation are kept."""
    return get_settings().data_dir / "demo-accounts.json"


def accounts() -> list[Account]:
    """The accounts shown to whoever tries the product; empty unless demo data were loaded."""
    try:
        return [Account(**row) for row in json.loads(accounts_file().read_text())]
    except FileNotFoundError:
        return []


async def load(password: str | None = None) -> bool:
    """Fill an empty database; returns whether it was empty. Without ``password`` a random one is made."""
    password = password or f"sambang-{secrets.token_hex(4)}"
    try:
        async with transaction() as session:
            if await people.exists(session):
                return False
            await install_units(session)
            staff = await _staff(session, password)
        await demo_kunjungan.load(
            [
                Beat(officer.actor, officer.areas, VISITS[officer.post.key])
                for officer in staff
                if officer.post.key in VISITS
            ],
            {one.post.satuan.id: one.actor for one in staff if one.post.role is Peran.KANIT_POLSEK},
        )
        # Last: the file says that everything is there.
        _keep([one.account(password) for one in staff if one.post.key])
        return True
    finally:
        await dispose()


def _keep(shown: Sequence[Account]) -> None:
    path = accounts_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    # Created with its final mode: it holds passwords from the first byte on.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump([asdict(account) for account in shown], file, ensure_ascii=False, indent=1)


@dataclass(frozen=True, slots=True)
class Post:
    """One position to fill: who sits there is decided by the order of posts."""

    role: Peran
    title: str
    rank: str
    satuan: Satuan
    key: str = ""
    areas: tuple[Wilayah, ...] = ()
    must_change: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody on a post."""

    post: Post
    actor: Actor

    @property
    def areas(self) -> tuple[Wilayah, ...]:
        """The villages they answer for."""
        return self.post.areas

    def account(self, password: str) -> Account:
        """What is shown of them."""
        post, actor = self.post, self.actor
        return Account(post.key, post.title, actor.nrp, actor.name, post.rank, post.satuan.name, password)


async def _staff(session: AsyncSession, password: str) -> list[Person]:
    """Create everybody, with their role and villages."""
    password_hash = await sandi.make_hash(password)
    staff, start = [], date.today() - timedelta(days=180)
    posts = _posts(await units.everything(session), await villages.everything(session))
    for number, post in enumerate(posts):
        nrp = f"{70 + number % 30}{1 + number % 12:02}{1000 + number * 7:04}"
        akun = Akun(
            nrp=nrp,
            name=person(number),
            rank=post.rank,
            satuan_id=post.satuan.id,
            password_hash=password_hash,
            must_change_password=post.must_change,
        )
        session.add(akun)
        await session.flush()
        session.add(PeranAkun(akun_id=akun.id, role=post.role))
        session.add_all(Penugasan(akun_id=akun.id, area_code=area.code, start=start) for area in post.areas)
        actor = Actor(
            id=akun.id,
            nrp=nrp,
            name=akun.name,
            rank=akun.rank,
            satuan_id=post.satuan.id,
            satuan_name=post.satuan.name,
            satuan_path=post.satuan.path,
            unit=None,
            roles=frozenset({post.role}),
            session_id=0,
        )
        staff.append(Person(post, actor))
    return staff


def _posts(tree: Sequence[Satuan], areas: Sequence[Wilayah]) -> Iterator[Post]:
    """Command first, then each polsek: its Kanit Binmas and officers with a few villages each."""
    (polres,) = (satuan for satuan in tree if satuan.level == TingkatSatuan.POLRES)
    yield Post(Peran.ADMIN, "Administrator", "Aiptu", polres, "admin")
    yield Post(Peran.KAPOLRES, "Kapolres", "Kombes Pol", polres, "kapolres")
    yield Post(Peran.KASAT, "Kasat Binmas", "AKBP", polres, "kasat")
    for polsek in (satuan for satuan in tree if satuan.level == TingkatSatuan.POLSEK):
        keys = iter(next((keys for place, keys in SHOWN.items() if polsek.name.endswith(place)), ()))
        yield Post(Peran.KANIT_POLSEK, "Kanit Binmas Polsek", "Iptu", polsek, next(keys, ""))
        # The last village stays without an officer: a gap has to be seen as a gap.
        covered = [area for area in areas if area.satuan_id == polsek.id][:-1]
        for number, first in enumerate(range(0, len(covered), VILLAGES_EACH)):
            key = next(keys, "")
            batch = tuple(covered[first : first + VILLAGES_EACH])
            rank = RANKS[number % len(RANKS)]
            yield Post(Peran.BHABINKAMTIBMAS, "Bhabinkamtibmas", rank, polsek, key, batch, must_change=key == NEW)
