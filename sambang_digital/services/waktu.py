"""Days and clock times as the Polres counts them: in its own time zone, wherever the server stands."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from sambang_digital.models.base import now
from sambang_digital.settings import get_settings


@lru_cache(maxsize=4)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def local_time(moment: datetime) -> datetime:
    """The same moment on the Polres's clocks."""
    return moment.astimezone(_zone(get_settings().timezone))


def day_of(moment: datetime) -> date:
    """The day in the Polres's time zone."""
    return local_time(moment).date()


def today() -> date:
    """The present day there; between midnight and seven in Jakarta it is not the one of UTC."""
    return day_of(now())


def local(moment: datetime) -> datetime:
    """A time without a zone (EXIF, a form) is the Polres's."""
    return moment if moment.tzinfo else moment.replace(tzinfo=_zone(get_settings().timezone))
