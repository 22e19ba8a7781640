"""The staff's console, at ``/staff``: what to do now, forms of every act, and a few screens more.

It decides nothing: who may is in ``tickbox_core.acts``, what may happen is the desk's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tickbox_core.hooks import hookimpl

if TYPE_CHECKING:
    from tickbox_server.parts import ServerPart

__all__ = ["tickbox_server_parts"]


@hookimpl(optionalhook=True)
def tickbox_server_parts() -> tuple[ServerPart, ...]:
    """The console."""
    from tickbox_console.part import PART

    return (PART,)
