"""The library as an officer's phone fetches it."""

import gzip

import httpx

from sambang_digital.db import transaction
from sambang_digital.models import Akun
from sambang_digital.security.permissions import Peran
from sambang_digital.services import bacaan_terbit
from tests.api.conftest import Client, sign_in
from tests.factories import make_akun

URL = "/api/v1/bacaan"
MOST_BYTES = 120_000
"""On the wire: all texts of the product, of which a phone fetches them once for each change."""


async def test_a_phone_fetches_the_library_when_it_has_changed(client: httpx.AsyncClient, officer: Akun) -> None:
    """``sinkron`` tells the version, ``ETag`` spares what is known."""
    async with transaction() as session:
        await bacaan_terbit.install(session, demo=True)
    told = (await client.get("/api/v1/sinkron")).json()["library"]
    answer = await client.get(URL)
    assert (answer.status_code, answer.json()["version"], answer.headers["etag"]) == (200, told, f'"{told}"')
    assert len(answer.json()["texts"]) == len(bacaan_terbit.shipped())
    assert len(gzip.compress(answer.content, 5)) < MOST_BYTES
    again = await client.get(URL, headers={"If-None-Match": f'W/"{told}"'})
    assert (again.status_code, again.content) == (304, b"")
    assert (await client.get(URL, headers={"If-None-Match": '"lain"'})).status_code == 200


async def test_it_is_for_officers(client_of: Client) -> None:
    """Citizens read the pages; a desk has them, too."""
    assert (await client_of().get(URL)).status_code == 401
    await make_akun("70010001", Peran.KANIT_POLSEK)
    desk = client_of("10.0.0.2")
    await sign_in(desk, "70010001")
    assert (await desk.get(URL)).status_code == 403
