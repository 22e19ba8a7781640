"""Guards of what decides a count: rules, tie-breaks, engines.

Nothing can stand in for them, so whatever goes wrong is raised: ``PluginFailed``, which names the
plugin, or the plugin's own ``TickboxError`` where it refuses in words.  Each is asked in a thread
of its own, so that one which hangs stops nobody, and what it answers is looked at before anybody
believes it.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import attrs

from tickbox_core.counting import PlainEngine, Profile, Tally, TallyEngine
from tickbox_core.errors import PluginFailed
from tickbox_core.model import Item, PluginVersion
from tickbox_core.registry.answers import outcome_fault, tally_fault
from tickbox_core.registry.guard import call_plugin, misfit, trace_question
from tickbox_core.registry.timeouts import CELLS_A_SECOND, COUNTING, Watch
from tickbox_core.registry.tracing import Trace
from tickbox_core.rules import Contest, Outcome, RankingRule, TieBreak
from tickbox_core.text import EMPTY, Text


def plugin_failure(plugin: PluginVersion, what: str, answer: object, fault: Text) -> PluginFailed:
    """The failure of a plugin whose answer will not do."""
    return PluginFailed(plugin.name, what, fault.en or misfit(answer), fault)


@attrs.frozen
class GuardedRule:
    """A plugin's rule: its failures name the plugin, and so do its outcomes.

    It has ``seconds`` for a small contest, and more for a large one.
    """

    rule: RankingRule
    plugin: PluginVersion
    trace: Trace | None = attrs.field(default=None, eq=False, repr=False)
    watch: Watch | None = attrs.field(default=None, eq=False, repr=False)
    seconds: float = attrs.field(default=COUNTING, eq=False, repr=False)

    @property
    def key(self) -> str:
        """The rule's name in the registry."""
        return self.rule.key

    @property
    def version(self) -> str:
        """The version of the rule."""
        return self.rule.version

    def outcome(self, contest: Contest) -> Outcome:
        """What the rule answers, with the plugin's name on it.

        Raises ``PluginFailed`` for what is no outcome of this contest (an item twice, a float, more
        chosen than there are places), or comes too late.
        """
        what = f"{_rule_name(self.rule)}.outcome"

        def question() -> tuple[Any, Text]:
            count = trace_question(
                self.trace, self.plugin, what, partial(self.rule.outcome, contest), (contest,)
            )
            answer = count()
            return answer, outcome_fault(answer, contest) if type(answer) is Outcome else EMPTY

        answer, fault = call_plugin(
            self.plugin, what, question, self.watch, self._time(contest.profile)
        )
        if type(answer) is not Outcome or fault:
            raise plugin_failure(self.plugin, what, answer, fault)
        return attrs.evolve(answer, plugin=self.plugin.name)

    def _time(self, profile: Profile) -> float:
        return self.seconds + len(profile.counts) * len(profile.items) / CELLS_A_SECOND


def _rule_name(rule: RankingRule) -> str:
    """A rule's own name, as far as it can say it."""
    try:
        return str(rule.key)
    except Exception as problem:  # noqa: BLE001 - a plugin's property may raise anything
        return type(problem).__name__


@attrs.frozen
class GuardedTieBreak:
    """A plugin's tie-break: what it puts in order are the tied items, each once."""

    tie_break: TieBreak
    key: str
    plugin: PluginVersion
    watch: Watch | None = attrs.field(default=None, eq=False, repr=False)

    def order(self, tied: tuple[Item, ...]) -> tuple[Item, ...]:
        """The tied items, those to be chosen first in front; ``PluginFailed`` for anything else."""
        what = f"{self.key}.order"

        def question() -> tuple[Any, list[str] | None]:
            answer = self.tie_break.order(tied)
            whole = type(answer) in (tuple, list) and all(type(one) is Item for one in answer)
            return answer, [item.id for item in answer] if whole else None

        answer, ids = call_plugin(self.plugin, what, question, self.watch)
        if ids is None:
            raise plugin_failure(self.plugin, what, answer, EMPTY)
        by_id = {item.id: item for item in tied}
        if sorted(ids) != sorted(by_id):
            raise plugin_failure(self.plugin, what, answer, _NOT_THESE)
        return tuple(by_id[id_] for id_ in ids)


_NOT_THESE = Text(
    "并列的事项有遗漏、重复或多出",
    "it does not give back the tied items, each of them once",
)


@attrs.frozen
class GuardedEngine:
    """A plugin's engine: its tallies are whole numbers over the items that it was handed."""

    engine: TallyEngine
    key: str
    version: str
    plugin: PluginVersion
    watch: Watch | None = attrs.field(default=None, eq=False, repr=False)
    seconds: float = attrs.field(default=COUNTING, eq=False, repr=False)

    def tally(self, profile: Profile) -> Tally:
        """What the engine counts; ``PluginFailed`` for what is no tally of these ballots."""
        what = f"{self.key}.tally"
        seconds = self.seconds + len(profile.counts) * len(profile.items) / CELLS_A_SECOND

        def question() -> tuple[Any, Text]:
            answer = self.engine.tally(profile)
            return answer, tally_fault(answer, profile) if type(answer) is Tally else EMPTY

        answer, fault = call_plugin(self.plugin, what, question, self.watch, seconds)
        if type(answer) is not Tally or fault:
            raise plugin_failure(self.plugin, what, answer, fault)
        tally: Tally = answer
        return tally

    def examine(self) -> GuardedEngine:
        """Itself, if it counts a few small profiles as the plain engine does."""
        for profile in SMALL:
            if self.tally(profile) != PlainEngine().tally(profile):
                raise plugin_failure(self.plugin, f"{self.key}.tally", None, _OTHERWISE)
        return self


_OTHERWISE = Text("点票结果与内置引擎不同", "it counts otherwise than the plain engine")
_HUGE = 2**70 + 1
SMALL = (
    Profile(("a", "b")),
    Profile.of_marks(("a", "b", "c"), {(0,): 2, (0, 1): 1, (2, 1): 4, (): 3}),
    Profile(("a", "b"), (0, 0, 1), (1, 3), (_HUGE, 1), weights={"area": (_HUGE, 5)}),
    Profile(("a", "b"), (1, 0), (1, 2), (3, 2), points=(4, 7)),
)
"""What every engine counts alike: nobody, equal ballots, a blank one, huge numbers, points."""
