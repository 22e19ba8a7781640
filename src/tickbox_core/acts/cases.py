"""Acts on cases of other neighbourhoods: taken over into a list of one's own."""

from __future__ import annotations

from typing import Any

import attrs

from tickbox_core.acts.act import Act, Actor
from tickbox_core.acts.states import FORMING
from tickbox_core.components.lists import TakenOverAnswer
from tickbox_core.declarations import refers_to
from tickbox_core.declarations.fields import a_name
from tickbox_core.desk import Desk, together
from tickbox_core.text import Text


@attrs.frozen
class TakeOverCase:
    """A case of another neighbourhood, for a list of one's own."""

    case: str = refers_to(
        "case-elsewhere", "案例（居民区.项目）", "case (neighbourhood.project)", noted=False
    )
    round: str = refers_to("round", "列入哪一轮", "onto which round's list", states=FORMING)
    id: str = a_name("事项编号", "item id", default="")
    category: str = refers_to(
        "category", "类别", "category", within="round", noted=False, default=""
    )


def _take_over(desk: Desk, given: TakeOverCase, actor: Actor) -> Any:
    area, _, project = given.case.partition(".")
    own = {"id_": given.id, "category": given.category}
    item = together.take_over(desk, area, project, round=given.round, **own)
    return TakenOverAnswer(given.round, item.id, item.title)


ACTS = (
    Act(
        "award/take-over",
        Text("借鉴别处的案例", "take a case over"),
        TakeOverCase,
        _take_over,
        answer=TakenOverAnswer,
    ),
)
