"""Every text in a value, and whether it is there in both languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

import attrs

from tickbox_core.categories import fields_of
from tickbox_core.categories.kinds import Choice, Several
from tickbox_core.text import Text

_HAN = re.compile(r"[\u3400-\u9fff]")
_WORD = re.compile(r"[A-Za-z]{2}")
DEEPEST = 12


def complete(text: Text) -> bool:
    """Chinese that is Chinese, and English without a Chinese character left in it.

    What holds no word at all (a number, a code) is the same in both.
    """
    if text.zh == text.en and not _HAN.search(text.zh) and not _WORD.search(text.en):
        return True
    return bool(_HAN.search(text.zh) and text.en.strip() and not _HAN.search(text.en))


def texts(value: Any, depth: int = 0) -> Iterator[Text]:
    """The texts in a value of the house: attrs values, mappings and sequences are gone through."""
    if isinstance(value, Text):
        if value:
            yield value
    elif depth > DEEPEST or isinstance(value, (str, bytes, type)):
        return
    elif isinstance(value, Mapping):
        for one in value.values():
            yield from texts(one, depth + 1)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for one in value:
            yield from texts(one, depth + 1)
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            yield from texts(getattr(value, field.name, None), depth + 1)


def texts_of_fields(fields: type) -> Iterator[Text]:
    """What people read of a category's fields: labels, helps, remedies, choices."""
    for one in fields_of(fields):
        yield one.label
        if one.help:
            yield one.help
        yield one.kind.remedy
        kind = one.kind.each if isinstance(one.kind, Several) else one.kind
        if isinstance(kind, Choice):
            yield from kind.choices.values()
