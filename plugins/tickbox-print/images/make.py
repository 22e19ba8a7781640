"""Makes the README's pictures: ``python plugins/tickbox-print/images/make.py``.

From the year that ``tickbox year --demo`` plays, so that they never show what is not there.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import attrs
import typst

from tickbox_core import Text, open_registry
from tickbox_core.desk import Town, notices
from tickbox_core.hooks import Document
from tickbox_core.playing import played
from tickbox_print import glyphs, printer
from tickbox_print.codes import with_codes

HERE = Path(__file__).parent
CONTACT = Text("演示一村居委会 021-5555 0101", "Residents' committee, 021-5555 0101")
SENDER = notices.Sender(CONTACT, "https://ticks.example")


def drawn(document: Document, name: str, ppi: int = 62) -> None:
    """The first page as a picture."""
    values = with_codes(document.layout, printer.thaw(document.values))
    made = typst.compile(
        str(printer.LAYOUTS / f"{document.layout}.typ"),
        root=str(printer.LAYOUTS),
        font_paths=[str(glyphs.folder())],
        ignore_system_fonts=True,
        format="png",
        ppi=ppi,
        sys_inputs=printer.inputs(document, values, printer.fit_pages(document, values)[0]),
    )
    (HERE / f"{name}.png").write_bytes(made[0] if isinstance(made, list) else made)


def main() -> None:
    """Draw them."""
    with tempfile.TemporaryDirectory() as folder:
        for _ in played(Path(folder) / "y"):
            pass
        town = Town(Path(folder) / "y", open_registry(discover=False))
        desk = town.desk("n1")
        result = notices.result_notice(desk, "r2026", SENDER)
        drawn(result.document("zh"), "result")
        drawn(result.document("zh", look="poster"), "poster")
        one = notices.stairwells(desk, "r2026", SENDER)
        drawn(attrs.evolve(one, stairwells=one.stairwells[:1]).document("zh"), "stairwell")
        sheets = notices.sheets(desk, "r2026", desk.paper.sheets("r2026")[:1], SENDER)
        drawn(sheets.document("zh"), "sheet")
        town.close()


if __name__ == "__main__":
    main()
