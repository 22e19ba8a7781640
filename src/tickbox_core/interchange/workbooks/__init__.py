"""Workbooks as staff keep them: read behind limits, written by one writer, marked where at fault.

Reading goes through checks of the zip and a process of its own (``reading``, ``parse``); writing
through ``writing.book``, which writes strings as strings, so that no cell ever becomes a formula.
Needs the extra ``excel`` (XlsxWriter, python-calamine).
"""

from tickbox_core.interchange.workbooks.marking import CellFault, by_kind, mark_faults
from tickbox_core.interchange.workbooks.reading import Rows, is_workbook, rows_of_bytes
from tickbox_core.interchange.workbooks.templates import EXAMPLE_MARK, filled, template

__all__ = [
    "EXAMPLE_MARK",
    "CellFault",
    "Rows",
    "by_kind",
    "filled",
    "is_workbook",
    "mark_faults",
    "rows_of_bytes",
    "template",
]
