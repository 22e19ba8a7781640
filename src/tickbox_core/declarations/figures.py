"""Figures: what a matter adds to an area's year in numbers, and a town adds up over its areas."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import attrs

from tickbox_core.errors import BadValue
from tickbox_core.text import EMPTY, Text

_KEY = re.compile("[a-z][a-z_]*")


def _key(key: str) -> str:
    """A name that can stand in JSON beside the others; ``BadValue`` for any other."""
    if not _KEY.fullmatch(key):
        raise BadValue(
            "figure",
            Text(f"名称“{key}”不对。", f"'{key}' is no name for one."),
            Text("请用小写字母和下划线。", "Use small letters and underscores."),
        )
    return key


@attrs.frozen(eq=False)
class Figure:
    """A number of the year: ``key`` is its name in JSON, ``count(desk)`` how many there are.

    ``said`` is what a sentence says of it, with ``{number}``; nothing: it is in no sentence.
    """

    key: str = attrs.field(converter=_key)
    title: Text
    count: Callable[[Any], int]
    said: Text = EMPTY
