"""What comes in: exactly this, and nothing else."""

from __future__ import annotations

from typing import Annotated

import msgspec

from tickbox_server.papers.base import WireShape

Id = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class CastPaper(WireShape):
    """A ballot: the ids of the items ticked."""

    ticks: Annotated[list[Id], msgspec.Meta(max_length=2000)]


class CheckPaper(WireShape):
    """A question after a receipt's code."""

    code: Id
