"""What every matter of an area is done with: who acts, transactions that know it, the diary."""

from tickbox_core.declarations import WITH_TOKENS, Role
from tickbox_core.workflow.actors import NOBODY, Actor
from tickbox_core.workflow.desks import ComponentDesk
from tickbox_core.workflow.entries import DiaryEntry, StatePart
from tickbox_core.workflow.names import new_reference, reference
from tickbox_core.workflow.stages import Stage
from tickbox_core.workflow.transactions import Doing, Transaction, Transactions, apart

__all__ = [
    "NOBODY",
    "WITH_TOKENS",
    "Actor",
    "ComponentDesk",
    "DiaryEntry",
    "Doing",
    "Role",
    "Stage",
    "StatePart",
    "Transaction",
    "Transactions",
    "apart",
    "new_reference",
    "reference",
]
