"""A judgement that two people void before its result is published, for a reason that is posted.

As with a round: its log ends with ``voided``; after closing the marks are counted all the same, and
what they come to is posted beside the reason, labelled as not in force.  Its projects can be judged
anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import attrs

from tickbox_core.components.judgement.marks import Judgement, Phase
from tickbox_core.rules.judgement import Judged
from tickbox_core.store import Store
from tickbox_core.text import Text, join_texts
from tickbox_core.workflow import voids
from tickbox_core.workflow.tables import kept_outcome
from tickbox_core.workflow.voids import LoggedVoid

_WAS = {
    Phase.OPEN: Text(
        "作废时评议还没有截止，没有计票，谁也不知道会是什么结果。",
        "Judging was still open: nothing was counted, and nobody knows what would have come of it.",
    ),
    Phase.CLOSED: Text(
        "作废以前评议已经截止，计票结果一并公布，但不生效。",
        "Judging had closed by then: what it comes to is posted beside it, and is not in force.",
    ),
}
_UNCOUNTED = Text(
    "作废以前评议已经截止，但没有算出可以公布的结果：{why}",
    "Judging had closed by then, but there is no result that could be posted: {why}",
)


@attrs.frozen(hash=False)
class VoidedJudgement:
    """A judgement that was voided, why, and in which phase it ``was``.

    ``computed`` is what the marks of a closed one come to, by project; not in force.
    """

    known: Judgement
    logged: LoggedVoid
    was: Phase
    computed: tuple[Judged, ...] = ()

    @property
    def sentences(self) -> tuple[Text, ...]:
        """The reason, and what had been reached by then."""
        uncounted = self.logged.uncounted
        reached = _UNCOUNTED.filled(why=uncounted) if uncounted else _WAS[self.was]
        return self.logged.why, reached

    @property
    def words(self) -> Text:
        """All of them."""
        return join_texts(list(self.sentences))


def find_void(store: Store, known: Judgement) -> VoidedJudgement | None:
    """Why a judgement was voided, and what was posted beside it; ``None`` where it was not."""
    found = voids.read_void(store, known.id) if known.phase is Phase.VOID else None
    if found is None:
        return None
    body: Mapping[str, Any] = kept_outcome(store, known.id) or {"projects": []}
    was = Phase.OPEN if known.closed_at is None else Phase.CLOSED
    return VoidedJudgement(known, found, was, tuple(map(Judged.of_plain, body["projects"])))


def uncounted_body(id_: str) -> dict[str, Any]:
    """What stands in a bundle in the place of a result that there is none of."""
    return {"judgement": id_, "projects": []}
