"""What the states of lists share: which view is on the screen, and the way from page to page."""

from typing import Any

import reflex as rx

from sambang_digital.services.format import number
from sambang_digital.state.address import Address


def pages_of(total: int, size: int) -> int:
    """How many pages of ``size`` rows hold ``total`` of them; an empty list has one page too."""
    return max(1, -(-total // size))


class Daftar(rx.State, mixin=True):
    """A list page by page, as ``components/daftar.pager`` shows it. ``total``: how many rows all pages hold together; ``beyond`` says that there
    may be more than were counted."""

    loaded: bool = False
    total: str = ""
    page: int = 1
    pages: int = 1
    beyond: str = ""
    newer_url: str = ""
    older_url: str = ""

    _view: str = ""

    def _arrive_at(self, view: str) -> bool:
        """Remember the address of the view; whether it is another one than before, which is not loaded yet."""
        other = view != self._view
        if other:
            self.loaded = False
        self._view = view
        return other

    def _turn(self, here: Address, page: int, total: int, size: int, most: int | None = None, **changes: Any) -> None:
        """Say which page (from 1) of ``total`` rows, counted up to ``most``, is shown, ``size`` on each; ``changes`` of the address go
        with turning.

        A page past the end, as one whose rows went meanwhile, leads back to the last one.
        """
        pages = pages_of(total, size)
        beyond = " atau lebih" if total == most else ""
        self._put(
            total=f"{number(total)}{beyond}",
            beyond=beyond,
            page=page,
            pages=pages,
            newer_url=here.url(hal=min(page - 1, pages), **changes) if page > 1 else "",
            older_url=here.url(hal=page + 1, **changes) if page < pages else "",
        )

    def _put(self, **values: Any) -> None:
        """Set vars that changed: every assignment is sent to the browser, changed or not."""
        for name, value in values.items():
            if getattr(self, name) != value:
                setattr(self, name, value)
