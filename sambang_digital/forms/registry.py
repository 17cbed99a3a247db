"""Every kind of report, by name."""

from typing import Any

from sambang_digital.forms.base import Form, FormError, Group
from sambang_digital.forms.deteksi_dini import DeteksiDini
from sambang_digital.forms.kegiatan import JumatCurhat, KegiatanLain, PolisiRw, RapatTigaPilar, Siskamling
from sambang_digital.forms.laporan_informasi import LaporanInformasi
from sambang_digital.forms.messages import MESSAGES
from sambang_digital.forms.pemecahan_masalah import PemecahanMasalah
from sambang_digital.forms.penyuluhan_lapangan import PenyuluhanLapangan
from sambang_digital.forms.sambang_tempat import SambangTempat
from sambang_digital.forms.sambang_tokoh import SambangTokoh
from sambang_digital.forms.sambang_usaha import SambangUsaha
from sambang_digital.forms.sambang_warga import SambangWarga

_ALL: tuple[type[Form], ...] = (
    SambangWarga,
    SambangTempat,
    SambangUsaha,
    SambangTokoh,
    LaporanInformasi,
    PemecahanMasalah,
    PenyuluhanLapangan,
    DeteksiDini,
    PolisiRw,
    JumatCurhat,
    Siskamling,
    RapatTigaPilar,
    KegiatanLain,
)
FORMS: dict[str, type[Form]] = {
    form.kind: form for form in sorted(_ALL, key=lambda form: list(Group).index(form.group))
}
"""In the order in which officers choose them, group by group."""
SECRET: tuple[str, ...] = tuple(kind for kind, form in FORMS.items() if form.secret)
"""Kinds that are read with ``li:read`` only."""


def parse(kind: str, form_version: int, body: Any) -> Form:
    """The checked form, or ``FormError`` naming each field at fault (relative to the body)."""
    if kind not in FORMS:
        raise FormError([{"field": "kind", "message": MESSAGES["kind"]}])
    return FORMS[kind].parse(form_version, body)


def kinds_of(group: Group) -> list[str]:
    """The kinds of one group, in their order."""
    return [kind for kind, form in FORMS.items() if form.group is group]


KINDS_AND_GROUPS: tuple[str, ...] = (*map(str, Group), *FORMS)
"""What lists can be narrowed to: a group, by its name, or one kind."""


def kinds_named(name: str) -> list[str]:
    """The kinds of the group of that name, or the one kind."""
    group = next((group for group in Group if group == name), None)
    return kinds_of(group) if group else [name]


def choices() -> list[dict[str, Any]]:
    """What the phone needs to offer the forms, before it loads one: ``[{"group", "label", "kinds": [{"kind", "title"}]}]``."""
    return [
        {
            "group": str(group),
            "label": group.label,
            "kinds": [{"kind": kind, "title": FORMS[kind].title} for kind in kinds_of(group)],
        }
        for group in Group
        if kinds_of(group)
    ]


def definitions() -> list[dict[str, Any]]:
    """The definition of every form for the phone, as JSON."""
    return [form.definition() for form in FORMS.values()]
