"""A round that two people void, and what its ballots came to by then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_core.acts.act import Act, Actor
from tickbox_core.acts.states import VOIDABLE
from tickbox_core.acts.ties import look_at_count
from tickbox_core.categories import a_line
from tickbox_core.components.lists import VoidedAnswer
from tickbox_core.declarations import refers_to
from tickbox_core.desk import Desk
from tickbox_core.model import State
from tickbox_core.text import Text


@attrs.frozen
class VoidRound:
    """A round that is not to hold, and why: the reason is posted."""

    round: str = refers_to("round", "轮次", "round", states=VOIDABLE)
    reason: Text = a_line(
        "作废理由（会公布，请勿写人名）", "why it is voided; this is posted, so name nobody"
    )


def _void(desk: Desk, given: VoidRound, actor: Actor, second: Actor) -> Any:
    return desk.void(given.round, given.reason, by=actor.name, second=second.name)


def _look(desk: Desk, given: Mapping[str, Any]) -> Any:
    """What would be posted beside the reason; nothing before closing."""
    closed = desk.round(str(given["round"])).state is State.COUNTING
    return look_at_count(desk, given) if closed else None


ACTS = (
    Act(
        "round/void",
        Text("作废一轮", "void a round"),
        VoidRound,
        _void,
        second=True,
        irreversible=True,
        answer=VoidedAnswer,
        look=_look,
    ),
)
