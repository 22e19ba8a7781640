"""Rounds, items and motions as anybody may know them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from tickbox_core.components.lists import (
    AccountAnswer,
    AnnualItem,
    AnnualOnWall,
    ChosenAnswer,
    ItemTitle,
    PlaceOfItem,
    PostedCorrection,
    PostedDays,
    PostedFinding,
    PostedObjection,
    PostedOverride,
    PostedSettling,
    PostedWish,
    ResultOnWall,
    RoundOnWall,
    SettledTie,
    TiedAnswer,
    TierUseAnswer,
    VoidedAnswer,
)
from tickbox_core.components.meetings import Matter, MeetingAnswer
from tickbox_core.components.motions import (
    BarsAnswer,
    CorrectionsCount,
    DecisionAnswer,
    DrawingAnswer,
    MotionOnWall,
    Poll,
    PollState,
    VoidedMotionAnswer,
)
from tickbox_core.counting import Share
from tickbox_core.counting.cells import PeopleCell
from tickbox_core.declarations import LEFT_OUT, value_of
from tickbox_core.desk.desk import Desk
from tickbox_core.desk.reading import Listed
from tickbox_core.desk.settling import settling_sentence
from tickbox_core.desk.wall.item_answer import ItemOnWall
from tickbox_core.desk.wall.preliminary import preliminary_facts
from tickbox_core.desk.wall.works import problems, project_facts
from tickbox_core.desk.wall.works_answers import ProjectOnWall
from tickbox_core.errors import NotListed
from tickbox_core.model import Round, level_words
from tickbox_core.model.local_time import day_of
from tickbox_core.rules import Outcome, Settling, tier_uses
from tickbox_core.text import EMPTY, Text, join_texts
from tickbox_core.year import ObjectionStage
from tickbox_core.year.results import Override

# -- a round -----------------------------------------------------------------------------------


def round_facts(desk: Desk, round_id: str) -> RoundOnWall:
    """A round's posting, its objections with answers, and what people made of its result."""
    round = desk.round(round_id)
    posted, tied = desk.posting.posted(round_id), desk.posted_tie(round_id)
    void = desk.voided(round_id)
    again = desk.posting.to_post_again(round_id)
    return RoundOnWall(
        id=round.id,
        area=desk.area,
        title=round.title,
        state=str(round.state),
        state_words=desk.state_words(round_id),
        ending=desk.ending(round_id) or None,
        settles=round.settles.round if round.settles else None,
        settles_words=desk.what_it_settles(round_id) or None,
        tied=None if tied is None else value_of(TiedAnswer, tied.plain()),
        void=None if void is None else value_of(VoidedAnswer, void.plain()),
        posted=None
        if posted is None
        else PostedDays(posted.on, posted.until, posted.digest, changed=again or LEFT_OUT),
        findings={item.id: _finding(desk, round, item.id) for item in round.items},
        objections=_objections(desk, round, ObjectionStage.LIST),
        corrections=tuple(
            PostedCorrection(ItemTitle.of(round, one.item), one.words, one.reason)
            for one in desk.posting.corrections(round_id)
        ),
        result=_result(desk, round),
    )


def _finding(desk: Desk, round: Round, item: str) -> PostedFinding | None:
    found = desk.posting.finding(round.id, item)
    if found is None:
        return None
    return PostedFinding(str(found.feasible), found.feasible.words, found.reason)


def _objections(desk: Desk, round: Round, stage: ObjectionStage) -> tuple[PostedObjection, ...]:
    """That there was one, to what, and the answer: never its words, nor whose it was."""
    return tuple(
        PostedObjection(
            item=ItemTitle.of(round, one.item) if one.item else None,
            on=_day(one.at),
            answer=one.answer or None,
            answered=_day(one.answered_at) if one.answered_at else None,
        )
        for one in desk.posting.objections(round.id, stage)
    )


def _day(at: str) -> date:
    """The day of a time."""
    return day_of(at)


def _result(desk: Desk, round: Round) -> ResultOnWall | None:
    outcome = desk.outcome(round.id)
    if outcome is None:
        return None
    uses = tier_uses(outcome.parameters, round.items, outcome.selected or ())
    standing = desk.concluding.standing(round.id)
    final = standing.annual_list
    return ResultOnWall(
        on=standing.published.on,
        until=standing.published.until,
        tiers=tuple(TierUseAnswer.of(use) for use in uses),
        objections=_objections(desk, round, ObjectionStage.RESULT),
        settling=None if outcome.settling is None else _settling(round, outcome.settling),
        overrides=tuple(_override(round, one) for one in standing.overrides),
        annual_list=None
        if final is None
        else AnnualOnWall(
            on=_day(final.at),
            items=tuple(
                AnnualItem(id_, round.item(id_).title, _project_of(desk, round.id, id_))
                for id_ in final.items
            ),
        ),
        account=AccountAnswer.of(outcome.account),
    )


def _settling(round: Round, settling: Settling) -> PostedSettling:
    return PostedSettling(
        how=str(settling.how),
        ties=tuple(value_of(SettledTie, tie) for tie in settling.plain()["ties"]),
        dice=settling.dice,
        reason=settling.reason,
        taken=tuple(ItemTitle.of(round, id_) for id_ in settling.taken),
        run_off=None if settling.run_off is None else settling.run_off.round,
        words=settling_sentence(round, settling),
    )


def _override(round: Round, one: Override) -> PostedOverride:
    return PostedOverride(
        take=tuple(ItemTitle.of(round, id_) for id_ in one.take),
        leave=tuple(ItemTitle.of(round, id_) for id_ in one.leave),
        reason=one.reason,
        decided_by=one.decided_by,
        on=_day(one.at),
    )


def _project_of(desk: Desk, round: str, item: str) -> str | None:
    for one in desk.projects.projects():
        if (one.baseline.round, one.baseline.item) == (round, item):
            return one.id
    return None


# -- an item, from wish to project -------------------------------------------------------------


def item_facts(desk: Desk, round_id: str, item_id: str) -> ItemOnWall:
    """Everything that became of an item.  ``NotListed`` for one that is not on the list."""
    round = desk.round(round_id)
    listed = _find_listed(desk, round_id, item_id)
    facts, here = round_facts(desk, round_id), f"{round_id}/{item_id}"
    result = facts.result
    at_result = result.objections if result else ()
    final = result.annual_list if result else None
    return ItemOnWall(
        id=item_id,
        area=desk.area,
        round=round_id,
        round_title=round.title,
        state=str(round.state),
        state_words=facts.state_words,
        number=listed.number,
        title=listed.item.title,
        description=listed.item.description,
        place=listed.item.place,
        cost=listed.item.cost,
        cost_words=listed.cost_words,
        tier=listed.item.tier,
        tier_words=level_words(listed.item.tier),
        funding=dict(listed.item.funding),
        concerns=listed.concerns,
        category=listed.category.title if round.categories else EMPTY,
        kind_words=listed.question.words,
        needs_words=None if listed.needs is None else listed.needs.words,
        wishes=_wishes(desk, round_id, item_id),
        ideas=desk.ideas.of_item(round_id, listed.item),
        finding=facts.findings[item_id],
        objections=_to_item((*facts.objections, *at_result), item_id),
        result_objections=_to_item(at_result, item_id),
        corrections=tuple(one for one in facts.corrections if one.item.id == item_id),
        placed=_place_of(desk, round_id, item_id),
        overrides=tuple(
            one
            for one in (result.overrides if result else ())
            if item_id in {held.id for held in (*one.take, *one.leave)}
        ),
        annual=final is not None and item_id in {held.id for held in final.items},
        motions=tuple(motion_facts(desk, poll) for poll in _polls_of(desk, round_id, item_id)),
        meetings=tuple(MeetingAnswer.of(one) for one in desk.meetings.about(Matter.ITEM, here)),
        problems=tuple(one for one in problems(desk) if here in {item.id for item in one.items}),
        project=_project_card(desk, round_id, item_id),
    )


def _to_item(objections: Iterable[PostedObjection], item_id: str) -> tuple[PostedObjection, ...]:
    """Those to one item."""
    return tuple(one for one in objections if one.item and one.item.id == item_id)


def _find_listed(desk: Desk, round_id: str, item_id: str) -> Listed:
    for one in desk.listed(round_id):
        if one.item.id == item_id:
            return one
    raise NotListed(Text("事项", "item"), item_id)


def _wishes(desk: Desk, round_id: str, item_id: str) -> tuple[PostedWish, ...]:
    """As staff posted them; a reference is its author's own, so it is not told."""
    return tuple(
        PostedWish(
            _day(one.at),
            one.posted or None,
            None if one.answer is None else one.answer.words,
            one.photos,
        )
        for one in desk.collecting.of_item(round_id, item_id)
    )


def _place_of(desk: Desk, round_id: str, item_id: str) -> PlaceOfItem | None:
    outcome = desk.outcome(round_id)
    if outcome is None:
        return None
    for one in outcome.ranking:
        if one.item == item_id:
            share, account = one.share, AccountAnswer.of(outcome.account)
            return PlaceOfItem(
                rank=one.rank,
                chosen=one.chosen,
                taken=item_id in outcome.taken,
                run_off=bool(outcome.settling and outcome.settling.run_off),
                stands=desk.concluding.standing(round_id).stands(item_id),
                share=Share(share.numerator, share.denominator, str(share.base)),
                why=join_texts(
                    [one.why, _settlement_words(desk.round(round_id), outcome, item_id)]
                ),
                options=tuple(value_of(ChosenAnswer, option.plain()) for option in one.options),
                channels=() if account is None else account.of_item(item_id),
            )
    return None


def _settlement_words(round: Round, outcome: Outcome, item: str) -> Text:
    """How the tie was settled that an item is of; nothing where it is of none."""
    settling = outcome.settling
    if settling is None or not any(item in tie.items for tie in settling.ties):
        return EMPTY
    return settling_sentence(round, settling)


def _project_card(desk: Desk, round_id: str, item_id: str) -> ProjectOnWall | None:
    id_ = _project_of(desk, round_id, item_id)
    return None if id_ is None else project_facts(desk, id_)


# -- motions -----------------------------------------------------------------------------------


def motion_facts(desk: Desk, poll: Poll) -> MotionOnWall:
    """A motion's kind, its days, its bars, and once it is published its totals.

    How many have answered is told only where that tells nothing of a handful.
    """
    heads = poll.roll.registered if poll.roll else 0
    taken = desk.motions.taken_part(poll.id) if poll.roll else 0
    void = desk.motions.voided(poll.id)
    return MotionOnWall(
        id=poll.id,
        question=poll.motion.question,
        kind=str(poll.motion.kind),
        kind_words=poll.motion.kind_words,
        state=str(poll.state),
        state_words=motion_state(desk, poll),
        posted=poll.posted,
        opened=_day(poll.opened_at) if poll.opened_at else None,
        closed=_day(poll.closed_at) if poll.closed_at else None,
        heads=heads,
        taken_part=taken if PeopleCell(taken, heads).safe() else None,
        bars=tuple(BarsAnswer.of_bars(bars) for bars in poll.motion.bars),
        decision=DecisionAnswer.of(desk.motions.published(poll.id)),
        void=None if void is None else value_of(VoidedMotionAnswer, void.plain()),
        ending=None if void else desk.ending(poll.id) or None,
        drawings=DrawingAnswer.posted(desk.motions.drawings(poll.id)) or LEFT_OUT,
        corrections=CorrectionsCount.of(desk.motions.corrections.of(poll.id)) or LEFT_OUT,
        preliminary=preliminary_facts(desk, poll) or LEFT_OUT,
    )


def motion_state(desk: Desk, poll: Poll) -> Text:
    """Where a motion stands in words; nobody has closed one whose days are over, yet it is."""
    if poll.state is PollState.OPEN and not takes_answers(desk, poll):
        deadline = desk.deadline(poll.id)
        if deadline is not None and deadline.has_ended(desk.now()):
            return Text("表决已截止，待计票", "voting has ended")
        return Text("表决期已满，待截止", "past its last day")
    if poll.state is PollState.PRELIMINARY and desk.motions.preliminary.closed_words(poll.id):
        return Text("初步结果，异议期已满", "preliminary result, the time for objections is over")
    return poll.state.words


def takes_answers(desk: Desk, poll: Poll) -> bool:
    """Whether it is open and its days are not over."""
    if poll.state is not PollState.OPEN:
        return False
    deadline = desk.deadline(poll.id)
    if deadline is not None and deadline.has_ended(desk.now()):
        return False
    latest = desk.motions.dates(poll.id).get("closes_latest")
    return latest is None or desk.today() <= latest


def motions(desk: Desk) -> list[MotionOnWall]:
    """The motions anybody may know of: from when their agenda is posted, or an hour announced."""
    return [motion_facts(desk, poll) for poll in desk.motions.polls() if poll.is_public]


def _polls_of(desk: Desk, round: str, item: str) -> Iterable[Poll]:
    """Those that were promoted from the item, and the rounds that confirm them."""
    return (
        poll
        for poll in desk.motions.polls()
        if poll.is_public and (poll.round, poll.item) == (round, item)
    )
