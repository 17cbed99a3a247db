"""The parts of officers' screens that run on the phone (``assets/islands``), as components of Reflex pages."""

from typing import Any

import reflex as rx

from sambang_digital.forms.base import Group
from sambang_digital.forms.personel import ROLE_WORDS, Unit
from sambang_digital.forms.registry import FORMS, choices, kinds_of


class Island(rx.NoSSRComponent):
    """A part that exists in the browser only: it reads what the phone keeps."""

    # Storage on the phone; resumable uploads; Argon2id for its PIN (MIT, kept since 2019, no dependencies).
    lib_dependencies: list[str] = ["idb@8.0.4", "tus-js-client@4.3.1", "hash-wasm@4.12.0"]


class SignIn(Island):
    """The form of ``/masuk/``."""

    library = "$/public/islands/masuk"
    tag = "Masuk"


class Home(Island):
    """The officer's first screen."""

    library = "$/public/islands/beranda"
    tag = "Beranda"

    kinds: rx.Var[dict[str, str]]
    visits: rx.Var[list[str]]


class Capture(Island):
    """Capture of a report."""

    library = "$/public/islands/sambang"
    tag = "Sambang"

    groups: rx.Var[list[dict[str, Any]]]


class Queue(Island):
    """All reports of this phone with their states."""

    library = "$/public/islands/antrean"
    tag = "Antrean"

    groups: rx.Var[list[dict[str, Any]]]


class MyArea(Island):
    """The officer's villages on a map, with everybody in them."""

    library = "$/public/islands/wilayah_saya"
    tag = "WilayahSaya"


class MyTasks(Island):
    """The officer's own tasks."""

    library = "$/public/islands/tugas"
    tag = "TugasSaya"


class MyKinerja(Island):
    """What the officer's own reports count for."""

    library = "$/public/islands/kinerja_saya"
    tag = "KinerjaSaya"

    kinds: rx.Var[dict[str, str]]
    visits: rx.Var[list[str]]


class MyNews(Island):
    """The officer's news."""

    library = "$/public/islands/kabar_saya"
    tag = "KabarSaya"


class MyLibrary(Island):
    """What citizens read, to be shown to them."""

    library = "$/public/islands/bacaan_saya"
    tag = "BacaanSaya"


class MySearch(Island):
    """What words find of all that the officer may read."""

    library = "$/public/islands/cari_saya"
    tag = "CariSaya"

    kinds: rx.Var[dict[str, str]]


class MyAccount(rx.NoSSRComponent):
    """Who is signed in at a desk: password, second factor, devices."""

    library = "$/public/islands/akun_saya"
    tag = "AkunSaya"

    roles: rx.Var[dict[str, str]]
    units: rx.Var[dict[str, str]]


class OfficersAccount(Island):
    """The same for an officer, with the phone in hand and the way out."""

    library = "$/public/islands/akun_petugas"
    tag = "AkunPetugas"

    roles: rx.Var[dict[str, str]]
    units: rx.Var[dict[str, str]]


class Guard(Island):
    """Locks the phone's data, and stands before the page while they are locked."""

    library = "$/public/islands/penjaga"
    tag = "Penjaga"


class NewComments(Island):
    """How many of the officer's reports have comments that they have not read."""

    library = "$/public/islands/lencana"
    tag = "Lencana"


class Updates(Island):
    """Registers the service worker and offers a new version when nobody is disturbed."""

    library = "$/public/islands/versi"
    tag = "Versi"


class AccountMenu(rx.NoSSRComponent):
    """Who is signed in at a desk, and the way out."""

    library = "$/public/islands/akun"
    tag = "Akun"


def capture() -> rx.Component:
    """Capture, knowing which kinds there are; their definitions are loaded with the first form (``pwa.plugin``)."""
    return Capture.create(groups=choices())


def home() -> rx.Component:
    """The officer's first screen, knowing the titles of all kinds, and which of them the target counts."""
    return Home.create(kinds=_titles(), visits=kinds_of(Group.SAMBANG))


def queue() -> rx.Component:
    """The queue, knowing all kinds, group by group."""
    return Queue.create(groups=choices())


def my_kinerja() -> rx.Component:
    """The officer's own figures, knowing the titles of all kinds, and which of them the target counts."""
    return MyKinerja.create(kinds=_titles(), visits=kinds_of(Group.SAMBANG))


def my_search() -> rx.Component:
    """The officer's search, knowing the titles of all kinds."""
    return MySearch.create(kinds=_titles())


def my_account(frame: type[MyAccount] | type[OfficersAccount]) -> rx.Component:
    """*Akun saya*, knowing the words for roles and units."""
    return frame.create(
        roles={role.value: word for role, word in ROLE_WORDS.items()}, units={unit.value: unit.label for unit in Unit}
    )


def _titles() -> dict[str, str]:
    return {kind: form.title for kind, form in FORMS.items()}


def island(component: rx.Component) -> rx.Component:
    """``component`` with grey stand-ins that give way once it is there."""
    row = rx.el.div(
        rx.el.div(class_name="skeleton h-4 w-2/3"),
        rx.el.div(class_name="skeleton h-3 w-1/3"),
        class_name="mb-3 flex flex-col gap-2 rounded-box border border-base-300 bg-base-100 p-4",
    )
    waiting = rx.el.div(
        rx.el.span("Memuat", class_name="sr-only"),
        row,
        row,
        row,
        role="status",
        aria_busy="true",
        # First child only while the island has not put its own content before it.
        class_name="not-first:hidden",
    )
    return rx.el.div(component, waiting)
