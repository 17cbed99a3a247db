"""Named capabilities and the roles that bundle them. What rows they reach is decided in the repositories."""

from enum import StrEnum
from functools import cache


class Permission(StrEnum):
    """One thing somebody may do."""

    SAMBANG_WRITE = "sambang:write"
    LAPORAN_READ = "laporan:read"
    LAPORAN_REVIEW = "laporan:review"
    LI_READ = "li:read"
    ESKALASI_RECEIVE = "eskalasi:receive"
    KINERJA_READ = "kinerja:read"
    KINERJA_TARGET = "kinerja:target"
    UTAS_WRITE = "utas:write"
    TUGAS_GIVE = "tugas:give"
    TUGAS_DO = "tugas:do"
    KABAR_READ = "kabar:read"
    MEDIA_WRITE = "media:write"
    SINKRON_READ = "sinkron:read"
    WILAYAH_READ = "wilayah:read"
    AKUN_ADMIN = "akun:admin"
    WILAYAH_ADMIN = "wilayah:admin"
    PENGATURAN_WRITE = "pengaturan:write"
    AUDIT_READ = "audit:read"
    EKSPOR_WRITE = "ekspor:write"
    REGISTER_READ = "register:read"
    REGISTER_WRITE = "register:write"
    REGISTER_SENSITIVE = "register:sensitive"
    CARI_READ = "cari:read"
    PENGADUAN_DESK = "pengaduan:desk"
    PENGADUAN_READ = "pengaduan:read"
    PENGADUAN_TRIAGE = "pengaduan:triage"
    PENGADUAN_HANDLE = "pengaduan:handle"
    PENGADUAN_PRANK = "pengaduan:prank"
    PENGADUAN_PROPAM = "pengaduan:propam"
    BACAAN_WRITE = "bacaan:write"
    BACAAN_PUBLISH = "bacaan:publish"


class Peran(StrEnum):
    """Roles, by their official names."""

    BHABINKAMTIBMAS = "bhabinkamtibmas"
    KANIT_POLSEK = "kanit_polsek"
    KAPOLSEK = "kapolsek"
    STAF_UNIT = "staf_unit"
    KEPALA_UNIT = "kepala_unit"
    KASAT = "kasat"
    KAPOLRES = "kapolres"
    OPERATOR = "operator"
    PA_SIAGA = "pa_siaga"
    KA_SIAGA = "ka_siaga"
    PROPAM = "propam"
    ADMIN = "admin"
    MITRA = "mitra"
    WARGA = "warga"


P = Permission
_DISPATCH = frozenset({P.PENGADUAN_DESK, P.PENGADUAN_READ, P.PENGADUAN_TRIAGE})
_HANDLE = frozenset({P.PENGADUAN_DESK, P.PENGADUAN_HANDLE})
_STAFF = frozenset({P.KABAR_READ, P.WILAYAH_READ})
_TALK = _STAFF | {P.UTAS_WRITE, P.MEDIA_WRITE, P.CARI_READ}
_READ = _TALK | {P.LAPORAN_READ, P.KINERJA_READ, P.REGISTER_READ}
_REVIEW = _READ | {P.LAPORAN_REVIEW, P.TUGAS_GIVE}
_EDIT = frozenset({P.BACAAN_WRITE, P.BACAAN_PUBLISH})
_HEAD = _REVIEW | _EDIT | _HANDLE | {P.EKSPOR_WRITE, P.ESKALASI_RECEIVE}
_COMMAND = _HEAD | {P.LI_READ, P.REGISTER_WRITE, P.REGISTER_SENSITIVE}

ROLES: dict[Peran, frozenset[Permission]] = {
    Peran.BHABINKAMTIBMAS: _TALK | _HANDLE | {P.SAMBANG_WRITE, P.TUGAS_DO, P.SINKRON_READ},
    Peran.KANIT_POLSEK: _COMMAND,
    Peran.KAPOLSEK: _COMMAND,
    Peran.STAF_UNIT: _READ | {P.BACAAN_WRITE},
    Peran.KEPALA_UNIT: _HEAD,
    Peran.KASAT: _COMMAND | _DISPATCH | {P.PENGADUAN_PRANK, P.KINERJA_TARGET, P.PENGATURAN_WRITE, P.AUDIT_READ},
    Peran.KAPOLRES: _READ
    | {P.PENGADUAN_DESK, P.PENGADUAN_READ, P.EKSPOR_WRITE, P.ESKALASI_RECEIVE, P.LI_READ, P.AUDIT_READ},
    Peran.OPERATOR: _STAFF | _DISPATCH,
    Peran.PA_SIAGA: _STAFF | _DISPATCH | {P.PENGADUAN_PRANK},
    Peran.KA_SIAGA: _STAFF | _DISPATCH | {P.PENGADUAN_PRANK},
    Peran.PROPAM: _STAFF | {P.PENGADUAN_DESK, P.PENGADUAN_PROPAM},
    Peran.ADMIN: _STAFF | {P.AKUN_ADMIN, P.WILAYAH_ADMIN, P.PENGATURAN_WRITE, P.AUDIT_READ},
    Peran.MITRA: frozenset(),
    Peran.WARGA: frozenset(),
}
"""What each role may do. A person with several roles has the union."""

SECOND_FACTOR = frozenset(
    {
        Peran.ADMIN,
        Peran.KASAT,
        Peran.KAPOLRES,
        Peran.KEPALA_UNIT,
        Peran.OPERATOR,
        Peran.PA_SIAGA,
        Peran.KA_SIAGA,
        Peran.PROPAM,
    }
)
"""Roles that reach so much that a password alone does not open them."""


@cache
def holders(*permissions: Permission) -> tuple[str, ...]:
    """The roles that have all of these permissions."""
    return tuple(role.value for role, allowed in ROLES.items() if allowed.issuperset(permissions))
