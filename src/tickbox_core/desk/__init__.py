"""The imperative shell: clock, registry, store, rules and ledger in one hand."""

from tickbox_core.desk.casting import Cast
from tickbox_core.desk.desk import Desk
from tickbox_core.desk.reading import Figures, Listed, TurnoutByArea
from tickbox_core.desk.records import Slot
from tickbox_core.desk.settling import Tied
from tickbox_core.desk.timeline import Dated
from tickbox_core.desk.town import Town, TownFigures
from tickbox_core.workflow import NOBODY, WITH_TOKENS, Actor, Role, log
from tickbox_core.workflow.participation import ReceiptCheck, Turnout

__all__ = [
    "NOBODY",
    "WITH_TOKENS",
    "Actor",
    "Cast",
    "Dated",
    "Desk",
    "Figures",
    "Listed",
    "ReceiptCheck",
    "Role",
    "Slot",
    "Tied",
    "Town",
    "TownFigures",
    "Turnout",
    "TurnoutByArea",
    "log",
]
