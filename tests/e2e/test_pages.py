"""What holds for every page: axe finds nothing in light and dark, and the first load is small."""

import pytest

from tests.e2e.browser import assert_accessible, transferred
from tests.e2e.conftest import MakeContext

PUBLIC = ("/",)
FIRST_LOAD_BYTES = 200_000


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PUBLIC)
def test_axe_finds_nothing(make_context: MakeContext, path: str, scheme: str) -> None:
    """Zero violations in both colour schemes."""
    page = make_context(color_scheme=scheme).new_page()
    page.goto(path, wait_until="networkidle")
    assert_accessible(page)


@pytest.mark.parametrize("path", PUBLIC)
def test_first_load_is_small(make_context: MakeContext, path: str) -> None:
    """Everything a first visit downloads, as it goes over the wire."""
    page = make_context(service_workers="block").new_page()
    with transferred(page) as sizes:
        page.goto(path, wait_until="networkidle")
    assert len(sizes) > 3, sizes
    assert sum(sizes.values()) <= FIRST_LOAD_BYTES, sorted(sizes.items(), key=lambda row: -row[1])
