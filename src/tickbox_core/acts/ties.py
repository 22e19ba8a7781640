"""What becomes of a count: published, or its tie posted and settled by two people."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import attrs

from tickbox_core.acts.act import Act, Actor
from tickbox_core.acts.states import TIED
from tickbox_core.categories import a_count, a_day, a_line, an_hour, field, one_of
from tickbox_core.categories.kinds import Kind
from tickbox_core.components.lists import OutcomeAnswer, RoundAnswer
from tickbox_core.declarations import new_id, refers_to
from tickbox_core.desk import Desk
from tickbox_core.errors import TieRefused
from tickbox_core.model.round import AnnouncedDays
from tickbox_core.rules import How
from tickbox_core.rules.ties import FEWEST_THROWS
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.deadlines import END_HELP


@attrs.frozen
class Throws(Kind):
    """What dice showed, in the order thrown; blank where no dice are thrown."""

    example = "3 5 1 6 2"

    @property
    def remedy(self) -> Text:
        """How many, and how they are written."""
        return Text(
            f"只有抽签才填：两人当众轮流掷，至少{FEWEST_THROWS}次，"
            "按先后写1到6的点数，如 3 5 1 6 2 …",
            f"For a lot alone: two people throw in public in turn, {FEWEST_THROWS} times at least; "
            "write 1 to 6 in the order thrown, 3 5 1 6 2 … say.",
        )

    def value(self, plain: Any) -> str:
        """Without blanks around it."""
        if not isinstance(plain, str) or len(plain) > MOST_WRITTEN:
            raise ValueError("dice")
        return plain.strip()

    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string", "maxLength": MOST_WRITTEN}


MOST_WRITTEN = 1000


@attrs.frozen
class SettleTie:
    """How a posted tie is settled; the dice are thrown in public, and only once it is posted."""

    round: str = refers_to("round", "轮次", "round", states=TIED)
    how: str = one_of("怎样处理", "how", {str(way): way.words for way in How})
    dice: str = field(Throws(), "骰子点数", "throws of the dice", default="")
    reason: Text = a_line(
        "理由（公布；抽签不用写）",
        "reason, which is posted; a lot needs none",
        default=EMPTY,
    )


def _settle(desk: Desk, given: SettleTie, actor: Actor, second: Actor) -> Any:
    return desk.settle_tie(
        given.round,
        How(given.how),
        dice=given.dice,
        reason=given.reason,
        by=actor.name,
        second=second.name,
    )


def count_round(desk: Desk, given: Any, actor: Actor) -> Any:
    """The count of a closed round; where it hands a tie back to people, the tie."""
    return _count_tie(desk, given.round)


def _count_tie(desk: Desk, round: str) -> Any:
    try:
        return desk.count(round)
    except TieRefused:
        return desk.tie(round)


def publish_round(desk: Desk, given: Any, actor: Actor, second: Actor) -> Any:
    """Publish the result; where the count hands a tie back to people, post the tie."""
    try:
        return desk.publish(given.round, actor.name, second.name)
    except TieRefused:
        return desk.post_tie(given.round, actor.name, second.name)


def look_at_count(desk: Desk, given: Mapping[str, Any]) -> Any:
    """The count of a round: as it was published, as it would be, or the tie that it comes to."""
    round = str(given["round"])
    return desk.outcome(round) or desk.posted_tie(round) or _count_tie(desk, round)


@attrs.frozen
class ARunOff:
    """A round among the tied items alone, with the roll of their round, which settles the tie."""

    round: str = refers_to("round", "轮次", "round", states=TIED)
    id: str = new_id("round", "决选的编号", "id of the run-off")
    title: Text = a_line("决选的名称", "title of the run-off", default=EMPTY)
    closes: date | None = a_day("打钩最后一天", "last day of ticking", default=None)
    closes_at: str = an_hour("截止钟点", "hour of closing", default="", help=END_HELP)
    opens: date | None = a_day("自动开放的日期", "opens by itself on", default=None)
    opens_at: str = an_hour("自动开放的钟点", "hour of opening", default="")
    extensions: int = a_count("最多延期几次", "may be put off how often", default=0)
    extension_days: int = a_count("每次最多延几天", "by how many days each time", default=0)


def _run_off(desk: Desk, given: ARunOff, actor: Actor, second: Actor) -> Any:
    return RoundAnswer.of(
        desk.make_run_off(
            given.round,
            given.id,
            title=given.title,
            days=AnnouncedDays(
                given.closes,
                given.closes_at,
                given.opens,
                given.opens_at,
                given.extensions,
                given.extension_days,
            ),
            by=actor.name,
            second=second.name,
        )
    )


ACTS = (
    Act(
        "tie/run-off",
        Text("为并列另办决选", "hold a run-off among the tied"),
        ARunOff,
        _run_off,
        second=True,
        answer=RoundAnswer,
        look=look_at_count,
    ),
    Act(
        "tie/settle",
        Text("处理并列", "settle a tie"),
        SettleTie,
        _settle,
        second=True,
        answer=OutcomeAnswer,
        look=look_at_count,
        look_after=True,
    ),
)
