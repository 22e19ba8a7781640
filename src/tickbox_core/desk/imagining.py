"""A round that is imagined before the real one opens: could its result be counted and published?

It has the items, limits, places, money, rule and tie-break of the real one and a few imagined
people.  It is opened, ticked, closed, counted, published and recounted in memory, by the same
services as a real one; nothing of it reaches the store, an observer or a witness.  So a rule or
tie-break that the independent recount does not know, or counts otherwise, is found before anybody
has ticked, and not when there is no way back.
"""

from __future__ import annotations

import hashlib
import logging
import random
import threading
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

import attrs

from tickbox_core.desk import casting, closing, deciding, listing, records, settling
from tickbox_core.desk.casting import Cast
from tickbox_core.desk.diary import YearDiary
from tickbox_core.desk.hand import Hand
from tickbox_core.errors import NotConfirmed, TickboxError, TieRefused
from tickbox_core.ledger import canonical
from tickbox_core.model import (
    AreaTree,
    Ballot,
    Item,
    Limits,
    Person,
    PluginVersion,
    Residence,
    Roll,
    Round,
    RuleChoice,
    Unit,
    check_ticks,
)
from tickbox_core.model.eligibility import Eligible
from tickbox_core.model.round import NO_DAYS
from tickbox_core.registry import CORE, timeouts
from tickbox_core.rules import How
from tickbox_core.store import MemoryStore
from tickbox_core.text import EMPTY, Text
from tickbox_core.workflow import apart

ID = "imagined"
PEOPLE = 16
REMEMBERED = 64
"""Configurations of which it is remembered what came of them."""
SURE = "listed-first"
"""A tie-break of the core's own, to tell whether rule or tie-break is to blame."""
DICE = "1234561234561234561234561"
Ticks = tuple[str, ...]

_log = logging.getLogger("tickbox.desk")


@attrs.frozen
class TrialVerdict:
    """Why such a round could not be counted, or its result not be published; else ``EMPTY``."""

    count: Text = EMPTY
    recount: Text = EMPTY


@apart()
def imagine(hand: Hand, round: Round) -> TrialVerdict:
    """What would become of a round like this one.

    It is remembered for the configuration and the versions of its plugins.
    """
    try:
        trial = Trial(hand, _plan(round))
        key = trial.digest()
    except TickboxError as problem:  # nobody brings such a rule or tie-break
        return TrialVerdict(problem.text)
    memory = BY_THE_CORE if trial.by_the_core else hand.registry.imagined
    found: TrialVerdict = memory.get(key) or trial.verdict()
    remember(memory, key, found)
    return found


BY_THE_CORE: dict[str, Any] = {}
"""What came of configurations in which no plugin has a part: the same for everybody."""
_lock = threading.Lock()


def remember(memory: dict[str, Any], key: str, found: object) -> None:
    """Keep what came of a configuration; of many only the newest are kept."""
    with _lock:
        memory[key] = found
        for oldest in tuple(memory)[: max(0, len(memory) - REMEMBERED)]:
            del memory[oldest]


def _plan(round: Round) -> Round:
    """The round with all that counting depends on, and nothing that it does not."""
    items = tuple(
        attrs.evolve(item, description=EMPTY, place=EMPTY, pictures=(), scope=None)
        for item in round.items
    )
    return attrs.evolve(
        round,
        items=items,
        id=ID,
        area=ID,
        title=Text("试算", "imagined"),
        categories=(),
        eligible=Eligible(),
        jurisdiction="",
        **NO_DAYS,
        settles=None,
        notice_days=0,
        rehearsal=True,
        roll=None,
        plugins=(),
    )


class Trial:
    """One configuration, tried on several imagined electorates."""

    def __init__(self, hand: Hand, plan: Round) -> None:
        registry = attrs.evolve(hand.registry, seconds=timeouts.ANSWERING * 1.5)
        self._plan = plan
        self._registry = registry
        self._hand = Hand(
            area=ID,
            store=MemoryStore(),
            registry=registry,
            clock=hand.clock,
            zone=hand.zone,
            entropy=random.Random(7).randbytes,  # names of people who do not exist
            pepper=b"",
            tree=AreaTree(()),
        )
        self._by = registry.offered("rules", plan.rule.key).plugin
        self._ties_by = registry.offered("tie_breaks", plan.tie_break).plugin

    @property
    def by_the_core(self) -> bool:
        """Whether no plugin has a part in it."""
        return self._by.name == self._ties_by.name == CORE

    def digest(self) -> str:
        """Of all that the verdict depends on."""
        entry = records.plan_entry(self._plan, self._registry)
        return hashlib.sha256(canonical([entry, attrs.astuple(self._ties_by)])).hexdigest()

    def verdict(self) -> TrialVerdict:
        """The first thing that goes wrong, in words."""
        try:
            self._open()
            tied = False
            for ballots, until_tied in electorates(self._plan):
                if until_tied and tied:
                    continue
                found, tied = self._try_ballots(ballots)
                if found != TrialVerdict():
                    return found
        except TickboxError as problem:
            return TrialVerdict(problem.text)
        except Exception as problem:  # noqa: BLE001 - the real round must not come to it either
            _log.exception("an imagined round came to no end")
            return TrialVerdict(_NO_END.filled(problem=type(problem).__name__))
        return self._tie_break_alone()

    def _tie_break_alone(self) -> TrialVerdict:
        """A plugin's tie-break by a plain rule: under a threshold nobody here may come to a tie.

        Where all are only ranked it is never asked.
        """
        if self._plan.places is None and self._plan.budget is None:
            return TrialVerdict()
        plain = attrs.evolve(
            self._plan, rule=RuleChoice("tick-count"), places=1, budget=None, limits=Limits()
        )
        if self._ties_by.name == CORE or plain == self._plan:
            return TrialVerdict()
        return Trial(self._hand, plain).verdict()

    def _open(self) -> None:
        listing.prepare(self._hand, self._plan)
        listing.register(self._hand, ID, _roll())
        with self._hand.store.transaction():
            listing.freeze(self._hand, records.load_round(self._hand.store, ID))

    def _try_ballots(self, ballots: Sequence[Ticks]) -> tuple[TrialVerdict, bool]:
        """What becomes of a round with these ballots, and whether a tie had to be decided."""
        hand = self._copy()
        slots = records.slots(hand.store, ID)
        casts = [Cast(slot.slot, ticks, f"key-{at}") for at, (slot, ticks)
                 in enumerate(zip(slots, ballots, strict=False))]  # fmt: skip
        casting.cast_many(hand, ID, casts)
        diary = YearDiary(hand)
        closing.close(hand, diary, ID)
        try:
            outcome = deciding.publish(hand, diary, ID)
        except NotConfirmed as refusal:
            return TrialVerdict(recount=self._blame(ballots, refusal)), True
        except TieRefused:
            return self._settle_tie(hand, diary, ballots), True
        except TickboxError as refusal:
            return TrialVerdict(refusal.text), True
        return TrialVerdict(), bool(outcome.ties) or outcome.selected is None

    def _settle_tie(self, hand: Hand, diary: YearDiary, ballots: Sequence[Ticks]) -> TrialVerdict:
        """What becomes of a tie that goes back to people: it is posted, and drawn by dice."""
        try:
            settling.post_tie(hand, diary, ID)
            settling.settle_tie(hand, diary, ID, How.LOT, dice=DICE, by="甲", second="乙")
        except NotConfirmed as refusal:
            return TrialVerdict(recount=self._blame(ballots, refusal))
        except TickboxError as refusal:
            return TrialVerdict(refusal.text)
        return TrialVerdict()

    def _copy(self) -> Hand:
        """The round as it was opened, once more."""
        store = MemoryStore()
        with store.transaction():
            for table, rows in self._hand.store.snapshot().items():
                store.add(table, rows)
        return attrs.evolve(self._hand, store=store)

    def _blame(self, ballots: Sequence[Ticks], refusal: NotConfirmed) -> Text:
        """Who is to blame that the recount does not confirm the round."""
        said = in_both(next(iter(refusal.differences), ""))
        if self._ties_by.name != CORE:
            sure = Trial(self._hand, attrs.evolve(self._plan, tie_break=SURE))
            sure._open()
            if sure._try_ballots(ballots)[0] == TrialVerdict():
                return self._unknown_tie_break(said)
        return _RULE.filled(rule=self._plan.rule.key, by=_by(self._by), said=inside(said))

    def _unknown_tie_break(self, said: Text) -> Text:
        by = _by(self._ties_by)
        return _TIE_BREAK.filled(tie_break=self._plan.tie_break, by=by, said=inside(said))


def _by(plugin: PluginVersion) -> Text:
    if plugin.name == CORE:
        return EMPTY
    return Text("（插件“{name}”）", " of the plugin '{name}'").filled(name=plugin.name)


def in_both(sentence: str) -> Text:
    """A difference as the recount lists it: first in Chinese, then in English."""
    parts = sentence.split(" / ")  # what is quoted in it stands in both halves
    half = len(parts) // 2
    return Text(" / ".join(parts[:half]), " / ".join(parts[half:]))


def inside(said: Text) -> Text:
    """A sentence to stand inside another, without its full stop."""
    return Text(said.zh.rstrip("。"), said.en.rstrip("."))


_RULE = Text(
    "独立复算不能确认按规则“{rule}”{by}得出的结果（试算：{said}），这样的一轮无法公布。"
    "请改用别的规则；插件作者可看 docs/hooks.md。",
    "the independent recount does not confirm what the rule '{rule}'{by} counts (an imagined "
    "round: {said}), so such a round could never be published. Choose another rule; docs/hooks.md "
    "is for the plugin's author.",
)
_TIE_BREAK = Text(
    "独立复算不能确认按并列处理办法“{tie_break}”{by}得出的结果（试算：{said}），"
    "出现并列时这样的一轮无法公布。请改用别的办法；插件作者可看 docs/hooks.md。",
    "the independent recount does not confirm what the tie-break '{tie_break}'{by} decides (an "
    "imagined round: {said}), so with a tie such a round could never be published. Choose another "
    "tie-break; docs/hooks.md is for the plugin's author.",
)
_NO_END = Text(
    "试算没有完成（{problem}），这样的一轮不能开放。请改用别的规则，或联系技术人员。",
    "an imagined round came to no end ({problem}), so this one cannot open. Choose another rule, "
    "or ask whoever looks after tickbox.",
)


# -- imagined people and their ballots ---------------------------------------------------------


def _roll() -> Roll:
    """Two in each home."""
    units = tuple(Unit(f"u{at}", ID, floor_area=5000 + at) for at in range(PEOPLE // 2))
    people = tuple(Person(f"p{at}") for at in range(PEOPLE))
    homes = tuple(Residence(one.id, units[at // 2].id) for at, one in enumerate(people))
    return Roll(date(2026, 1, 1), units, people, homes)


def electorates(round: Round) -> Iterator[tuple[list[Ticks], bool]]:
    """What imagined people tick, and whether that is only for want of a tie at the cut before.

    Nobody ticks; then all items get as many ticks as may be, or few do; then some win clearly.
    Ballots keep to the limits; where none can, there is none.
    """
    number, least = len(round.items), round.limits.minimum
    most = number if round.limits.maximum is None else min(round.limits.maximum, number)
    yield [], False
    every = range(0, number, max(most, 1))
    yield _lawful(round, [(start, most) for start in every][:PEOPLE]), False
    for few in ([(0, most)], [(0, most), (1, most)], [(0, least)]):
        yield _lawful(round, few), True
    falling = [(0, max(least, most - at)) for at in range(PEOPLE // 2)]
    yield _lawful(round, [*falling, *((at * at, max(least, 1)) for at in range(1, 4))]), False


def _lawful(round: Round, wanted: Sequence[tuple[int, int]]) -> list[Ticks]:
    found = []
    for start, number in wanted:
        ticks = _ballot(round, start, number)
        try:
            check_ticks(Ballot("imagined", ticks), round.ticklist, round.limits)
        except TickboxError:
            continue
        found.append(ticks)
    return found


def _ballot(round: Round, start: int, number: int) -> Ticks:
    """So many items from one on, round about, with what each part of the list asks for first."""
    at = start % max(len(round.items), 1)
    items = (*round.items[at:], *round.items[:at])
    limits, listed = round.limits, round.ticklist
    taken: dict[str, Item] = {}
    for one in limits.groups:
        mine = [item for item in items if one.has(item)]
        missing = one.minimum - sum(map(one.has, taken.values()))
        free = [item for item in mine if item.id not in taken]
        taken |= {item.id: item for item in free[: max(missing, 0)]}

    def fits(item: Item) -> bool:
        if not limits.groups and limits.budget is None:
            return True
        among = [*taken.values(), item]
        costs = [listed.cost_of(_tick(other, start)) for other in among]
        return all(
            one.maximum is None or not one.has(item) or sum(map(one.has, among)) <= one.maximum
            for one in limits.groups
        ) and (
            limits.budget is None
            or (None not in costs and sum(filter(None, costs)) <= limits.budget)
        )

    for item in items:
        if len(taken) < number and item.id not in taken and fits(item):
            taken[item.id] = item
    return tuple(_tick(item, start) for item in taken.values())


def _tick(item: Item, at: int) -> str:
    """The item, or one of its options."""
    return item.ticks[at % max(len(item.options), 1)]
