"""From every state of a thing the acts that lead on and out: what begins can end.

A state is named as pickers name it (``acts.states``).  One that no act leads out of is an end, and
is named all the same; a state that is missing here, a test says.

>>> from tickbox_core.acts.exits import exits
>>> from tickbox_core.components import CORE
>>> exits(CORE, "round", "tied"), exits(CORE, "round", "void")
(('tie/settle', 'tie/run-off', 'round/void'), ())
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from tickbox_core.acts.states import FIXED, RUN_OFF, TAKEN_DOWN, TIED, VOIDABLE_MOTION
from tickbox_core.components.motions import PollState
from tickbox_core.declarations import Component, Exits
from tickbox_core.model import State

ROUNDS: Exits = {
    str(State.LISTING): ("round/drop", "objection/answer", "item/add", "round/post", "round/open"),
    TAKEN_DOWN[0]: ("round/post", "round/void"),
    str(State.POSTED): ("round/withdraw", "round/open", "round/void"),
    str(State.TICKING): ("round/close", "round/void"),
    str(State.COUNTING): ("round/publish", "round/void"),
    TIED[0]: ("tie/settle", "tie/run-off", "round/void"),
    str(State.DECIDED): ("objection/answer", "result/override", "result/finalise"),
    FIXED[0]: (),
    RUN_OFF[0]: (),
    str(State.VOID): (),
}
"""A trial ends by ``round/wipe``, whatever its state; a run-off that is decided has ended: what it
decides is settled in the round of the tie."""
MOTIONS: Exits = {
    str(PollState.PREPARED): ("motion/drop", "motion/answer", "motion/post", "motion/open"),
    VOIDABLE_MOTION[0]: ("motion/answer", "motion/open", "motion/void"),
    str(PollState.OPEN): ("motion/close", "motion/void"),
    str(PollState.CLOSED): ("motion/publish", "motion/preliminary", "motion/void"),
    str(PollState.PRELIMINARY): (
        "objection/answer",
        "motion/correct",
        "motion/publish",
        "motion/void",
    ),
    str(PollState.PUBLISHED): (),
    str(PollState.VOID): (),
}
_OF_CHAPTERS: Mapping[str, Exits] = {"round": ROUNDS, "motion": MOTIONS}
"""What has no component yet."""


def every_exit(components: Iterable[Component]) -> dict[str, Exits]:
    """By kind of thing, all that is declared."""
    found = dict(_OF_CHAPTERS)
    for one in components:
        found.update(one.exits)
    return found


def exits(components: Iterable[Component], kind: str, state: str) -> tuple[str, ...]:
    """The acts that lead on and out of a state; ``KeyError`` for a kind or state of none."""
    return every_exit(components)[kind][state]
