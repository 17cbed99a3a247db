"""What the product brings along to be read: enough of it, whole, and about all that citizens ask."""

import pytest

from sambang_digital.forms.bacaan import Artikel, Jenis, Topik
from sambang_digital.security.permissions import ROLES, Peran, Permission
from sambang_digital.services.bacaan_terbit import Shipped, shipped

ARTICLES = [one for one in shipped() if isinstance(one.isi, Artikel) and not one.demo]
ASKED = {
    Topik.CURANMOR, Topik.PENIPUAN_ONLINE, Topik.TAWURAN, Topik.NARKOBA, Topik.KDRT_ANAK, Topik.TPPO, Topik.HOAKS_PEMILU,
    Topik.KEBAKARAN, Topik.TAMU_SISKAMLING, Topik.LALU_LINTAS, Topik.PINJOL_JUDI,
}  # fmt: skip
EMERGENCY = {"110", "112"}


def test_there_is_an_article_about_everything_that_is_asked() -> None:
    """Twelve at least."""
    assert len(ARTICLES) >= 12
    assert {one.isi.topic for one in ARTICLES} >= ASKED


@pytest.mark.parametrize("one", ARTICLES, ids=lambda one: one.slug)
def test_an_article_is_whole(one: Shipped) -> None:
    """Long enough to say something, what to do and not to do, whom to call at once, sources, and questions each explained."""
    isi = one.isi
    assert isinstance(isi, Artikel)
    assert len(isi.body.split()) >= 300
    assert min(len(isi.do), len(isi.dont)) >= 3
    assert EMERGENCY & {call.number for call in isi.call}
    assert len(isi.sources) >= 2
    assert 3 <= len(isi.quiz) <= 5
    for soal in isi.quiz:
        assert len(soal.options) >= 3
        assert len(soal.explanation.split()) >= 5
    assert len({soal.answer for soal in isi.quiz}) > 1, "the right one is not always the same"


def test_news_and_services_are_kinds_of_the_same() -> None:
    """All go through one library, one editor, one workflow; of services SKCK and others come along."""
    assert {one.isi.kind for one in shipped()} == set(Jenis)
    assert {"skck", "sim", "laporan-kehilangan", "izin-keramaian", "sp2hp"} <= {one.slug for one in shipped()}


def test_every_unit_writes_and_its_head_publishes() -> None:
    """Whichever of the six units somebody is of: staff and heads are roles of all of them."""
    for role in (Peran.STAF_UNIT, Peran.KEPALA_UNIT, Peran.KANIT_POLSEK, Peran.KAPOLSEK, Peran.KASAT):
        assert Permission.BACAAN_WRITE in ROLES[role]
        assert (Permission.BACAAN_PUBLISH in ROLES[role]) == (role is not Peran.STAF_UNIT)
    for role in (Peran.BHABINKAMTIBMAS, Peran.OPERATOR, Peran.MITRA, Peran.WARGA):
        assert Permission.BACAAN_WRITE not in ROLES[role]
