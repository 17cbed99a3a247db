"""Kinerja is counted the same on server and phone: one list of vectors for both (the phone's side: ``js/kinerja.test.mjs``)."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from sambang_digital.forms.pengaturan import KinerjaSettings
from sambang_digital.models import Laporan
from sambang_digital.services.waktu import day_of

VECTORS = json.loads((Path(__file__).parent / "vectors/kinerja.json").read_text())
RULES = KinerjaSettings(**VECTORS["rules"])


def test_vectors_are_of_the_defaults() -> None:
    """The phone's rules before its first contact are these."""
    assert KinerjaSettings() == RULES


@pytest.mark.parametrize(("reports", "status"), VECTORS["status"])
def test_status(reports: int, status: str) -> None:
    assert RULES.status(reports) == status


@pytest.mark.parametrize(("last", "today", "attention"), VECTORS["attention"])
def test_attention(last: str | None, today: str, attention: str | None) -> None:
    assert RULES.attention(date.fromisoformat(last) if last else None, date.fromisoformat(today)) == attention


@pytest.mark.parametrize(("moment", "day"), VECTORS["day"])
def test_day(moment: str, day: str) -> None:
    assert day_of(datetime.fromisoformat(moment)).isoformat() == day


@pytest.mark.parametrize(("report", "counted"), VECTORS["counted"])
def test_counted(report: dict[str, Any], counted: bool) -> None:
    assert Laporan(**report).counted is counted
