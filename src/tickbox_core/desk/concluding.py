"""From the published result to the annual list: objections, overrides beside it, final."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

import attrs

from tickbox_core.desk import deciding, posting, records
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.errors import NotListed
from tickbox_core.ledger import canonical
from tickbox_core.model import Round
from tickbox_core.rules import Outcome
from tickbox_core.text import Text
from tickbox_core.year import AnnualList, ObjectionStage, Override, Published, results


@attrs.frozen(hash=False)
class ResultStanding:
    """Where a result stands: the computed outcome, and beside it what people made of it."""

    outcome: Outcome
    published: Published
    overrides: tuple[Override, ...]
    chosen: tuple[str, ...]
    annual_list: AnnualList | None

    def stands(self, item: str) -> bool | None:
        """Whether an item is on the list as it is now, after what was decided beside the count.

        ``None`` where the count only ranks and nothing was decided.
        """
        if self.outcome.selected is None and not self.overrides:
            return None
        return item in (self.annual_list.items if self.annual_list else self.chosen)

    def otherwise(self, item: str) -> Override | None:
        """What was decided of an item beside the count, where it stands otherwise now."""
        if self.stands(item) is (item in (self.outcome.selected or ())):
            return None
        found = [one for one in self.overrides if item in (*one.take, *one.leave)]
        return found[-1] if found else None


def _of_trial(hand: Hand, outcome: Outcome, round: Round) -> Published:
    """A trial's result is posted nowhere: it stands since the trial was closed."""
    closed = hand.day_of(round.closed_at or "")
    digest = hashlib.sha256(canonical(outcome.plain())).hexdigest()
    return Published(round.id, closed, closed, digest)


class Concluding:
    """The stage after counting, behind the desk's door."""

    def __init__(self, hand: Hand, diary: YearDiary) -> None:
        self._hand = hand
        self._diary = diary

    def standing(self, round_id: str) -> ResultStanding:
        """The result and everything beside it; ``NotListed`` before it is published."""
        outcome = self._outcome(round_id)
        with self._diary.reading() as book:
            return ResultStanding(
                outcome,
                book.results.published.get(round_id)
                or _of_trial(self._hand, outcome, records.load_round(self._hand.store, round_id)),
                book.results.overrides.get(round_id, ()),
                book.results.chosen(outcome, round_id),
                book.results.final.get(round_id),
            )

    def object(
        self, round_id: str, text: str, *, item: str = "", author: Mapping[str, str] | None = None
    ) -> str:
        """Object to a published result, or to one item of it; the reference of the objection.

        Raises ``NotPossible`` outside its period, and once the annual list is fixed.
        """
        with self._diary.writing() as pen:
            round = records.load_round(self._hand.store, round_id)
            return posting.enter_objection(
                self._hand, pen, round, ObjectionStage.RESULT, text, item, author
            )

    def override(
        self,
        round_id: str,
        *,
        take: Iterable[str] = (),
        leave: Iterable[str] = (),
        reason: Text,
        decided_by: Text,
        by: str = "",
        second: str = "",
    ) -> None:
        """Decide beside the computed result, which stays; reason and names are posted with it."""
        with self._diary.writing() as pen:
            outcome = self._outcome(round_id)
            decided = results.override(
                pen.book.results,
                round_id,
                outcome,
                take=take,
                leave=leave,
                reason=reason,
                decided_by=decided_by,
            )
            pen.add(results.signed(decided, by, second))

    def finalise(self, round_id: str, by: str = "", second: str = "") -> AnnualList:
        """Fix the annual list, once objections are over and answered."""
        with self._diary.writing() as pen:
            outcome = self._outcome(round_id)
            book = pen.book
            today = self._hand.today()
            final = results.finalise(book.results, book.objections, round_id, outcome, today)
            pen.add(results.signed(final, by, second))
            return book.results.final[round_id]

    def annual_lists(self) -> tuple[AnnualList, ...]:
        """All annual lists of the area, in the order they were fixed."""
        with self._diary.reading() as book:
            return tuple(book.results.final.values())

    def _outcome(self, round_id: str) -> Outcome:
        outcome = deciding.published_outcome(self._hand, round_id)
        if outcome is None:
            raise NotListed(Text("已公布的结果", "published result"), round_id)
        return outcome
