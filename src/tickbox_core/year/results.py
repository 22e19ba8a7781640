"""From a published result to the annual list: objections, overrides beside it, and final."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import attrs

from tickbox_core.errors import WrongState
from tickbox_core.model import Round, State
from tickbox_core.rules import Outcome
from tickbox_core.text import Text
from tickbox_core.workflow.entries import DiaryEntry, rejection, require_text, require_two_people
from tickbox_core.year.objections import Objections, ObjectionStage


@attrs.frozen
class Override:
    """A decision beside the computed result: what is taken up or left out, why, and by whom.

    The computed result is never changed; both are posted together.
    """

    take: tuple[str, ...]
    leave: tuple[str, ...]
    reason: Text
    decided_by: Text
    at: str


@attrs.frozen
class Published:
    """A result is posted since a day; objections are open until another."""

    round: str
    on: date
    until: date
    digest: str


@attrs.frozen
class AnnualList:
    """The projects of the year that came of a round (年度实事项目), in the order chosen."""

    round: str
    items: tuple[str, ...]
    at: str


class Results:
    """What became of an area's results."""

    kinds = frozenset(
        "result-posted override final tie-posted tie-run-off tie-settled round-voided".split()
    )

    def __init__(self) -> None:
        self.tied: dict[str, date] = {}
        self.settled: dict[str, date] = {}
        self.run_offs: dict[str, date] = {}
        self.of_tied: dict[str, str] = {}
        """By run-off the round whose tie it is to settle."""
        self.voided: dict[str, date] = {}
        self.published: dict[str, Published] = {}
        self.overrides: dict[str, tuple[Override, ...]] = {}
        self.final: dict[str, AnnualList] = {}

    def apply(self, happened: DiaryEntry) -> None:
        """A result was published, overridden beside, or made final."""
        facts, round = happened.facts, happened.facts["cycle"]
        if happened.kind == "result-posted":
            on, until = date.fromisoformat(facts["on"]), date.fromisoformat(facts["until"])
            self.published[round] = Published(round, on, until, facts["digest"])
        elif happened.kind == "override":
            made = Override(
                tuple(facts["take"]),
                tuple(facts["leave"]),
                Text(**facts["reason"]),
                Text(**facts["decided_by"]),
                happened.at,
            )
            self.overrides[round] = (*self.overrides.get(round, ()), made)
        elif happened.kind == "tie-posted":
            self.tied[round] = date.fromisoformat(facts["on"])
        elif happened.kind == "tie-run-off":
            self.run_offs[round] = date.fromisoformat(facts["on"])
            self.of_tied[facts["run_off"]] = round
        elif happened.kind == "tie-settled":
            self.settled[round] = date.fromisoformat(facts["on"])
        elif happened.kind == "round-voided":
            self.voided[round] = date.fromisoformat(facts["on"])
        else:
            self.final[round] = AnnualList(round, tuple(facts["items"]), happened.at)

    def chosen(self, outcome: Outcome, round: str) -> tuple[str, ...]:
        """The items chosen by the count, taken of a tie, and what overrides make of them."""
        items = [*(outcome.selected or ()), *outcome.taken]
        for override in self.overrides.get(round, ()):
            items = [item for item in items if item not in override.leave]
            items += [item for item in override.take if item not in items]
        return tuple(items)


def publish(round: str, digest: str, today: date, objection_days: int) -> DiaryEntry:
    """The result is posted, and open to objections for so many days after today."""
    until = today + timedelta(days=objection_days)
    facts = {
        "cycle": round,
        "on": today.isoformat(),
        "until": until.isoformat(),
        "digest": digest,
    }
    return DiaryEntry("result-posted", facts)


def post_tie(round: str, today: date) -> DiaryEntry:
    """A tie that goes back to people is posted; what is tied stands in the round's own log."""
    return DiaryEntry("tie-posted", {"cycle": round, "on": today.isoformat()})


def make_run_off(round: str, run_off: str, today: date) -> DiaryEntry:
    """Two people have made a run-off of a posted tie."""
    facts = {"cycle": round, "run_off": run_off, "on": today.isoformat()}
    return DiaryEntry("tie-run-off", facts)


def settle_tie(round: str, today: date, how: str) -> DiaryEntry:
    """Two people have settled a posted tie."""
    return DiaryEntry("tie-settled", {"cycle": round, "on": today.isoformat(), "how": how})


def void(
    round: Round, reason: Text, today: date, by: str, second: str, *, taken_down: bool = False
) -> DiaryEntry:
    """Two people have voided a round, for a reason that is posted.

    ``taken_down``: the list that is being formed was posted before.  What the count comes to stands
    in the round's own log.  Raises ``NotPossible`` without two people or a reason, and of a trial;
    ``WrongState`` where it cannot be voided.
    """
    require_two_people(by, second)
    require_text(reason.zh, Text("作废理由", "the reason"))
    if round.rehearsal:
        raise rejection(
            Text("演练不用作废。", "a trial is not voided."),
            Text("请清除演练（round/wipe）。", "Wipe it (round/wipe)."),
        )
    if round.state not in VOIDABLE and not (taken_down and round.state is State.LISTING):
        step = Text("作废", "void it")
        raise WrongState(round.id, round.state.words, step, _INSTEAD[round.state])
    facts = {
        "cycle": round.id,
        "on": today.isoformat(),
        "was": str(round.state),
        "reason": reason.plain(),
    }
    return DiaryEntry("round-voided", facts, {"by": by, "second": second})


VOIDABLE = (State.POSTED, State.TICKING, State.COUNTING)
"""States that a round can be voided in."""
_INSTEAD = {
    State.LISTING: Text(
        "还没有公示：改清单就行；不办了就弃用（round/drop）。",
        "It is not posted yet: change the list, or drop it (round/drop).",
    ),
    State.DECIDED: Text(
        "结果已经公布，不能再作废；不同的决定与结果并列公布。",
        "Its result is posted and stays; whatever is decided differently stands beside it.",
    ),
    State.VOID: Text(
        "要再办，可以沿用清单另开一轮（round/clone）。",
        "To hold it again, clone its list (round/clone).",
    ),
}


def signed(happened: DiaryEntry, by: str, second: str) -> DiaryEntry:
    """The same with both names sealed where a second person signs; never the first again."""
    if not second.strip():
        return happened
    require_two_people(by, second)
    return attrs.evolve(happened, sealed={"by": by, "second": second})


def override(
    results: Results,
    round: str,
    outcome: Outcome,
    *,
    take: Iterable[str] = (),
    leave: Iterable[str] = (),
    reason: Text,
    decided_by: Text,
) -> DiaryEntry:
    """Decide beside the computed result; both stand, with reason and names.

    Raises ``NotPossible`` without a reason or names, where nothing is changed, for an item that was
    not ranked, is taken up although it is chosen or left out although it is not, of a run-off, or
    once final.
    """
    _not_final(results, round)
    _no_run_off(results, round)
    require_text(reason.zh, Text("理由", "the reason"))
    require_text(decided_by.zh, Text("决定人", "who decides"))
    taken, left = tuple(take), tuple(leave)
    ranked = {placed.item for placed in outcome.ranking}
    standing = set(results.chosen(outcome, round))
    for item in (*taken, *left):
        if item not in ranked:
            raise rejection(Text(f"结果里没有“{item}”。", f"the result has no '{item}'."))
    wrong = [item for item in taken if item in standing]
    wrong += [item for item in left if item not in standing]
    if wrong or not (taken or left):
        raise rejection(
            Text("这样决定并不改变清单。", "this would change nothing."),
            Text("请核对要增减的事项。", "Check what is to be taken up or left out."),
        )
    facts = {
        "cycle": round,
        "take": list(taken),
        "leave": list(left),
        "reason": reason.plain(),
        "decided_by": decided_by.plain(),
    }
    return DiaryEntry("override", facts)


def finalise(
    results: Results, objections: Objections, round: str, outcome: Outcome, today: date
) -> DiaryEntry:
    """Fix the annual list.

    Raises ``NotPossible`` while the result is open to objections, while one has no answer, where
    the count only ranks and nothing was taken up, of a run-off, or a second time.
    """
    _not_final(results, round)
    _no_run_off(results, round)
    published = results.published.get(round)
    if published is None:
        raise rejection(Text("结果还没有公布。", "the result is not published yet."))
    if today < published.until:
        raise rejection(
            Text(
                f"结果公示到{published.until.isoformat()}。",
                f"the result is open to objections until {published.until.isoformat()}.",
            ),
            Text("请届时再定。", "Fix the list then."),
        )
    if objections.open(round, ObjectionStage.RESULT):
        raise rejection(
            Text("还有异议没有答复。", "there are objections without an answer."),
            Text("请先答复。", "Answer them first."),
        )
    items = results.chosen(outcome, round)
    if not items and outcome.selected is None:
        raise rejection(
            Text("这一轮只排序，没有入选事项。", "this round only ranks; nothing was chosen."),
            Text("请说明采纳哪些事项。", "Say which items are taken up."),
        )
    return DiaryEntry("final", {"cycle": round, "items": list(items)})


def _no_run_off(results: Results, round: str) -> None:
    """A run-off only says who of the tied is taken: what becomes of that is the tied round's."""
    if round in results.of_tied:
        raise rejection(
            Text(
                "这一轮是决选，不另定年度清单。", "this is a run-off: it makes no list of its own."
            ),
            Text(
                f"请在“{results.of_tied[round]}”一轮处理并列，清单在那里确定。",
                f"Settle the tie of '{results.of_tied[round]}' by it; the list is fixed there.",
            ),
        )


def _not_final(results: Results, round: str) -> None:
    if round in results.final:
        raise rejection(Text("年度清单已经确定。", "the annual list is final."))
