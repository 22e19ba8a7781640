"""Motions and judgements for residents: asked, answered, decided; pages and JSON of a server.

What is decided and by which bars is the core's; here it is put to those whom it asks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tickbox_core.hooks import hookimpl

if TYPE_CHECKING:
    from tickbox_server.parts import ServerPart

__all__ = ["PACKAGE", "tickbox_server_parts"]

PACKAGE = "tickbox_decisions"


@hookimpl(optionalhook=True)
def tickbox_server_parts() -> tuple[ServerPart, ...]:
    """Pages and API of motions and judgements."""
    from tickbox_decisions.part import PART

    return (PART,)
