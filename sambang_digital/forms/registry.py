"""Every kind of report, by name."""

from typing import Any

from sambang_digital.forms.base import Form, FormError
from sambang_digital.forms.laporan_informasi import LaporanInformasi
from sambang_digital.forms.messages import MESSAGES
from sambang_digital.forms.sambang_tempat import SambangTempat
from sambang_digital.forms.sambang_tokoh import SambangTokoh
from sambang_digital.forms.sambang_usaha import SambangUsaha
from sambang_digital.forms.sambang_warga import SambangWarga

FORMS: dict[str, type[Form]] = {
    form.kind: form for form in (SambangWarga, SambangTempat, SambangUsaha, SambangTokoh, LaporanInformasi)
}
"""In the order in which officers choose them."""
SECRET: tuple[str, ...] = tuple(kind for kind, form in FORMS.items() if form.secret)
"""Kinds that are read with ``li:read`` only."""


def parse(kind: str, form_version: int, body: Any) -> Form:
    """The checked form, or ``FormError`` naming each field at fault (relative to the body)."""
    if kind not in FORMS:
        raise FormError([{"field": "kind", "message": MESSAGES["kind"]}])
    return FORMS[kind].parse(form_version, body)


def definitions() -> list[dict[str, Any]]:
    """The definition of every form for the phone, as JSON."""
    return [form.definition() for form in FORMS.values()]
