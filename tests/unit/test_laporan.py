"""Receipts and the corrected clock."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from sambang_digital.services.flags import MAX_CLOCK_ERROR
from sambang_digital.services.laporan import CROCKFORD, Arrival, canonical, content_hash, receipt
from sambang_digital.settings import Settings, get_settings
from tests.laporan import uuid7

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
spans = st.timedeltas(timedelta(days=-400), timedelta(days=400))


def test_receipt_depends_on_everything_it_vouches_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Report, revision, content, and the server's key."""
    monkeypatch.setattr(get_settings(), "secret_key", b"satu", raising=False)
    one, two = UUID(uuid7()), UUID(uuid7())
    made = [receipt(one, 1, "a"), receipt(two, 1, "a"), receipt(one, 2, "a"), receipt(one, 1, "b")]
    assert made[0] == receipt(one, 1, "a")
    monkeypatch.setattr(get_settings(), "secret_key", b"dua", raising=False)
    assert len({*made, receipt(one, 1, "a")}) == 5
    assert all(len(text) == 14 and set(text) <= {*CROCKFORD, "-"} for text in made)


def test_hash_does_not_depend_on_the_order_of_keys() -> None:
    """A phone may write them in any order."""
    assert content_hash(canonical({"a": 1, "b": [2]})) == content_hash(canonical({"b": [2], "a": 1}))
    assert content_hash(canonical({"a": 1})) != content_hash(canonical({"a": 2}))


def test_key_is_made_once_and_kept(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """For its owner alone to read; a key from the environment goes before."""
    monkeypatch.delenv("SECRET_KEY", raising=False)
    key = Settings(data_dir=tmp_path / "new").secret_key
    assert key == Settings(data_dir=tmp_path / "new").secret_key
    assert len(key) == 64
    assert (tmp_path / "new" / "secret.key").stat().st_mode & 0o077 == 0
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["secret.key"]
    assert Settings(data_dir=tmp_path, secret_key_override=SecretStr("x")).secret_key == b"x"


@given(created=spans, fix=st.none() | spans, behind=st.none() | spans)
def test_corrected_time_never_lies_after_the_arrival(
    created: timedelta, fix: timedelta | None, behind: timedelta | None
) -> None:
    """Whatever the phone claims."""
    arrival = Arrival(NOW, behind)
    assert arrival.captured_at(NOW + created, NOW + fix if fix is not None else None) <= NOW


@given(age=st.timedeltas(timedelta(0), timedelta(days=60)), error=spans)
def test_known_clock_error_is_taken_out(age: timedelta, error: timedelta) -> None:
    """A visit that waited in the outbox of a phone with a wrong clock gets its true time."""
    if abs(error) <= MAX_CLOCK_ERROR:
        return
    taken = NOW - age
    assert Arrival(NOW, -error).captured_at(taken + error, taken + error) == taken


def test_old_visits_of_a_right_clock_stay_as_they_are() -> None:
    """Days in the outbox say nothing about the clock."""
    taken = NOW - timedelta(days=9)
    for behind in (None, timedelta(seconds=20)):
        assert Arrival(NOW, behind).captured_at(taken, taken - timedelta(minutes=30)) == taken
