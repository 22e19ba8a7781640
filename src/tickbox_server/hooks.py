"""The questions that a server asks of plugins, beside those of ``tickbox_core.hooks``.

An implementation is marked ``@hookimpl(optionalhook=True)``, since where nothing is served nobody
asks it, and it imports what it hands over when it is called: every command loads its plugin.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tickbox_core.hooks import hookspec

if TYPE_CHECKING:
    from tickbox_server.parts import ServerPart

__all__ = ["tickbox_server_parts"]


@hookspec
def tickbox_server_parts() -> tuple[ServerPart, ...]:  # type: ignore[empty-body]
    """Which parts of a server do you bring?"""
