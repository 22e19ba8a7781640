"""Run-offs: a round among the tied items of another, whose result decides that tie.

The run-off names the tie that it settles by the leaf hash of the entry that posts it, frozen at its
opening.  The tied round says nothing of it until it is settled: what there is, is found here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import attrs

from tickbox_core.desk import records
from tickbox_core.errors import NotPossible
from tickbox_core.ledger import canonical, leaf_hash
from tickbox_core.model import Item, Limits, Round, RuleChoice, State, TieOfRound
from tickbox_core.model.round import NO_DAYS
from tickbox_core.rules import Outcome, RunOffResult, Tie
from tickbox_core.store import Store
from tickbox_core.text import EMPTY, Text, join_texts
from tickbox_core.workflow import deadlines, log
from tickbox_core.workflow.tables import kept_outcome
from tickbox_core.year.lists import CORRECTABLE

_UNTIL = Text("（打钩到{until}为止）", " (ticking until {until})")
_ON = Text(
    "正在这几项中举行决选“{title}”{until}，名册相同，由它的结果决定；在此以前不掷骰子，也不另行决定。",
    "A run-off among them, '{title}', is held{until} with the same roll: its result decides, and "
    "until then nobody throws dice or decides otherwise.",
)
_DECIDED = Text(
    "决选“{title}”已有结果：{names}。由两人据此处理并列，公布本轮结果。",
    "The run-off '{title}' is decided: {names}. Two people settle the tie by it and publish this "
    "round's result.",
)
_CHOSE_NONE = Text(
    "决选“{title}”已公布，没有得出决定：一项也没有选上。并列仍待处理。",
    "The run-off '{title}' is published and came to no decision: it chose none of them. The tie is "
    "open still.",
)
_TIED_AGAIN = Text(
    "决选“{title}”没有得出决定：又是并列。",
    "The run-off '{title}' came to no decision: it is tied as well.",
)


@attrs.frozen(hash=False)
class RunOff:
    """The run-off that decides a tie; ``taken`` are whom its result has chosen, once it has one.

    ``until``: its last day, with the hour where one is announced, as it stands.
    """

    round: Round
    taken: tuple[str, ...] = ()
    until: Text = EMPTY

    @property
    def is_posted(self) -> bool:
        """Whether it is posted or further on, so that nothing else settles the tie."""
        return self.round.state is not State.LISTING

    @property
    def sentence(self) -> Text:
        """Where it stands once it is posted, in words."""
        title = self.round.title
        if not self.taken:
            until = _UNTIL.filled(until=self.until) if self.until else EMPTY
            return _ON.filled(title=title, until=until)
        names = join_texts([self.round.item(id_).title for id_ in self.taken], "、", ", ")
        return _DECIDED.filled(title=title, names=names)

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        closes = self.round.closes
        return {
            "round": self.round.id,
            "title": self.round.title.plain(),
            "state": str(self.round.state),
            "closes": closes.isoformat() if closes else None,
            "until": self.until.plain(),
            "taken": list(self.taken),
            "words": self.sentence.plain(),
        }


# -- whether a tie can be run off ----------------------------------------------------------------

_LIMITED = ("exclusive", "quotas", "tiers")
"""Parameters by which it is not all one how many of the tied are taken, or which."""


def why_no_run_off(round: Round, ties: Sequence[Tie], *, final: bool) -> Text:
    """Why a tie cannot be settled by a run-off, which knows places alone; ``EMPTY`` where it can.

    Told from what is posted and the plan, so that the recount comes to the same.
    """
    if round.settles is not None:
        return _A_RUN_OFF_ITSELF
    if round.rehearsal:
        return _A_TRIAL
    if not final or any(tie.in_turn for tie in ties):
        return _AN_ORDER
    if round.budget is not None or any(round.rule.parameters.get(name) for name in _LIMITED):
        return _MORE_THAN_PLACES
    return EMPTY if len(ties) == 1 else _SEVERAL


_A_RUN_OFF_ITSELF = Text(
    "这一轮本身就是决选，不再办决选。", "this is a run-off itself; there is none of a run-off."
)
_A_TRIAL = Text("演练不办决选。", "a trial has no run-off.")
_AN_ORDER = Text(
    "要定的是先后，决选只能定取哪几项。",
    "an order of the tied is needed, and a run-off only says which of them are taken.",
)
_MORE_THAN_PLACES = Text(
    "能取哪几项还要看费用、名额分配或互斥，决选只看名额。",
    "money, quotas or what excludes each other also say who of the tied fits together, and a "
    "run-off knows places alone.",
)
_SEVERAL = Text(
    "有几处并列，一轮决选只能定一处。", "there are several ties; a run-off settles one."
)


# -- its plan ------------------------------------------------------------------------------------


def plan_run_off(first: Round, tie: Tie, settles: TieOfRound, id_: str, title: Text) -> Round:
    """The plan of the run-off: the tied items, as many places and ticks as still fit, no money.

    Who may tick, and what shares are divided by, are those of the tied round.
    """
    base = {
        name: first.rule.parameters[name] for name in ("base",) if name in first.rule.parameters
    }
    plain = first.rule.key == "tick-share"
    return attrs.evolve(
        first,
        id=id_,
        title=title,
        items=tuple(first.item(item) for item in tie.items),
        limits=Limits.at_most(tie.places),
        rule=RuleChoice("tick-share", base) if plain else RuleChoice("tick-count"),
        places=tie.places,
        budget=None,
        objection_days=0,
        settles=settles,
        **NO_DAYS,
        state=State.LISTING,
        roll=None,
        plugins=(),
        opened_at=None,
        closed_at=None,
    )


_FIXED = (
    "area categories rule places budget eligible jurisdiction demonstration rehearsal "
    "objection_days"
).split()
"""What the tied round lays down for its run-off, besides the items."""


def refuse_other_plan(store: Store, plan: Round) -> None:
    """Raise ``NotPossible`` for a run-off with others than the tied, or that counts otherwise.

    Limits, days, what happens on a tie and the title are free, and so is any other round.
    """
    if plan.settles is None:
        return
    first = records.load_round(store, plan.settles.round)
    found = open_tie(store, plan.settles)
    if found is None:
        raise tie_gone(first)
    wanted = plan_run_off(first, found, plan.settles, plan.id, plan.title)
    if _bare(plan.items) != _bare(wanted.items) or not _words_stand(store, plan):
        raise NotPossible(
            Text("决选只能在并列的事项中进行。", "a run-off is among the tied items alone."),
            Text("请不要增减或改动事项。", "Leave its items as they are."),
        )
    if any(getattr(plan, name) != getattr(wanted, name) for name in _FIXED):
        raise NotPossible(
            Text(
                "决选的名额、规则、参与人和依据与原来那一轮相同，不能改。",
                "places, rule, electors and law of a run-off are those of the tied round.",
            ),
            Text("名称、日期、勾选限制可以改。", "Title, days and limits can be changed."),
        )


_ANY = Text("字句", "words")


def _bare(items: Sequence[Item]) -> list[Item]:
    """Items without what may differ: pictures, and words, which are set right."""
    words: Any = dict.fromkeys(CORRECTABLE, _ANY)
    return [attrs.evolve(item, pictures=(), **words) for item in items]


def _words_stand(store: Store, plan: Round) -> bool:
    """Whether the words of a run-off are those that it was made with."""
    if store.get("cycle", id=plan.id) is None:
        return True
    was = {item.id: item for item in records.load_round(store, plan.id).items}
    return all(
        getattr(item, part) == getattr(was[item.id], part)
        for item in plan.items
        for part in CORRECTABLE
    )


def tie_gone(first: Round) -> NotPossible:
    """The refusal of a run-off whose tie is settled or void by now."""
    return NotPossible(
        Text(
            f"“{first.title.zh}”的并列已经处理，或已作废。",
            f"the tie of '{first.title.en}' is settled, or void.",
        ),
        Text("不必再办决选。", "There is nothing left to run off."),
    )


_WHAT = Text(
    "这一轮是决选，只在“{title}”一轮票数并列的几项中选，由它的结果决定那里的并列。",
    "This round is a run-off among the items that are tied in '{title}': its result decides there.",
)
_SINCE = {
    State.VOID: Text(
        "那一轮后来作废了，这一轮不再决定什么。",
        "That round was voided since, so that nothing hangs on this one.",
    ),
    State.DECIDED: Text("那里的并列已经处理。", "The tie there is settled."),
}


def what_it_settles(store: Store, round: Round) -> Text:
    """That a round is a run-off, of which tie, and what became of that; ``EMPTY`` for any other."""
    if round.settles is None:
        return EMPTY
    first = records.load_round(store, round.settles.round)
    return join_texts([_WHAT.filled(title=first.title), _SINCE.get(first.state, EMPTY)])


# -- what there is -------------------------------------------------------------------------------


def tie_of(round_id: str, entry: dict[str, Any]) -> TieOfRound:
    """How a run-off names the tie that an entry of a round's log posts."""
    return TieOfRound(round_id, leaf_hash(canonical(entry)).hex())


def last_entry(store: Store, round_id: str) -> dict[str, Any]:
    """The last entry of a round's log; nothing before it has one."""
    row = store.get("entry", log=round_id, position=log.head(store, round_id).size - 1)
    found: dict[str, Any] = {} if row is None else json.loads(row["body"])
    return found


def open_tie(store: Store, settles: TieOfRound) -> Tie | None:
    """The tie of that name, while it is posted and nobody has settled it."""
    first = records.load_round(store, settles.round)
    entry = last_entry(store, first.id)
    if first.state is not State.COUNTING or entry.get("kind") != "tied":
        return None
    if tie_of(first.id, entry) != settles:
        return None
    return Tie.of_posted(entry["ties"][0], first.tie_break)


def find_run_off(store: Store, settles: TieOfRound) -> RunOff | None:
    """The run-off that decides a tie, or will; not one that was voided or came to no decision."""
    for round in unfinished_run_offs(store, settles):
        if round.state is State.DECIDED:
            return RunOff(round, _whom_it_chose(store, round), _until(store, round))
        if round.state is State.COUNTING and last_entry(store, round.id).get("kind") == "tied":
            continue  # tied again
        return RunOff(round, until=_until(store, round))
    return None


def _until(store: Store, round: Round) -> Text:
    """Until when it is announced to go on: a later hour where it was put off."""
    hour = deadlines.announced_hour(store, round.id, round.closes, round.closes_at)
    return hour or (Text.of(round.closes.isoformat()) if round.closes else EMPTY)


def unfinished_run_offs(store: Store, settles: TieOfRound) -> list[Round]:
    """The run-offs of a tie but those voided, and those published without a decision.

    There is one at most: a second is made only once there is none.
    """
    return [
        one
        for one in records.load_rounds(store)
        if one.settles == settles
        and one.state is not State.VOID
        and (one.state is not State.DECIDED or _whom_it_chose(store, one))
    ]


def _whom_it_chose(store: Store, round: Round) -> tuple[str, ...]:
    """Whom a published run-off chose: nobody where nobody was ticked.

    Nor where it tied again, and people took all of the tied or none: then the tie is open still.
    """
    outcome = _outcome(store, round)
    return () if outcome is None or outcome.left_open else outcome.selected or ()


def without_decision(store: Store, settles: TieOfRound) -> Text:
    """Which run-offs of a tie came to no decision, and how; ``EMPTY`` where there is none."""
    found = (
        _without_decision(store, one).filled(title=one.title)
        for one in records.load_rounds(store)
        if one.settles == settles
    )
    return join_texts([said for said in found if said])


def _without_decision(store: Store, round: Round) -> Text:
    if round.state is State.COUNTING and last_entry(store, round.id).get("kind") == "tied":
        return _TIED_AGAIN
    if round.state is not State.DECIDED or _whom_it_chose(store, round):
        return EMPTY
    outcome = _outcome(store, round)
    return _TIED_AGAIN if outcome is not None and outcome.left_open else _CHOSE_NONE


def _outcome(store: Store, round: Round) -> Outcome | None:
    plain = kept_outcome(store, round.id)
    return None if plain is None else Outcome.of(plain)


def result_of(store: Store, round_id: str) -> RunOffResult:
    """The published result of a run-off, for the log of the round that it settles."""
    checkpoint = log.last_checkpoint(store, round_id)
    assert checkpoint is not None  # it is published
    digest = last_entry(store, round_id)["outcome"]
    return RunOffResult(round_id, checkpoint.size, checkpoint.root, digest)
