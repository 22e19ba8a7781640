"""The wall for programs to follow: Atom feeds, calendars, tables; pages of a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tickbox_core.hooks import hookimpl

if TYPE_CHECKING:
    from tickbox_server.parts import ServerPart

__all__ = ["tickbox_server_parts"]


@hookimpl(optionalhook=True)
def tickbox_server_parts() -> tuple[ServerPart, ...]:
    """Feeds, calendars and tables."""
    from tickbox_open_data.part import PART

    return (PART,)
