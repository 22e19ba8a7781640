"""Kinds of field: what may stand in one, how people type it, and how it is read back to them."""

from tickbox_core.categories.kinds.base import Kind, Unfit
from tickbox_core.categories.kinds.compound import Cell, Pairs, Several, Table
from tickbox_core.categories.kinds.days import Day, DayOfRecord, Hour, Month
from tickbox_core.categories.kinds.ids import Id, plain_id, verbatim
from tickbox_core.categories.kinds.numbers import LARGEST, Count, Hundredths, Portion
from tickbox_core.categories.kinds.scopes import SCOPE, Where
from tickbox_core.categories.kinds.words import Choice, Name, Words, YesNo

__all__ = [
    "LARGEST",
    "SCOPE",
    "Cell",
    "Choice",
    "Count",
    "Day",
    "DayOfRecord",
    "Hour",
    "Hundredths",
    "Id",
    "Kind",
    "Month",
    "Name",
    "Pairs",
    "Portion",
    "Several",
    "Table",
    "Unfit",
    "Where",
    "Words",
    "YesNo",
    "plain_id",
    "verbatim",
]
