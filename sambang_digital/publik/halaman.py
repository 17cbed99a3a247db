"""The frame of every page: templates, what all of them say about themselves, and calm pages for what goes wrong."""

import json
import logging
import re
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse

from sambang_digital.db import is_outage, reading
from sambang_digital.forms.reading import day_text
from sambang_digital.publik.tujuan import DESTINATIONS
from sambang_digital.services import pengaturan
from sambang_digital.services.waktu import day_of
from sambang_digital.settings import BUILD, ROOT, get_settings

log = logging.getLogger(__name__)

PAGE_METHODS = ["GET", "HEAD"]
HERE = Path(__file__).parent
THEME = ROOT / "assets" / "tema.css"
RETRY_AFTER_S = "10"
NOBODYS = "Polri"
"""Who speaks where no unit is above all others, or none can be read."""


class NotFound(Exception):
    """There is no such page."""


class PageRoute(APIRoute):
    """A route whose faults are pages too: somebody followed a link, and no program reads the answer."""

    def get_route_handler(self) -> Callable[[Request], Awaitable[Response]]:
        """The handler, with its faults caught."""
        handler = super().get_route_handler()

        async def answer(request: Request) -> Response:
            try:
                async with reading() as session:
                    request.state.owner = (await pengaturan.owner(session)).name
                return await handler(request)
            except NotFound:
                return page("tidak_ada.html", request, status=404)
            except HTTPException:  # What was sent is no form of ours, or too large: no fault of the page.
                raise
            except Exception as error:
                outage = is_outage(error)
                log.exception("%s cannot be shown", request.url.path)
                headers = {"Retry-After": RETRY_AFTER_S} if outage else {}
                return page("gangguan.html", request, status=503 if outage else 500, headers=headers)

        return answer


def page_router(home: str = "") -> APIRouter:
    """A router of pages; they are no part of the API's document. ``home`` ends with a slash, and the address without it leads there."""
    router = APIRouter(route_class=PageRoute, include_in_schema=False)
    if home:

        @router.api_route(home.removesuffix("/"), methods=PAGE_METHODS)
        async def _to_home() -> Response:
            return RedirectResponse(home, 308)

    return router


def owner(request: Request) -> str:
    """Whose pages these are, as citizens are told."""
    return getattr(request.state, "owner", "") or NOBODYS


def page(
    name: str, request: Request, *, status: int = 200, headers: dict[str, str] | None = None, **said: Any
) -> Response:
    """The template with what it is told, as an answer."""
    said = {"path": request.url.path, "owner": owner(request)} | said
    return HTMLResponse(_templates().get_template(name).render(said), status, headers)


def text(name: str, media_type: str, **said: Any) -> Response:
    """A template that is no page: a feed, a map of the site."""
    return Response(_templates().get_template(name).render(said), media_type=media_type)


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals |= {
        "site": get_settings().public_url,
        "icon": icon,
        "destinations": DESTINATIONS,
        "stylesheet": stylesheet(),
        "dark": dark(),
    }
    made.filters |= {"day": lambda moment: day_text(day_of(moment)), "iso": iso, "query": _query, "combine": _combine}
    return made


def iso(moment: datetime) -> str:
    """``2026-11-22T01:14:00+00:00``."""
    return moment.isoformat(timespec="seconds")


def _query(values: dict[str, Any]) -> str:
    """``?jenis=artikel&hal=2``; what is empty is left out."""
    filled = {name: value for name, value in values.items() if value}
    return f"?{urlencode(filled)}" if filled else ""


def _combine(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    return one | other


def icon(name: str, size: int = 20, class_name: str = "") -> Markup:
    """A lucide icon (ISC licence) that only decorates: the word stands beside it."""
    # Every part is ours: names and sizes from templates, lines from a file beside them.
    return Markup(  # noqa: S704
        f'<svg class="shrink-0 {class_name}" width="{size}" height="{size}" viewBox="0 0 24 24" fill="none" stroke="currentColor" '
        f'stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">{_icons()[name]}</svg>'
    )


@cache
def _icons() -> dict[str, str]:
    read: dict[str, str] = json.loads((HERE / "ikon.json").read_text(encoding="utf-8"))
    return read


@cache
def stylesheet() -> str:
    """Address of the app's stylesheet, as the build named it; empty without a build (tests of the pages alone)."""
    index = BUILD / "client" / "index.html"
    if not index.exists():
        return ""
    found = re.search(r'href="(/assets/[^"]+\.css)"', index.read_text(encoding="utf-8"))
    return found[1] if found else ""


@cache
def dark() -> str:
    """The dark colours for whose device asks for them. The app's own pages set a class before the first paint, by a script; these need none."""
    block = re.search(r"^:root\.dark \{(.*?)^\}", THEME.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    if block is None:
        raise ValueError(f"{THEME.name} has no dark colours")
    colours = " ".join(block[1].split())
    return f"@media(prefers-color-scheme:dark){{:root:not(.light){{{colours}}}}}"
