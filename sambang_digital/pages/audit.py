"""``/audit/``: the audit trail for those allowed: whether the chain holds, and who did what."""

import reflex as rx

from sambang_digital.components.daftar import choice, none_found, typed
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import card, empty_state, icon, link, page_header, skeleton_rows, status_badge
from sambang_digital.services.audit import Aksi
from sambang_digital.services.audit_view import title_of
from sambang_digital.state.audit import AuditAddress, Row
from sambang_digital.state.audit import AuditState as Trail

TITLE = "Jejak audit · Sambang Digital"


def _fact(label: str, value: rx.Component) -> rx.Component:
    return rx.el.div(
        rx.el.dt(label, class_name="text-sm text-muted"),
        rx.el.dd(value, class_name="font-semibold"),
        class_name="min-w-0",
    )


def _chain() -> rx.Component:
    return card(
        rx.el.dl(
            _fact("Baris tersegel", rx.el.span(Trail.length, class_name="tabular-nums")),
            _fact(
                "Kepala rantai",
                rx.el.code(rx.cond(Trail.head != "", Trail.head + "…", "belum ada"), class_name="text-sm break-all"),
            ),
            _fact(
                "Menunggu segel",
                rx.cond(
                    Trail.unsealed > 100,
                    status_badge(Trail.unsealed.to_string() + " baris, penyegelan tertunda", "warning"),
                    rx.el.span(Trail.unsealed, " baris"),
                ),
            ),
            _fact("Kepala harian terakhir", rx.el.span(rx.cond(Trail.signed != "", Trail.signed, "belum ada"))),
            class_name="grid grid-cols-[repeat(auto-fit,minmax(min(100%,9rem),1fr))] gap-x-6 gap-y-3",
        ),
        class_name="mb-4",
    )


def _filters() -> rx.Component:
    return rx.el.form(
        rx.el.div(
            typed(Trail.filters, "siapa", "Siapa", placeholder="NRP atau nama", max_length=100),
            choice(
                Trail.filters,
                "aksi",
                "Tindakan",
                rx.el.option("Semua tindakan", value=""),
                *[rx.el.option(title_of(deed), value=deed.value) for deed in sorted(Aksi)],
            ),
            typed(Trail.filters, "objek", "Nomor objek", max_length=100),
            typed(Trail.filters, "dari", "Dari tanggal", type="date"),
            typed(Trail.filters, "sampai", "Sampai tanggal", type="date"),
            class_name="grid grid-cols-[repeat(auto-fit,minmax(min(100%,9.5rem),1fr))] gap-3",
        ),
        rx.el.div(
            rx.el.button(icon("search", 18), "Tampilkan", type="submit", class_name="btn btn-primary"),
            rx.cond(Trail.filtered, link("Hapus saringan", to=AuditAddress.path, class_name="btn btn-ghost")),
            class_name="mt-3 flex flex-wrap gap-2",
        ),
        on_submit=Trail.filter,
        role="search",
        class_name="mb-4",
    )


def _row(row: Row) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(row.title, class_name="font-semibold"),
            rx.cond(row.sealed, rx.fragment(), status_badge("Menunggu segel", "neutral", "clock")),
            rx.el.span(row.at, class_name="text-sm text-muted sm:ml-auto"),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-1",
        ),
        rx.el.div(
            row.person,
            rx.cond(row.nrp != "", " (" + row.nrp + ")", ""),
            class_name="text-sm",
        ),
        rx.el.div(
            rx.cond(
                row.url != "",
                link(row.object, to=row.url, class_name="link break-all"),
                rx.el.span(row.object, class_name="break-all"),
            ),
            rx.cond(row.details != "", rx.el.span(row.details, class_name="break-words")),
            class_name="flex flex-wrap gap-x-3 text-sm text-muted",
        ),
        class_name="border-b border-base-300 px-4 py-3 last:border-b-0",
    )


def _rows() -> rx.Component:
    return rx.cond(
        Trail.rows.length() > 0,
        rx.el.ul(rx.foreach(Trail.rows, _row), id="jejak", class_name="rounded-box border border-base-300 bg-base-100"),
        rx.cond(
            Trail.filtered,
            none_found("Tidak ada tindakan dengan saringan ini.", AuditAddress.path),
            empty_state("shield-check", "Belum ada tindakan", "Setiap tindakan penting akan tercatat di sini."),
        ),
    )


def index() -> rx.Component:
    """The trail."""
    return staff_layout(
        page_header(
            "Jejak audit",
            "Siapa melakukan apa, dan kapan. Tersegel berantai: yang diubah atau dihapus kemudian akan ketahuan.",
        ),
        rx.cond(
            Trail.loaded,
            rx.fragment(
                _chain(),
                _filters(),
                _rows(),
                rx.el.nav(
                    rx.cond(
                        Trail.newest_url != "",
                        link(icon("chevrons-left"), "Terbaru", to=Trail.newest_url, class_name="btn btn-ghost"),
                    ),
                    rx.cond(
                        Trail.older_url != "",
                        link(
                            "Lebih lama", icon("chevron-right"), to=Trail.older_url, class_name="btn btn-ghost ml-auto"
                        ),
                    ),
                    aria_label="Halaman jejak audit",
                    class_name="mt-3 flex justify-between gap-2",
                ),
            ),
            skeleton_rows(8, "Memuat jejak audit"),
        ),
        active="audit",
    )
