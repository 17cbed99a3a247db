"""Who is acting: the person behind a request or an event, with what they may do."""

from dataclasses import dataclass
from enum import StrEnum

from sambang_digital.security.permissions import ROLES, Peran, Permission


class NotSignedIn(Exception):
    """There is no session, or it ended. ``lost_by``: id of the account whose data the asking device has to erase."""

    def __init__(self, lost_by: int | None = None) -> None:
        super().__init__()
        self.lost_by = lost_by


class Forbidden(Exception):
    """The actor lacks a permission; ``permission`` names it."""

    def __init__(self, permission: Permission) -> None:
        super().__init__(permission.value)
        self.permission = permission


class FactorMissing(Exception):
    """The password was right, but the second factor has not been shown yet."""


class Factor(StrEnum):
    """What a session still owes of the second factor."""

    VERIFY = "verify"
    """A code: the person has a second factor."""
    ENROL = "enrol"
    """Setting one up: the person's role needs it."""


@dataclass(frozen=True, slots=True)
class Actor:
    """A signed-in person on one device. ``satuan_path`` is the prefix of all units below their own."""

    id: int
    nrp: str
    name: str
    rank: str | None
    satuan_id: int
    satuan_name: str
    satuan_path: str
    unit: str | None
    roles: frozenset[Peran]
    session_id: int
    must_change_password: bool = False
    factor: Factor | None = None

    @property
    def pending(self) -> bool:
        """Whether signing in is not finished yet: an own password, or the second factor, is still to come."""
        return self.must_change_password or self.factor is not None

    @property
    def permissions(self) -> frozenset[Permission]:
        """Union of what the roles allow; nothing until signing in is finished."""
        if self.pending:
            return frozenset()
        return frozenset().union(*(ROLES[role] for role in self.roles))

    @property
    def home(self) -> str:
        """The page on which this person's work starts."""
        allowed = frozenset().union(*(ROLES[role] for role in self.roles))
        if Permission.SAMBANG_WRITE in allowed:
            return "/petugas/"
        if Permission.KINERJA_READ in allowed:
            return "/hari-ini/"
        if Permission.PENGADUAN_DESK in allowed:
            return "/pengaduan/"
        return "/administrasi/" if Permission.AKUN_ADMIN in allowed else "/tanpa-akses/"

    @property
    def reach(self) -> tuple[str, str | None, frozenset[Permission], int | None]:
        """What decides which reports and cases this person may read and how: equal for people who see the same."""
        own = self.id if self.may(Permission.SAMBANG_WRITE) else None
        return self.satuan_path, self.unit, self.permissions, own

    def may(self, permission: Permission) -> bool:
        """Whether this person has the capability (rows are another question)."""
        return permission in self.permissions

    def require(self, permission: Permission) -> None:
        """Raise :class:`Forbidden` without the capability."""
        if not self.may(permission):
            raise Forbidden(permission)
