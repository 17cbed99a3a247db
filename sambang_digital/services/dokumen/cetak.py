"""Typesetting by Typst: a template of :data:`TEMPLATES` and plain data in, a PDF out.

Data travel as JSON and are shown as text: nothing that people typed is ever read as markup. The same data give the same bytes, so a
document says no moment of its making. Fonts are ours alone, whatever the machine has; a template that names another fails.
"""

import asyncio
import logging
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Literal

import orjson
import typst

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
TEMPLATES, FONTS = HERE / "templat", HERE / "fonts"
AT_ONCE = 2
"""Documents that a process makes at the same time; more wait."""
_presses = ThreadPoolExecutor(AT_ONCE, "dokumen")


class TemplateFault(RuntimeError):
    """A template asks for what is not there: our fault, never that of the data."""


def typeset(
    template: str, data: Mapping[str, Any], form: Literal["pdf", "png"] = "pdf", ppi: float | None = None
) -> bytes | list[bytes]:
    """The document; with ``png`` its pages as pictures (a single page is given by itself)."""
    made: bytes | list[bytes]
    made, warnings = typst.compile_with_warnings(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        sys_inputs={"data": orjson.dumps(data).decode()},
        format=form,
        ppi=ppi,
        timestamp=0,
    )
    for warning in warnings:
        if "font" in warning.message:
            raise TemplateFault(f"{template}: {warning.message}")
        log.warning("template %s: %s", template, warning.message)
    return made


async def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The document as PDF, made beside the event loop."""
    made = await asyncio.get_running_loop().run_in_executor(_presses, typeset, template, data)
    assert isinstance(made, bytes)
    return made
