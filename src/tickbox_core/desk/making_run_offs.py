"""A run-off is made: of a posted tie, with the items, the roll and the findings of its round."""

from __future__ import annotations

from typing import Any

import attrs

from tickbox_core.desk import listing, records, run_offs, settling
from tickbox_core.desk.diary import YearDiary, YearTransaction
from tickbox_core.desk.hand import Hand
from tickbox_core.errors import BadValue, NotPossible, WrongState
from tickbox_core.model import Round, State
from tickbox_core.model.round import NO_DAYS_YET, AnnouncedDays
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow.entries import require_two_people
from tickbox_core.year import lists, results

_STEP = Text("举行决选", "hold a run-off")
_TITLE = Text("决选：{title}", "Run-off: {title}")


def make_run_off(
    hand: Hand,
    diary: YearDiary,
    round_id: str,
    new_id: str,
    *,
    title: Text = EMPTY,
    days: AnnouncedDays = NO_DAYS_YET,
    by: str,
    second: str,
) -> Round:
    """Make a round among the tied items alone, with the same roll; its slots and codes are fresh.

    It is announced to open and to end by ``days``, and posted and opened like any other; what was
    found of its items is carried over, and so are the words that were set right since the tied
    round was opened.  If it ties again, a lot decides by a seed drawn now, unless its plan is
    changed to say otherwise.

    Raises ``NotPossible`` without two people, before the tie is posted, where no run-off can settle
    it, or there is one; ``BadValue`` for an id that is in use.
    """
    require_two_people(by, second)
    plan = _plan(hand, round_id, new_id, title, days)
    with diary.reading() as book:
        known = book.lists.corrections.get(round_id, ())
    plan = attrs.evolve(plan, items=tuple(lists.corrected(item, known) for item in plan.items))
    listing.check_plan(hand, plan)
    with diary.writing() as pen:
        listing.save_plan(hand, plan, replaces=None)
        listing.register(hand, new_id, records.roll(hand.store, round_id), of_tied=True)
        for item in plan.item_ids:
            found = pen.book.lists.findings.get((round_id, item))
            if found is not None:
                pen.add(lists.assess(plan, item, found.feasible, found.reason, by))
        made = results.make_run_off(round_id, new_id, hand.today())
        pen.add(results.signed(made, by, second))
    return records.load_round(hand.store, new_id)


def _plan(hand: Hand, round_id: str, new_id: str, title: Text, days: AnnouncedDays) -> Round:
    first = records.load_round(hand.store, round_id)
    if first.state is not State.COUNTING:
        raise WrongState(round_id, first.state.words, _STEP)
    shown = settling.posted_tie(hand.store, first)
    if shown is None:
        raise NotPossible(
            Text("还没有公布并列。", "no tie is posted."),
            Text("请先公布（round/publish）。", "Publish first (round/publish)."),
        )
    if shown.why_no_run_off:
        raise NotPossible(
            shown.why_no_run_off,
            Text("请用别的办法处理（tie/settle）。", "Settle it in another way (tie/settle)."),
        )
    if hand.store.get("cycle", id=new_id) is not None:
        another = Text("请换一个编号。", "Choose another id.")
        raise BadValue(f"round {new_id}", Text("已经用过。", "is in use."), another)
    settles = run_offs.tie_of(round_id, run_offs.last_entry(hand.store, round_id))
    named = title if title != EMPTY else _TITLE.filled(title=first.title)
    plan = run_offs.plan_run_off(first, shown.ties[0], settles, new_id, named)
    return days.given_to(attrs.evolve(plan, tie_break=f"lot:{settling.draw_seed(hand.entropy)}"))


def set_right_too(
    hand: Hand,
    pen: YearTransaction,
    round_id: str,
    correction: lists.Correction,
    *,
    by: str,
    second: str,
) -> None:
    """Set the same words right in a round's run-off, inside the transaction that does so in it.

    Raises ``NotPossible`` while the run-off is posted and not open: what is posted stays as it is.
    """
    of = correction
    for one in records.load_rounds(hand.store):
        theirs = one.settles is not None and one.settles.round == round_id
        if not theirs or of.item not in one.item_ids or one.state in _OVER:
            continue
        if one.state is State.POSTED:
            raise NotPossible(_POSTED_AS_IT_WAS.filled(title=one.title), _TAKE_DOWN)
        if one.state is State.LISTING:
            words: Any = {of.part: of.words}
            right = attrs.evolve(one.item(of.item), **words)
            items = tuple(right if item.id == of.item else item for item in one.items)
            plan = attrs.evolve(one, items=items)
            records.save_round(hand.store, plan, records.plan_entry(plan, hand.registry))
            continue
        said = lists.correct(one, of.item, of.part, of.words, of.reason, by=by, second=second)
        pen.add(said)


_OVER = (State.DECIDED, State.VOID)
_POSTED_AS_IT_WAS = Text(
    "决选“{title}”正按原来的字句公示。",
    "its run-off '{title}' is posted with the words as they were.",
)
_TAKE_DOWN = Text("请先撤回它的公示（round/withdraw）。", "Take that down first (round/withdraw).")
