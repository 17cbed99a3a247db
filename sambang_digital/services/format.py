"""Numbers and times as people here read them. ``assets/islands/lib/format.js`` says the same, by the same vectors."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sambang_digital.forms.reading import MONTHS, day_text

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
SHORT = 3
"""Letters to which names of days and months are cut."""


def weekday_text(day: date) -> str:
    """``Minggu, 22 November 2026``."""
    return f"{WEEKDAYS[day.weekday()]}, {day_text(day)}"


def month_text(day: date) -> str:
    """``November 2026``."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """``22 Nov``."""
    return f"{day.day} {MONTHS[day.month - 1][:SHORT]}"


def short_weekday(day: date) -> str:
    """``Min 22 Nov``."""
    return f"{WEEKDAYS[day.weekday()][:SHORT]} {short_day(day)}"


def number(value: float, decimals: int = 0) -> str:
    """``1234.5`` with one decimal is ``1.234,5``."""
    return f"{value:,.{decimals}f}".translate(str.maketrans(",.", ".,"))


def distance(metres: float) -> str:
    """Whole metres below a kilometre, else kilometres with one decimal."""
    return f"{number(round(metres))} m" if metres < 1000 else f"{number(metres / 1000, 1)} km"


def exact(moment: datetime, time_zone: str = "Asia/Jakarta") -> str:
    """An aware ``moment`` as ``22 Nov 2026 08.14 WIB``."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return f"{short_day(local)} {local.year} {local:%H.%M} {local.tzname()}"


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
