"""Maintenance-fund use (维修资金使用): who decides, and what each account pays and lacks."""

from tickbox_core import CategoryPolicy, hookimpl
from tickbox_maintenance_fund.accounts import (
    Drawn,
    decided_again,
    drawn,
    renewal_due,
    restored_balance,
)
from tickbox_maintenance_fund.fields import FundUse
from tickbox_maintenance_fund.policy import FundPolicy

__all__ = [
    "Drawn",
    "FundPolicy",
    "FundUse",
    "decided_again",
    "drawn",
    "renewal_due",
    "restored_balance",
    "tickbox_categories",
]


@hookimpl
def tickbox_categories() -> tuple[CategoryPolicy, ...]:
    """The maintenance-fund category."""
    return (FundPolicy(),)
