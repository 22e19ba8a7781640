"""Until when a list or a result may be objected to: pages, API and console ask the same here."""

from __future__ import annotations

from datetime import date

import attrs

from tickbox_core.model import Round, State
from tickbox_core.text import EMPTY, Text
from tickbox_core.year.lists import Lists
from tickbox_core.year.objections import ObjectionStage
from tickbox_core.year.results import Results


@attrs.frozen
class Period:
    """The time for objections to what is posted of a round: ``until`` is its last day.

    ``closed`` says why none is taken; empty while they are.
    """

    stage: ObjectionStage
    until: date
    closed: Text = EMPTY

    @property
    def open(self) -> bool:
        """Whether objections are taken."""
        return not self.closed


def period(lists: Lists, results: Results, round: Round, today: date) -> Period | None:
    """The period of a round's posted list or published result; ``None`` where none is posted.

    The last day belongs to it; a fixed annual list ends it.  A trial is objected to by nobody.
    """
    if round.rehearsal:
        return None
    posted = lists.posted.get(round.id) if round.state is State.POSTED else None
    if posted is not None:
        return Period(ObjectionStage.LIST, posted.until, _over(_LIST, posted.until, today))
    published = results.published.get(round.id) if round.state is State.DECIDED else None
    if published is None:
        return None
    final = round.id in results.final
    closed = _FIXED if final else _over(_RESULT, published.until, today)
    return Period(ObjectionStage.RESULT, published.until, closed)


def _over(words: Text, until: date, today: date) -> Text:
    if today <= until:
        return EMPTY
    months = "January February March April May June July August September October November December"
    return words.filled(
        zh=f"{until.year}年{until.month}月{until.day}日",
        en=f"{until.day} {months.split()[until.month - 1]} {until.year}",
    )


NOT_POSTED = Text(
    "这一轮现在没有公示中的清单或结果，不接受异议。",
    "neither list nor result of this round is posted now: no objections are taken.",
)
_LIST = Text(
    "对清单的异议期到{zh}为止，已经结束。",
    "the time for objections to the list ended on {en}: it is over.",
)
_RESULT = Text(
    "对结果的异议期到{zh}为止，已经结束。",
    "the time for objections to the result ended on {en}: it is over.",
)
_FIXED = Text(
    "年度清单已经确定，不再接受异议。",
    "the annual list is fixed: no more objections are taken.",
)
