"""What every request to the API passes: same-origin writes, bodies of bounded size, permissions."""

from collections.abc import AsyncIterator
from typing import Annotated

import httpx
import pytest
from starlette.responses import PlainTextResponse

from sambang_digital.api.app import make_api
from sambang_digital.api.problem import TITLES
from sambang_digital.security.actor import Actor
from sambang_digital.security.permissions import Peran, Permission
from sambang_digital.security.sessions import allowed
from sambang_digital.settings import get_settings
from tests.factories import PASSWORD, make_akun

URL = "/api/v1/session"
SIGN_IN = {"nrp": "80010001", "password": PASSWORD}


@pytest.fixture
async def client(database: str) -> AsyncIterator[httpx.AsyncClient]:
    """A client of the API with one more route, which only reviewers may call."""
    api = make_api()

    @api.post("/api/v1/uji")
    async def only_reviewers(actor: Annotated[Actor, allowed(Permission.LAPORAN_REVIEW)]) -> str:
        return actor.nrp

    # The last route answers for all addresses that no other one has.
    api.router.routes.insert(0, api.router.routes.pop())
    transport = httpx.ASGITransport(api, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=get_settings().public_url) as made:
        yield made


@pytest.mark.parametrize(
    ("roles", "must_change", "status"),
    [((Peran.KANIT_POLSEK,), False, 200), ((Peran.BHABINKAMTIBMAS,), False, 403), ((Peran.KANIT_POLSEK,), True, 403)],
)
async def test_a_route_asks_for_its_permission(
    client: httpx.AsyncClient, roles: tuple[Peran, ...], must_change: bool, status: int
) -> None:
    """401 without a session, 403 without the permission or before the first password change."""
    await make_akun("80010001", *roles, must_change_password=must_change)
    assert (await client.post("/api/v1/uji")).status_code == 401
    await client.post(URL, json=SIGN_IN)
    answer = await client.post("/api/v1/uji")
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["title"] == "Anda tidak berwenang"


ORIGINS = [
    ({}, 204),
    ({"Sec-Fetch-Site": "same-origin"}, 204),
    ({"Sec-Fetch-Site": "none"}, 204),
    ({"Sec-Fetch-Site": "cross-site"}, 403),
    ({"Sec-Fetch-Site": "same-site"}, 403),
    ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost:3000"}, 403),
    ({"Origin": "http://localhost:3000"}, 204),
    ({"Origin": "https://situs-lain.example"}, 403),
    ({"Origin": "http://localhost:3000.situs-lain.example"}, 403),
    ({"Origin": "null"}, 403),
]


async def test_another_site_cannot_write_with_our_cookie(client: httpx.AsyncClient) -> None:
    """What a browser says about where a request comes from decides; reading is open to all."""
    await make_akun()
    for headers, status in ORIGINS:
        await client.post(URL, json=SIGN_IN)
        assert (await client.get(URL, headers=headers)).status_code == 200
        assert (await client.delete(URL, headers=headers)).status_code == status, headers
        assert (await client.get(URL)).status_code == (401 if status == 204 else 200), headers


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/tidak-ada", 404),
        ("POST", "/api/v1/kiriman/", 404),
        ("GET", "/api/", 404),
        ("GET", "/api/v1/kiriman", 405),
        ("DELETE", "/api/v1/sinkron", 405),
    ],
)
async def test_an_address_that_does_not_exist_is_a_problem(database: str, method: str, path: str, status: int) -> None:
    """The pages, mounted behind the API as in the product, never answer for it."""
    api = make_api()
    api.mount("", PlainTextResponse("halaman"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(api), base_url=get_settings().public_url) as client:
        answer = await client.request(method, path)
        assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
        assert answer.json()["title"] == TITLES[status]
        assert ("allow" in answer.headers) == (status == 405)
        assert (await client.get("/")).text == "halaman"
        assert (await client.get("/apik")).text == "halaman"


@pytest.mark.parametrize("announced", [True, False])
async def test_a_body_over_the_limit_is_refused(client: httpx.AsyncClient, announced: bool) -> None:
    """413 whether the length is announced or found out on the way; the limit itself passes."""
    limit = get_settings().max_body_bytes

    async def chunks(size: int) -> AsyncIterator[bytes]:
        for start in range(0, size, 65_536):
            yield b" " * min(65_536, size - start)

    async def post(size: int) -> httpx.Response:
        content = b" " * size if announced else chunks(size)
        return await client.post(URL, content=content, headers={"Content-Type": "application/json"})

    assert (await post(limit)).status_code == 422
    answer = await post(limit + 1)
    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["detail"] == f"Satu kiriman paling besar {limit // 1024} KB."
