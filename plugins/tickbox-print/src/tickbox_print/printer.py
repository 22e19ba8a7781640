"""From a document's plain values to a file: nothing on the way is written to a disk."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import typst

from tickbox_core.hooks import Document, Printed
from tickbox_print import glyphs
from tickbox_print.codes import with_codes
from tickbox_print.errors import NotPrinted

LAYOUTS = Path(__file__).parent / "layouts"
PICTURES = frozenset({"square"})
"""Layouts that become a picture (PNG) of 1080 × 1080 points, not a PDF."""
PIXELS_AN_INCH = 72
GROWING = frozenset({"notice"})
"""Layouts that are set as large as their pages have room for."""
PLAIN, SCALES = "1", ("1.3", "1.2", "1.1", "1", "0.92")
_PAGE = re.compile(rb"/Type\s*/Page\b")


@attrs.frozen
class TypstPrinter:
    """Lays documents out with typst; inputs are data for it, never markup."""

    key: str = "typst"
    version: str = "1"
    layouts: tuple[str, ...] = tuple(
        sorted(path.stem for path in LAYOUTS.glob("*.typ") if path.stem != "common")
    )

    def printed(self, document: Document) -> Printed:
        """The same bytes for the same document.

        Raises ``MissingGlyph`` for a character that the font lacks, ``NotPrinted`` where typst
        fails or warns.
        """
        values = thaw(document.values)
        glyphs.check(values)
        return fit_pages(document, with_codes(document.layout, values))[1]


def thaw(value: Any) -> Any:
    """Frozen mappings and tuples as JSON knows them."""
    if isinstance(value, Mapping):
        return {str(key): thaw(one) for key, one in value.items()}
    return [thaw(one) for one in value] if isinstance(value, list | tuple) else value


@cache
def _fonts() -> typst.Fonts:
    """The one font, whatever else the machine has: every machine prints alike."""
    return typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(glyphs.folder())],
    )


def fit_pages(document: Document, values: dict[str, Any]) -> tuple[str, Printed]:
    """As large as it can be on as many pages as it needs when it is set closest; and how large."""
    if document.layout not in GROWING:
        return PLAIN, _compile(document, values, PLAIN)
    *larger, smallest = SCALES
    closest = _compile(document, values, smallest)
    for scale in larger:
        made = _compile(document, values, scale)
        if made.pages <= closest.pages:
            return scale, made
    return smallest, closest


def _compile(document: Document, values: dict[str, Any], scale: str) -> Printed:
    picture = document.layout in PICTURES
    made: Any  # bytes; of a picture with several pages a list of them
    try:
        made, warnings = typst.compile_with_warnings(
            str(LAYOUTS / f"{document.layout}.typ"),
            root=str(LAYOUTS),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="png" if picture else "pdf",
            ppi=PIXELS_AN_INCH if picture else None,
            sys_inputs=inputs(document, values, scale),
            timestamp=0,
        )
    except typst.TypstError as problem:
        raise NotPrinted(document.layout, _line(problem.message)) from None
    if warnings:
        raise NotPrinted(document.layout, _line("; ".join(one.message for one in warnings)))
    if isinstance(made, list):  # a picture that has run over its page
        raise NotPrinted(document.layout, f"{len(made)} pages")
    if picture:
        return Printed(made, 1, "image/png")
    return Printed(made, len(_PAGE.findall(made)))


def inputs(document: Document, values: dict[str, Any], scale: str) -> dict[str, str]:
    """What a layout finds in ``sys.inputs``: the words as JSON, and how they are to be set."""
    return {
        "data": json.dumps(values, ensure_ascii=False),
        "family": glyphs.FAMILY,
        "language": document.language,
        "size": document.size,
        "look": document.look,
        "scale": scale,
    }


def _line(problem: str) -> str:
    """In one line; typst says words of the document in none of its complaints."""
    return " ".join(problem.split())[:200]
