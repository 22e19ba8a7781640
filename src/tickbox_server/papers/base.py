"""What all wire shapes share."""

from __future__ import annotations

import msgspec

from tickbox_core.text import Text


class WireShape(msgspec.Struct, forbid_unknown_fields=True, kw_only=True):
    """A wire shape: fields nobody knows are refused."""


class Words(WireShape):
    """One thing said in both languages."""

    zh: str
    en: str

    @classmethod
    def of(cls, text: Text) -> Words:
        """The words of a text."""
        return cls(zh=text.zh, en=text.en)


def words_of(text: Text) -> Words | None:
    """The words of a text, or nothing where it says nothing."""
    return Words.of(text) if text else None
