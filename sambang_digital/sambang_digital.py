"""The entry: puts pages, API, gate and lifespan together, nothing else."""

import reflex as rx

from sambang_digital.api.app import make_api
from sambang_digital.components import shell
from sambang_digital.pages import (
    akun,
    antrean,
    audit,
    beranda,
    cakupan,
    gangguan,
    hari_ini,
    impor,
    kinerja,
    kinerja_saya,
    orang,
    pengaturan,
    personel,
    peta,
    petugas,
    publik,
    sambang,
    tinjauan,
    wilayah,
    wilayah_saya,
)
from sambang_digital.security.gate import EventGate, on_backend_error, on_frontend_error
from sambang_digital.security.headers import SecurityHeaders
from sambang_digital.security.live import LiveSession, close_ended
from sambang_digital.services import alamat, audit_seal, bendera, memory, upkeep
from sambang_digital.state.audit import AuditState
from sambang_digital.state.cakupan import CakupanState
from sambang_digital.state.hari_ini import HariIniState
from sambang_digital.state.kinerja import KinerjaState
from sambang_digital.state.orang import OrangState
from sambang_digital.state.pengaturan import PengaturanState
from sambang_digital.state.personel import PersonelState
from sambang_digital.state.peta import PetaState
from sambang_digital.state.petugas import PetugasState
from sambang_digital.state.tinjauan import TinjauanState
from sambang_digital.state.wilayah import WilayahState

app = rx.App(
    html_lang="id",
    # The last wrapper is outermost: it has to see every answer.
    api_transformer=[make_api(), LiveSession, SecurityHeaders],
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
app.add_page(publik.index, route="/", title=publik.TITLE, description=publik.DESCRIPTION, meta=publik.META)
app.add_page(akun.masuk, route="/masuk", title=akun.TITLE, description=akun.DESCRIPTION)
app.add_page(akun.desk, route="/akun", title=akun.MINE)
app.add_page(akun.phone, route="/petugas/akun", title=akun.MINE)
app.add_page(beranda.index, route="/petugas", title=beranda.TITLE)
app.add_page(sambang.index, route="/petugas/sambang", title=sambang.TITLE)
app.add_page(wilayah_saya.index, route="/petugas/wilayah", title=wilayah_saya.TITLE)
app.add_page(kinerja_saya.index, route="/petugas/kinerja", title=kinerja_saya.TITLE)
app.add_page(antrean.index, route="/petugas/antrean", title=antrean.TITLE)
app.add_page(hari_ini.index, route="/hari-ini", title=hari_ini.TITLE, on_load=HariIniState.enter)
app.add_page(tinjauan.index, route="/tinjauan", title=tinjauan.TITLE, on_load=TinjauanState.enter)
app.add_page(peta.index, route="/peta", title=peta.TITLE, on_load=PetaState.enter)
app.add_page(kinerja.index, route="/kinerja", title=kinerja.TITLE, on_load=KinerjaState.enter)
app.add_page(petugas.index, route="/kinerja/petugas", title=petugas.TITLE, on_load=PetugasState.enter)
app.add_page(cakupan.index, route="/kinerja/cakupan", title=cakupan.TITLE, on_load=CakupanState.enter)
app.add_page(personel.index, route="/administrasi", title=personel.TITLE, on_load=PersonelState.enter)
app.add_page(orang.index, route="/administrasi/orang", title=orang.TITLE, on_load=OrangState.enter)
app.add_page(impor.index, route="/administrasi/impor", title=impor.TITLE)
app.add_page(wilayah.index, route="/administrasi/wilayah", title=wilayah.TITLE, on_load=WilayahState.enter)
app.add_page(pengaturan.index, route="/administrasi/pengaturan", title=pengaturan.TITLE, on_load=PengaturanState.enter)
app.add_page(audit.index, route="/audit", title=audit.TITLE, on_load=AuditState.enter)
app.add_page(gangguan.nothing_here, route="/tanpa-akses", title="Belum ada layar · Sambang Digital")
app.add_page(gangguan.not_found, route="404", title="Halaman tidak ditemukan · Sambang Digital")
app.register_lifespan_task(memory.settle)
app.register_lifespan_task(audit_seal.keep_sealed)
app.register_lifespan_task(bendera.keep_flags)
app.register_lifespan_task(upkeep.keep_clean)
app.register_lifespan_task(close_ended)
app.register_lifespan_task(alamat.answer)
