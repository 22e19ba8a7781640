"""The list on its way to opening: looked at, posted, objected to, rehearsed, corrected."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypedDict, Unpack

import attrs

from tickbox_core.desk import checklist, dropping, listing, opening, records
from tickbox_core.desk.checklist import ChecklistLine
from tickbox_core.desk.diary import YearDiary, YearTransaction
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.making_run_offs import set_right_too
from tickbox_core.desk.motions import rows, standing
from tickbox_core.desk.posted_again import to_post_again
from tickbox_core.desk.settling import draw_seed
from tickbox_core.errors import NotPossible, NotReady
from tickbox_core.hooks import Event
from tickbox_core.ledger import canonical
from tickbox_core.model import Limits, Round, State
from tickbox_core.model.round import NO_DAYS
from tickbox_core.text import Text, join_texts
from tickbox_core.workflow.names import new_reference, reference
from tickbox_core.year import (
    Correction,
    DiaryEntry,
    Feasible,
    ItemFinding,
    ObjectionStage,
    Period,
    Posted,
    Raised,
    TakenDown,
    lists,
    objections,
    periods,
)


class NewPlan(TypedDict, total=False):
    """What of its plan a cloned list can have of its own."""

    limits: Limits
    places: int | None
    budget: int | None
    tie_break: str
    notice_days: int
    objection_days: int
    closes: date | None
    closes_at: str


class Posting:
    """The stage between collecting and ticking, behind the desk's door."""

    def __init__(self, hand: Hand, diary: YearDiary) -> None:
        self._hand = hand
        self._diary = diary

    def checklist(self, round_id: str) -> tuple[ChecklistLine, ...]:
        """What the list needs before it opens, line by line."""
        round = records.load_round(self._hand.store, round_id)
        asked = checklist.ask(self._hand, round)
        with self._diary.reading() as book:
            return checklist.checklist(self._hand, book, asked)

    def assess(self, round_id: str, item: str, feasible: Feasible, reason: Text, by: str) -> None:
        """Say whether an item can be carried out, and why."""
        self.assess_many(round_id, [item], feasible, reason, by)

    def assess_many(
        self, round_id: str, items: Iterable[str], feasible: Feasible, reason: Text, by: str
    ) -> None:
        """Say the same of several items, in one commit."""
        with self._diary.writing() as pen:
            round = records.load_round(self._hand.store, round_id)
            for item in items:
                pen.add(lists.assess(round, item, feasible, reason, by))

    def finding(self, round_id: str, item: str) -> ItemFinding | None:
        """What was found of an item, or ``None`` while nobody has said."""
        with self._diary.reading() as book:
            return book.lists.findings.get((round_id, item))

    def post(self, round_id: str, *, whole: bool = False) -> Posted:
        """Post the list; from now on it changes only after it is taken down.

        Raises ``NotReady`` where an item is of a category that nobody knows, a policy or the law is
        not installed, or it is announced to open before it was posted long enough; with ``whole``,
        as staff's act asks, for whatever of the checklist would keep it from opening after its
        days: residents would be shown what cannot be opened.
        """
        asked = checklist.ask(self._hand, records.load_round(self._hand.store, round_id))
        with self._diary.writing() as pen:
            round = records.load_round(self._hand.store, round_id)
            if round != asked.round:
                raise NotReady(round_id, _CHANGING, _POST)
            lines = (
                *checklist.unlistable(self._hand, round),
                *checklist.of_run_off(self._hand, round),
                *checklist.opening_hour(self._hand, round),
            )
            wrong = [check.text for check in lines if not check.met]
            if whole:
                wrong = [*checklist.against_posting(self._hand, pen.book, asked)]
            if wrong and round.state is State.LISTING:
                raise NotReady(round_id, join_texts(wrong, "", " "), _POST)
            plan = records.plan_entry(round, self._hand.registry)
            digest = hashlib.sha256(canonical(plan)).hexdigest()
            pen.add(lists.post(round, digest, self._hand.today()))
            records.move_round(self._hand.store, attrs.evolve(round, state=State.POSTED))
            opening.announce_hour(self._hand, round)
            return pen.book.lists.posted[round_id]

    def standing_against(self, round_id: str) -> tuple[tuple[Text, ...], tuple[Text, ...]]:
        """What of the whole checklist stands against posting a list, and against opening it."""
        asked = checklist.ask(self._hand, records.load_round(self._hand.store, round_id))
        with self._diary.reading() as book:
            return (
                checklist.against_posting(self._hand, book, asked),
                checklist.objections(self._hand, book, asked, whole=True),
            )

    def withdraw(self, round_id: str, reason: Text, by: str) -> None:
        """Take a posted list down, to change it and post it anew."""
        with self._diary.writing() as pen:
            round = records.load_round(self._hand.store, round_id)
            plan = records.saved_plan(self._hand.store, round_id)
            pen.add(lists.withdraw(round, reason, by, plan))
            records.move_round(self._hand.store, attrs.evolve(round, state=State.LISTING))
            self._hand.tell(Event("taken-down", round_id, {"reason": reason.plain()}))

    def taken_down(self, round_id: str) -> TakenDown | None:
        """The posting of a list that was taken down and not posted again, or ``None``."""
        with self._diary.reading() as book:
            return book.lists.taken_down.get(round_id)

    def to_post_again(self, round_id: str) -> tuple[Text, ...]:
        """What of a list that was taken down is not as it was posted, a sentence each.

        Of one that is posted again: what was posted anew.
        """
        round, now = records.load_round(self._hand.store, round_id), self.posted(round_id)
        return to_post_again(now.after if now else self.taken_down(round_id), round)

    def posted(self, round_id: str) -> Posted | None:
        """Since when the list is posted, or ``None``."""
        with self._diary.reading() as book:
            return book.lists.posted.get(round_id)

    # -- objections ------------------------------------------------------------------------

    def object(
        self, round_id: str, text: str, *, item: str = "", author: Mapping[str, str] | None = None
    ) -> str:
        """Object to a posted list, or to one item of it; the reference of the objection.

        Raises ``NotPossible`` outside its period.
        """
        with self._diary.writing() as pen:
            round = records.load_round(self._hand.store, round_id)
            return enter_objection(self._hand, pen, round, ObjectionStage.LIST, text, item, author)

    def period(self, round_id: str) -> Period | None:
        """The time for objections to what is posted of a round; ``None`` where nothing is."""
        round = records.load_round(self._hand.store, round_id)
        with self._diary.reading() as book:
            return periods.period(book.lists, book.results, round, self._hand.today())

    def answer(self, ref: str, words: Text, by: str) -> None:
        """Answer an objection; the answer is posted."""
        with self._diary.writing() as pen:
            known = pen.book.objections
            raised = known.raised(reference(ref))
            if raised.stage is ObjectionStage.PRELIMINARY:
                standing.check(rows.poll(self._hand.store, raised.round), _ANSWER, by)
            pen.add(objections.answer_objection(known, raised.ref, words, by))

    def objections(
        self, round_id: str, stage: ObjectionStage = ObjectionStage.LIST
    ) -> tuple[Raised, ...]:
        """The objections to a list or result: words and authors are for staff."""
        with self._diary.reading() as book:
            return book.objections.of(round_id, stage)

    # -- after opening ---------------------------------------------------------------------

    def correct(
        self,
        round_id: str,
        item: str,
        part: str,
        words: Text,
        reason: Text,
        *,
        by: str,
        second: str,
    ) -> None:
        """Set words of an open list right; the frozen ones stay in the ledger.

        A run-off that is made of its tie says the same from then on.
        """
        with self._diary.writing() as pen:
            round = records.load_round(self._hand.store, round_id)
            pen.add(lists.correct(round, item, part, words, reason, by=by, second=second))
            made = pen.book.lists.corrections[round_id][-1]
            set_right_too(self._hand, pen, round_id, made, by=by, second=second)

    def corrections(self, round_id: str) -> tuple[Correction, ...]:
        """The corrections of a list, the oldest first."""
        with self._diary.reading() as book:
            return book.lists.corrections.get(round_id, ())

    # -- from another list -----------------------------------------------------------------

    def clone(
        self,
        round_id: str,
        new_id: str,
        title: Text,
        items: Iterable[str] | None = None,
        **plan: Unpack[NewPlan],
    ) -> Round:
        """A new list with the plan of an old one: all of its items, or those named.

        What ``plan`` gives is of the new list, the rest as in the old one; limits that ask for more
        ticks than there are items are lowered.  A lot is drawn by a new seed: how the old one falls
        is known.  Last day, roll, ballots and results stay behind.  Raises ``NotPossible`` where
        the new id is in use, ``ChangedMeanwhile`` where somebody else takes it at the same time.
        """
        old = records.load_round(self._hand.store, round_id)
        self._free(new_id)
        kept = old.items if items is None else tuple(old.item(id_) for id_ in items)
        made = attrs.evolve(old, id=new_id, title=title, items=kept, rehearsal=False, **NO_DAYS)
        if old.tie_break.startswith("lot:"):
            made = attrs.evolve(made, tie_break=f"lot:{draw_seed(self._hand.entropy)}")
        made = attrs.evolve(made, settles=None, **plan)
        made = attrs.evolve(made, limits=made.limits.lowered_to(kept))
        return listing.prepare(self._hand, made, replaces=None)

    def _free(self, new_id: str) -> None:
        if self._hand.store.get("cycle", id=new_id) is not None:
            raise NotPossible(
                Text(f"编号“{new_id}”已经用过。", f"the id '{new_id}' is in use."),
                Text("请换一个编号。", "Choose another."),
            )

    def rehearse(self, round_id: str, new_id: str) -> Round:
        """Open a trial of a list, with its own slots; it is shown as a trial and counts nowhere.

        The trial needs no posting.  Raises what preparing and opening raise, and ``NotPossible``
        where the new id is in use: a trial takes no list's place.
        """
        round = records.load_round(self._hand.store, round_id)
        self._free(new_id)
        roll = records.roll(self._hand.store, round_id)
        plan = listing.as_new(round, new_id)
        plan = attrs.evolve(plan, rehearsal=True, notice_days=0, objection_days=0, settles=None)
        plan = attrs.evolve(plan, opens=None, opens_at="")
        listing.check_plan(self._hand, plan)
        asked = checklist.ask(self._hand, attrs.evolve(plan, id=round_id, roll=round.roll))
        with self._diary.writing() as pen:
            if records.load_round(self._hand.store, round_id) != round:
                raise NotReady(round_id, opening.CHANGING)  # what plugins said was of another list
            listing.save_plan(self._hand, plan, replaces=None)
            listing.register(self._hand, new_id, roll)
            trial = records.load_round(self._hand.store, new_id)
            pen.add(DiaryEntry("rehearsal", {"cycle": new_id, "of": round_id}))
            asked = attrs.evolve(asked, round=trial)
            opened = opening.opened_in(self._hand, pen.book, asked, whole=True)
        opening.announce_opening(self._hand, opened)
        return opened

    def wipe(self, round_id: str) -> int:
        """Wipe a trial with everything in it; how many ballots it held.

        Raises ``NotPossible`` for a list that is no trial: real ballots are never wiped.
        """
        with self._diary.writing() as pen:
            round = records.load_round(self._hand.store, round_id)
            if not round.rehearsal:
                raise NotPossible(
                    Text("这不是演练。", "this is no trial."),
                    Text("真实的选票不能删除。", "Real ballots are never wiped."),
                )
            ballots = records.turnout(self._hand.store, round_id)
            dropping.remove_rows(self._hand, round_id)
            pen.add(DiaryEntry("rehearsal-wiped", {"cycle": round_id, "ballots": ballots}))
        return ballots


_POST = Text("公示", "be posted")
_ANSWER = Text("答复异议", "answer an objection")
_CHANGING = Text(
    "清单正在被改动，请稍后再公示。", "the list is being changed just now; post it in a moment."
)
_TELL = Text("请向居委会反映。", "Tell the residents' committee.")


def enter_objection(
    hand: Hand,
    pen: YearTransaction,
    round: Round,
    stage: ObjectionStage,
    text: str,
    item: str,
    author: Mapping[str, str] | None,
) -> str:
    """Enter an objection with the pen; its reference.

    Raises ``NotPossible`` unless objections to that are taken today.
    """
    taken = periods.period(pen.book.lists, pen.book.results, round, hand.today())
    if taken is None or taken.stage is not stage:
        raise NotPossible(periods.NOT_POSTED, _TELL)
    if not taken.open:
        raise NotPossible(taken.closed, _TELL)
    ref = new_reference(hand.entropy)
    if item:
        round.item(item)
    pen.add(
        objections.raise_objection(
            pen.book.objections, ref, round.id, stage, text, item=item, author=author
        )
    )
    return ref
