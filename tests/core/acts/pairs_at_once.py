"""Pairs of acts of which one may decide the other, and the moment at which both are done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from tickbox_core.playing.stage import LIN, ROUND

from .at_once import ONE, TWO, Doing, Given
from .remaining_acts import ASKED, BUILDING, R1, ROLL

Said = tuple[str, Callable[[Given], Given]]


@attrs.frozen
class Pair:
    """Two things done at the moment of an act; ``both``: neither is refused."""

    at: str
    one: Said
    two: Said
    both: bool = False

    def __str__(self) -> str:
        """For the test's name."""
        return f"{self.at}: {self.one[0]} {self.two[0]}"

    def doings(self, given: Given) -> list[Doing]:
        """Who does what: what is done at that moment whoever did it, anything else staff."""
        return [
            Doing(who, act, said(given), None if act == self.at else LIN)
            for who, (act, said) in ((ONE, self.one), (TWO, self.two))
        ]


def act(key: str, **given: Any) -> Said:
    """An act with what is given."""
    return key, lambda _: given


def again(key: str, **other: Any) -> Said:
    """The act of the moment as it was done then, but for what is given otherwise."""
    return key, lambda given: {**given, **other}


def plan(**given: Any) -> Said:
    """Change the plan of the round."""
    return act("round/change", round=R1, **given)


def change(item: str, **given: Any) -> Said:
    """Change an item of it."""
    return act("item/change", round=R1, id=item, **given)


def enter(item: str, title: str) -> Said:
    """Put an item on its list."""
    return act("item/add", round=R1, id=item, title=title)


def reply(reply: str) -> Said:
    """Answer a wish that is about to be merged."""
    return "wish/answer", lambda given: {"ref": given["refs"][0], "reply": reply, "words": "好"}


def ask(**given: Any) -> Said:
    """Change the motion among options."""
    return act("motion/prepare", id=ASKED, **given)


def new_motion(id_: str) -> Said:
    """Prepare another motion."""
    law = {"matter": "other", "jurisdiction": "here"}
    return act("motion/prepare", id=id_, question="修不修", **law)


def responsible(task: str) -> Said:
    """Say what the firm has to do."""
    firm = {"side": "property-firm", "name": "物业"}
    return act("project/responsible", project="gate", task=task, **firm)


def supervised(*names: str) -> Said:
    """Appoint supervisors."""
    return act("project/supervisors", project="gate", names=list(names))


ON_THE_LIST = (
    Pair("item/change", change("gate", title="门"), change("bench", title="椅"), both=True),
    Pair("item/change", change("gate", title="门"), change("gate", place="东")),
    Pair("item/change", change("gate", title="门"), plan(places=2), both=True),
    Pair("item/change", change("gate", title="门"), act("round/post", round=R1)),
    Pair("item/change", change("gate", title="门"), enter("x", "甲")),
    Pair("item/change", plan(budget=1), plan(places=2)),
    Pair("item/change", enter("x", "甲"), enter("x", "乙")),
    Pair("item/change", enter("x", "甲"), enter("y", "乙")),
    Pair("item/picture", again("item/picture"), change("gate", title="门"), both=True),
    Pair("item/picture", again("item/picture"), again("item/picture", item="bench"), both=True),
    Pair("item/assess", again("item/assess"), again("item/assess", feasible="no"), both=True),
    Pair("round/clone", again("round/clone"), act("round/plan", id="r2", title="夏")),
    Pair("round/rehearse", again("round/rehearse"), act("round/withdraw", round=R1, reason="再看")),
)
OF_ONE_ID = (
    Pair("motion/prepare", new_motion("x"), act("round/plan", id="x", title="夏")),
    Pair("motion/prepare", new_motion("x"), act("round/clone", round=R1, id="x", title="夏")),
    Pair("motion/prepare", new_motion("x"), act("round/rehearse", round="r2", id="x")),
)
WISHES = (
    Pair("place/close", act("place/set", id="c", name="甲"), act("place/set", id="c", hours="9")),
    Pair("place/close", act("place/set", id="c", name="甲"), again("place/close")),
    Pair("wish/merge", reply("declined"), reply("taken-up")),
    Pair("wish/merge", reply("declined"), again("wish/merge")),
)
TICKING = (
    Pair("round/codes", again("round/codes"), act("round/close", round=R1), both=True),
    Pair("stairwell/count", again("stairwell/count"), act("people/end", id="s1")),
    Pair(
        "stairwell/count",
        again("stairwell/count"),
        again("stairwell/count", ticks=[["gate", 1]]),
        both=True,
    ),
    Pair("ballot/assist", again("ballot/assist"), act("round/close", round=ROUND)),
    Pair("tie/run-off", again("tie/run-off"), again("tie/run-off", id="another")),
    Pair("tie/settle", again("tie/settle"), again("tie/settle", how="none")),
    Pair("result/override", again("result/override"), act("result/finalise", round=R1)),
)
MOTIONS = (
    Pair(
        "motion/answer",
        again("motion/answer"),
        act("motion/promote", round=R1, item="lift"),
        both=True,
    ),
    Pair(
        "motion/answer",
        again("motion/answer"),
        again("motion/answer", question="lame_duck", answer="none"),
        both=True,
    ),
    Pair("motion/answer", again("motion/answer"), ("motion/prepare", lambda _: _LATER)),
    Pair("motion/post", ask(because="急"), ask(question="修不修")),
    Pair("motion/post", again("motion/post"), ask(question="修不修")),
    Pair(
        "motion/post", act("motion/register", id=ASKED, table=ROLL), ask(scope={"within": ["b8"]})
    ),
    Pair("motion/open", again("motion/open"), ask(question="修不修")),
    Pair("motion/ask-correction", again("motion/ask-correction"), act("motion/open", id=ASKED)),
    Pair(
        "motion/correct-roll",
        again("motion/correct-roll"),
        act("motion/refuse-correction", id=ASKED, correction=1, reason="登记如此"),
    ),
    Pair("motion/correct-roll", again("motion/correct-roll"), act("motion/open", id=ASKED)),
    Pair("motion/deliver", again("motion/deliver"), act("motion/close", id=ASKED)),
    Pair(
        "motion/deliver",
        again("motion/deliver"),
        act("motion/deliver", id=ASKED, agenda_noticed=True),
    ),
)
_LATER = {"id": BUILDING, "because": "急"}
PROJECTS = (
    Pair("project/reschedule", responsible("甲"), responsible("乙")),
    Pair("project/reschedule", supervised("甲", "乙"), supervised("丙", "丁")),
    Pair("project/pause", again("project/pause"), act("project/deliver", project="gate")),
    Pair("stairwell/pay", again("stairwell/pay"), act("people/end", id="s2")),
    Pair(
        "stairwell/pay",
        again("stairwell/pay", amount=300),
        act("project/pay", project="lift", unit="u0", amount=100),
        both=True,
    ),
)
ENDINGS = (
    Pair("award/withdraw", again("award/withdraw"), act("award/decide", award="a1")),
    Pair("keeping/erase", again("keeping/erase"), act("motion/dispute", id=ASKED, reason="起诉")),
)
PAIRS = (*ON_THE_LIST, *OF_ONE_ID, *WISHES, *TICKING, *MOTIONS, *PROJECTS, *ENDINGS)
