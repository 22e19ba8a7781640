"""Prints what tickbox publishes: notices, tick sheets, slips with codes, certificates, pictures.

What stands on a document comes from the core (``tickbox_core.desk.notices``); this plugin lays it
out with typst, draws its QR codes, and refuses a character that its font lacks.
"""

from __future__ import annotations

from tickbox_core import hookimpl
from tickbox_core.hooks import Printer
from tickbox_print.errors import MissingGlyph, NotPrinted
from tickbox_print.printer import TypstPrinter

__all__ = ["MissingGlyph", "NotPrinted", "TypstPrinter", "tickbox_printers", "tickbox_uses"]

tickbox_uses = ("files",)
"""It reads its font and its layouts, and writes nothing."""


@hookimpl
def tickbox_printers() -> tuple[Printer, ...]:
    """The one printer."""
    return (TypstPrinter(),)
