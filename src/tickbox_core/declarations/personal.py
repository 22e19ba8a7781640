"""What a matter seals of people, in words, and why a purpose that it is kept for still goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import attrs

from tickbox_core.text import Text


@attrs.frozen
class PersonalData:
    """A kind of personal data, as ``Retention.as_`` names it: what it is, when it may go."""

    words: Text
    ends: Text


StillNeeded = Callable[[Any, str, date], Text | None]
"""``(state, id, today)``: why what is kept for a thing stays, in words; ``None`` once it may go."""
