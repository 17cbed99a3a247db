"""All pages of this floor, put beside the API."""

from fastapi import FastAPI

from sambang_digital.publik import angka, bacaan, bhabin, himbauan, penting, situs


def with_pages(api: FastAPI) -> FastAPI:
    """``api``, which also answers for the pages."""
    for module in (angka, bacaan, bhabin, himbauan, penting, situs):
        api.include_router(module.router)
    return api
