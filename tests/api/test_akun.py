"""Sign-in over HTTP, on both databases."""

import httpx

from tests.factories import PASSWORD, make_akun

URL = "/api/v1/session"


async def sign_in(client: httpx.AsyncClient, nrp: str = "80010001", password: str = PASSWORD, **more) -> httpx.Response:
    """Post the sign-in form."""
    return await client.post(URL, json={"nrp": nrp, "password": password, **more})


async def test_sign_in_opens_a_session_that_says_who(client: httpx.AsyncClient) -> None:
    """The cookie alone is enough afterwards; the token is in no body."""
    akun = await make_akun()
    answer = await sign_in(client)
    assert answer.status_code == 200, answer.text
    person = answer.json()
    assert person == {
        "id": akun.id,
        "nrp": "80010001",
        "name": "Petugas 80010001",
        "rank": "Aipda",
        "satuan": {"id": akun.satuan_id, "name": "Satuan S80010001"},
        "unit": None,
        "roles": ["bhabinkamtibmas"],
        "permissions": ["sambang:write", "sinkron:read", "wilayah:read"],
        "must_change_password": False,
        "home": "/petugas/",
    }
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/" in cookie
    assert (await client.get(URL)).json() == person
