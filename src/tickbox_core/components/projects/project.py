"""A project: what was promised, what has been done of it, and what it has cost so far.

The *baseline* is the item as it was listed, frozen with its digest.  A *part* is a building (or
another area) that is finished by itself; a *pilot* is the parts that go first, before the rest.
*Dues* are what each household pays: sealed, like every name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any, TypeVar

import attrs

from tickbox_core.components.projects.payments import Payment, paid_by_unit
from tickbox_core.errors import NotListed
from tickbox_core.model import Funding, Picture
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.model.parties import Party
from tickbox_core.rules.subsidy import Claim, grant_amounts
from tickbox_core.text import EMPTY, Text

_One = TypeVar("_One")


class Status(StrEnum):
    """Where a project stands."""

    PLANNED = "planned"
    UNDER_WAY = "under-way"
    PAUSED = "paused"
    DELIVERED = "delivered"
    GIVEN_UP = "given-up"

    @property
    def words(self) -> Text:
        """The status in words."""
        return _STATUS_WORDS[self]


_STATUS_WORDS = {
    Status.PLANNED: Text("筹备中", "planned"),
    Status.UNDER_WAY: Text("实施中", "under way"),
    Status.PAUSED: Text("暂停", "paused"),
    Status.DELIVERED: Text("已完成", "delivered"),
    Status.GIVEN_UP: Text("已终止", "given up"),
}


class Participation(StrEnum):
    """How somebody takes part in a project."""

    MEMBER = "member"
    VOLUNTEER = "volunteer"

    @property
    def words(self) -> Text:
        """The part in words."""
        return _PARTICIPATION_WORDS[self]


_PARTICIPATION_WORDS = {
    Participation.MEMBER: Text("成员", "member"),
    Participation.VOLUNTEER: Text("志愿者", "volunteer"),
}


@attrs.frozen(hash=False)
class Baseline:
    """What was promised: the item as it was listed.

    ``digest`` is the SHA-256 of the item's canonical JSON in the round's log.  ``cost`` in fen
    (``None``: unknown), ``due`` the day by which it was to be delivered.
    """

    round: str
    item: str
    title: Text
    category: str
    cost: int | None
    digest: str
    funding: Mapping[str, int] = attrs.field(factory=dict, converter=frozen_mapping)
    scope: Mapping[str, Any] | None = None
    due: date | None = None
    option: str = ""

    def plain(self) -> dict[str, Any]:
        """For JSON and the diary; ``of`` reads it."""
        return {
            "cycle": self.round,
            **{name: getattr(self, name) for name in _BARE},
            "title": self.title.plain(),
            "funding": dict(self.funding),
            "scope": None if self.scope is None else dict(self.scope),
            "due": self.due and self.due.isoformat(),
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Baseline:
        """The baseline that ``plain`` wrote."""
        due = plain["due"] and date.fromisoformat(plain["due"])
        facts = {name: value for name, value in plain.items() if name != "cycle"}
        facts |= {"title": Text(**plain["title"]), "due": due}
        return cls(plain["cycle"], **facts)


def public_baseline(stored: Mapping[str, Any]) -> dict[str, Any]:
    """What a diary keeps of a baseline, as anybody reads it."""
    return {"round": stored["cycle"], **{k: v for k, v in stored.items() if k != "cycle"}}


def public_card(stored: Mapping[str, Any]) -> dict[str, Any]:
    """The card of a project as a diary keeps it, as anybody reads it."""
    if "baseline" not in stored:
        return dict(stored)
    return {**stored, "baseline": public_baseline(stored["baseline"])}


def stored_card(public: Mapping[str, Any]) -> dict[str, Any]:
    """The same, back."""
    if "baseline" not in public:
        return dict(public)
    base = {k: v for k, v in public["baseline"].items() if k != "round"}
    return {**public, "baseline": {"cycle": public["baseline"]["round"], **base}}


_BARE = ("item", "category", "cost", "digest", "option")


@attrs.frozen
class Milestone:
    """A step of the plan; ``signed`` counts the supervisors who have signed that it is done.

    ``points`` is what it is worth where a score is made of the steps.
    """

    key: str
    title: Text
    due: date | None = None
    before: tuple[str, ...] = ()
    done: date | None = None
    words: Text = EMPTY
    signed: int = 0
    signers: tuple[str, ...] = attrs.field(default=(), repr=False)
    points: int = 0


@attrs.frozen
class Part:
    """A building (or another area) that is finished by itself; ``pilot``: it goes first."""

    area: str
    name: Text
    pilot: bool = False
    done: date | None = None
    words: Text = EMPTY


@attrs.frozen
class Spending:
    """Money spent, in fen: for what, to which firm."""

    amount: int
    what: Text
    payee: Text
    on: date


@attrs.frozen
class Contribution:
    """Something given: money (``amount``, fen) or work and material (``worth`` if it is known).

    ``donor`` is there only while the sealed part is, ``named`` is what the donor wishes to be
    called in public (empty: stays anonymous).  ``received`` is ``None`` while it is only pledged.
    """

    ref: str
    source: Funding
    amount: int | None
    what: Text
    worth: int | None = None
    named: Text = EMPTY
    donor: str = attrs.field(default="", repr=False)
    received: date | None = None
    withdrawn: bool = False


@attrs.frozen(hash=False)
class Collection:
    """What households pay: ``dues`` and ``paid`` in fen by unit, for staff alone.

    ``households`` and ``total`` are public and stay when the rest was erased (``dues`` is then
    ``None``).  ``decided`` is how many later decisions on the money there were when it was said.
    """

    households: int
    total: int
    dues: Mapping[str, int] | None = attrs.field(default=None, repr=False)
    payments: tuple[Payment, ...] = attrs.field(default=(), repr=False)
    forgotten: bool = False
    decided: int = 0

    @property
    def paid(self) -> Mapping[str, int]:
        """Fen that each unit has paid."""
        return paid_by_unit(self.payments)

    @property
    def settled(self) -> int | None:
        """How many households have paid all of theirs; ``None`` once it was erased."""
        if self.dues is None or self.forgotten:
            return None
        paid = self.paid
        return sum(paid.get(unit, 0) >= due for unit, due in self.dues.items())


@attrs.frozen
class Note:
    """A word on how it goes, posted on the wall, with pictures of it."""

    at: str
    words: Text
    pictures: tuple[Picture, ...] = ()


@attrs.frozen
class Decided:
    """A later decision on the money: how much is allowed since, and what decided it."""

    amount: int
    by: str
    reference: str
    words: Text
    at: str


@attrs.frozen(hash=False)
class Project:
    """One project of the annual list, as it stands.

    Money is in fen.  ``allowed`` is what the last decision allows, ``limit`` how far over it the
    cost may run (a share of it), ``expected`` what it is expected to cost now
    (said ``expected_at``); ``promised`` is how
    many parts there were at the start, ``stars`` how many stars which part of the points takes,
    ``claims`` the subsidies that come off the cost.
    """

    id: str
    baseline: Baseline
    limit: Fraction
    started: str
    status: Status = Status.PLANNED
    milestones: tuple[Milestone, ...] = ()
    parts: tuple[Part, ...] = ()
    promised: int = 0
    piloting: bool = False
    pilot_words: Text = EMPTY
    begun: date | None = None
    delivered: date | None = None
    words: Text = EMPTY
    left_out: Text = EMPTY
    expected: int | None = None
    expected_at: str = ""
    allowed: int | None = None
    decisions: tuple[Decided, ...] = ()
    spendings: tuple[Spending, ...] = ()
    contributions: tuple[Contribution, ...] = ()
    collection: Collection | None = None
    parties: tuple[Party, ...] = ()
    supervisors: int = 0
    signatures: int = 0
    supervisor_names: tuple[str, ...] = attrs.field(default=(), repr=False)
    notes: tuple[Note, ...] = ()
    stars: tuple[tuple[int, Fraction], ...] = ()
    claims: tuple[Claim, ...] = ()

    @property
    def grants(self) -> tuple[int, ...] | None:
        """Fen that each subsidy grants for what was last decided; ``None``: nothing was yet."""
        return None if self.allowed is None else grant_amounts(self.allowed, self.claims)

    @property
    def owners_pay(self) -> int | None:
        """Fen that are left of what was last decided without the subsidies."""
        amounts = self.grants
        return None if amounts is None else (self.allowed or 0) - sum(amounts)

    @property
    def dues_are_old(self) -> bool:
        """Whether the money was decided again since it was said what households pay."""
        held = self.collection
        return held is not None and len(self.decisions) > held.decided

    @property
    def spent(self) -> int:
        """Fen spent so far."""
        return sum(one.amount for one in self.spendings)

    @property
    def title(self) -> Text:
        """The item's title."""
        return self.baseline.title

    @property
    def going_on(self) -> bool:
        """Whether there is still something to be done."""
        return self.status in (Status.PLANNED, Status.UNDER_WAY, Status.PAUSED)

    def milestone(self, key: str) -> Milestone:
        """The milestone of that key, or ``NotListed``."""
        return _find_one(self.milestones, "key", key, Text("节点", "milestone"))

    def part(self, area: str) -> Part:
        """The part of that area, or ``NotListed``."""
        return _find_one(self.parts, "area", area, Text("分项", "part of the project"))

    def contribution(self, ref: str) -> Contribution:
        """The contribution of that reference, or ``NotListed``."""
        return _find_one(self.contributions, "ref", ref, Text("捐助", "contribution"))

    def signed_off(self, milestone: Milestone) -> bool:
        """Whether it is done, and as many supervisors have signed as must."""
        return milestone.done is not None and milestone.signed >= self.signatures


def _find_one(held: Iterable[_One], name: str, value: str, kind: Text) -> _One:
    for one in held:
        if getattr(one, name) == value:
            return one
    raise NotListed(kind, value)
