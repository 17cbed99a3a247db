"""The address of the desk, and words for everything that the services can say."""

from typing import get_args
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import pytest

from sambang_digital.components import status
from sambang_digital.forms.pengaturan import Severity
from sambang_digital.services import flags, putusan, tinjauan, wilayah
from sambang_digital.services.tinjauan import QueueFilter
from sambang_digital.state.tinjauan_view import TinjauanAddress

EVERYTHING = TinjauanAddress(
    status="semua",
    jenis="sambang_warga",
    petugas=7,
    posisi="outside",
    tingkat="medium",
    tanda="FOTO_LAMA",
    cari="pos & warung",
    urut="lama",
    hal=3,
    id=uuid4(),
)


def read(address: str) -> TinjauanAddress:
    """What an address means, read as the browser sends it."""
    return TinjauanAddress.model_validate(dict(parse_qsl(urlsplit(address).query)))


@pytest.mark.parametrize(
    "view", [TinjauanAddress(), EVERYTHING, TinjauanAddress(cari="100%"), TinjauanAddress(posisi="none", hal=2)]
)
def test_an_address_says_the_whole_view(view: TinjauanAddress) -> None:
    assert read(view.url()) == view


def test_the_plain_view_has_the_plain_address() -> None:
    assert TinjauanAddress().url() == "/tinjauan/"
    assert EVERYTHING.url(id=None, hal=1).endswith("&cari=pos+%26+warung&urut=lama")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("status", "apa"), ("jenis", "' OR 1=1"), ("petugas", "x"), ("posisi", "kiri"), ("cari", "x" * 101),
        ("tingkat", "gawat"), ("tanda", "TANDA_LAIN"), ("urut", ""), ("hal", "banyak"), ("id", "1"), ("lain", "x"),
    ],
)  # fmt: skip
def test_what_an_address_gets_wrong_is_left_out(name: str, value: str) -> None:
    assert TinjauanAddress.model_validate({name: value}) == TinjauanAddress()


@pytest.mark.parametrize(("typed", "page"), [("-3", 1), ("0", 1), ("7", 7), ("999999999999", tinjauan.PAGES)])
def test_pages_stay_within_what_is_counted(typed: str, page: int) -> None:
    assert TinjauanAddress.model_validate({"hal": typed}).wanted == QueueFilter(page=page)


def test_there_is_a_word_for_everything() -> None:
    assert set(status.FLAGS) == set(flags.SEVERITIES)
    assert set(status.RULING) == set(get_args(putusan.Ruling))
    assert set(status.SEVERITY) == set(Severity)
    assert set(status.VERDICT) == {*wilayah.Verdict, tinjauan.NO_POSITION}
    assert set(status.LAPORAN) == {*tinjauan.WAITING, "diterima", "dikembalikan"}
