"""What is said of projects, wishes, motions and awards of the year; words have ``{part}`` in them.

Pairs of the files become mappings by language, as acts take words.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from tickbox_demo.catalogue.shapes import read


@cache
def works() -> Any:
    """What is said of projects."""
    return _with_words(read("works"))


@cache
def voices() -> Any:
    """What is said of wishes, problems, motions, judgements and awards."""
    return _with_words(read("voices"))


def _with_words(value: Any) -> Any:
    """The value with every pair of words as a mapping by language."""
    if isinstance(value, dict):
        return {key: _with_words(one) for key, one in value.items()}
    if isinstance(value, list):
        if len(value) == 2 and all(isinstance(one, str) for one in value):
            return {"zh": value[0], "en": value[1]}
        return [_with_words(one) for one in value]
    return value
