"""Rounds, items and motions as anybody may know them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tickbox_core.components.meetings import Matter
from tickbox_core.counting.cells import Cell
from tickbox_core.desk.desk import Desk
from tickbox_core.desk.motions.poll import Poll, PollState
from tickbox_core.desk.reading import Listed
from tickbox_core.desk.settling import TIED, settling_sentence
from tickbox_core.desk.wall.works import problems, project_facts
from tickbox_core.errors import NotListed
from tickbox_core.model import Round, level_words
from tickbox_core.rules import Outcome, tier_uses
from tickbox_core.text import EMPTY, Text, joined
from tickbox_core.workflow.performing import plain_of
from tickbox_core.year import Stage
from tickbox_core.year.results import Override

Plain = dict[str, Any]


# -- a round -----------------------------------------------------------------------------------


def round_facts(desk: Desk, round_id: str) -> Plain:
    """A round's posting, its objections with answers, and what people made of its result."""
    round = desk.round(round_id)
    posted, tied = desk.posting.posted(round_id), desk.posted_tie(round_id)
    return {
        "id": round.id,
        "area": desk.area,
        "title": round.title.plain(),
        "state": str(round.state),
        "state_words": (TIED if tied else round.state.words).plain(),
        "tied": tied and tied.plain(),
        "posted": posted
        and {
            "on": posted.on.isoformat(),
            "until": posted.until.isoformat(),
            "digest": posted.digest,
        },
        "findings": {item.id: _finding(desk, round, item.id) for item in round.items},
        "objections": _objections(desk, round, Stage.LIST),
        "corrections": [
            {
                "item": _item(round, one.item),
                "words": one.words.plain(),
                "reason": one.reason.plain(),
            }
            for one in desk.posting.corrections(round_id)
        ],
        "result": _result(desk, round),
    }


def _finding(desk: Desk, round: Round, item: str) -> Plain | None:
    found = desk.posting.finding(round.id, item)
    if found is None:
        return None
    return {
        "feasible": str(found.feasible),
        "words": found.feasible.words.plain(),
        "reason": found.reason.plain(),
    }


def _objections(desk: Desk, round: Round, stage: Stage) -> list[Plain]:
    """That there was one, to what, and the answer: never its words, nor whose it was."""
    return [
        {
            "item": _item(round, one.item) if one.item else None,
            "on": one.at[:10],
            "answer": one.answer.plain() if one.answer else None,
            "answered": one.answered_at[:10] or None,
        }
        for one in desk.posting.objections(round.id, stage)
    ]


def _result(desk: Desk, round: Round) -> Plain | None:
    outcome = desk.outcome(round.id)
    if outcome is None:
        return None
    uses = tier_uses(outcome.parameters, round.items, outcome.selected or ())
    standing = desk.concluding.standing(round.id)
    final = standing.annual_list
    return {
        "on": standing.published.on.isoformat(),
        "until": standing.published.until.isoformat(),
        "tiers": [use.plain() for use in uses],
        "objections": _objections(desk, round, Stage.RESULT),
        "settling": outcome.settling
        and {
            **outcome.settling.plain(),
            "words": settling_sentence(round, outcome.settling).plain(),
            "taken": [_item(round, id_) for id_ in outcome.settling.taken],
        },
        "overrides": [_override(round, one) for one in standing.overrides],
        "annual_list": final
        and {
            "on": final.at[:10],
            "items": [
                {**_item(round, id_), "project": _project_of(desk, round.id, id_)}
                for id_ in final.items
            ],
        },
    }


def _override(round: Round, one: Override) -> Plain:
    return {
        "take": [_item(round, id_) for id_ in one.take],
        "leave": [_item(round, id_) for id_ in one.leave],
        "reason": one.reason.plain(),
        "decided_by": one.decided_by.plain(),
        "on": one.at[:10],
    }


def _item(round: Round, id_: str) -> Plain:
    return {"id": id_, "title": round.item(id_).title.plain()}


def _project_of(desk: Desk, round: str, item: str) -> str | None:
    for one in desk.projects.projects():
        if (one.baseline.round, one.baseline.item) == (round, item):
            return one.id
    return None


# -- an item, from wish to project -------------------------------------------------------------


def item_facts(desk: Desk, round_id: str, item_id: str) -> Plain:
    """Everything that became of an item.  ``NotListed`` for one that is not on the list."""
    round = desk.round(round_id)
    listed = _listed(desk, round_id, item_id)
    facts, here = round_facts(desk, round_id), f"{round_id}/{item_id}"
    result = facts["result"]
    return {
        "id": item_id,
        "area": desk.area,
        "round": round_id,
        "round_title": round.title.plain(),
        "state": str(round.state),
        "state_words": facts["state_words"],
        "number": listed.number,
        "title": listed.item.title.plain(),
        "description": listed.item.description.plain(),
        "place": listed.item.place.plain(),
        "cost": listed.item.cost,
        "tier": listed.item.tier,
        "tier_words": level_words(listed.item.tier).plain(),
        "funding": dict(listed.item.funding),
        "concerns": listed.concerns.plain(),
        "category": (listed.category.title if round.categories else EMPTY).plain(),
        "kind_words": listed.question.words.plain(),
        "needs_words": listed.needs and listed.needs.words.plain(),
        "wishes": _wishes(desk, round_id, item_id),
        "finding": facts["findings"][item_id],
        "objections": [one for one in _both(facts) if one["item"] and one["item"]["id"] == item_id],
        "result_objections": [
            one
            for one in (result["objections"] if result else [])
            if one["item"] and one["item"]["id"] == item_id
        ],
        "corrections": [one for one in facts["corrections"] if one["item"]["id"] == item_id],
        "placed": _placed(desk, round_id, item_id),
        "overrides": [
            one
            for one in (result["overrides"] if result else [])
            if item_id in {held["id"] for held in (*one["take"], *one["leave"])}
        ],
        "annual": bool(result and result["annual_list"])
        and item_id in {held["id"] for held in result["annual_list"]["items"]},
        "motions": [motion_facts(desk, poll) for poll in _polls_of(desk, round_id, item_id)],
        "meetings": [one.plain() for one in desk.meetings.about(Matter.ITEM, here)],
        "problems": [
            plain_of(one) for one in problems(desk) if here in {held.id for held in one.items}
        ],
        "project": _project_card(desk, round_id, item_id),
    }


def _listed(desk: Desk, round_id: str, item_id: str) -> Listed:
    for one in desk.listed(round_id):
        if one.item.id == item_id:
            return one
    raise NotListed(Text("事项", "item"), item_id)


def _both(facts: Plain) -> list[Plain]:
    return [*facts["objections"], *(facts["result"]["objections"] if facts["result"] else [])]


def _wishes(desk: Desk, round_id: str, item_id: str) -> list[Plain]:
    """As staff posted them; a reference is its author's own, so it is not told."""
    return [
        {
            "on": one.at[:10],
            "posted": one.posted.plain() if one.posted else None,
            "answer": one.answer.words.plain() if one.answer else None,
        }
        for one in desk.collecting.of_item(round_id, item_id)
    ]


def _placed(desk: Desk, round_id: str, item_id: str) -> Plain | None:
    outcome = desk.outcome(round_id)
    if outcome is None:
        return None
    for one in outcome.ranking:
        if one.item == item_id:
            share = one.share
            return {
                "rank": one.rank,
                "chosen": one.chosen,
                "taken": item_id in outcome.taken,
                "stands": desk.concluding.standing(round_id).stands(item_id),
                "share": {
                    "numerator": share.numerator,
                    "denominator": share.denominator,
                    "base": str(share.base),
                },
                "why": joined([one.why, _settled(desk.round(round_id), outcome, item_id)]).plain(),
            }
    return None


def _settled(round: Round, outcome: Outcome, item: str) -> Text:
    """How the tie was settled that an item is of; nothing where it is of none."""
    settling = outcome.settling
    if settling is None or not any(item in tie.items for tie in settling.ties):
        return EMPTY
    return settling_sentence(round, settling)


def _project_card(desk: Desk, round_id: str, item_id: str) -> Plain | None:
    id_ = _project_of(desk, round_id, item_id)
    return None if id_ is None else dict(plain_of(project_facts(desk, id_)))


# -- motions -----------------------------------------------------------------------------------


def motion_facts(desk: Desk, poll: Poll) -> Plain:
    """A motion's kind, its days, its bars, and once it is published its totals.

    How many have answered is told only where that tells nothing of a handful.
    """
    heads = poll.roll.registered if poll.roll else 0
    taken = desk.motions.taken_part(poll.id) if poll.roll else 0
    return {
        "id": poll.id,
        "question": poll.motion.question.plain(),
        "kind": str(poll.motion.kind),
        "kind_words": poll.motion.kind.words.plain(),
        "state": str(poll.state),
        "state_words": motion_state(desk, poll).plain(),
        "posted": poll.posted and poll.posted.isoformat(),
        "opened": poll.opened_at and poll.opened_at[:10],
        "closed": poll.closed_at and poll.closed_at[:10],
        "heads": heads,
        "taken_part": taken if Cell(taken, heads).safe() else None,
        "bars": [bars.plain() for bars in poll.motion.bars],
        "decision": desk.motions.published(poll.id),
    }


def motion_state(desk: Desk, poll: Poll) -> Text:
    """Where a motion stands in words; nobody has closed one whose days are over, yet it is."""
    if poll.state is PollState.OPEN and not takes_answers(desk, poll):
        return Text("表决期已满，待截止", "past its last day")
    return poll.state.words


def takes_answers(desk: Desk, poll: Poll) -> bool:
    """Whether it is open and its days are not over."""
    if poll.state is not PollState.OPEN:
        return False
    latest = desk.motions.dates(poll.id).get("closes_latest")
    return latest is None or desk.today() <= latest


def motions(desk: Desk) -> list[Plain]:
    """The motions anybody may know of: from the day their agenda is posted, or they open."""
    return [motion_facts(desk, poll) for poll in desk.motions.polls() if _public(poll)]


def _polls_of(desk: Desk, round: str, item: str) -> Iterable[Poll]:
    """Those that were promoted from the item, and the rounds that confirm them."""
    return (
        poll
        for poll in desk.motions.polls()
        if _public(poll) and (poll.round, poll.item) == (round, item)
    )


def _public(poll: Poll) -> bool:
    return poll.posted is not None or poll.state is not PollState.PREPARED
