"""Looking at the audit trail: who did what, and whether the chain is being sealed. Looking is itself recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.repositories import audit as repository
from sambang_digital.repositories.audit import AuditFilter
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Permission
from sambang_digital.services import audit
from sambang_digital.services.audit import Aksi

__all__ = ["PAGE", "AuditFilter", "Chain", "Deed", "chain", "look", "title_of"]

PAGE = 50
SHOWN = 120
"""Letters of a deed's details."""


WORDS = {
    "revision": "versi",
    "state": "status",
    "known": "perangkat dikenal",
    "filters": "saringan",
    "areas": "batas wilayah",
    "ended": "sesi diakhiri",
    "items": "laporan",
    "akun_id": "akun",
    "code": "kode",
    "key": "pengaturan",
    "value": "nilai",
    "roles": "peran",
    "kind": "jenis",
    "until": "sampai",
    "count": "jumlah",
    "media": "berkas",
    "before": "sebelum",
    "after": "sesudah",
}
"""How the names of details read; one that is missing is shown as it is."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One row. ``person`` and ``nrp`` are empty for the system itself; ``place`` is None until it is sealed."""

    id: int
    at: datetime
    person: str
    nrp: str
    action: str
    object_type: str
    object_id: str
    details: str
    place: int | None


@dataclass(frozen=True, slots=True)
class Chain:
    """Length and last hash of the chain, how many rows wait for their seal, and the last day whose head was signed."""

    place: int
    hash: str
    unsealed: int
    day: date | None
    exported: bool


def title_of(action: str) -> str:
    """A deed as people read it: ``akun.sandi_diganti`` is *Akun: sandi diganti*."""
    subject, _, deed = action.partition(".")
    return f"{subject.capitalize()}: {deed.replace('_', ' ')}"


async def look(session: AsyncSession, actor: Actor, wanted: AuditFilter) -> list[Deed]:
    """One page (:data:`PAGE` rows and one more, if there are more) of what this person may see, the newest first."""
    actor.require(Permission.AUDIT_READ)
    rows = await repository.page(session, actor, wanted, PAGE + 1)
    deeds = [
        Deed(
            id=row.id,
            at=row.at,
            person=row.person or "",
            nrp=row.nrp or "",
            action=row.action,
            object_type=row.object_type,
            object_id=row.object_id,
            details=_details(row.data),
            place=row.place,
        )
        for row in rows
    ]
    filters = [name for name in ("person", "action", "object_id", "since", "until") if getattr(wanted, name)]
    if not wanted.before:
        await audit.record(session, actor, Aksi.AUDIT_DIBUKA, filters=filters)
    return deeds


async def chain(session: AsyncSession, actor: Actor) -> Chain:
    """How the chain stands."""
    actor.require(Permission.AUDIT_READ)
    last = await repository.last_sealed(session)
    unsealed, _ = await repository.count_unsealed(session)
    heads = await repository.heads(session)
    return Chain(
        place=last.place if last else 0,
        hash=last.hash.hex() if last else "",
        unsealed=unsealed,
        day=heads[-1].day if heads else None,
        exported=bool(heads and heads[-1].exported_at),
    )


def _details(data: dict[str, object]) -> str:
    said = ", ".join(
        f"{WORDS.get(name, name)}: {_short(value)}" for name, value in data.items() if value not in ("", None, [], {})
    )
    return said if len(said) <= SHOWN else f"{said[: SHOWN - 1]}…"


def _short(value: object) -> str:
    """A list by its length, a hash by its beginning."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        plain = all(isinstance(one, str | int) for one in value)
        return "/".join(map(str, value)) if plain and len(value) <= 6 else f"{len(value)} butir"
    if isinstance(value, bool):
        return "ya" if value else "tidak"
    text = str(value)
    return f"{text[:12]}…" if len(text) == 64 else text
