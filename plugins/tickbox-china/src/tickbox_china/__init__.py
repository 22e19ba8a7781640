"""Jurisdiction presets for China: national law and what is known of its cities, as data.

The law is in ``data/*.toml``, never here.  Each value carries its source and a mark saying how well
it is known; what no source says is left out, so that the checklist asks for it.
"""

from __future__ import annotations

from tickbox_china.presets import Preset, presets
from tickbox_core import hookimpl
from tickbox_core.hooks import Jurisdiction

__all__ = ["Preset", "presets", "tickbox_jurisdictions"]


@hookimpl
def tickbox_jurisdictions() -> tuple[Jurisdiction, ...]:
    """National law as ``cn``, and one preset for each place on top of it."""
    return presets()
