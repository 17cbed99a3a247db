"""Meta's webhook over HTTP: signed bytes are stored and answered at once, everything else is refused."""

from collections.abc import Iterator

import httpx
import pytest
from sqlalchemy import func, select

from sambang_digital.db import reading
from sambang_digital.models import WaMasuk
from sambang_digital.settings import get_settings
from tests.graph import Graph
from tests.wa import VERIFY, channel, settle, signature, text, webhook

URL = "/api/v1/wa/webhook"
SIGNATURE = "X-Hub-Signature-256"


@pytest.fixture
def graph(database: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Graph]:
    with channel(monkeypatch) as running:
        yield running


async def stored() -> int:
    async with reading() as session:
        return await session.scalar(select(func.count()).select_from(WaMasuk)) or 0


async def post(client: httpx.AsyncClient, body: bytes, **headers: str) -> httpx.Response:
    return await client.post(URL, content=body, headers={"Content-Type": "application/json"} | headers)


async def test_a_signed_webhook_is_stored_answered_and_then_dealt_with(graph: Graph, client: httpx.AsyncClient) -> None:
    body = webhook(text("halo"), text("selamat pagi"))
    for _ in range(2):
        answer = await post(client, body, **{SIGNATURE: signature(body)})
        assert (answer.status_code, answer.text) == (200, "ok")
    assert (await stored(), graph.asked) == (2, [])
    await settle()
    assert "110" in graph.texts[0]


async def test_without_metas_signature_nothing_is_stored(graph: Graph, client: httpx.AsyncClient) -> None:
    body = webhook(text("halo"))
    assert (await post(client, body)).status_code == 401
    for bad in (
        "",
        "sha256=",
        "sha256=" + "0" * 64,
        signature(body, "another secret"),
        signature(body + b" "),
        "x" * 71,
    ):
        expected = 403 if bad else 401
        assert (await post(client, body, **{SIGNATURE: bad})).status_code == expected, bad
    raw = (SIGNATURE.encode(), "sha256=é".encode("latin-1"))
    assert (await client.post(URL, content=body, headers=[raw])).status_code == 403
    changed = body.replace(b"halo", b"hola")
    assert (await post(client, changed, **{SIGNATURE: signature(body)})).status_code == 403
    assert await stored() == 0


async def test_what_is_signed_is_kept_whatever_it_is(graph: Graph, client: httpx.AsyncClient) -> None:
    for body in (b"", b"[]", b"\xff\xfe", b'{"entry": 7}', b"{" * 2000):
        assert (await post(client, body, **{SIGNATURE: signature(body)})).status_code == 200, body
    assert await stored() == 5
    await settle()
    assert graph.sent == []


async def test_a_body_without_end_is_refused(graph: Graph, client: httpx.AsyncClient) -> None:
    body = b" " * (get_settings().max_body_bytes + 1)
    assert (await post(client, body, **{SIGNATURE: signature(body)})).status_code == 413


async def test_the_address_is_verified_by_our_word(graph: Graph, client: httpx.AsyncClient) -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444", "hub.verify_token": VERIFY}
    answer = await client.get(URL, params=asked)
    assert (answer.status_code, answer.text, answer.headers["content-type"].partition(";")[0]) == (
        200,
        "1158201444",
        "text/plain",
    )
    for wrong in (
        {"hub.verify_token": "lain"},
        {"hub.verify_token": ""},
        {"hub.mode": "unsubscribe"},
        {"hub.verify_token": "é"},
    ):
        assert (await client.get(URL, params=asked | wrong)).status_code == 403
    assert (await client.get(URL)).status_code == 403


async def test_off_until_everything_is_set(
    graph: Graph, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    body = webhook(text("halo"))
    for name in ("PHONE_ID", "TOKEN", "APP_SECRET", "VERIFY_TOKEN"):
        with monkeypatch.context() as patch:
            patch.delenv(f"WHATSAPP_{name}")
            get_settings.cache_clear()
            assert (await post(client, body, **{SIGNATURE: signature(body)})).status_code == 404
            assert (await client.get(URL, params={"hub.verify_token": VERIFY})).status_code == 404
    get_settings.cache_clear()
    assert await stored() == 0
