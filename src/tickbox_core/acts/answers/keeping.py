"""What acts of keeping answer: how much personal data is due, and what was erased."""

from __future__ import annotations

import attrs

from tickbox_core.categories.kinds import YesNo
from tickbox_core.declarations import COUNT, ListOf, Ref, Said, Typed, gives, unseen, value_of
from tickbox_core.desk.keeping.erasing import Line
from tickbox_core.text import Text


@attrs.frozen
class DueLine:
    """One kind of personal data (of one round or motion, ``id``): how much goes, stays, and why."""

    what: str = unseen(Typed())
    words: Text = gives(Said(), "内容", "what")
    id: str = gives(Ref("vote"), "属于", "of")
    goes: int = gives(COUNT, "到期", "due")
    stays: int = gives(COUNT, "保留", "stays")
    ends: Text = gives(Said(), "何时到期", "when its purpose is over")
    why: tuple[Text, ...] = gives(ListOf(Said()), "保留的原因", "why it stays")

    @classmethod
    def of(cls, line: Line) -> DueLine:
        """A line of what is due."""
        return value_of(cls, line.plain())


@attrs.frozen
class ErasedAnswer:
    """What was erased; ``scrubbed``: it is gone from the file too."""

    scrubbed: bool = gives(YesNo(), "已从文件中清除", "scrubbed from the file")
    lines: tuple[DueLine, ...] = gives(ListOf(DueLine), "内容", "what")
