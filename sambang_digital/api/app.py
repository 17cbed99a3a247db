"""The FastAPI application that stands beside Reflex on the same port."""

from fastapi import FastAPI, HTTPException
from starlette.middleware.gzip import GZipMiddleware
from starlette.routing import Match, Route
from starlette.types import Receive, Scope, Send

from sambang_digital.api import problem
from sambang_digital.api.guard import BodyLimit, Linger, SameOrigin

ROUTERS: tuple[str, ...] = (
    "akun",
    "bacaan",
    "bhabin",
    "cari",
    "demo",
    "dokumen",
    "ekspor",
    "faktor",
    "himbauan",
    "kabar",
    "kabar_warga",
    "kiriman",
    "lapor",
    "media",
    "media_warga",
    "perangkat",
    "peta",
    "personel",
    "potret",
    "register",
    "serupa",
    "sinkron",
    "teguran",
    "tugas",
    "utas",
    "titipan",
    "wa",
    "warga",
)
"""Modules of ``sambang_digital.api`` whose ``router`` is mounted."""


def make_api() -> FastAPI:
    """All routers of ``/api/v1``."""
    from importlib import import_module

    api = FastAPI(
        title="Sambang Digital",
        version="1",
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/v1/openapi.json",
        responses=problem.RESPONSES,
    )
    problem.install(api)
    # Smaller answers fit into a few packets as they are; pictures are left alone.
    api.add_middleware(GZipMiddleware, minimum_size=8192, compresslevel=5)
    api.add_middleware(BodyLimit)
    api.add_middleware(SameOrigin)
    api.add_middleware(Linger)
    for name in ROUTERS:
        api.include_router(import_module(f"sambang_digital.api.{name}").router, prefix="/api/v1")
    # Last: what no route before it takes. Reflex mounts its pages behind, whose HTML is no answer to a program.
    api.router.routes.append(Route("/api/{rest:path}", _Nothing(api), include_in_schema=False))
    return api


class _Nothing:
    """Answers for addresses below ``/api/`` that have no route (404), or none for this method (405)."""

    def __init__(self, api: FastAPI) -> None:
        self._api = api

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        for route in self._api.routes:
            match, found = route.matches(scope)
            if match is Match.PARTIAL:
                # It has the address and refuses the method by itself.
                await route.handle(scope | found, receive, send)
                return
        raise HTTPException(404)
