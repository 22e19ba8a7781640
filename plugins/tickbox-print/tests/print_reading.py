"""Reads what was printed: the text layer of a PDF, its pages as pictures, the codes on them."""

from __future__ import annotations

import io
import json
import re
from typing import Any

import typst
import zxingcpp
from PIL import Image
from pypdf import PdfReader

from tickbox_core.hooks import Document
from tickbox_print import TypstPrinter, glyphs, printer
from tickbox_print.codes import with_codes

PRINTER = TypstPrinter()


def pages(data: bytes) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def squeezed(text: str) -> str:
    """Without blanks: where a line breaks is the layout's business."""
    return re.sub(r"\s", "", text)


def pictures(document: Document, ppi: int = 150) -> list[Any]:
    """The pages as grey pictures."""
    values = with_codes(document.layout, printer.thaw(document.values))
    made = typst.compile(
        str(printer.LAYOUTS / f"{document.layout}.typ"),
        root=str(printer.LAYOUTS),
        font_paths=[str(glyphs.folder())],
        ignore_system_fonts=True,
        format="png",
        ppi=ppi,
        sys_inputs=printer.inputs(document, values, "1"),
    )
    found: list[bytes] = made if isinstance(made, list) else [made]
    return [Image.open(io.BytesIO(one)).convert("L") for one in found]


def codes(picture: Any) -> list[str]:
    """What the QR codes on a picture say, sorted."""
    return sorted(one.text for one in zxingcpp.read_barcodes(picture))


def plain(document: Document) -> str:
    """All words of a document."""
    return json.dumps(printer.thaw(document.values), ensure_ascii=False)
