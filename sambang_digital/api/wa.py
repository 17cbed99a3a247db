"""Meta's webhook: what citizens write by WhatsApp comes in here. Meta is no browser and sends no origin; its signature is its session."""

from typing import Annotated

from fastapi import APIRouter, Header, Query, Request
from fastapi.responses import PlainTextResponse

from sambang_digital.api.problem import Problem
from sambang_digital.services import wa

router = APIRouter(prefix="/wa", tags=["wa"])


def _on() -> None:
    if not wa.is_on():
        raise Problem(404, "Saluran WhatsApp belum diatur.")


@router.get("/webhook", response_class=PlainTextResponse)
async def verify(
    mode: Annotated[str, Query(alias="hub.mode", max_length=20)] = "",
    challenge: Annotated[str, Query(alias="hub.challenge", max_length=200)] = "",
    verify_token: Annotated[str, Query(alias="hub.verify_token", max_length=200)] = "",
) -> str:
    """Meta asks, once, whether the address is ours: who knows our word gets the challenge back."""
    _on()
    if mode != "subscribe" or not wa.is_ours(verify_token):
        raise Problem(403, "Kata verifikasi tidak cocok.")
    return challenge


@router.post("/webhook", response_class=PlainTextResponse)
async def receive(
    request: Request, signature: Annotated[str, Header(alias="X-Hub-Signature-256", max_length=200)] = ""
) -> str:
    """What happened: stored as it is, answered at once, dealt with afterwards. May be sent again without harm."""
    _on()
    if not signature:
        raise Problem(401, "Tanda tangan tidak ada.")
    try:
        await wa.accept(await request.body(), signature)
    except wa.NotSigned:
        raise Problem(403, "Tanda tangan tidak cocok.") from None
    return "ok"
