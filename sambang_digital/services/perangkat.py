"""What a phone that keeps data has to keep to, what becomes of a lost one, and the way back in for a forgotten PIN.

The phone encrypts with a key of its own. So that a forgotten PIN costs nothing, it also wraps that key with a secret that it
asked of us and then forgot; the account's password brings the secret back. We store none: it is computed from a
number that we drew, so that whoever holds a phone with a living session but no password only ever gets secrets for
new keys.
"""

import hmac
import secrets
from typing import Literal
from uuid import UUID

from sambang_digital.db import reading, transaction
from sambang_digital.forms.pengaturan import PonselSettings
from sambang_digital.models import SesiPerangkat
from sambang_digital.repositories import akun as repository
from sambang_digital.security.actor import Actor
from sambang_digital.services import audit, pengaturan
from sambang_digital.services.akun import accept, prove, token_hash
from sambang_digital.settings import get_settings

TOKEN_BYTES = 16


async def policy(actor: Actor) -> PonselSettings:
    """The rules for phones where this person serves."""
    async with reading() as session:
        return (await pengaturan.of(session, actor.satuan_id)).ponsel


def state_of(device: SesiPerangkat) -> Literal["active", "expired", "lost"]:
    """``active``, ``expired`` (signed out: keeps what it has not sent) or ``lost`` (erases itself at its next contact)."""
    if device.lost_at is not None:
        return "lost"
    return "active" if device.revoked_at is None else "expired"


async def lost_by(token: str | None, device_id: str | None) -> int | None:
    """Whose data the asking device must erase: the account that it was lost by, or None. That it was told is recorded.

    ``token`` is its ended session's; ``device_id``, as its own header says, identifies it once the cookie has gone.
    """
    try:
        device = UUID(device_id) if device_id else None
    except ValueError:
        device = None
    if not token and not device:
        return None
    async with reading() as session:
        found = await repository.lost_device(session, token_hash(token) if token else None, device)
    if found is None:
        return None
    session_id, akun_id, told = found
    if not told:
        async with transaction() as session:
            await repository.mark_wiped(session, session_id)
            await audit.record(session, None, audit.Aksi.PERANGKAT_DIHAPUS, session_id, akun_id=akun_id)
    return akun_id


def new_secret(actor: Actor) -> tuple[bytes, bytes]:
    """A number to keep and the secret that belongs to it, to be used once and forgotten."""
    token = secrets.token_bytes(TOKEN_BYTES)
    return token, _secret(actor.id, token)


async def recover(actor: Actor, token: bytes, password: str) -> bytes:
    """The secret once given with ``token``, against the password. Raises as :func:`akun.prove`."""
    proof = await prove(actor, password)
    async with transaction() as session:
        await accept(session, actor, proof)
        await audit.record(session, actor, audit.Aksi.KUNCI_DIPULIHKAN, actor.session_id)
    return _secret(actor.id, token)


def _secret(akun_id: int, token: bytes) -> bytes:
    # A key of its own: what is hashed elsewhere with the server's key can never be one of these.
    own = hmac.digest(get_settings().secret_key, b"kunci HP petugas", "sha256")
    return hmac.digest(own, akun_id.to_bytes(8) + token, "sha256")
