"""What a Polres may change without code, group by group: the one definition of these settings and of their defaults.

A new setting is a new field here: title and description are shown on the settings page, limits are checked when it is
changed. Its key in the database is ``group.field``.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class Kelompok(BaseModel):
    """A group of settings; its docstring is the heading on the page."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class KinerjaSettings(Kelompok):
    """Kinerja petugas"""

    target_per_day: Annotated[
        int, Field(ge=1, le=50, title="Target kunjungan per hari", description="Untuk petugas tanpa target sendiri.")
    ] = 5
    active_over: Annotated[
        int, Field(ge=1, le=100, title="Aktif bila lebih dari", description="Laporan dalam 7 hari terakhir.")
    ] = 3
    remind_after_days: Annotated[int, Field(ge=1, le=30, title="Diingatkan setelah hari tanpa laporan")] = 1
    overdue_after_days: Annotated[
        int, Field(ge=1, le=365, title="Perlu dikunjungi lagi setelah hari", description="Rumah dan tempat di daftar.")
    ] = 30
    warn_after_days: Annotated[int, Field(ge=1, le=90, title="Diperingatkan setelah hari tanpa laporan")] = 7

    def status(self, reports: int) -> Literal["aktif", "cukup", "kurang"]:
        """What an officer with so many counted reports on the last seven days, today included, is called."""
        if reports > self.active_over:
            return "aktif"
        return "cukup" if reports else "kurang"

    def attention(self, last: date | None, today: date) -> Literal["remind", "warn"] | None:
        """Whether an officer whose last counted report is of day ``last`` (None: has none) needs a word.

        What counts are whole days without a report: yesterday's report needs none before today is over.
        """
        idle = (today - last).days - 1 if last else self.warn_after_days
        if idle >= self.warn_after_days:
            return "warn"
        return "remind" if idle >= self.remind_after_days else None


class PonselSettings(Kelompok):
    """HP petugas"""

    lock_after_minutes: Annotated[
        int, Field(ge=1, le=240, title="Kunci setelah menit di latar belakang", description="Dibuka dengan PIN.")
    ] = 15
    lease_days: Annotated[
        int,
        Field(
            ge=1, le=60, title="Hari tanpa server sampai daftar dihapus dari HP", description="Antrean tetap tersimpan."
        ),
    ] = 7
    unsent_warning_days: Annotated[int, Field(ge=1, le=30, title="Peringatan bila belum terkirim selama hari")] = 2


class AkunSettings(Kelompok):
    """Akun dan masuk"""

    one_time_days: Annotated[
        int,
        Field(
            ge=1,
            le=60,
            title="Kata sandi sementara berlaku selama hari",
            description="Sesudah itu admin memberikan yang baru.",
        ),
    ] = 14


class Pengaturan(BaseModel):
    """All settings of one Polres, its own values over those for everybody over the product's defaults."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kinerja: KinerjaSettings = KinerjaSettings()
    ponsel: PonselSettings = PonselSettings()
    akun: AkunSettings = AkunSettings()
