"""Instants become days and hours in one room: no other asks a clock, or cuts a stamp to its day."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOM = "src/tickbox_core/model/local_time.py"
CLOCK = "src/tickbox_core/workflow/context.py"
ALLOWED = {
    # the machine's clock is read here, and told by the place's zone right beside it
    (CLOCK, "now"),
    (ROOM, "date"),
    # invented noons of exams and of the demonstration's own clock
    ("src/tickbox_core/testing/towns.py", "date"),
    ("src/tickbox_core/playing/stage.py", "date"),
    # what a spreadsheet cell holds has no zone
    ("src/tickbox_core/interchange/workbooks/parse.py", "date"),
}
FILES = sorted(
    file
    for file in (*ROOT.glob("src/**/*.py"), *ROOT.glob("plugins/*/src/**/*.py"))
    if "recount" not in file.name and "template" not in file.parts
)


CUT = ("at", "at or '')", "moment)", "moment", "stamp", "since", "['at']")


def faults(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """``today()``, ``now()`` and ``date()`` of a datetime, and stamps that are cut at ten."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            name, of = node.func.attr, ast.unparse(node.func.value)
            asked = name in ("now", "today", "utcnow") and of in ("datetime", "date")
            if asked or (name == "date" and not node.args and of != "st"):
                yield name, node.lineno
        elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Slice):
            upper, cut = node.slice.upper, ast.unparse(node.value)
            at_ten = isinstance(upper, ast.Constant) and upper.value == 10
            if at_ten and node.slice.lower is None and cut.endswith(CUT):
                yield "cut", node.lineno


def test_days_are_made_in_one_room():
    """Each other file asks that room, or the desk."""
    found = [
        f"{path}:{line} {name}"
        for file in FILES
        for path in [file.relative_to(ROOT).as_posix()]
        for name, line in faults(ast.parse(file.read_text("utf-8")))
        if (path, name) not in ALLOWED
    ]
    assert found == []


@pytest.mark.parametrize(
    "code",
    ["date.today()", "datetime.now(UTC)", "desk.clock().date()", "round.closed_at[:10]"],
)
def test_the_exam_finds_what_it_is_about(code):
    """Each way that was there before."""
    assert list(faults(ast.parse(code)))
