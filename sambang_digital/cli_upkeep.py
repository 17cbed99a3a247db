"""Commands of those who run a server: checking the audit trail."""

import argparse
import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sambang_digital.cli_parts import AddCommand, Refused

if TYPE_CHECKING:
    from sambang_digital.services.audit_verify import Findings


async def _verified(keys: Sequence[bytes]) -> "Findings":
    from sambang_digital.db import dispose, reading
    from sambang_digital.services.audit_verify import verify

    try:
        async with reading() as session:
            return await verify(session, keys)
    finally:
        await dispose()


def _verify_audit(options: argparse.Namespace) -> None:
    """Check the whole audit trail and its signed heads; status 1 if anything is wrong."""
    from sambang_digital.services import audit_head

    found = asyncio.run(_verified(options.key))
    print(
        f"{found.rows} baris, {found.reports} laporan dan {found.heads} kepala diperiksa; "
        f"{found.unsealed} baris menunggu segel."
    )
    print(f"Baris terakhir {found.place}: {found.hash.hex()}")
    print(f"Kunci publik: {audit_head.public_key().hex()}")
    if found.total:
        more = [f"… dan {found.total - len(found.faults)} lagi."] if found.total > len(found.faults) else []
        raise Refused("\n  ".join([f"jejak audit TIDAK utuh, {found.total} temuan:", *found.faults, *more]))
    print("Jejak audit utuh.")


def _public_key(text: str) -> bytes:
    key = bytes.fromhex(text)
    if len(key) != 32:
        raise ValueError
    return key


def add_commands(commands: Any, add: AddCommand) -> None:
    """Put these commands beside the others."""
    trail = commands.add_parser("audit", help="Jejak audit.").add_subparsers(required=True, metavar="perintah")
    add("verify", _verify_audit, trail).add_argument(
        "--key", type=_public_key, action="append", default=[], help="a further public key to trust (hexadecimal)"
    )
