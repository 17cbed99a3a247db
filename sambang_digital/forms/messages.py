"""Pydantic's error codes as plain Indonesian sentences. The phone uses the same table."""

from collections.abc import Iterable, Mapping
from typing import Any

MESSAGES = {
    "missing": "Wajib diisi.",
    "string_too_short": "Paling sedikit {min_length} huruf.",
    "string_too_long": "Paling banyak {max_length} huruf.",
    "string_pattern_mismatch": "Bentuknya tidak sesuai.",
    "too_short": "Paling sedikit {min_length} butir.",
    "too_long": "Paling banyak {max_length} butir.",
    "greater_than_equal": "Paling kecil {ge}.",
    "less_than_equal": "Paling besar {le}.",
    "greater_than": "Harus lebih dari {gt}.",
    "less_than": "Harus kurang dari {lt}.",
    "literal_error": "Pilih salah satu dari daftar.",
    "enum": "Pilih salah satu dari daftar.",
    "extra_forbidden": "Isian ini tidak dikenal.",
    "json_invalid": "Bukan JSON yang sah.",
}
DEFAULT = "Isian tidak sah."


def field_errors(errors: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """``[{"field": "a.0.b", "message": …}]`` from Pydantic's error list."""
    found = []
    for error in errors:
        if error["type"] == "value_error":
            message = str(error["ctx"]["error"])
        else:
            message = MESSAGES.get(error["type"], DEFAULT).format(**error.get("ctx", {}))
        field = ".".join(str(part) for part in error["loc"] if part != "body")
        found.append({"field": field, "message": message})
    return found
