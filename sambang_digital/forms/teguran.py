"""What a citizen says against a strike, and what a Polres may set about strikes."""

from typing import Annotated

from pydantic import Field

from sambang_digital.forms.kelompok import Kelompok
from sambang_digital.forms.kiriman import Part, Text


class Banding(Part):
    """An appeal in the citizen's words."""

    text: Annotated[Text, Field(min_length=10, max_length=2000)]


class TeguranSettings(Kelompok):
    """Laporan palsu"""

    strikes: Annotated[
        int,
        Field(
            ge=2,
            le=10,
            title="Teguran berlaku sampai pelapor dijeda",
            description="Teguran diusulkan operator dan disahkan orang lain. Respon Cepat tidak pernah dijeda.",
        ),
    ] = 3
    block_days: Annotated[int, Field(ge=1, le=365, title="Lama jeda (hari)")] = 30
    expiry_days: Annotated[
        int,
        Field(
            ge=30,
            le=730,
            title="Teguran berlaku selama (hari)",
            description="Untuk teguran yang disahkan sesudah ini diubah.",
        ),
    ] = 180
