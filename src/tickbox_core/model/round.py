"""The round: one passage from list to result in one area, and what opening freezes.

collecting → listing → posted → ticking → counting → decided → carrying-out → judged → archived,
and void from posted, ticking or counting: that is final.
An area may run several rounds in a year (rounds); each has its own list, slots, log and result.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import attrs

from tickbox_core.errors import UnknownId
from tickbox_core.model._checks import (
    a_tuple,
    days,
    fen,
    frozen_mapping,
    no_duplicates,
    optional_count,
)
from tickbox_core.model.areas import TWO_DECIMALS
from tickbox_core.model.eligibility import Eligible
from tickbox_core.model.items import PLAIN, Item, TickList
from tickbox_core.model.limits import Limits
from tickbox_core.model.local_time import check_hour
from tickbox_core.model.weights import Weights
from tickbox_core.text import Text, as_text, join_texts


class State(StrEnum):
    """Where a round stands."""

    LISTING = "listing"
    POSTED = "posted"
    TICKING = "ticking"
    COUNTING = "counting"
    DECIDED = "decided"
    VOID = "void"

    @property
    def words(self) -> Text:
        """The state in the words residents use."""
        return _STATE_WORDS[self]


_STATE_WORDS = {
    State.LISTING: Text("拟定清单", "being listed"),
    State.POSTED: Text("清单公示中", "posted"),
    State.TICKING: Text("打钩进行中", "open for ticking"),
    State.COUNTING: Text("已截止，计票中", "closed, being counted"),
    State.DECIDED: Text("结果已公示", "decided and posted"),
    State.VOID: Text("已作废", "voided"),
}


@attrs.frozen
class Category:
    """A category of a round's list and the key of the policy that looks after it."""

    key: str
    title: Text = attrs.field(converter=as_text)
    policy: str = "plain"


@attrs.frozen
class PluginVersion:
    """A plugin as it was when the list was frozen."""

    name: str
    version: str


@attrs.frozen(hash=False)
class RuleChoice:
    """Which rule ranks, by key, with its parameters as plain values."""

    key: str = "tick-share"
    parameters: Mapping[str, Any] = attrs.field(factory=dict, converter=frozen_mapping)

    @property
    def counts_homes(self) -> bool:
        """Whether shares are of homes, so that a count must know which ballots are of one."""
        return self.parameters.get("base") == "households"


@attrs.frozen
class TieOfRound:
    """The tie of a round, as its log posts it: ``entry`` is the leaf hash of that entry, in hex."""

    round: str
    entry: str


def _weights(value: Weights | Mapping[str, Any] | None) -> Weights | None:
    return Weights.of_plain(value) if isinstance(value, Mapping) else value


@attrs.frozen
class RollSummary:
    """What is public of a roll: its date and sizes, and a salted commitment to its rows.

    ``registered`` is how many slots there are: electors, or the heads of a motion.
    """

    as_of: str
    registered: int
    households: int
    commitment: str
    slots_root: str
    weights: Weights | None = attrs.field(default=None, converter=_weights)

    @property
    def decimals(self) -> int:
        """In how many decimals of m² the floor areas of the roll are written."""
        return TWO_DECIMALS if self.weights is None else self.weights.decimals

    def row(self) -> dict[str, Any]:
        """What is kept of it; its fields by name read it."""
        weights = None if self.weights is None else self.weights.plain()
        return {**attrs.asdict(self, recurse=False), "weights": weights}


NO_DAYS: Mapping[str, Any] = frozen_mapping(
    {"closes": None, "closes_at": "", "opens": None, "opens_at": "", "ends": ""}
)
"""What a round made from another does not take over: its days are announced anew."""


@attrs.frozen
class AnnouncedDays:
    """When a round is to open and to end, and how far its end may be put off (see ``Round``)."""

    closes: date | None = None
    closes_at: str = ""
    opens: date | None = None
    opens_at: str = ""
    extensions: int = 0
    extension_days: int = 0

    def given_to(self, round: Round) -> Round:
        """The round with these days and hours in the place of its own."""
        return attrs.evolve(round, **attrs.asdict(self, recurse=False))


NO_DAYS_YET = AnnouncedDays()

_ITEMS = Text("事项", "Items")
_THE_FIRST = Text(
    "每人只计一票：先收到的那张有效，交了不能改；后收到的作废，连同原因一起存档。",
    "One ballot of each person counts: the first that arrives, and it cannot be changed; "
    "a later one is kept as void, with the reason.",
)
_THE_LAST = Text(
    "每人只计一票：打钩截止前可以改，以最后收到的那张为准，先前的作废存档；"
    "已在楼道计数单上签到的，以计数单为准。",
    "One ballot of each person counts: until ticking closes it can be changed, and the last that "
    "arrives counts; earlier ones are kept as void. Whoever is on a stairwell count sheet is "
    "counted there.",
)
_NOT_BY_OTHERS = Text(
    "受委托代交的，不替换本人已交的。", "One brought by somebody else never replaces one's own."
)


@attrs.frozen(hash=False)
class Round:
    """One round; everything but ``state``, ``roll``, ``plugins`` and the dates is the plan.

    ``places`` is how many items are chosen from the ranking (``None``: no cut), ``budget`` (fen)
    what rules of money may spend. ``tie_break`` decides only across that cut. ``revisable`` allows
    a new ballot in place of the old one until closing. ``jurisdiction`` is the key of the law that
    holds (empty: none is named, and what law says is unknown). ``notice_days`` the list is posted
    before opening (0: it need not be posted; it is held to everything else all the same), and
    ``objection_days`` its result stands open to objections. ``eligible`` says who of the roll may
    tick, ``proxies`` for how many others one person may with their written mandate (0: nobody).
    ``opens`` and ``closes`` are the announced first and last day of ticking, ``opens_at`` and
    ``closes_at`` the hours (``18:00``; of a first day without one its beginning, of a last day its
    end, 24:00).  ``ends`` is that instant, as it is frozen at opening: then ticking ends by itself;
    without a last day it ends when somebody closes it.  ``extensions`` is how often it may be put
    off before that, each time by ``extension_days`` at most.
    ``by_hand``: not all of its paper is registered here (count sheets, say), so that behind that
    hour somebody has to close it, and it does not close by itself.
    ``settles`` is the tie of another round that this one, a run-off among its tied items, decides.
    ``demonstration`` marks generated data and ``rehearsal`` a trial that is wiped; both are shown
    wherever the round is.
    """

    id: str
    area: str
    title: Text = attrs.field(converter=as_text)
    items: tuple[Item, ...] = attrs.field(validator=a_tuple)
    categories: tuple[Category, ...] = attrs.field(default=(), validator=a_tuple)
    limits: Limits = attrs.field(factory=Limits)
    rule: RuleChoice = attrs.field(factory=RuleChoice)
    places: int | None = attrs.field(default=None, converter=optional_count)
    budget: int | None = attrs.field(default=None, converter=fen)
    tie_break: str = "refuse"
    revisable: bool = False
    demonstration: bool = False
    jurisdiction: str = ""
    notice_days: int = attrs.field(default=0, converter=days)
    objection_days: int = attrs.field(default=0, converter=days)
    rehearsal: bool = False
    eligible: Eligible = attrs.field(factory=Eligible)
    proxies: int = attrs.field(default=0, converter=optional_count)
    closes: date | None = None
    closes_at: str = attrs.field(default="", converter=check_hour)
    opens: date | None = None
    opens_at: str = attrs.field(default="", converter=check_hour)
    extensions: int = attrs.field(default=0, converter=days)
    extension_days: int = attrs.field(default=0, converter=days)
    ends: str = ""
    by_hand: bool = False
    settles: TieOfRound | None = None
    state: State = State.LISTING
    roll: RollSummary | None = None
    plugins: tuple[PluginVersion, ...] = attrs.field(default=(), validator=a_tuple)
    opened_at: str | None = None
    closed_at: str | None = None

    def __attrs_post_init__(self) -> None:
        no_duplicates("item", (item.id for item in self.items))
        TickList(self.items)
        no_duplicates("category", (category.key for category in self.categories))
        for item in self.items:
            self.category(item)

    @property
    def item_ids(self) -> tuple[str, ...]:
        """The ids in listed order."""
        return tuple(item.id for item in self.items)

    @property
    def ticklist(self) -> TickList:
        """What ballots may tick."""
        return TickList(self.items)

    @property
    def terms(self) -> tuple[Text, ...]:
        """Who may tick and for whom, in sentences for list and paper; nothing where all may."""
        said = []
        if self.eligible != Eligible():
            who = Text("谁可以打钩：{who}。", "Who may tick: {who}.")
            said.append(who.filled(who=self.eligible.text))
        if self.proxies:
            said.append(
                Text(
                    f"本人不能来的，可以书面委托别人代为打钩；一人最多代{self.proxies}人。",
                    "Whoever cannot come may send their ticks by written mandate; "
                    f"one person brings them for {self.proxies} at most.",
                )
            )
        return tuple(said)

    @property
    def which_counts(self) -> Text:
        """Which of two ballots of one person counts: fixed at opening, said wherever one ticks."""
        if not self.revisable:
            return _THE_FIRST
        return join_texts([_THE_LAST, _NOT_BY_OTHERS]) if self.proxies else _THE_LAST

    def item(self, id_: str) -> Item:
        """The item of that id, or ``UnknownId``."""
        for item in self.items:
            if item.id == id_:
                return item
        raise UnknownId("item", id_, f"round {self.id}")

    def category(self, item: Item) -> Category:
        """The category an item belongs to; with no categories declared, a plain one."""
        for category in self.categories:
            if category.key == item.category:
                return category
        if not self.categories:
            plain = item.category == PLAIN
            return Category(item.category, _ITEMS if plain else Text.of(item.category))
        raise UnknownId("category", item.category, f"item {item.id}")
