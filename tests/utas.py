"""Posts as people write them."""

from typing import Any

from sambang_digital.forms.utas import Pesan
from sambang_digital.models.base import now
from tests.laporan import uuid7


def pesan(text: str = "Mohon foto tampak depan.", **more: Any) -> Pesan:
    """A post, written now."""
    return Pesan.model_validate({"id": uuid7(), "text": text, "created_at": now().isoformat()} | more)
