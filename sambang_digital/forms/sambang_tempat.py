"""A visit to a place: school, place of worship, market, guard post, vulnerable spot."""

from typing import ClassVar

from sambang_digital.forms.base import Form, SubjectFields
from sambang_digital.forms.fields import Choice, Line, required
from sambang_digital.forms.parts import (
    GUIDED,
    Neighbourhood,
    Recipient,
    Result,
    Situation,
    address,
    neighbourhood,
    recipient,
    result,
)


class PlaceType(Choice):
    """What kind of place it is."""

    SCHOOL = "school", "Sekolah, kampus, pesantren"
    WORSHIP = "worship", "Tempat ibadah"
    MARKET = "market", "Pasar atau pertokoan"
    GUARD_POST = "guard_post", "Poskamling"
    VULNERABLE = "vulnerable", "Titik rawan"
    PUBLIC = "public", "Taman atau fasilitas umum"
    TRANSPORT = "transport", "Terminal, stasiun, pangkalan"
    OFFICE = "office", "Kantor pemerintah"
    OTHER = "other", "Tempat lain"


class SambangTempat(Form):
    """Place, what the officer found there, and whom he met."""

    kind: ClassVar[str] = "sambang_tempat"
    version: ClassVar[int] = 2
    title: ClassVar[str] = "Sambang tempat"
    subject_kind: ClassVar[str | None] = "tempat"
    steps = GUIDED

    name: Line = required("Nama tempat", min_length=2, max_length=120, autocapitalize="words")
    place_type: PlaceType = required("Jenis tempat")
    address: Line | None = address()
    neighbourhood: Neighbourhood = neighbourhood()
    result: Result = result()
    recipient: Recipient = recipient("Yang ditemui")

    def subject(self) -> SubjectFields:
        """The place for the register."""
        vulnerable = self.place_type is PlaceType.VULNERABLE or self.result.situation is not Situation.SAFE
        at = self.neighbourhood
        return SubjectFields(self.name, self.address or "", at.rt, at.rw, vulnerable=vulnerable)
