"""Where things are kept: the store contract, a store in memory, SQLite, and the data folder."""

from tickbox_core.store.contract import Conflict, Row, Store, Value
from tickbox_core.store.memory import MemoryStore
from tickbox_core.store.schema import AREA, TOWN, Schema, TableSchema

__all__ = [
    "AREA",
    "TOWN",
    "Conflict",
    "MemoryStore",
    "Row",
    "Schema",
    "Store",
    "TableSchema",
    "Value",
]
