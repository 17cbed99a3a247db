"""The demo accounts, for the sign-in page of an installation in demo mode."""

from fastapi import APIRouter
from pydantic import BaseModel

from sambang_digital.api.problem import Problem
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
    """Empty if the database was not filled with demo data."""

    accounts: list[DemoAccount]


@router.get("")
def demo_accounts() -> DemoAccounts:
    """The demo accounts; 404 unless this is a demo, which an exposed server never is."""
    if not get_settings().is_demo:
        raise Problem(404)
    return DemoAccounts(accounts=[DemoAccount.model_validate(row, from_attributes=True) for row in demo.accounts()])
