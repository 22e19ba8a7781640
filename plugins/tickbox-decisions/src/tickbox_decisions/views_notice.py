"""What the page for checking a posted notice is drawn from."""

from __future__ import annotations

import attrs


@attrs.frozen
class NoticeChoiceView:
    """One choice of a list, and whether it is the one."""

    key: str
    title: str
    chosen: bool


@attrs.frozen
class NoticeAmountView:
    """A line of a notice: an amount, and a percentage where one is printed beside it."""

    label: str
    field: str
    value: str
    percentage_field: str = ""
    percentage: str = ""


@attrs.frozen
class NoticeBaseView:
    """All that a notice prints on one base."""

    title: str
    rows: tuple[NoticeAmountView, ...]


@attrs.frozen
class CheckedNoticeView:
    """What comes of a notice: ``error`` alone where it cannot be judged.

    ``differs``: a sum does not close, or a percentage is another.  ``notes`` say what was not
    checked.  The law holds ``since`` and ``until``.
    """

    error: str = ""
    result: str = ""
    words: str = ""
    why: str = ""
    source: str = ""
    since: str = ""
    until: str = ""
    notes: tuple[str, ...] = ()
    differs: bool = False


@attrs.frozen
class CheckNoticeView:
    """``checknotice.html``: what a notice prints, typed in, and whether it adds up."""

    url: str
    style_url: str
    places: tuple[NoticeChoiceView, ...]
    kinds: tuple[NoticeChoiceView, ...]
    wholes: tuple[NoticeChoiceView, ...]
    sides: tuple[NoticeChoiceView, ...]
    day: str
    bases: tuple[NoticeBaseView, ...]
    papers: tuple[NoticeAmountView, ...]
    answer: CheckedNoticeView | None = None
    lawless: bool = False
