"""QR codes, drawn as SVG and put beside the words that they say."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from typing import Any

import segno

from tickbox_print.errors import NotPrinted

LINES_A_PAGE = 6
"""No page of a sheet holds fewer lines of boxes than this, however long their words."""


def draw_qr(said: str) -> str:
    """A QR as SVG with its quiet zone; nothing for nothing.  Too much is ``NotPrinted``."""
    if not said:
        return ""
    out = io.BytesIO()
    try:
        code = segno.make(said, error="m", micro=False)
    except segno.DataOverflowError:
        raise NotPrinted("QR", f"{len(said)} characters are too many for one code") from None
    code.save(out, kind="svg", border=4, xmldecl=False, svgns=True, nl=False)
    return out.getvalue().decode("ascii")


def with_codes(layout: str, values: dict[str, Any]) -> dict[str, Any]:
    """The values of a document with the QR codes that its layout shows."""
    made = _OWN.get(layout, dict)(values)
    if "foot" in made:
        made["foot"] = {**made["foot"], "qr": draw_qr(made["foot"]["link"])}
    return made


def _sheets(values: Mapping[str, Any]) -> dict[str, Any]:
    return {**values, "sheets": [_sheet(sheet) for sheet in values["sheets"]]}


def _sheet(sheet: Mapping[str, Any]) -> dict[str, Any]:
    """A code for each page it may have, each with its page behind ``&p=``."""
    lines = sum(len(question["boxes"]) for question in sheet["questions"])
    pages = 1 + lines // LINES_A_PAGE + 1
    return {**sheet, "qrs": [draw_qr(f"{sheet['code']}&p={page}") for page in range(1, pages + 1)]}


def _slips(values: Mapping[str, Any]) -> dict[str, Any]:
    slips = [{**slip, "qr": draw_qr(slip["link"])} for slip in values["slips"]]
    return {**values, "slips": slips}


_OWN: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"sheets": _sheets, "slips": _slips}
