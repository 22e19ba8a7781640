"""What residents hand in, in words: wishes, objections, ideas; pages and JSON of a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tickbox_core.hooks import hookimpl

if TYPE_CHECKING:
    from tickbox_server.parts import ServerPart

__all__ = ["tickbox_server_parts"]


@hookimpl(optionalhook=True)
def tickbox_server_parts() -> tuple[ServerPart, ...]:
    """Pages of wishes, objections and calls for ideas."""
    from tickbox_submissions.part import PART

    return (PART,)
