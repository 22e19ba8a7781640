"""What a server has for programs to follow."""

from __future__ import annotations

from tickbox_open_data import pages
from tickbox_server.parts import ServerPart

PART = ServerPart("open-data", "tickbox_open_data", pages=pages.HANDLERS)
