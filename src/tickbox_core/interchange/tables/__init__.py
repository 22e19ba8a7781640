"""Plain tables: items and ballots, and the roll, as comma-separated text.

What spreadsheets save is read: UTF-8 or GB18030, commas, semicolons or tabs between the columns,
headers in English or Chinese.  ``docs/count.md`` shows the columns of items and ballots,
``docs/motions.md`` those of a roll of units and owners.
"""

from tickbox_core.interchange.tables.owners import RollTable, read_roll
from tickbox_core.interchange.tables.places import read_areas
from tickbox_core.interchange.tables.reader import read_tables
from tickbox_core.interchange.tables.roll_sheets import roll_delimiter

__all__ = ["RollTable", "read_areas", "read_roll", "read_tables", "roll_delimiter"]
