"""Where a file's sections stand, and the columns that their header rows name."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

import attrs

from tickbox_core.interchange.reading import (
    ROW_LEFT_OUT,
    Record,
    Trouble,
    as_utf8,
    line_at,
    records,
    shown,
)
from tickbox_core.text import Text

NAMES = ("META", "PROJECTS", "VOTES")

_MARK, _LINE_END = b"\xef\xbb\xbf", 10
_WITHIN = frozenset(b";,_-.abcdefghijklmnopqrstuvwxyz0123456789")
"""What stands before a section's name where it is no line of its own."""


@attrs.frozen
class Section:
    """One section: the line of its name, and the text below it."""

    name: str
    line: int
    text: str

    def rows(self, trouble: Trouble) -> Iterator[Record]:
        """Its rows that are not blank, each with its line."""
        return records(self.text, self.line + 1, ";", trouble)


def sections(data: bytes, trouble: Trouble) -> dict[str, Section]:
    """The three sections; refuses a file in which one is missing or comes twice."""
    starts = sorted(_names(data))
    _nothing_before(data[: starts[0][0]] if starts else b"", trouble)
    found: dict[str, Section] = {}
    for (start, below, name), after in zip_longest(starts, starts[1:]):
        end = len(data) if after is None else after[0]
        line = line_at(data, start)
        if name in found:
            trouble.stop(
                line,
                Text(f"第二次出现 {name} 部分。", f"a second {name} section starts here."),
                Text("请合并为一个部分。", "Make it one section."),
            )
        found[name] = Section(name, line, as_utf8(data[below:end], line + 1, trouble))
    for name in NAMES:
        if name not in found:
            trouble.stop(
                0,
                Text(f"没有 {name} 部分。", f"it has no {name} section."),
                Text(
                    "Pabulib 文件要有 META、PROJECTS、VOTES 三个部分，各以名称单独成行开头。",
                    "A Pabulib file has the sections META, PROJECTS and VOTES, each starting "
                    "with its name on a line of its own.",
                ),
            )
    return found


def _names(data: bytes) -> Iterator[tuple[int, int, str]]:
    """Where a section's name stands alone on its line, where the next line starts, and the name.

    Spreadsheets add quotes around it and semicolons after it.  Names are looked for, not lines
    looked at: there may be a hundred thousand of these.
    """
    small = data.lower()
    for name in NAMES:
        word = name.lower().encode()
        at = small.find(word, 0)
        while at >= 0:
            start, end = at, at + len(word)
            if at and small[at - 1] in _WITHIN:  # a word of a header or a title, as nearly all
                at = small.find(word, end)
                continue
            while start and data[start - 1] in b' \t"':
                start -= 1
            while end < len(data) and data[end] in b' \t";':
                end += 1
            if data[max(0, start - len(_MARK)) : start] == _MARK:
                start -= len(_MARK)
            alone = not start or data[start - 1] == _LINE_END
            if alone and (end == len(data) or data[end] == _LINE_END):
                yield start, end + 1, name
            at = small.find(word, at + 1)


def _nothing_before(text: bytes, trouble: Trouble) -> None:
    if text.removeprefix(_MARK).strip(b' \t\n";'):
        trouble.warn(
            1,
            Text("第一个部分之前有文字。", "there is text before the first section."),
            Text("这些文字不计。", "It is ignored."),
        )


@attrs.frozen
class Columns:
    """A header row: where each column stands, ``width`` of them in all."""

    place: dict[str, int]
    again: tuple[tuple[int, int], ...]
    width: int

    def of(self, name: str, row: list[str]) -> str:
        """One field of a row, empty where there is no such column."""
        at = self.place.get(name)
        return "" if at is None else row[at]


def columns(
    section: Section, header: Record | None, needed: tuple[str, ...], trouble: Trouble
) -> Columns:
    """The columns that a header row names (small letters); refuses a header without the needed.

    Of a column given twice the first counts; ``again`` holds the positions (first, other) of those
    among the needed, which must then say the same.
    """
    line, cells = header or (section.line, [])
    names = [cell.lower() for cell in cells]
    while names and not names[-1]:
        names.pop()
    missing = [name for name in needed if name not in names]
    if missing:
        trouble.stop(
            line,
            Text(
                f"{section.name} 部分没有“{missing[0]}”一列。",
                f"the {section.name} section has no column '{missing[0]}'.",
            ),
            Text("请在这一部分的表头补上。", "Add it to the header below the section's name."),
        )
    place = {name: at for at, name in enumerate(names)}
    if len(place) == len(names):  # as nearly everywhere
        return Columns(place, (), len(names))
    place, again = {}, []
    for at, name in enumerate(names):
        first = place.setdefault(name, at)
        if first != at and name:
            again.append((first, at))
            trouble.warn(
                line,
                Text(f"“{shown(name)}”一列出现两次。", f"the column '{shown(name)}' comes twice."),
                Text("以前一列为准。", "The first one counts."),
            )
    matter = {place[name] for name in needed}
    return Columns(place, tuple(pair for pair in again if pair[0] in matter), len(names))


# -- all rows at one stroke --------------------------------------------------------------------


@attrs.frozen
class PlainRows:
    """The fields of rows that are all plain, one row behind the other."""

    fields: list[str]
    width: int
    columns: Columns

    def column(self, name: str) -> list[str]:
        """One field of every row, stripped; there has to be such a column."""
        return list(map(str.strip, self.fields[self.columns.place[name] :: self.width]))


def plain_rows(section: Section, header: int, columns: Columns) -> PlainRows | None:
    """The rows below a header, cut at one stroke, if every one of them is plain.

    Plain: no quotes, no blank lines, equally many fields, no column twice.
    """
    body = None if columns.again else _plain_body(section.text, header - section.line)
    if body is None:
        return None
    width = body.count(";", 0, body.index("\n")) + 1
    fields = _in_rows(body, width, columns.width)
    return None if fields is None else PlainRows(fields, width, columns)


def _plain_body(text: str, above: int) -> str | None:
    """The rows below the header, if none is quoted; each ends with one line end."""
    lines = text.split("\n", above)
    if '"' in text or len(lines) <= above:  # quoted, or the file ends with the header
        return None
    body = lines[-1].rstrip("\n") + "\n"
    return None if body == "\n" else body


def _in_rows(body: str, width: int, named: int) -> list[str] | None:
    """The fields of all rows, if each row has ``width`` and nothing stands in unnamed ones.

    A blank row has one field, and ``width`` is never that.
    """
    rows = body.count("\n")
    if width < named or body.count(";") != rows * (width - 1):
        return None
    # Now every row but the first starts behind ";", and a field ends in a line end or has none.
    fields = body.replace("\n", "\n;").split(";")
    del fields[-1]
    # As many line ends in the last fields as there are in all means that each row ends there.
    if "".join(fields[width - 1 :: width]).count("\n") != rows:
        return None
    if any("".join(fields[at::width]).strip() for at in range(named, width)):
        return None
    return fields


# -- row by row --------------------------------------------------------------------------------


@attrs.define
class RowCheck:
    """Counts rows and checks them against their header.

    Fields beyond it are ignored, with one warning.
    """

    columns: Columns
    trouble: Trouble
    rows: int = 0
    longer: list[int] = attrs.field(factory=list)

    def fits(self, line: int, row: list[str]) -> bool:
        """Whether a row can be used; one shorter than its header cannot."""
        self.rows += 1
        width = self.columns.width
        if len(row) == width and not self.columns.again:  # as nearly all
            return True
        if len(row) < width:
            self._refuse(
                line,
                Text(
                    f"这一行只有{len(row)}栏，表头有{width}栏。",
                    f"this row has {len(row)} fields, its header {width}.",
                ),
            )
            return False
        if any(row[width:]):
            self.longer.append(line)
        for one, other in self.columns.again:
            if row[one] != row[other]:
                self._refuse(
                    line,
                    Text("出现两次的列内容不同。", "a column given twice says two things."),
                )
                return False
        return True

    def finish(self) -> None:
        """Warn once of all the rows with fields beyond their header."""
        if self.longer:
            number = len(self.longer)
            self.trouble.warn(
                self.longer[0],
                Text(
                    f"共{number}行的栏数多于表头，从这一行起。",
                    f"rows with more fields than their header: {number}, this one first.",
                ),
                Text("多出的栏不计。", "The fields beyond it are ignored."),
            )

    def _refuse(self, line: int, problem: Text) -> None:
        self.trouble.drop(line, problem, Text("请改正这一行。", "Correct the row."), ROW_LEFT_OUT)
