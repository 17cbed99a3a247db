"""The flags of the open report: evidence to look at, and the ruling on each."""

import reflex as rx

from sambang_digital.components import status
from sambang_digital.components.administrasi import cancel, reason_field
from sambang_digital.components.parts import card, icon, link, match_badge, note
from sambang_digital.components.tinjauan_islands import Map, Photos, RelativeTime
from sambang_digital.services.putusan import NOTE_MAX
from sambang_digital.state.beda import Part
from sambang_digital.state.tinjauan import TinjauanState as Desk
from sambang_digital.state.tinjauan_flags import FlagView, RulingView, TextView

CHOICES = (("upheld", "Terbukti", "gavel"), ("dismissed", "Tidak terbukti", "shield-check"))


def _name(flag: FlagView) -> rx.Var:
    return rx.match(flag.code, *status.FLAGS.items(), flag.code)


def _text(text: TextView) -> rx.Component:
    def part(part: Part) -> rx.Component:
        return rx.cond(
            part.marked, rx.el.mark(part.text, class_name="rounded-sm bg-warning/30 text-inherit"), part.text
        )

    return rx.el.figure(
        rx.el.figcaption(text.label, class_name="text-sm text-muted"),
        rx.el.blockquote(
            rx.foreach(text.parts, part), class_name="mt-1 border-l-4 border-base-300 pl-3 whitespace-pre-line"
        ),
        class_name="min-w-0",
    )


def _exhibit(flag: FlagView) -> rx.Component:
    """Whatever the flag has to show, in the same way for every code."""
    return rx.el.div(
        rx.cond(flag.photos.length() > 0, Photos.create(photos=flag.photos, compare=True)),
        rx.cond(
            flag.points.length() > 0,
            rx.el.div(
                Map.create(
                    areas=Desk.detail.areas,
                    points=flag.points,
                    label="Peta bukti: " + flag.evidence,
                    tiles=Desk.tiles,
                ),
                rx.cond(
                    flag.apart != "", rx.el.p("Jarak kedua titik ", rx.el.strong(flag.apart), ".", class_name="mt-1")
                ),
                class_name="max-w-xl",
            ),
        ),
        rx.cond(
            flag.texts.length() > 0,
            rx.el.div(rx.foreach(flag.texts, _text), class_name="grid gap-3 sm:grid-cols-2"),
        ),
        rx.cond(
            flag.other.url != "",
            rx.el.p(
                "Pembanding: ",
                link(flag.other.title, to=flag.other.url, class_name="link font-medium"),
                " · ",
                flag.other.author,
                " · ",
                RelativeTime.create(iso=flag.other.at, full=True),
            ),
        ),
        rx.cond(
            flag.hidden,
            rx.el.p(
                "Pembandingnya laporan di luar kewenangan Anda; isinya tidak ditampilkan.", class_name="text-muted"
            ),
        ),
        class_name="mt-3 flex flex-col gap-3 empty:hidden",
    )


def _ruling(ruling: RulingView) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            match_badge(ruling.ruling, status.RULING),
            rx.el.span(ruling.reviewer, " · "),
            RelativeTime.create(iso=ruling.at, full=True),
            class_name="flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-muted",
        ),
        rx.el.p(ruling.note, class_name="mt-1 whitespace-pre-line"),
        rx.cond(
            ruling.evidence != "",
            rx.el.p("Saat itu tanda ini berbunyi: ", ruling.evidence, class_name="text-sm text-muted"),
        ),
    )


def _form(flag: FlagView) -> rx.Component:
    detail = Desk.detail
    return rx.el.form(
        rx.el.input(type="hidden", name="id", value=detail.id),
        rx.el.input(type="hidden", name="revision", value=detail.revision.to_string()),
        rx.el.input(type="hidden", name="code", value=flag.code),
        rx.el.input(type="hidden", name="ruling", value=Desk.ruling),
        reason_field(
            rx.cond(Desk.ruling == "upheld", "Mengapa tanda ini terbukti?", "Mengapa tanda ini tidak terbukti?"),
            Desk.ruling_error,
            "galat-putusan",
            max_length=NOTE_MAX,
        ),
        rx.cond(
            Desk.ruling == "upheld",
            rx.el.p(
                "Laporan dengan tanda yang terbukti tidak dihitung dalam kinerja.", class_name="mt-1 text-sm text-muted"
            ),
        ),
        rx.el.div(
            rx.el.button("Simpan putusan", type="submit", class_name="btn btn-primary"),
            cancel(Desk.ask_ruling("", "")),
            class_name="mt-2 flex flex-wrap gap-2",
        ),
        on_submit=Desk.rule,
        key=detail.id + flag.code + Desk.ruling,
        class_name="mt-3 rounded-box bg-base-200 p-3",
    )


def _buttons(flag: FlagView) -> rx.Component:
    def choice(ruling: str, word: str, icon_name: str) -> rx.Component:
        return rx.cond(
            flag.ruling != ruling,
            rx.el.button(
                icon(icon_name, 18),
                word,
                type="button",
                on_click=Desk.ask_ruling(flag.code, ruling),
                aria_label=f"{word}: {_name(flag)}",
                class_name="btn",
            ),
        )

    return rx.el.div(*[choice(*one) for one in CHOICES], class_name="mt-3 flex flex-wrap gap-2")


def _flag(flag: FlagView) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            match_badge(flag.severity, status.SEVERITY),
            rx.el.p(_name(flag), class_name="font-semibold"),
            class_name="flex flex-wrap items-center gap-x-3 gap-y-1",
        ),
        rx.el.p(flag.evidence, class_name="mt-1 text-muted"),
        _exhibit(flag),
        rx.cond(
            flag.rulings.length() > 0,
            rx.el.ul(
                rx.foreach(flag.rulings, _ruling), class_name="mt-3 flex flex-col gap-3 border-l-4 border-base-300 pl-3"
            ),
        ),
        rx.cond(
            Desk.detail.may_rule,
            rx.cond(Desk.ruling_on == flag.code, _form(flag), _buttons(flag)),
        ),
        class_name="border-b border-base-300 py-4 last:border-0 last:pb-0 first:pt-0",
    )


def flags() -> rx.Component:
    """The card of all flags; nothing without one."""
    detail = Desk.detail
    return rx.cond(
        detail.flags.length() > 0,
        card(
            rx.cond(
                detail.upheld,
                rx.el.div(
                    note("Tidak dihitung dalam kinerja", "Salah satu tanda terbukti.", tone="info"), class_name="mb-4"
                ),
            ),
            rx.el.ul(rx.foreach(detail.flags, _flag)),
            rx.el.p(
                "Tanda membantu Anda memeriksa; bukan bukti kesalahan petugas.",
                class_name="mt-3 text-sm text-muted",
            ),
            title="Tanda pemeriksaan",
        ),
    )
