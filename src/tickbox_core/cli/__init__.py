"""The ``tickbox`` command.

``tickbox NAME …`` runs the command of that name.  The core brings some; other distributions bring
theirs as entry points of the group ``tickbox.commands``: the entry's name is the command's, and
what it names is an object (not a class) that is a ``Command``.  It is loaded only when that command
runs or its line of help is shown.

Standard output carries nothing but what the command was asked for.  Exit codes: 0 done; 2 the input
is at fault (one sentence on standard error says where and what to do); 130 stopped by Ctrl-C.
"""

from tickbox_core.cli.commands import Command
from tickbox_core.cli.main import main
from tickbox_core.terminal.parser import Parser

__all__ = ["Command", "Parser", "main"]
