"""What an installed plugin is worth: evidence gathered by asking it, not by believing it.

``inspect`` asks a plugin everything a year would ask it, in a process of its own where that is
wanted (``python -m tickbox_core.inspection NAME``), and says what is missing, where, and what to
do.  A plugin's *level* is the highest of which all evidence is there.
"""

from tickbox_core.inspection.evidence import Finding, Level, Report, Topic
from tickbox_core.inspection.inspecting import find_plugin, inspect, known_plugins, with_notices

__all__ = [
    "Finding",
    "Level",
    "Report",
    "Topic",
    "find_plugin",
    "inspect",
    "known_plugins",
    "with_notices",
]
