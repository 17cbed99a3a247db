"""Server and phone give the same verdict: shared vectors, and official boundaries where they are at hand."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sambang_digital.services.wilayah import Territory
from tests import node, verdicts, wilayah

SCENES = json.loads(verdicts.FILE.read_text(encoding="utf-8"))["scenes"]
TERRITORIES = dict(verdicts.territories())


@pytest.fixture(scope="module")
def phone() -> Iterator[Callable[[Any], Any]]:
    with node.conversation("verdict.mjs") as ask:
        yield ask


def same(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Equal but for the last millimetre."""
    near = one["distance_m"] == other["distance_m"] or abs(one["distance_m"] - other["distance_m"]) < 0.0015
    return near and {**one, "distance_m": 0} == {**other, "distance_m": 0}


@pytest.mark.parametrize("scene", SCENES, ids=lambda scene: scene["name"])
def test_vectors(scene: dict[str, Any]) -> None:
    """The server gives the answers on file (``tests/unit/js/verdict.test.mjs`` asks the phone)."""
    territory, wanted = TERRITORIES[scene["name"]], [case["fix"] for case in scene["cases"]]
    assert territory.to_json() == scene["territory"]
    for case, server, alone in zip(
        scene["cases"],
        verdicts.answers(territory, wanted),
        verdicts.answers(verdicts.alone(territory), wanted),
        strict=True,
    ):
        assert same(server, case["on_server"]), case
        assert same(alone, case["on_phone"]), case


def test_vectors_cover_what_matters() -> None:
    """Every verdict at every accuracy, villages of others, none at all."""
    cases = [case for scene in SCENES for case in scene["cases"]]
    seen = Counter((case["on_server"]["verdict"], case["fix"]["accuracy_m"]) for case in cases)
    assert all(
        seen[verdict, accuracy] for verdict in ("inside", "uncertain", "outside") for accuracy in verdicts.ACCURACIES
    )
    codes = {(case["on_server"]["area_code"] is None, case["on_phone"]["area_code"] is None) for case in cases}
    assert codes == {(True, True), (False, True), (False, False)}


@settings(deadline=None, max_examples=60)
@given(indices=st.lists(st.integers(0, 156), min_size=1, max_size=5, unique=True), data=st.data())
def test_official_boundaries(phone: Callable[[Any], Any], indices: list[int], data: st.DataObject) -> None:
    """Any officer with up to five real villages, twenty fixes around them: the same verdict on both sides."""
    known = wilayah.official()
    territory = Territory(tuple(known.areas[i] for i in indices), known)
    west, south, east, north = territory.union.bounds
    fix = st.fixed_dictionaries(
        {
            "lat": st.floats(south - 0.01, north + 0.01).map(lambda value: round(value, 7)),
            "lon": st.floats(west - 0.01, east + 0.01).map(lambda value: round(value, 7)),
            "accuracy_m": st.sampled_from([3.0, 8.5, 20.0, 65.0, 400.0]),
        }
    )
    wanted = [data.draw(fix) for _ in range(20)]
    there = phone({"territory": territory.to_json(), "fixes": wanted})
    for fix_, server, on_phone in zip(wanted, verdicts.answers(verdicts.alone(territory), wanted), there, strict=True):
        assert same(server, on_phone), (fix_, server, on_phone)
