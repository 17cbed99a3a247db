"""What a visit means for the register of houses, businesses, figures and places."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.forms.base import Form, SubjectFields
from sambang_digital.repositories import subjek as repository


def visit_of(form: Form, subject_id: UUID, report: dict[str, Any], at: datetime) -> dict[str, Any]:
    """The register's row for the subject of ``report`` (a ``Laporan`` row), holding this one visit.

    A household that declines is known by its report's title alone: also its earlier name is to be forgotten.
    """
    fields = form.subject() or SubjectFields(form.title_text())
    name, address = fields.name[:120], fields.address[:300]
    return {
        "id": subject_id,
        "kind": form.subject_kind,
        "name": name,
        "address": address,
        "words": words(name, address),
        "rt": fields.rt,
        "rw": fields.rw,
        "vulnerable": fields.vulnerable,
        "declined": fields.declined,
        "area_code": report["area_code"],
        "lat": report["lat"],
        "lon": report["lon"],
        "accuracy_m": report["accuracy_m"],
        "created_by": report["author_id"],
        "created_at": at,
        "changed_at": at,
        "last_visit_at": report["captured_at"],
        "visits": 1,
        "removed_at": None,
    }


def words(name: str, address: str) -> str:
    """What the register is searched by."""
    return f"{name} {address}".lower()


async def record(
    session: AsyncSession, visited: Sequence[dict[str, Any]], moved: Collection[UUID], at: datetime
) -> None:
    """Record visits (rows of :func:`visit_of`), and count those of the subjects anew that corrections ``moved`` them to or from.

    Each goes to the entry that stands for it: a phone may not have heard yet that two houses are one.
    """
    homes = await repository.homes(session, {*moved, *(row["id"] for row in visited)})
    for rows in rounds(row | {"id": homes.get(row["id"], row["id"])} for row in visited):
        await repository.record(session, rows)
    if moved:
        await repository.recount(session, {homes.get(id_, id_) for id_ in moved}, at)


def rounds(rows: Iterable[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The rows in as few lists as possible, each sorted by id and naming no subject twice, as one ``INSERT`` demands."""
    lists: list[dict[UUID, dict[str, Any]]] = []
    for row in sorted(rows, key=lambda row: row["last_visit_at"]):
        for taken in lists:
            if row["id"] not in taken:
                taken[row["id"]] = row
                break
        else:
            lists.append({row["id"]: row})
    return [[taken[key] for key in sorted(taken)] for taken in lists]
