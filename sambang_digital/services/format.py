"""Numbers and times as people here read them. ``assets/islands/lib/format.js`` says the same, by the same vectors."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

MONTHS = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


def number(value: float, decimals: int = 0) -> str:
    """``1234.5`` with one decimal is ``1.234,5``."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def distance(metres: float) -> str:
    """Whole metres below a kilometre, else kilometres with one decimal."""
    return f"{number(round(metres))} m" if metres < 1000 else f"{number(metres / 1000, 1)} km"


def exact(moment: datetime, time_zone: str = "Asia/Jakarta") -> str:
    """An aware ``moment`` as ``22 Nov 2026 08.14 WIB``."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return f"{local.day} {MONTHS[local.month - 1]} {local.year} {local:%H.%M} {local.tzname()}"


def days_ago(day: date | None, today: date) -> str:
    """A day as one counts back to it: ``Kemarin``, ``41 hari lalu``; ``Belum pernah`` for None."""
    if day is None:
        return "Belum pernah"
    back = (today - day).days
    if back <= 0:
        return "Hari ini"
    return "Kemarin" if back == 1 else f"{number(back)} hari lalu"


def days_ahead(day: date, today: date) -> str:
    """A day as one counts forward to it: ``Besok``, ``3 hari lagi``; one that is past as :func:`days_ago` says it."""
    ahead = (day - today).days
    if ahead <= 0:
        return days_ago(day, today)
    return "Besok" if ahead == 1 else f"{number(ahead)} hari lagi"
