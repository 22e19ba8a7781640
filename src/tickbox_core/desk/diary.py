"""The diary of an area's year: the state of its matters, and what they say of its entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from tickbox_core.components import CORE
from tickbox_core.declarations import Component
from tickbox_core.desk import records
from tickbox_core.desk.hand import Hand
from tickbox_core.desk.kinds import RetentionRules
from tickbox_core.desk.state import YearState
from tickbox_core.text import Text
from tickbox_core.workflow import Transaction, diary
from tickbox_core.workflow.diary import LOG, DiaryTransaction, audit, erased, history
from tickbox_core.workflow.entries import DiaryEntry

__all__ = ["LOG", "YearDiary", "YearTransaction", "audit", "erased", "history"]

ROUND = "round"
"""The kind of thing that a round is, among what an act is about."""
TRIALS = frozenset({"rehearsal", "rehearsal-wiped"})
"""Kinds that tell of a trial as a whole: these are of the year."""

YearTransaction = DiaryTransaction[YearState]


class YearDiary(diary.Diary[YearState]):
    """The diary of one area's year.

    What is done with a trial leaves no entry of who did it: wiped, nothing is left that points to
    it.  What stands beside an entry of a log's own entry, observers hear of already.
    """

    told_elsewhere = diary.Diary.told_elsewhere | {
        "result-posted",
        "tie-posted",
        "round-voided",
        "motion-posted",
        "motion-preliminary",
        "motion-voided",
    }

    def __init__(self, hand: Hand, components: Sequence[Component] = CORE) -> None:
        super().__init__(hand, lambda: YearState(components))
        self._hand = hand
        self.rules = RetentionRules.of(components)

    def with_keeps(self, entry: DiaryEntry) -> DiaryEntry:
        """By the rules of its components, and of the year's other chapters."""
        return self.rules.with_keeps(entry)

    def about(
        self, own: Transaction, pen: YearTransaction, about: dict[str, list[str]]
    ) -> dict[str, list[str]] | None:
        """Rounds that are there and no trials; ``None`` for what is done with trials alone."""
        rounds = about.pop(ROUND, [])
        told = (str(one.facts["cycle"]) for one in pen.added if "cycle" in one.facts)
        touched = {*own.logs, *rounds, *told} - {LOG}
        trials = self._trials(touched)
        if touched and touched == trials and not pen.tells_of(TRIALS):
            return None
        if known := [id_ for id_ in rounds if id_ not in trials and self._is_round(id_)]:
            about[ROUND] = known
        return about

    def named_logs(self, own: Transaction) -> dict[str, list[int]]:
        """All but those of trials."""
        trials = self._trials(set(own.logs))
        return {log: at for log, at in own.logs.items() if log not in trials}

    def erase(self, chosen: Callable[[DiaryEntry], bool], reason: Text) -> Counter[str]:
        """Erase as any diary does; refused for what proves a motion that can be annulled."""
        from tickbox_core.desk.keeping.annulment import ask_laws  # into motions

        ask_laws(self._hand)
        return super().erase(chosen, reason)

    def check_may_go(self, state: Any, entry: DiaryEntry) -> None:
        """Raise ``NotPossible`` for what proves a motion that can still be annulled."""
        from tickbox_core.desk.keeping.annulment import proof_stays  # into motions

        proof_stays(self._hand, state, entry)

    def _trials(self, ids: set[str]) -> set[str]:
        return {id_ for id_ in ids if self._is_trial(id_)}

    def _is_round(self, id_: str) -> bool:
        return self._hand.store.get("cycle", id=id_) is not None

    def _is_trial(self, id_: str) -> bool:
        return self._is_round(id_) and records.load_round(self._hand.store, id_).rehearsal
