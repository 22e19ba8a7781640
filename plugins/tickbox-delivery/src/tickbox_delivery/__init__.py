"""What is carried out, for residents: projects, problems, meetings; pages and JSON of a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tickbox_core.hooks import hookimpl

if TYPE_CHECKING:
    from tickbox_server.parts import ServerPart

__all__ = ["tickbox_server_parts"]


@hookimpl(optionalhook=True)
def tickbox_server_parts() -> tuple[ServerPart, ...]:
    """Pages and API of projects, problems and meetings, and of the town over its neighbourhoods."""
    from tickbox_delivery.part import PART, TOWN

    return (PART, TOWN)
