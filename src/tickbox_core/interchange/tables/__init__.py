"""Plain tables: items, ballots and, where there is one, the roll, as comma-separated text.

What spreadsheets save is read: UTF-8 or GB18030, commas, semicolons or tabs between the columns,
headers in English or Chinese.  ``docs/count.md`` shows the columns.
"""

from tickbox_core.interchange.tables.reader import read_tables

__all__ = ["read_tables"]
