"""What comes in with a table that a program hands in: exactly this, and nothing else."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from tickbox_server.papers import Id, WireShape

Namesake = Literal["ask", "one", "two"]


class TablePaper(WireShape):
    """A table as a file: its name, and its bytes in base64.

    ``to``: the id of what it is put to.  ``headers``: what headers mean (header → column, empty:
    not to be read); it is remembered once the table is read in.  ``namesakes``: whether two of one
    name in a home (by home; under the empty key: in any other) are one person.  ``marked``: whether
    a table with faults comes back with them in red.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    content: str
    to: Annotated[str, msgspec.Meta(max_length=500)] = ""
    policy: Annotated[str, msgspec.Meta(max_length=200)] = ""
    headers: Annotated[dict[str, str], msgspec.Meta(max_length=200)] = msgspec.field(
        default_factory=dict
    )
    namesakes: Annotated[dict[str, Namesake], msgspec.Meta(max_length=1000)] = msgspec.field(
        default_factory=dict
    )
    marked: bool = False


class TakePaper(WireShape):
    """A table that was looked at, by what looking at it answered."""

    look: Id


class UndoPaper(WireShape):
    """An import that was looked at, by its position."""

    position: Annotated[int, msgspec.Meta(ge=0)]
