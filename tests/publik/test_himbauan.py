"""The page of announcements: read without a script, and what a script needs to have them sent."""

import re

import httpx
import pytest
from sqlalchemy import update

from sambang_digital.db import transaction
from sambang_digital.models import Bacaan
from sambang_digital.repositories import bacaan
from sambang_digital.services import push
from tests.laporan import KARAWACI, make_village

PAGE = "/himbauan/"


async def test_announcements_are_read_and_nothing_else(client: httpx.AsyncClient) -> None:
    """With the kecamatan to choose from, and the key that browsers subscribe to."""
    await make_village()
    page = (await client.get(PAGE)).text
    assert "Musim hujan tiba, mari siaga banjir" in page
    assert "Jaga motor dari pencurian" not in page
    assert f'data-kunci="{push.public_key()}"' in page
    assert f'<option value="{KARAWACI[:8]}">Karawaci</option>' in page
    assert page.count("<h1") == 1
    assert 'href="/himbauan/"' in (await client.get("/baca/jaga-motor-dari-pencurian")).text
    assert "/himbauan/</loc>" in (await client.get("/sitemap.xml")).text
    assert (await client.get("/himbauan")).headers["location"] == PAGE


async def test_no_inline_script_may_run(client: httpx.AsyncClient) -> None:
    answer = await client.get(PAGE)
    assert re.search(r"script-src 'self';", answer.headers["content-security-policy"])
    assert not re.search(r"<script(?![^>]*src)", answer.text)


@pytest.mark.parametrize("kind", ["himbauan", "artikel"])
async def test_an_announcement_leads_to_the_others(client: httpx.AsyncClient, kind: str) -> None:
    slug = {"himbauan": "siaga-musim-hujan", "artikel": "jaga-motor-dari-pencurian"}[kind]
    page = (await client.get(f"/baca/{slug}")).text
    assert ("Terima himbauan di HP" in page) == (kind == "himbauan")


async def test_without_any_the_page_says_so(client: httpx.AsyncClient) -> None:
    async with transaction() as session:
        await session.execute(update(Bacaan).values(shown=None))
        await bacaan.renew_token(session)
    assert "Belum ada himbauan" in (await client.get(PAGE)).text
