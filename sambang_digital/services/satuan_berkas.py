"""A file that brings another Polres or Polda: its units and villages, checked as a whole before anything changes.

The form is that of ``sambang_digital/data/satuan.json`` (see ``docs/wilayah.md``) with an optional list ``wilayah``. Every fault names its
entry, in Indonesian.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sambang_digital.forms.messages import field_errors
from sambang_digital.models import Satuan, TingkatSatuan, Wilayah
from sambang_digital.services.wilayah_berkas import INDONESIA, BerkasError

MAX_BYTES = 20_000_000
WEST, SOUTH, EAST, NORTH = INDONESIA
M = TypeVar("M", bound=BaseModel)
Kecamatan = Annotated[str, Field(pattern=r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}$")]


class Unit(BaseModel):
    """A police unit. ``kecamatan`` (Kemendagri codes) are its own; ``perlu_dipastikan`` are given to it by a guess."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(min_length=2, max_length=32, pattern=r"^[A-Z0-9][A-Z0-9-]+$")]
    name: Annotated[str, Field(min_length=2, max_length=120)]
    level: TingkatSatuan
    parent: str | None
    kecamatan: list[Kecamatan] = []
    perlu_dipastikan: list[Kecamatan] = []


class Desa(BaseModel):
    """A kelurahan or desa with its middle (degrees) and area (km²), from which its approximate cell is computed."""

    model_config = ConfigDict(extra="forbid")

    code: Annotated[str, Field(pattern=r"^[0-9]{2}\.[0-9]{2}\.[0-9]{2}\.[0-9]{4}$")]
    name: Annotated[str, Field(min_length=2, max_length=80)]
    kind: Literal["kelurahan", "desa"]
    kecamatan_code: Kecamatan
    kecamatan: Annotated[str, Field(min_length=2, max_length=80)]
    kabkota: Annotated[str, Field(min_length=2, max_length=80)]
    lat: Annotated[float, Field(ge=SOUTH, le=NORTH)]
    lon: Annotated[float, Field(ge=WEST, le=EAST)]
    area_km2: Annotated[float, Field(gt=0, le=10_000)]


@dataclass(frozen=True, slots=True)
class Isi:
    """A file that passed."""

    units: list[Unit]
    villages: list[Desa]


def parse(path: Path) -> tuple[list[tuple[int, Any]], list[tuple[int, Any]]]:
    """The entries of a file with their places, unchecked. Raises :class:`BerkasError`."""
    try:
        raw = path.read_bytes()
        content = json.loads(raw) if len(raw) <= MAX_BYTES else None
    except OSError as error:
        raise BerkasError([f"Berkas {path} tidak dapat dibaca: {error.strerror}."]) from error
    except (UnicodeDecodeError, RecursionError, json.JSONDecodeError) as error:
        raise BerkasError(["Bukan JSON yang benar."]) from error
    if not isinstance(content, dict) or not isinstance(content.get("satuan"), list) or not content["satuan"]:
        raise BerkasError(["Harus berisi daftar 'satuan' dengan paling sedikit satu satuan."])
    villages = content.get("wilayah", [])
    if not isinstance(villages, list):
        raise BerkasError(["'wilayah' harus berupa daftar."])
    return list(enumerate(content["satuan"], 1)), list(enumerate(villages, 1))


def read(path: Path, present: Mapping[str, Satuan], known: Sequence[Wilayah]) -> Isi:
    """Read and check a file against the units and villages that are there; :class:`BerkasError` refuses it whole."""
    units, villages = parse(path)
    faults: list[str] = []
    made = [unit for unit in (_model(Unit, "Satuan", *entry, faults) for entry in units) if unit]
    desa = [one for one in (_model(Desa, "Wilayah", *entry, faults) for entry in villages) if one]
    if not faults:
        faults = [*_tree_faults(made, present), *_village_faults(desa), *_kecamatan_faults(made, desa, present, known)]
    if faults:
        raise BerkasError(faults)
    return Isi(made, desa)


def _model(model: type[M], what: str, place: int, entry: Any, faults: list[str]) -> M | None:
    try:
        return model.model_validate(entry)
    except ValidationError as error:
        name = str(entry.get("code", ""))[:40] if isinstance(entry, dict) else ""
        for fault in field_errors(error.errors()):
            faults.append(f"{what} ke-{place} {name or 'tanpa kode'}: {fault['field'] or 'isi'}: {fault['message']}")
        return None


def _twice(codes: Iterable[str], what: str) -> list[str]:
    seen: set[str] = set()
    return [f"{what} {code} tercantum dua kali." for code in codes if code in seen or seen.add(code)]  # type: ignore[func-returns-value]


def _tree_faults(units: Sequence[Unit], present: Mapping[str, Satuan]) -> list[str]:
    order = list(TingkatSatuan)
    faults = _twice((unit.code for unit in units), "Satuan")
    levels = {code: TingkatSatuan(row.level) for code, row in present.items()}
    for unit in units:
        above = levels.get(unit.parent or "")
        if unit.parent and above is None:
            faults.append(f"Satuan {unit.code}: induk {unit.parent} tidak ada. Induk harus tercantum lebih dahulu.")
        if above and order.index(above) >= order.index(unit.level):
            faults.append(f"Satuan {unit.code}: {unit.level.title()} tidak dapat berada di bawah {above.title()}.")
        if unit.code in present and present[unit.code].level != unit.level:
            faults.append(f"Satuan {unit.code} sudah ada sebagai {present[unit.code].level.title()}.")
        levels.setdefault(unit.code, unit.level)
    return faults


def _village_faults(villages: Sequence[Desa]) -> list[str]:
    return [
        *_twice((one.code for one in villages), "Wilayah"),
        *[
            f"Wilayah {one.code}: kode kecamatan seharusnya {one.code[:8]}."
            for one in villages
            if one.kecamatan_code != one.code[:8]
        ],
    ]


def _kecamatan_faults(
    units: Sequence[Unit], villages: Sequence[Desa], present: Mapping[str, Satuan], known: Sequence[Wilayah]
) -> list[str]:
    there = {one.kecamatan_code for one in villages} | {row.kecamatan_code for row in known}
    code_of = {row.id: code for code, row in present.items()}
    held = {row.kecamatan_code: code_of.get(row.satuan_id, "") for row in known if row.satuan_id is not None}
    faults = _twice((code for unit in units for code in (*unit.kecamatan, *unit.perlu_dipastikan)), "Kecamatan")
    for unit in units:
        for code in (*unit.kecamatan, *unit.perlu_dipastikan):
            if code not in there:
                faults.append(f"Satuan {unit.code}: kecamatan {code} tidak mempunyai satu pun wilayah.")
            elif held.get(code, unit.code) != unit.code:
                faults.append(f"Satuan {unit.code}: kecamatan {code} sudah dipegang {held[code]}.")
    return faults
