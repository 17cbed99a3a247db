"""What citizens type when they make an account, and how long a code for it lives."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from sambang_digital.services import warga_kode
from tests.warga import account_form


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("phone", {"phone": "nol delapan"}),
        ("email", {"email": "siti@"}),
        ("email", {"email": "siti@example.id\nBcc: semua@example.id"}),
        ("name", {"name": " "}),
        ("consent", {"consent": False}),
        ("password", {"password": "x" * 129}),
        ("nik", {"nik": "3671010101010001"}),
    ],
)
def test_bad_input_names_its_field(field: str, more: dict[str, Any]) -> None:
    with pytest.raises(ValidationError) as wrong:
        account_form(**more)
    assert {".".join(map(str, one["loc"])) for one in wrong.value.errors()} == {field}
    assert "kebun" not in str(wrong.value)


def test_codes_live_ten_minutes() -> None:
    assert (timedelta(minutes=10), 5) == (warga_kode.CODE_TTL, warga_kode.TRIES)
