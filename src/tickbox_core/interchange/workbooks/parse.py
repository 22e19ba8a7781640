"""Run in a process of its own, with limits: a workbook on standard input, its cells as JSON out.

Nothing of tickbox is imported here.  Numbers come out as people see them ("101", never "101.0"),
days as ISO dates, empty cells as "".
"""

import json
import sys
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from math import isfinite

MEMORY, SECONDS = 1024 * 2**20, 20
MOST_ROWS, MOST_COLUMNS = 60_000, 400


def limited() -> None:
    """Memory and time of this process, where the system knows such limits."""
    try:
        import resource
    except ImportError:  # Windows: the parent's time-out is all there is
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def cell(value: object) -> str:
    """A cell as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, (int, float)):
        return number(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return str(value).strip()


def number(value: int | float) -> str:
    """A number to the 15 figures that spreadsheets keep; a longer one as the shortened one it is.

    89.820000000000007 is 89.82; of a whole number of more figures the last are lost, which nobody
    should take for noughts: 3.10113199001011E+17.
    """
    if not isfinite(value):
        return str(value)
    if abs(value) >= 1e15:
        return f"{value:.14E}"
    said = format(Decimal(f"{value or 0:.15g}"), "f")
    return said.rstrip("0").rstrip(".") if "." in said else said


def main() -> None:
    """Parse the first visible sheet that holds something, and name the others that do."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
    rows: list[list[str]] = []
    names: list[str] = []  # of the sheets that hold something, the one that is read first
    for sheet in book.sheets_metadata:
        shown = sheet.visible is SheetVisibleEnum.Visible
        if not shown or sheet.typ is not SheetTypeEnum.WorkSheet:
            continue
        found = book.get_sheet_by_name(sheet.name)
        large = found.height > MOST_ROWS or found.width > MOST_COLUMNS
        if large and not names:
            sys.stdout.write(json.dumps({"too_large": [found.height, found.width]}))
            return
        # a further sheet that is too large is not parsed: it holds something
        held = [] if large else found.to_python(skip_empty_area=False)
        cells = [[cell(value) for value in row] for row in held]
        if large or any(map(any, cells)):
            rows = rows or cells
            names.append(sheet.name)
    sys.stdout.write(json.dumps({"names": names, "rows": rows}))


if __name__ == "__main__":
    limited()
    main()
