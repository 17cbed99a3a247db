"""Error codes (Pydantic's and ours) as plain Indonesian sentences. The phone gets this table with each form."""

from collections.abc import Iterable, Mapping
from typing import Any

MESSAGES = {
    "missing": "Wajib diisi.",
    "string_type": "Harus berupa teks.",
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
    "bool_type": "Pilih ya atau tidak.",
    "list_type": "Harus berupa daftar.",
    "dict_type": "Bentuknya tidak sesuai.",
    "int_type": "Harus berupa bilangan bulat.",
    "int_parsing": "Tulis dengan angka bulat.",
    "int_parsing_size": "Angkanya terlalu panjang.",
    "float_type": "Harus berupa angka.",
    "finite_number": "Harus berupa angka.",
    "uuid_type": "Harus berupa UUID.",
    "uuid_parsing": "Harus berupa UUID.",
    "uuid_version": "Harus berupa UUID versi 7.",
    "timezone_aware": "Sertakan zona waktu.",
    "datetime_type": "Tulis tanggal dan jam menurut ISO 8601.",
    "datetime_parsing": "Tulis tanggal dan jam menurut ISO 8601.",
    "datetime_from_date_parsing": "Tulis tanggal dan jam menurut ISO 8601.",
    "model_type": "Bentuknya tidak sesuai.",
    "extra_forbidden": "Isian ini tidak dikenal.",
    "json_invalid": "Bukan JSON yang sah.",
    "phone": "Tulis 6 sampai 15 angka, misalnya 0812 3456 7890.",
    "rukun": "Tulis 1 sampai 3 angka, misalnya 003.",
    "number": "Tulis dengan angka bulat.",
    "date": "Tulis tanggal-bulan-tahun, misalnya 31-12-1990.",
    "date_too_early": "Tahun paling awal {year}.",
    "date_in_future": "Tanggal ini belum terjadi.",
    "date_too_far": "Paling jauh {years} tahun ke depan.",
    "time": "Tulis jam dan menit, misalnya 19.30.",
    "signature": "Tanda tangan ini tidak terbaca. Hapus, lalu gambar lagi.",
    "blank": "Isi dulu bagian yang masih dalam kurung siku.",
    "unsigned": "Belum tanda tangan: {names}.",
    "unowned": "Tanda tangan tanpa pemilik: {names}. Hapus dulu.",
    "photo": "Ambil foto surat yang sudah ditandatangani, lalu tandai fotonya sebagai surat.",
    "point": "Pilih satu titik di peta.",
    "ref": "Pilih dari daftar.",
    "version": "Versi formulir {version} tidak dikenal. Perbarui aplikasi.",
    "kind": "Jenis laporan ini tidak dikenal.",
}
DEFAULT = "Isian tidak sah."
MAX_NAME = 60
"""Letters kept of a field's name: an unknown one is the sender's text."""


def field_errors(errors: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    """``[{"field": "a.0.b", "message": …}]`` from Pydantic's error list."""
    found = []
    for error in errors:
        if error["type"] == "value_error":
            message = str(error["ctx"]["error"])
        else:
            limits = {name: _plain(limit) for name, limit in error.get("ctx", {}).items()}
            message = MESSAGES.get(_kind(error), DEFAULT).format(**limits)
        field = ".".join(str(part)[:MAX_NAME] for part in error["loc"] if part != "body")
        found.append({"field": field, "message": message})
    return found


def _kind(error: Mapping[str, Any]) -> str:
    """A limit on a text that is cleaned first is Pydantic's limit on any sequence; people count letters."""
    is_text = error["type"] in ("too_short", "too_long") and isinstance(error.get("input"), str)
    return f"string_{error['type']}" if is_text else str(error["type"])


def _plain(limit: Any) -> Any:
    """``90`` rather than ``90.0``."""
    return int(limit) if isinstance(limit, float) and limit.is_integer() else limit
