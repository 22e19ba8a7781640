"""Notices: what is printed of a thing, and while it is in which states."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from tickbox_core.text import Text

SIZES = ("a4", "a3")
"""The sizes of paper that a notice is posted in."""
LOOKS = ("official", "poster")


@attrs.frozen(eq=False)
class NoticeKind:
    """Something that is printed of a ``thing`` while it is in one of ``states`` (empty: any).

    ``make(desk, id, sender)`` gives what a printer lays out: a value whose ``document(language)``
    is a ``hooks.Document``, that of a notice ``document(language, size, look)``.  It raises
    ``NotListed`` or ``NotPossible`` where there is nothing to say yet.  ``sizes`` of paper: both of
    ``SIZES`` for what is posted as a notice.
    """

    key: str
    title: Text
    thing: str
    states: tuple[str, ...]
    make: Callable[..., Any]
    sizes: tuple[str, ...] = SIZES

    @property
    def is_notice(self) -> bool:
        """Whether it is posted as a notice, in any size and look."""
        return self.sizes == SIZES

    def document(
        self,
        desk: Any,
        about: str,
        sender: Any,
        language: str,
        size: str = SIZES[0],
        look: str = LOOKS[0],
        **more: Any,
    ) -> Any:
        """It, for a printer; raises what ``make`` does."""
        made = self.make(desk, about, sender, **more)
        paper = (size, look) if self.is_notice else ()
        return made.document(language, *paper)
