"""What a command is asked and says on a terminal: options, tables, lines no file can garble.

Commands are objects with ``help``, ``configure(parser)`` and ``run(args)`` (``tickbox_core.cli``),
brought as entry points of the group ``tickbox.commands``.
"""

from tickbox_core.terminal.parser import Parser
from tickbox_core.terminal.printing import one_line, print_json
from tickbox_core.terminal.table import table

__all__ = ["Parser", "one_line", "print_json", "table"]
