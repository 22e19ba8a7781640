"""How an installed distribution is called, read from the head of its metadata.

``importlib.metadata`` parses the whole file as an e-mail for each question, which took most of the
time that finding plugins takes.
"""

from __future__ import annotations

import re
from importlib.metadata import Distribution, EntryPoint

_FIELD = re.compile(r"^(name|version):[ \t]*(\S+)[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


def release_of(distribution: Distribution) -> tuple[str, str]:
    """Its name and its version."""
    head = (distribution.read_text("METADATA") or "").partition("\n\n")[0]
    found = {field.lower(): value for field, value in _FIELD.findall(head)}
    if len(found) == 2:
        return found["name"], found["version"]
    return distribution.name, distribution.version  # an egg, or a file of another form


def brought_by(entry: EntryPoint) -> str:
    """The distribution of an entry point; its own name where that is not known."""
    return entry.name if entry.dist is None else release_of(entry.dist)[0]
