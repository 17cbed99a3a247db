"""Outlines of the villages for everybody's phone: drawn on the map on which a citizen shows where it was, and enough to say
which village a place lies in. Small, whatever boundaries were imported; the server itself goes by the exact ones.
"""

import asyncio
import gzip
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import orjson
import shapely
from shapely import MultiPolygon
from sqlalchemy.ext.asyncio import AsyncSession

from sambang_digital.services import wilayah
from sambang_digital.services.geometri import GRID
from sambang_digital.services.wilayah import CRACK_M, Area, Villages

MOST_BYTES = 60_000
"""Of all outlines together, compressed."""
COARSENESS = (0, 1, 2, 4, 8, 16, 32)
"""How much finer detail than this is left out, in steps of the grid (1.1 m): the first that is small enough."""
GRID_M = 1.1
DEGREE_STEPS = round(1 / GRID)


@dataclass(frozen=True, slots=True)
class Outlines:
    """``version`` changes with the boundaries; ``body`` is JSON."""

    version: str
    body: bytes


_made: WeakKeyDictionary[Villages, Outlines] = WeakKeyDictionary()
_making = asyncio.Lock()


async def outlines(session: AsyncSession) -> Outlines:
    """All villages, from memory while nothing has changed.

    JSON: ``step`` (degrees), ``crack_m`` (metres: gaps up to this belong to the nearest village), ``areas``: ``code``, ``name``,
    ``kecamatan``, ``approximate``, ``middle`` (a point inside) and ``rings``, both in steps, east before north; a ring is its first
    corner and then the way from each corner to the next, flat; holes are rings like others.
    """
    known = await wilayah.villages(session)
    if known not in _made:
        async with _making:
            if known not in _made:
                _made[known] = await asyncio.to_thread(make, known)
    return _made[known]


def make(villages: Villages, most: int = MOST_BYTES) -> Outlines:
    """The outlines of these villages in at most so many bytes, compressed, or as coarse as we make them."""
    shapes = np.array([area.boundary for area in villages.areas], dtype=object)
    for steps in COARSENESS:
        body = _json(villages.areas, _coarser(shapes, steps), steps)
        if len(gzip.compress(body, 5)) <= most:
            break
    return Outlines(villages.version, body)


def _coarser(shapes: Any, steps: int) -> Any:
    # Neighbours keep the border they share: simplified one by one they would overlap and gape.
    return shapely.coverage_simplify(shapes, steps * GRID) if steps and len(shapes) else shapes


def _json(areas: tuple[Area, ...], shapes: Any, steps: int) -> bytes:
    return orjson.dumps(
        {
            "step": GRID,
            "crack_m": CRACK_M + steps * GRID_M,
            "areas": [
                {
                    "code": area.code,
                    "name": area.name,
                    "kecamatan": area.kecamatan,
                    "approximate": area.approximate,
                    "middle": _steps(shape.representative_point())[0].tolist(),
                    "rings": [_way(ring) for ring in _rings(shape)],
                }
                for area, shape in zip(areas, shapes, strict=True)
            ],
        }
    )


def _rings(shape: Any) -> list[Any]:
    parts = shape.geoms if isinstance(shape, MultiPolygon) else [shape]
    return [ring for part in parts for ring in (part.exterior, *part.interiors)]


def _steps(shape: Any) -> Any:
    return np.rint(shapely.get_coordinates(shape) * DEGREE_STEPS).astype(np.int64)


def _way(ring: Any) -> list[int]:
    """Without the last corner, which is the first again."""
    corners = _steps(ring)[:-1]
    return np.vstack([corners[:1], np.diff(corners, axis=0)]).ravel().tolist()
