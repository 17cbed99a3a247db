"""The entry: puts pages, API, gate and lifespan together, nothing else."""

from collections.abc import Callable

import reflex as rx

from sambang_digital.api.app import make_api
from sambang_digital.components import shell
from sambang_digital.pages import (
    akun,
    antrean,
    audit,
    bacaan,
    bacaan_naskah,
    bacaan_saya,
    beranda,
    cakupan,
    cari,
    cari_saya,
    ekspor,
    eskalasi,
    ganda,
    gangguan,
    hari_ini,
    impor,
    kabar,
    kabar_saya,
    kinerja,
    kinerja_saya,
    lapor,
    orang,
    pengaduan,
    pengaturan,
    personel,
    peta,
    petugas,
    publik,
    register,
    rumah,
    sambang,
    tinjauan,
    tugas,
    tugas_baru,
    tugas_saya,
    wilayah,
    wilayah_saya,
)
from sambang_digital.publik.app import with_pages
from sambang_digital.security.gate import EventGate, on_backend_error, on_frontend_error
from sambang_digital.security.headers import SecurityHeaders
from sambang_digital.security.live import LiveSession, close_ended
from sambang_digital.services import (
    alamat,
    audit_seal,
    bacaan_jadwal,
    bendera,
    cari_indeks,
    himbauan,
    kabar_push,
    kabar_warga,
    memory,
    upkeep,
    wa,
)
from sambang_digital.services.ekspor import kerja
from sambang_digital.state import locks
from sambang_digital.state.audit import AuditState
from sambang_digital.state.bacaan import BacaanState
from sambang_digital.state.bacaan_naskah import NaskahState
from sambang_digital.state.cakupan import CakupanState
from sambang_digital.state.cari import CariState
from sambang_digital.state.ekspor import EksporState
from sambang_digital.state.eskalasi import EskalasiState
from sambang_digital.state.hari_ini import HariIniState
from sambang_digital.state.kabar import KabarState
from sambang_digital.state.kinerja import KinerjaState
from sambang_digital.state.orang import OrangState
from sambang_digital.state.pengaduan import PengaduanState
from sambang_digital.state.pengaturan import PengaturanState
from sambang_digital.state.personel import PersonelState
from sambang_digital.state.peta import PetaState
from sambang_digital.state.petugas import PetugasState
from sambang_digital.state.register import GandaState, PermintaanState, RegisterState
from sambang_digital.state.rumah import RumahState
from sambang_digital.state.tinjauan import TinjauanState
from sambang_digital.state.tugas import TugasState
from sambang_digital.state.tugas_baru import TugasBaruState
from sambang_digital.state.utas import UtasState
from sambang_digital.state.wa import WaState
from sambang_digital.state.wilayah import WilayahState

locks.close_the_hole()
app = rx.App(
    html_lang="id",
    # The last wrapper is outermost: it has to see every answer.
    api_transformer=[with_pages(make_api()), LiveSession, SecurityHeaders],
    toaster=None,
    backend_exception_handler=on_backend_error,
    frontend_exception_handler=on_frontend_error,
    stylesheets=["/tema.css"],
    # Tailwind's own reset is there already.
    reset_style=False,
    head_components=shell.head_components(),
    app_wraps=shell.app_wraps(),
)
app.add_middleware(EventGate())


FOLLOWED = (UtasState.follow, KabarState.follow, UtasState.follow_complaints)
"""What is counted on every desk."""


def staff_page(page: Callable[[], rx.Component], route: str, title: str, *enter: rx.event.EventType) -> None:
    """Add a page of a desk: what is unread or waits stands in the menu of each, and how much news there is above it."""
    app.add_page(page, route=route, title=title, on_load=[*enter, *FOLLOWED])


app.add_page(publik.index, route="/", title=publik.TITLE, description=publik.DESCRIPTION, meta=publik.META)
app.add_page(lapor.index, route="/lapor", title=lapor.TITLE, description=lapor.DESCRIPTION)
app.add_page(lapor.mine, route="/tiket", title=lapor.MINE)
app.add_page(lapor.own, route="/akun-warga", title=lapor.ACCOUNT)
app.add_page(akun.masuk, route="/masuk", title=akun.TITLE, description=akun.DESCRIPTION)
staff_page(akun.desk, "/akun", akun.MINE)
staff_page(kabar.desk, "/kabar", kabar.TITLE, KabarState.enter)
app.add_page(kabar_saya.index, route="/petugas/kabar", title=kabar_saya.TITLE)
app.add_page(akun.phone, route="/petugas/akun", title=akun.MINE)
app.add_page(beranda.index, route="/petugas", title=beranda.TITLE)
app.add_page(sambang.index, route="/petugas/sambang", title=sambang.TITLE)
app.add_page(wilayah_saya.index, route="/petugas/wilayah", title=wilayah_saya.TITLE)
app.add_page(kinerja_saya.index, route="/petugas/kinerja", title=kinerja_saya.TITLE)
app.add_page(tugas_saya.index, route="/petugas/tugas", title=tugas_saya.TITLE)
app.add_page(cari_saya.index, route="/petugas/cari", title=cari_saya.TITLE)
app.add_page(bacaan_saya.index, route="/petugas/bacaan", title=bacaan_saya.TITLE)
app.add_page(antrean.index, route="/petugas/antrean", title=antrean.TITLE)
staff_page(hari_ini.index, "/hari-ini", hari_ini.TITLE, HariIniState.enter)
staff_page(tinjauan.index, "/tinjauan", tinjauan.TITLE, TinjauanState.enter)
staff_page(eskalasi.index, "/eskalasi", eskalasi.TITLE, EskalasiState.enter)
staff_page(pengaduan.index, "/pengaduan", pengaduan.TITLE, PengaduanState.enter)
staff_page(cari.index, "/cari", cari.TITLE, CariState.enter)
staff_page(tugas.index, "/tugas", tugas.TITLE, TugasState.enter)
staff_page(tugas_baru.index, "/tugas/baru", tugas_baru.TITLE, TugasBaruState.enter)
staff_page(peta.index, "/peta", peta.TITLE, PetaState.enter)
staff_page(register.index, "/register", register.TITLE, RegisterState.enter)
staff_page(rumah.index, "/register/rumah", rumah.TITLE, RumahState.enter)
staff_page(ganda.index, "/register/ganda", ganda.TITLE, GandaState.enter)
staff_page(register.requests, "/register/permintaan", register.REQUESTS_TITLE, PermintaanState.enter)
staff_page(kinerja.index, "/kinerja", kinerja.TITLE, KinerjaState.enter)
staff_page(petugas.index, "/kinerja/petugas", petugas.TITLE, PetugasState.enter)
staff_page(cakupan.index, "/kinerja/cakupan", cakupan.TITLE, CakupanState.enter)
staff_page(bacaan.index, "/bacaan", bacaan.TITLE, BacaanState.enter)
staff_page(bacaan_naskah.index, "/bacaan/naskah", bacaan_naskah.TITLE, NaskahState.enter)
staff_page(ekspor.index, "/ekspor", ekspor.TITLE, EksporState.enter)
staff_page(personel.index, "/administrasi", personel.TITLE, PersonelState.enter)
staff_page(orang.index, "/administrasi/orang", orang.TITLE, OrangState.enter)
staff_page(impor.index, "/administrasi/impor", impor.TITLE)
staff_page(wilayah.index, "/administrasi/wilayah", wilayah.TITLE, WilayahState.enter)
staff_page(pengaturan.index, "/administrasi/pengaturan", pengaturan.TITLE, PengaturanState.enter, WaState.enter)
staff_page(audit.index, "/audit", audit.TITLE, AuditState.enter)
app.add_page(gangguan.nothing_here, route="/tanpa-akses", title="Belum ada layar · Sambang Digital")
app.add_page(gangguan.not_found, route="404", title="Halaman tidak ditemukan · Sambang Digital")
app.register_lifespan_task(memory.settle)
app.register_lifespan_task(audit_seal.keep_sealed)
app.register_lifespan_task(bendera.keep_flags)
app.register_lifespan_task(bacaan_jadwal.keep_publishing)
app.register_lifespan_task(cari_indeks.keep_filed)
app.register_lifespan_task(kabar_push.keep_sending)
app.register_lifespan_task(himbauan.keep_sending)
app.register_lifespan_task(kabar_warga.keep_sending)
app.register_lifespan_task(kerja.keep_exports)
app.register_lifespan_task(wa.keep_channel)
app.register_lifespan_task(upkeep.keep_clean)
app.register_lifespan_task(close_ended)
app.register_lifespan_task(alamat.answer)
