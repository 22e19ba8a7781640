"""What policies are handed and what they answer: small frozen values, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

import attrs

from tickbox_core.model import AreaTree, Option, Question, Roll, Unit
from tickbox_core.model._checks import a_tuple, frozen_mapping
from tickbox_core.model.scope import Everything, Ground, Scope, units_in
from tickbox_core.rules.motions import Practice
from tickbox_core.rules.subsidy import Claim
from tickbox_core.text import EMPTY, Text

a_text = attrs.validators.instance_of(Text)


@attrs.frozen
class Objection:
    """Why an item should not be listed as it stands, and what would mend it.

    ``field`` is the key of the field it is about.  A ``final`` one cannot be answered by staff: the
    item is never listed, ranked or published.
    """

    problem: Text = attrs.field(validator=a_text)
    remedy: Text = attrs.field(validator=a_text)
    field: str = ""
    final: bool = False


@attrs.frozen
class Disclosure:
    """One figure a household is shown before it ticks: what it is, and how much."""

    label: Text = attrs.field(validator=a_text)
    value: Text = attrs.field(validator=a_text)


@attrs.frozen(eq=False, slots=False)
class Setting:
    """Where an item stands: the units that are there, the areas, what serves whom, the law.

    Empty (``NOWHERE``) while there is no roll or no jurisdiction yet: a policy then answers what
    can be answered without, and says what is unknown.  It holds nobody's name.
    """

    units: tuple[Unit, ...] = attrs.field(default=(), validator=a_tuple)
    ground: Ground = attrs.field(factory=lambda: Ground(AreaTree(())))
    practice: Practice = attrs.field(factory=lambda: Practice(()))

    @classmethod
    def of(cls, roll: Roll, tree: AreaTree, practice: Practice | None = None) -> Setting:
        """The units and services of a roll on a tree of areas, under the law of a place."""
        return cls(roll.units, Ground.of(tree, roll), practice or Practice(()))

    @cached_property
    def unit_by_id(self) -> Mapping[str, Unit]:
        """The units by id."""
        return MappingProxyType({unit.id: unit for unit in self.units})

    def units_in(self, scope: Scope) -> tuple[Unit, ...]:
        """The units of a scope, in the order of the roll; raises what a scope raises."""
        return units_in(scope, self.units, self.ground)


NOWHERE = Setting()


@attrs.frozen
class Proposal:
    """A motion that carrying an item out needs: what is asked, of whom, about which matter.

    ``matter`` is the jurisdiction's key, from which the bars follow; ``key`` tells the proposals of
    one item apart; ``because`` names the rule that asks for it.
    """

    key: str
    question: Text = attrs.field(validator=a_text)
    matter: str
    because: Text = attrs.field(validator=a_text)
    kind: Question = Question.OWNERS_MOTION
    scope: Scope = attrs.field(factory=Everything)
    options: tuple[Option, ...] = attrs.field(default=(), validator=a_tuple)


def _whole(_: object, field: attrs.Attribute[int], value: object) -> None:
    if type(value) is not int or value < 0:
        raise TypeError(f"{field.name}={value!r} is no whole number of 0 or more")


@attrs.frozen
class Step:
    """A milestone of carrying out: its key, its words, and within how many days (``None``: open).

    ``before``: keys of steps that have to be done first; ``points``: what it is worth once it is
    done, where a score is made of the steps (a whole number; 0: nothing).
    """

    key: str
    title: Text = attrs.field(validator=a_text)
    within_days: int | None = None
    before: tuple[str, ...] = attrs.field(default=(), validator=a_tuple)
    points: int = attrs.field(default=0, validator=_whole)


@attrs.frozen(hash=False)
class Plan:
    """What follows once an item is chosen: milestones, who pays how much, what else is said.

    ``shares``: fen by unit (empty: nothing is shared).  ``shortfalls``: fen by unit that its
    account lacks; seen by staff and by the household itself.  ``most_over``: how far (a share of
    the cost) it may run over before it is decided again; ``None`` where nothing says.  ``stars``:
    how many stars which part of all points takes (none: the points alone are told).  ``claims``:
    the subsidies that come off the cost before it is shared.  ``unstated``: units that pay from
    an account whose balance nobody gave.
    """

    steps: tuple[Step, ...] = attrs.field(default=(), validator=a_tuple)
    shares: Mapping[str, int] = attrs.field(factory=dict, converter=frozen_mapping)
    shortfalls: Mapping[str, int] = attrs.field(factory=dict, converter=frozen_mapping)
    notes: tuple[Text, ...] = attrs.field(default=(), validator=a_tuple)
    most_over: Fraction | None = None
    stars: tuple[tuple[int, Fraction], ...] = attrs.field(default=(), validator=a_tuple)
    claims: tuple[Claim, ...] = attrs.field(default=(), validator=a_tuple)
    unstated: tuple[str, ...] = attrs.field(default=(), validator=a_tuple)


NO_PLAN = Plan()
__all__ = [
    "EMPTY",
    "NOWHERE",
    "NO_PLAN",
    "Disclosure",
    "Objection",
    "Plan",
    "Proposal",
    "Setting",
    "Step",
]
