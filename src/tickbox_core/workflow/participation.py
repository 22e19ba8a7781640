"""Taking part: how many did, and whether what a receipt is for counts."""

from __future__ import annotations

import attrs


@attrs.frozen
class Turnout:
    """How many took part, of how many on the roll; never what they ticked."""

    participants: int
    registered: int


@attrs.frozen
class ReceiptCheck:
    """What a receipt's code tells: that a ballot counts, never what it says.

    ``voided``: it would count, and what it was cast for was voided since.
    """

    counted: bool
    revision: int
    index: int
    size: int
    root: str
    voided: bool = False
