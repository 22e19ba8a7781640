"""Files in and out: elections as others write them down."""

from tickbox_core.interchange.election import Election
from tickbox_core.interchange.pabulib import looks_like_pabulib, read_pabulib, write_pabulib
from tickbox_core.interchange.tables import (
    RollTable,
    read_areas,
    read_roll,
    read_tables,
    roll_delimiter,
)

__all__ = [
    "Election",
    "RollTable",
    "looks_like_pabulib",
    "read_areas",
    "read_pabulib",
    "read_roll",
    "read_tables",
    "roll_delimiter",
    "write_pabulib",
]
