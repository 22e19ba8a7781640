"""Keying paper by the keyboard: sheet after sheet, person after person, one line for each."""

from tickbox_console.paper_entry import handlers, motions

HANDLERS = [*handlers.HANDLERS, *motions.HANDLERS]

__all__ = ["HANDLERS"]
