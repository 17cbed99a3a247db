"""The FastAPI application that stands beside Reflex on the same port."""

from fastapi import FastAPI
from starlette.middleware.gzip import GZipMiddleware

from sambang_digital.api import problem
from sambang_digital.api.guard import BodyLimit, Linger, SameOrigin

ROUTERS: tuple[str, ...] = (
    "akun",
    "demo",
    "kiriman",
    "media",
    "sinkron",
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
    return api
