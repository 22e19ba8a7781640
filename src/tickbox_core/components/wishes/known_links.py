"""Which rows of a chain were taken before, though somebody has set them right meanwhile."""

from __future__ import annotations

import re
from collections.abc import Iterable

from tickbox_core.components.wishes.state import Wish
from tickbox_core.interchange.chain import Link
from tickbox_core.model.channels import Channel

_BETWEEN = re.compile(r"[\W_]+")


class KnownLinks:
    """The wishes that chains became, by what their rows can have said."""

    def __init__(self, wishes: Iterable[Wish]) -> None:
        """Of every wish; those of other ways and those that were withdrawn are left out."""
        self._by_words: dict[str, str] = {}
        self._nameless: dict[str, str] = {}
        for wish in wishes:
            if wish.channel is Channel.CHAT and wish.text and not wish.withdrawn:
                name, unit = (wish.author.get(key, "") for key in ("name", "unit"))
                self._by_words[_words(name, unit, wish.text)] = wish.ref
                self._by_words.setdefault(_words(name, "", wish.text), wish.ref)
                self._nameless.setdefault(_words("", "", wish.text), wish.ref)

    def ref(self, link: Link, text: str) -> str | None:
        """The wish that a row with this text became; ``None`` for one that is new.

        Where its words stand is no matter: a name, a home may have been put into their fields.  A
        row that names nobody may have been given a name since.
        """
        words = _words("", "", text)
        if not words:
            return None
        for said in (_words(link.name, link.unit, text), _words(link.name, "", text)):
            if said in self._by_words:
                return self._by_words[said]
        return None if link.name else self._nameless.get(words)


def _words(name: str, unit: str, text: str) -> str:
    return _BETWEEN.sub("", name + unit + text).casefold()
