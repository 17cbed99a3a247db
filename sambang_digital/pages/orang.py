"""``/administrasi/orang/``: one person: who they are, villages, devices, the way in."""

import reflex as rx

from sambang_digital.components.administrasi import (
    cancel,
    input_of,
    labelled,
    notice,
    one_time_password,
    options_of,
    select_of,
)
from sambang_digital.components.layout import staff_layout
from sambang_digital.components.parts import (
    card,
    empty_state,
    icon,
    link,
    match_badge,
    note,
    page_header,
    skeleton_rows,
    status_badge,
)
from sambang_digital.components.personel_form import person_fields
from sambang_digital.state.orang import OrangState as One
from sambang_digital.state.orang import Perangkat, Tugas

TITLE = "Orang · Sambang Digital"
TASKS = {
    "berjalan": ("Berjalan", "success", "circle-check"),
    "mendatang": ("Mendatang", "info", "calendar-clock"),
    "berakhir": ("Berakhir", "neutral", "calendar-check"),
}
DEVICES = {
    "active": ("Masuk", "success", "smartphone"),
    "expired": ("Sudah keluar", "neutral", "log-out"),
    "lost": ("Hilang", "error", "smartphone-nfc"),
}


def _task(task: Tugas) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(task.village, class_name="font-semibold"),
            match_badge(task.state, TASKS),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-1",
        ),
        rx.el.p(task.period, class_name="text-sm text-muted"),
        rx.match(
            task.state,
            (
                "berjalan",
                rx.el.details(
                    rx.el.summary("Akhiri", class_name="flex min-h-12 items-center text-sm font-medium"),
                    rx.el.form(
                        rx.el.input(type="hidden", name="id", value=task.id.to_string()),
                        labelled("Hari terakhir", input_of("end", One.today, type="date")),
                        rx.el.button("Akhiri penugasan", type="submit", class_name="btn self-end"),
                        on_submit=One.end_task,
                        class_name="flex flex-wrap gap-3",
                    ),
                ),
            ),
            (
                "mendatang",
                rx.el.button(
                    "Batalkan",
                    type="button",
                    on_click=One.cancel_task(task.id),
                    aria_label="Batalkan penugasan di " + task.village,
                    class_name="btn btn-ghost mt-1",
                ),
            ),
            rx.fragment(),
        ),
        class_name="border-b border-base-300 py-3 last:border-b-0",
    )


def _tasks() -> rx.Component:
    return card(
        rx.cond(
            One.tasks.length() > 0,
            rx.el.ul(rx.foreach(One.tasks, _task), id="tugas"),
            rx.el.p("Belum ada kelurahan atau desa yang ditugaskan.", class_name="text-muted"),
        ),
        rx.foreach(
            One.task_faults.items(),
            lambda fault: rx.el.p(fault[1], role="alert", class_name="mt-3 font-semibold text-error"),
        ),
        rx.el.form(
            labelled(
                "Kelurahan atau desa",
                select_of("area_code", "", options_of(One.villages)),
                class_name="sm:col-span-2",
            ),
            labelled("Mulai", input_of("start", One.today, type="date")),
            labelled("Berakhir", input_of("end", "", type="date"), help="Kosongkan bila sampai pemberitahuan."),
            rx.el.button(icon("map-pin-plus", 18), "Tugaskan", type="submit", class_name="btn sm:col-span-2"),
            on_submit=One.assign,
            class_name="mt-4 grid gap-3 border-t border-base-300 pt-4 sm:grid-cols-2",
        ),
        title="Wilayah tugas",
    )


class PortraitForm(rx.NoSSRComponent):
    """Choosing a picture and sending it."""

    library = "$/public/islands/potret"
    tag = "Potret"

    person: rx.Var[int]
    replaces: rx.Var[bool]

    on_done: rx.EventHandler[rx.event.no_args_event_spec]


def _portrait() -> rx.Component:
    return card(
        rx.cond(
            One.person.portrait != "",
            rx.el.div(
                rx.el.img(
                    src=One.person.portrait,
                    alt="Foto " + One.person.full_name,
                    width=96,
                    height=96,
                    class_name="size-24 shrink-0 rounded-full bg-base-200 object-cover",
                ),
                rx.el.div(
                    rx.cond(
                        One.person.portrait_shown,
                        status_badge("Tampil untuk warga", "success", "eye"),
                        status_badge("Belum tampil untuk warga", "warning", "eye-off"),
                    ),
                    rx.el.p(
                        "Di halaman kelurahan dan desanya, selama ia bertugas di sana.",
                        class_name="mt-2 text-sm text-muted",
                    ),
                    class_name="min-w-0 grow basis-40",
                ),
                class_name="mb-3 flex flex-wrap items-center gap-4",
            ),
            rx.el.p(
                "Belum ada foto: warga melihat inisial namanya. Pasang foto wajah berseragam, menghadap depan.",
                class_name="mb-3 text-muted",
            ),
        ),
        rx.el.div(
            rx.cond(
                One.person.portrait != "",
                rx.cond(
                    One.person.portrait_shown,
                    rx.el.button(
                        icon("eye-off", 18),
                        "Sembunyikan dari warga",
                        type="button",
                        on_click=One.show_portrait(False),
                        class_name="btn",
                    ),
                    rx.el.button(
                        icon("eye", 18),
                        "Petugas setuju, tampilkan",
                        type="button",
                        on_click=One.show_portrait(True),
                        class_name="btn btn-primary",
                    ),
                ),
            ),
            PortraitForm.create(person=One.person.id, replaces=One.person.portrait != "", on_done=One.portrait_set),
            class_name="flex flex-wrap gap-2",
        ),
        rx.cond(
            One.person.portrait != "",
            rx.el.div(
                _question(
                    "potret",
                    "Hapus foto",
                    "Foto hilang dari halaman warga dan dari penyimpanan.",
                    One.remove_portrait,
                    "btn-error",
                ),
                class_name="mt-2",
            ),
        ),
        title="Foto untuk warga",
    )


def _device(device: Perangkat) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(device.name, class_name="font-semibold"),
            match_badge(device.state, DEVICES),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-1",
        ),
        rx.el.p("Terakhir dipakai ", device.seen, class_name="text-sm text-muted"),
        rx.el.div(
            rx.cond(
                device.state == "active",
                rx.el.button(
                    "Keluarkan", type="button", on_click=One.end_device(device.id, False), class_name="btn btn-ghost"
                ),
            ),
            rx.cond(
                device.state != "lost",
                rx.el.details(
                    rx.el.summary("Hilang atau dicuri", class_name="flex min-h-12 items-center px-3 font-medium"),
                    rx.el.p(
                        "Data orang ini di perangkat itu dihapus begitu tersambung, termasuk laporan yang belum terkirim.",
                        class_name="text-sm text-muted",
                    ),
                    rx.el.button(
                        "Nyatakan hilang",
                        type="button",
                        on_click=One.end_device(device.id, True),
                        class_name="btn btn-error mt-2",
                    ),
                ),
            ),
            class_name="flex flex-wrap items-start gap-2",
        ),
        class_name="border-b border-base-300 py-3 last:border-b-0",
    )


def _devices() -> rx.Component:
    return card(
        rx.cond(
            One.devices.length() > 0,
            rx.el.ul(rx.foreach(One.devices, _device), id="perangkat"),
            rx.el.p("Belum pernah masuk di perangkat mana pun.", class_name="text-muted"),
        ),
        title="Perangkat",
    )


def _question(
    what: str, label: str, consequence: str, deed: rx.event.EventSpec | object, tone: str = ""
) -> rx.Component:
    """A button that first says what will happen."""
    return rx.cond(
        One.asking == what,
        note(
            consequence,
            None,
            rx.el.button(
                f"Ya, {label.lower()}", type="button", on_click=deed, class_name=f"btn {tone or 'btn-primary'}"
            ),
            cancel(One.ask("")),
            tone="warning",
        ),
        rx.el.button(label, type="button", on_click=One.ask(what), class_name="btn w-full justify-start"),
    )


def _access() -> rx.Component:
    return card(
        rx.el.div(
            rx.cond(One.person.active, status_badge("Aktif", "success"), status_badge("Nonaktif", "neutral", "user-x")),
            rx.cond(
                One.person.has_factor,
                status_badge("Faktor kedua terpasang", "success", "shield-check"),
                status_badge("Tanpa faktor kedua", "neutral", "shield"),
            ),
            class_name="mb-3 flex flex-wrap gap-2",
        ),
        rx.cond(
            One.person.waiting != "",
            rx.el.p(
                "Kata sandi sementara berlaku sampai ", One.person.waiting, ".", class_name="mb-3 text-sm text-muted"
            ),
        ),
        rx.cond(
            One.person.oneself,
            rx.el.p("Ini akun Anda sendiri: hak dan jalan masuknya diubah oleh admin lain.", class_name="text-muted"),
            rx.el.div(
                _question(
                    "sandi",
                    "Buat kata sandi sementara",
                    "Kata sandi lama tidak berlaku lagi dan semua perangkatnya dikeluarkan.",
                    One.reset_password,
                ),
                rx.cond(
                    One.person.has_factor,
                    _question(
                        "faktor",
                        "Hapus faktor kedua",
                        "Pastikan Anda bicara dengan orangnya. Semua perangkatnya dikeluarkan, dan ia memasang yang baru.",
                        One.reset_factor,
                    ),
                ),
                rx.cond(
                    One.person.active,
                    _question(
                        "nonaktif",
                        "Nonaktifkan akun",
                        "Orang ini tidak dapat masuk lagi. Laporannya tetap ada; wilayahnya menjadi tanpa petugas.",
                        One.set_active(False),
                        "btn-error",
                    ),
                    rx.el.button(
                        "Aktifkan lagi",
                        type="button",
                        on_click=One.set_active(True),
                        class_name="btn w-full justify-start",
                    ),
                ),
                class_name="flex flex-col gap-2",
            ),
        ),
        title="Jalan masuk",
    )


def _whole() -> rx.Component:
    return rx.el.div(
        rx.el.div(
            card(
                rx.el.form(
                    person_fields(One, One.person),
                    rx.el.button("Simpan perubahan", type="submit", class_name="btn btn-primary mt-4"),
                    on_submit=One.save,
                    no_validate=True,
                ),
                title="Data dan peran",
            ),
            rx.cond(One.person.officer, _tasks()),
            class_name="flex min-w-0 flex-col gap-4",
        ),
        rx.el.div(
            rx.cond(One.person.officer, _portrait()), _access(), _devices(), class_name="flex min-w-0 flex-col gap-4"
        ),
        class_name="grid items-start gap-4 lg:grid-cols-[3fr_2fr]",
    )


def index() -> rx.Component:
    """The person."""
    return staff_layout(
        rx.cond(
            One.person.id > 0,
            page_header(One.person.full_name, One.person.roles + " · " + One.person.satuan),
            page_header("Orang"),
        ),
        rx.el.div(
            link(icon("arrow-left"), "Semua orang", to="/administrasi/", class_name="btn btn-ghost"),
            notice(One.notice, One.dismiss),
            class_name="mb-3 flex flex-wrap items-center gap-3",
        ),
        one_time_password(One.person.name, One.person.nrp, One.password, One.dismiss),
        rx.cond(
            One.loaded,
            rx.cond(
                One.missing,
                empty_state(
                    "lock",
                    "Orang ini tidak dapat dibuka",
                    "Tidak ada, atau di luar satuan Anda.",
                    link("Ke daftar orang", to="/administrasi/", class_name="btn"),
                ),
                _whole(),
            ),
            skeleton_rows(6, "Memuat orang"),
        ),
        active="administrasi",
    )
