"""From the published result to the annual list: objections, overrides beside it, final."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from tickbox_core.desk import deciding, posting, records
from tickbox_core.desk.diary import Diary
from tickbox_core.desk.hand import Hand
from tickbox_core.errors import NotListed, NotPossible
from tickbox_core.model import State
from tickbox_core.rules import Outcome
from tickbox_core.text import Text
from tickbox_core.year import AnnualList, Override, Published, Stage, results


@attrs.frozen(hash=False)
class Standing:
    """Where a result stands: the computed outcome, and beside it what people made of it."""

    outcome: Outcome
    published: Published
    overrides: tuple[Override, ...]
    chosen: tuple[str, ...]
    annual_list: AnnualList | None


class Concluding:
    """The stage after counting, behind the desk's door."""

    def __init__(self, hand: Hand, diary: Diary) -> None:
        self._hand = hand
        self._diary = diary

    def standing(self, cycle_id: str) -> Standing:
        """The result and everything beside it; ``NotListed`` before it is published."""
        outcome = self._outcome(cycle_id)
        with self._diary.reading() as book:
            return Standing(
                outcome,
                book.results.published[cycle_id],
                book.results.overrides.get(cycle_id, ()),
                book.results.chosen(outcome, cycle_id),
                book.results.final.get(cycle_id),
            )

    def object(
        self, cycle_id: str, text: str, *, item: str = "", author: Mapping[str, str] | None = None
    ) -> str:
        """Object to a published result while it is open to objections; the reference."""
        with self._diary.writing() as pen:
            cycle = records.cycle(self._hand.store, cycle_id)
            posted = pen.book.results.published.get(cycle_id)
            if cycle.state is not State.DECIDED or posted is None:
                raise NotPossible(Text("结果还没有公布。", "there is no published result yet."))
            if self._hand.today() > posted.until or cycle_id in pen.book.results.final:
                raise NotPossible(
                    Text("结果的异议期已过。", "the time for objections is over."),
                    Text("请向居委会反映。", "Tell the residents' committee."),
                )
            return posting.objected(self._hand, pen, cycle, Stage.RESULT, text, item, author)

    def override(
        self,
        cycle_id: str,
        *,
        take: Iterable[str] = (),
        leave: Iterable[str] = (),
        reason: Text,
        decided_by: Text,
        by: str = "",
        second: str = "",
    ) -> None:
        """Decide beside the computed result, which stays; reason and names are posted with it."""
        outcome = self._outcome(cycle_id)
        with self._diary.writing() as pen:
            decided = results.override(
                pen.book.results,
                cycle_id,
                outcome,
                take=take,
                leave=leave,
                reason=reason,
                decided_by=decided_by,
            )
            pen.add(results.signed(decided, by, second))

    def finalise(self, cycle_id: str, by: str = "", second: str = "") -> AnnualList:
        """Fix the annual list, once objections are over and answered."""
        outcome = self._outcome(cycle_id)
        with self._diary.writing() as pen:
            book = pen.book
            today = self._hand.today()
            final = results.finalise(book.results, book.objections, cycle_id, outcome, today)
            pen.add(results.signed(final, by, second))
            return book.results.final[cycle_id]

    def annual_lists(self) -> tuple[AnnualList, ...]:
        """All annual lists of the area, in the order they were fixed."""
        with self._diary.reading() as book:
            return tuple(book.results.final.values())

    def _outcome(self, cycle_id: str) -> Outcome:
        outcome = deciding.published(self._hand, cycle_id)
        if outcome is None:
            raise NotListed(Text("已公布的结果", "published result"), cycle_id)
        return outcome
