"""Run in a process of its own, with limits: a workbook on standard input, its cells as JSON out.

Nothing of tickbox is imported here.  A cell comes out as one string: what it was in the first
character (``KINDS``), behind it what people see ("101", never "101.0"; days as ISO dates); an empty
one as "".  Beside the rows stand the merged ranges, and where formulas are (from the sheet's XML).
"""

import json
import re
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from io import BytesIO
from math import isfinite
from xml.etree import ElementTree

MEMORY, SECONDS = 2 * 1024 * 2**20, 60
MOST_ROWS, MOST_COLUMNS, MOST_CELLS = 250_000, 400, 10_000_000
MOST_PLACES = 5_000
"""Formulas whose places are told; further ones are counted."""
KINDS = {"t": "text", "n": "number", "d": "date", "h": "time", "b": "mark", "e": "error"}

ERRORS = {"#N/A", "#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "#NULL!"}
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"([^>]*)>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(<v>[^<])?'
)
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*\bt="e"[^>]*>\s*'
    rb"(?:<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*)?<v>([^<]{1,20})"
)
_STYLED = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})" s="([0-9]+)"(?: t="n")?>\s*<v>')
# 0000, 0"号楼": figures that are filled up with noughts, and words around them
_FORMAT = re.compile(r'(?:"([^"]*)")?(0+|#|General|G/通用格式)(?:"([^"]*)")?(?:;.*)?')
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_REL = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


def limit_process() -> None:
    """Memory and time of this process, where the system knows such limits."""
    try:
        import resource
    except ImportError:  # Windows: the parent's time-out is all there is
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def cell(value: object) -> str:
    """A cell: what it was, and how a person reads it."""
    if isinstance(value, str):
        said = value.strip()
        return ("e" if said in ERRORS else "t") + said if said else ""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "b是" if value else "b否"
    if isinstance(value, (int, float)):
        return "n" + number(value)
    if isinstance(value, datetime):
        return "d" + (value.date().isoformat() if value.time() == time() else value.isoformat(" "))
    if isinstance(value, date):
        return "d" + value.isoformat()
    if isinstance(value, time):
        return "h" + value.isoformat()
    if isinstance(value, timedelta):
        return f"h{value}"
    return f"t{value}".strip()


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


# -- what only the XML says ----------------------------------------------------------------------


class WorkbookXml:
    """The XML of a workbook in a zip, as far as it says what python-calamine does not."""

    def __init__(self, data: bytes) -> None:
        self.whole = zipfile.ZipFile(BytesIO(data))
        self.names = set(self.whole.namelist())
        self.paths = self._paths()
        self.formats = self._formats()

    def _paths(self) -> dict[str, str]:
        """Where each sheet's XML is, by the sheet's name."""
        if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= self.names:
            return {}
        relations = ElementTree.fromstring(self.whole.read("xl/_rels/workbook.xml.rels"))
        targets = {one.get("Id"): one.get("Target", "") for one in relations}
        book = ElementTree.fromstring(self.whole.read("xl/workbook.xml"))
        found = {}
        for sheet in book.iter(f"{_MAIN}sheet"):
            target = targets.get(sheet.get(_REL)) or ""
            path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            if path in self.names:
                found[sheet.get("name", "")] = path
        return found

    def _formats(self) -> dict[int, tuple[str, int, str]]:
        """Styles that show whole numbers otherwise: what is before, how many figures, behind."""
        if "xl/styles.xml" not in self.names:
            return {}
        root = ElementTree.fromstring(self.whole.read("xl/styles.xml"))
        codes = {n.get("numFmtId"): n.get("formatCode", "") for n in root.iter(f"{_MAIN}numFmt")}
        found = {}
        for at, style in enumerate(root.findall(f"{_MAIN}cellXfs/{_MAIN}xf")):
            shown = _FORMAT.fullmatch(codes.get(style.get("numFmtId"), ""))
            if shown and (shown[1] or shown[3] or len(shown[2]) > 1):
                figures = len(shown[2]) if shown[2][0] == "0" else 1
                found[at] = (shown[1] or "", figures, shown[3] or "")
        return found

    def add(self, name: str, rows: list[list[str]], into: dict[str, object]) -> None:
        """Where formulas stand, and the numbers of a sheet as they are displayed."""
        path = self.paths.get(name)
        if path is None:
            return
        data = self.whole.read(path)
        formulas = [place(m[1], m[2]) for m in _FORMULA.finditer(data)]
        # a formula whose text is empty, =IF(A2,"√",""), was computed: its cell is blank
        bare = [
            place(m[1], m[2])
            for m in _FORMULA.finditer(data)
            if not m[4] and b't="str"' not in m[3]
        ]
        into["formulas"], into["formula_count"] = formulas[:MOST_PLACES], len(formulas)
        into["uncounted"] = [
            (r, c) for r, c in bare if r >= len(rows) or c >= len(rows[r]) or not rows[r][c]
        ]
        for match in _ERROR.finditer(data):
            row, column = place(match[1], match[2])
            if row < len(rows) and column < len(rows[row]):
                rows[row][column] = "e" + match[3].decode("utf-8", "replace")
        for match in _STYLED.finditer(data) if self.formats else ():
            self._show(int(match[3]), place(match[1], match[2]), rows)

    def _show(self, style: int, where: tuple[int, int], rows: list[list[str]]) -> None:
        row, column = where
        shown = self.formats.get(style)
        if shown is None or row >= len(rows) or column >= len(rows[row]):
            return
        held = rows[row][column]
        if held[:1] == "n" and re.fullmatch("[0-9]{1,15}", held[1:]):
            rows[row][column] = f"n{shown[0]}{held[1:].zfill(shown[1])}{shown[2]}"


def place(letters: bytes, row: bytes) -> tuple[int, int]:
    """Row and column of A1, from 0."""
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    return int(row) - 1, column - 1


class OpenDocumentXml:
    """The same of an .ods: where cells are merged and where formulas stand, by sheet."""

    def __init__(self, data: bytes) -> None:
        self.merged: dict[str, list[list[int]]] = {}
        self.formulas: dict[str, list[tuple[int, int]]] = {}
        self.uncounted: dict[str, list[tuple[int, int]]] = {}
        self._name, self._row = "", 0
        with zipfile.ZipFile(BytesIO(data)).open("content.xml") as content:
            for event, node in ElementTree.iterparse(content, ("start", "end")):
                if event == "start" and node.tag == f"{_TABLE}table":
                    self._name, self._row = node.get(f"{_TABLE}name", ""), 0
                elif event == "end" and node.tag == f"{_TABLE}table-row":
                    self._look(node)
                    self._row += int(node.get(f"{_TABLE}number-rows-repeated", "1"))
                    node.clear()

    def _look(self, row: ElementTree.Element) -> None:
        column = 0
        for node in row:
            if node.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            down = int(node.get(f"{_TABLE}number-rows-spanned", "1"))
            across = int(node.get(f"{_TABLE}number-columns-spanned", "1"))
            if down > 1 or across > 1:
                last = [self._row + down - 1, column + across - 1]
                self.merged.setdefault(self._name, []).append([self._row, column, *last])
            if node.get(f"{_TABLE}formula"):
                self.formulas.setdefault(self._name, []).append((self._row, column))
                if node.get(f"{_OFFICE}value-type") is None:
                    self.uncounted.setdefault(self._name, []).append((self._row, column))
            column += int(node.get(f"{_TABLE}number-columns-repeated", "1"))

    def add(self, name: str, rows: list[list[str]], into: dict[str, object]) -> None:
        """Merged ranges and formulas of a sheet."""
        into["merged"] = self.merged.get(name, [])
        formulas = self.formulas.get(name, [])
        into["formulas"], into["formula_count"] = formulas[:MOST_PLACES], len(formulas)
        into["uncounted"] = [
            (r, c)
            for r, c in self.uncounted.get(name, [])
            if r >= len(rows) or c >= len(rows[r]) or not rows[r][c]
        ]


def parts_of(data: bytes) -> WorkbookXml | OpenDocumentXml | None:
    """What the XML of a workbook says; ``None`` where it has none (.xls)."""
    if data[:2] != b"PK":
        return None
    if "content.xml" in zipfile.ZipFile(BytesIO(data)).namelist():
        return OpenDocumentXml(data)
    return WorkbookXml(data)


# -- all of it -----------------------------------------------------------------------------------


def main() -> None:
    """Every visible sheet that holds something."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    data = sys.stdin.buffer.read()
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    parts = parts_of(data)
    sheets: list[dict[str, object]] = []
    total = 0
    for known in book.sheets_metadata:
        if (
            known.visible is not SheetVisibleEnum.Visible
            or known.typ is not SheetTypeEnum.WorkSheet
        ):
            continue
        found = book.get_sheet_by_name(known.name)
        height, width = (at + 1 for at in found.end or (-1, -1))
        total += height * width
        if height > MOST_ROWS or width > MOST_COLUMNS or total > MOST_CELLS:
            sheets.append({"name": known.name, "too_large": [height, width]})
            continue
        rows = [[cell(value) for value in row] for row in found.to_python(skip_empty_area=False)]
        if not any(map(any, rows)):
            continue
        told: dict[str, object] = {"name": known.name, "rows": rows}
        told["merged"] = [[*first, *last] for first, last in found.merged_cell_ranges or ()]
        if parts is not None:
            parts.add(known.name, rows, told)
        sheets.append(told)
    sys.stdout.write(json.dumps({"sheets": sheets}))


if __name__ == "__main__":
    limit_process()
    main()
