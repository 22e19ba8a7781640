"""A matter's part of the demonstration year: when it is played."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from typing import Any

from tickbox_core.text import Text


class Season(StrEnum):
    """When in the year: while projects are carried out, or once all of them were judged."""

    AUTUMN = "autumn"
    WINTER = "winter"


Play = Callable[[Any], Iterator[Text]]
"""``play(stage)`` does what there is to do on a ``Stage`` of ``workflow``, and tells it."""
