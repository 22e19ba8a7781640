"""What every matter of an area is done with: who acts, transactions that know it, the diary."""

from tickbox_core.declarations import WITH_TOKENS, Role
from tickbox_core.workflow.actors import NOBODY, Actor
from tickbox_core.workflow.transactions import Doing, Transaction, Transactions, apart

__all__ = [
    "NOBODY",
    "WITH_TOKENS",
    "Actor",
    "Doing",
    "Role",
    "Transaction",
    "Transactions",
    "apart",
]
