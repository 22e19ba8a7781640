"""The states of things that acts are done in, as fields name them to say what is offered."""

from __future__ import annotations

from tickbox_core.components.judgement import Phase
from tickbox_core.components.motions import PollState
from tickbox_core.components.projects import COLLECTED as _COLLECTED
from tickbox_core.model import State
from tickbox_core.year import results

FORMING = (str(State.LISTING),)
DRAFT, TAKEN_DOWN = ("draft",), ("taken-down",)
BEFORE, POSTED = (str(State.LISTING), str(State.POSTED)), (str(State.POSTED),)
TICKING, COUNTING = (str(State.TICKING),), (str(State.COUNTING),)
DECIDED = (str(State.DECIDED),)
VOIDABLE, VOIDED = (*map(str, results.VOIDABLE), *TAKEN_DOWN), (str(State.VOID),)
OPPOSED, TIED, RUN_OFF = ("opposed",), ("tied",), ("run-off",)
FIXED, WITH_ROLL, BEGUN = ("fixed",), ("with-roll",), ("begun",)
ANSWERED = ("answered",)
ON_ACCOUNTS = ("on-accounts",)
"""Of a round: nobody was ever shown it; it was posted and taken down to be changed; objections are
taken today; its tie is posted and nobody has settled it; it is a run-off, and decided; its annual
list is fixed; it has a roll; there is a project of it; an item is paid
from accounts of homes."""

COLLECTED = (_COLLECTED,)
"""Of a project: households pay for it, and the records are there."""

UNANSWERED = ("unanswered",)
"""Of an objection."""

PREPARED, ASKING = (str(PollState.PREPARED),), (str(PollState.OPEN),)
PRELIMINARY = (str(PollState.PRELIMINARY),)
VOIDABLE_MOTION = (
    "posted-agenda",
    str(PollState.OPEN),
    str(PollState.CLOSED),
    str(PollState.PRELIMINARY),
)
SEEN, CORRECTABLE = (VOIDABLE_MOTION[0], str(PollState.OPEN)), VOIDABLE_MOTION[:1]
HANDED_OUT = ("to-be-handed-out",)
"""A motion whose agenda is posted, or that is open, and that has a roll: papers can be printed."""
CLOSED, PUBLISHED = (str(PollState.CLOSED),), (str(PollState.PUBLISHED),)
"""Of a motion, the last of a judgement too; its agenda is posted and it is not open.  ``SEEN``:
that, or open; ``CORRECTABLE``: that alone.  ``DRAFT``: it is prepared, its agenda not posted."""
WITH_PAPERS = (*PUBLISHED, *VOIDED)
"""Of a motion that has ended, one way or the other."""
ELECTION_DRAFT, SEATS_LEFT = ("election-draft",), ("seats-left",)
"""Of an election: it is prepared; it is published, and seats are open for a further vote."""

JUDGING, JUDGED = (str(Phase.OPEN),), (str(Phase.CLOSED),)
"""Of a judgement: open, and closed but not published."""
