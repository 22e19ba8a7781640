"""Ids of things, as they are and as keyboards write them."""

from __future__ import annotations

import string
from typing import Any

import attrs

from tickbox_core.categories.kinds.base import Plain
from tickbox_core.categories.kinds.words import Name

_IN_IDS = string.ascii_letters + string.digits + "-_.:/"
_WIDE = str.maketrans({chr(ord(sign) + 0xFEE0): sign for sign in _IN_IDS})


def plain_id(typed: str) -> str:
    """An id as it is typed, without blanks around it and with no letter or figure in full width.

    What else a Chinese keyboard writes stays: ``（`` and ``，`` belong to names.

        >>> plain_id(" Ｗ－３Ｆ７Ｋ　")
        'W-3F7K'
    """
    return typed.translate(_WIDE).strip()


class Verbatim(str):
    """A plain value that is not read as typed: what a thing was called before ids were plain."""

    __slots__ = ()


def verbatim(id_: str) -> str:
    """The plain value of an id that a thing has."""
    return id_ if plain_id(id_) == id_ else Verbatim(id_)


@attrs.frozen
class Id(Name):
    """The id of a thing; full-width letters and figures mean plain ones."""

    def parse(self, text: str) -> Plain:
        """In plain letters, without blanks around it."""
        return plain_id(text)

    def value(self, plain: Plain) -> str:
        """In plain letters, without blanks around it; what is verbatim as it is."""
        return str(plain) if isinstance(plain, Verbatim) else plain_id(super().value(plain))

    def plain(self, value: Any) -> Plain:
        """Itself."""
        return verbatim(value) if isinstance(value, str) else value
