"""Bodies of problem solving as officers fill them in, and signatures as they draw them."""

from typing import Any

INK = "M40 180 70 90 100 190 130 100 160 180 200 120M220 60 260 210"
OFFICER = "Aipda Rina"


def escalation(unit: str = "Satreskrim", **more: Any) -> dict[str, Any]:
    """A case that is handed on."""
    return {
        "bentuk": "eskalasi", "name": "Dugaan penipuan arisan", "unit": unit, "reason": "Perlu penyelidikan.",
        "description": "Enam warga kehilangan uang arisan.",
    } | more  # fmt: skip


def signature(role: str, name: str, **more: Any) -> dict[str, Any]:
    """A drawn signature."""
    return {"role": role, "name": name, "typed": False, "ink": INK} | more


def dispute(**more: Any) -> dict[str, Any]:
    """A dispute that ended with an agreement, signed on the screen by everybody."""
    return {
        "bentuk": "sengketa",
        "name": "Batas pagar",
        "first_party": [{"name": "Budi Santoso", "gender": "male", "age": 45, "occupation": "Pedagang"}],
        "second_party": [{"name": "Sri Wahyuni", "gender": "female", "birth_date": "1984-03-12"}],
        "witnesses": [{"name": "Joko Susilo", "relation": "Ketua RT"}],
        "chronology": "Pagar baru pihak kedua melewati batas lama sejauh setengah meter.",
        "mediation": {"day": "2026-11-20", "time": "19:30", "place": "Balai warga RW 02", "mediator": OFFICER},
        "outcome": "agreed",
        "agreement": {
            "points": [
                {"text": "Kedua belah pihak berdamai."},
                {"text": "Pagar dipindah paling lambat 1 Desember 2026."},
            ],
            "signing": "screen",
            "signatures": [
                signature("first_party", "Budi Santoso"),
                signature("second_party", "Sri Wahyuni", typed=True, ink=None),
                signature("witnesses", "Joko Susilo"),
                signature("officer", OFFICER),
            ],
        },
    } | more
