"""Webhooks as Meta sends them: the documented shape, as bytes, signed."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import count
from typing import Any

import pytest

from sambang_digital.models.base import now
from sambang_digital.services import wa
from sambang_digital.settings import get_settings
from tests.graph import PHONE_ID, TOKEN, Graph, graph_api

SECRET, VERIFY = "app-secret-of-the-test", "kata-verifikasi"
SITI, BUDI = "6281255501234", "6281255509876"
_numbers = count(1)


@contextmanager
def channel(monkeypatch: pytest.MonkeyPatch, **more: str) -> Iterator[Graph]:
    """The channel set up, with a Graph API behind it."""
    with graph_api() as graph:
        values = {"PHONE_ID": PHONE_ID, "TOKEN": TOKEN, "APP_SECRET": SECRET, "VERIFY_TOKEN": VERIFY, "API": graph.base}
        for name, value in (values | more).items():
            monkeypatch.setenv(f"WHATSAPP_{name}", value)
        monkeypatch.setenv("PUBLIC_URL", "https://sambang.example.id")
        get_settings.cache_clear()
        yield graph


def message(
    kind: str, content: dict[str, Any], sender: str = SITI, at: datetime | None = None, **more: Any
) -> dict[str, Any]:
    """One message of a webhook."""
    moment = str(int((at or now()).timestamp()))
    return {"from": sender, "id": f"wamid.IN{next(_numbers)}", "timestamp": moment, "type": kind, kind: content} | more


def text(body: str, sender: str = SITI, **more: Any) -> dict[str, Any]:
    """A text message."""
    return message("text", {"body": body}, sender, **more)


def button(id_: str, sender: str = SITI, **more: Any) -> dict[str, Any]:
    """A button that was pressed."""
    return message("interactive", {"type": "button_reply", "button_reply": {"id": id_, "title": id_}}, sender, **more)


def row(id_: str, sender: str = SITI, **more: Any) -> dict[str, Any]:
    """A row of a list that was chosen."""
    chosen = {"id": id_, "title": id_, "description": ""}
    return message("interactive", {"type": "list_reply", "list_reply": chosen}, sender, **more)


def location(lat: float, lon: float, sender: str = SITI, **more: Any) -> dict[str, Any]:
    """A place."""
    content = {"latitude": lat, "longitude": lon, "name": "Pos Ronda Melati", "address": "Jl. Melati 3"}
    return message("location", content, sender, **more)


def webhook(
    *messages: dict[str, Any], statuses: list[dict[str, Any]] | None = None, to: str = PHONE_ID, **more: Any
) -> bytes:
    """The body of a webhook, byte for byte as it is signed."""
    senders = dict.fromkeys(one.get("from", "") for one in messages)
    contacts = [{"profile": {"name": "Siti"}, "wa_id": one} for one in senders]
    value: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "622155500000", "phone_number_id": to},
    }
    if messages:
        value |= {"contacts": contacts, "messages": list(messages)}
    if statuses:
        value["statuses"] = statuses
    change = {"value": value | more, "field": "messages"}
    return json.dumps(
        {"object": "whatsapp_business_account", "entry": [{"id": "102290129340398", "changes": [change]}]}
    ).encode()


def status(wamid: str, name: str, code: int | None = None) -> dict[str, Any]:
    """A notice about a message of ours."""
    found: dict[str, Any] = {
        "id": wamid,
        "status": name,
        "timestamp": str(int(now().timestamp())),
        "recipient_id": SITI,
    }
    if code is not None:
        found["errors"] = [{"code": code, "title": "Message undeliverable", "error_data": {"details": "…"}}]
    return found


def signature(body: bytes, secret: str = SECRET) -> str:
    """As Meta puts it into ``X-Hub-Signature-256``."""
    return f"sha256={hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()}"


async def say(*messages: dict[str, Any], moment: datetime | None = None) -> None:
    """Send these, one webhook each, and let the channel work until nothing is left to do."""
    for one in messages:
        body = webhook(one)
        await wa.accept(body, signature(body))
        await settle(moment)


async def settle(moment: datetime | None = None) -> None:
    """Let the channel work until nothing is due."""
    while await wa.work(moment):
        pass
