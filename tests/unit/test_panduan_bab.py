"""The guides as files: each chapter is walked through by exactly one browser test, and each picture is shown."""

import re

import pytest

from tests.conftest import ROOT
from tests.e2e.pages.panduan import IMAGE, PICTURES, chapters

WALK = re.compile(r'Guide\("([a-z]+)"((?:, \d+)+)\)')
NAMES = sorted(file.stem.removeprefix("panduan-") for file in (ROOT / "docs").glob("panduan-*.md"))


@pytest.mark.parametrize("name", NAMES)
def test_each_chapter_is_walked_through_once(name: str) -> None:
    """Without a walk its words may be on no screen at all."""
    sources = [file.read_text(encoding="utf-8") for file in sorted((ROOT / "tests" / "e2e").glob("test_panduan*.py"))]
    found = [walk for source in sources for walk in WALK.findall(source)]
    walked = sorted(int(number) for guide, numbers in found if guide == name for number in numbers.split(",")[1:])
    assert walked == list(chapters(name)) == list(range(1, len(walked) + 1))


def test_each_picture_is_shown() -> None:
    """A picture that no guide shows any more is deleted, one that is shown is there."""
    shown = {picture for name in NAMES for text in chapters(name).values() for picture in IMAGE.findall(text)}
    assert shown == {file.name for file in PICTURES.glob("*.png")}
