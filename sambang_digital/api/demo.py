"""The demo accounts, for the sign-in page of an installation in demo mode."""

from fastapi import APIRouter
from pydantic import BaseModel

from sambang_digital.services import demo
from sambang_digital.settings import get_settings

router = APIRouter(prefix="/demo", tags=["demo"])


class DemoAccount(BaseModel):
    """Somebody to try the product as; ``title`` is what they do, ``satuan`` where."""

    title: str
    name: str
    rank: str
    satuan: str
    nrp: str
    password: str


class DemoAccounts(BaseModel):
    """Empty outside of demo mode, and if the database was not filled with demo data."""

    accounts: list[DemoAccount]


@router.get("")
def demo_accounts() -> DemoAccounts:
    """The demo accounts; none unless this is a demo, which an exposed server never is."""
    accounts = demo.accounts() if get_settings().is_demo else []
    return DemoAccounts(accounts=[DemoAccount.model_validate(row, from_attributes=True) for row in accounts])
