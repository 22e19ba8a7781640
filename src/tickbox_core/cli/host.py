"""Who works at the command line: whoever owns the folder is its host, and may say their name."""

from __future__ import annotations

from tickbox_core.acts import NOBODY, Actor, Role


def host(by: str) -> Actor:
    """Staff of that name; nobody where none is given."""
    return Actor(by.strip(), Role.STAFF) if by.strip() else NOBODY
