"""Demo data: a Polres that is alive at first start. The same people and places everywhere; days count back from today.

Loaded into an empty database in demo mode alone (loopback). The password is random for each installation and lies in
``DATA_DIR/demo-accounts.json``, readable by the owner of the installation only.
"""

import json
import os
import secrets
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from sambang_digital.db import dispose, transaction
from sambang_digital.repositories import akun as people
from sambang_digital.services import audit_seal
from sambang_digital.services.demo import bacaan, kabar, kunjungan, orang, pengaduan, potret, register, sengketa, tugas
from sambang_digital.services.demo.orang import Account
from sambang_digital.services.satuan import install as install_units
from sambang_digital.settings import get_settings

__all__ = ["Account", "accounts", "accounts_file", "load"]


def accounts_file() -> Path:
    """Where the accounts of this installation are kept."""
    return get_settings().data_dir / "demo-accounts.json"


def accounts() -> list[Account]:
    """The accounts shown to whoever tries the product; empty unless demo data were loaded."""
    try:
        return [Account(**row) for row in json.loads(accounts_file().read_text())]
    except FileNotFoundError:
        return []


async def load(password: str | None = None) -> bool:
    """Fill an empty database; returns whether it was empty. Without ``password`` a random one is made."""
    password = password or f"sambang-{secrets.token_hex(4)}"
    try:
        async with transaction() as session:
            if await people.exists(session):
                return False
            await install_units(session)
            staff = await orang.settle(session, password)
        await potret.load(staff)
        await kunjungan.load(staff)
        await tugas.load(staff)
        await pengaduan.load(staff)
        await sengketa.answer(staff)
        await register.load(staff)
        await kabar.load()
        await bacaan.load(staff)
        await audit_seal.seal_all()
        # Last: the file says that everything is there.
        _keep([one.account(password) for one in staff if one.post.key])
        return True
    finally:
        await dispose()


def _keep(shown: Sequence[Account]) -> None:
    path = accounts_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    # Created with its final mode: it holds passwords from the first byte on.
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump([asdict(account) for account in shown], file, ensure_ascii=False, indent=1)
