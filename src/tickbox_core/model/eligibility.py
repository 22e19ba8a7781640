"""Who on a roll may tick in a round: a rule of data, readable, fixed with the round."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

import attrs

from tickbox_core.errors import BadValue, UnknownName
from tickbox_core.model._checks import a_tuple, optional_count
from tickbox_core.model.people import Person, Residence, Roll
from tickbox_core.text import Text, join_texts

ROLES = {
    "resident": Text("居民", "residents"),
    "tenant": Text("租户", "tenants"),
    "shop": Text("商户", "shops of the micro-grid"),
    "worker": Text("在此工作的人", "people who work here"),
    "student": Text("在此就读的人", "people who study here"),
}
"""Why somebody belongs to a unit of the roll (``Residence.role``)."""


class UnknownAge(StrEnum):
    """What becomes of people whose day of birth is not on the roll."""

    ASK = "ask"
    """The round does not open before somebody has looked them up or said what to do."""
    ADMIT = "admit"
    LEAVE_OUT = "leave-out"


@attrs.frozen
class Eligible:
    """``least_age`` in whole years on the day the roll is put to the round (``None``: any age).

    ``roles``: who (empty: everybody on the roll).  ``owners``: also those who own a unit and live
    elsewhere.  Raises ``UnknownName`` for a role there is not.
    """

    least_age: int | None = attrs.field(default=None, converter=optional_count)
    roles: tuple[str, ...] = attrs.field(default=(), validator=a_tuple)
    owners: bool = False
    unknown_age: UnknownAge = attrs.field(default=UnknownAge.ASK, converter=UnknownAge)

    def __attrs_post_init__(self) -> None:
        for role in self.roles:
            if role not in ROLES:
                raise UnknownName("role", role, tuple(ROLES))

    @property
    def text(self) -> Text:
        """The rule in words, as it stands on list and paper."""
        who = [ROLES[role] for role in self.roles] or [Text("名册上的人", "everybody on the roll")]
        if self.owners:
            who.append(Text("不住在此的业主", "owners who live elsewhere"))
        said = join_texts(who, "、", ", ")
        if self.least_age is None:
            return said
        return Text(
            f"{said.zh}，年满{self.least_age}周岁", f"{said.en}, aged {self.least_age} or more"
        )

    def plain(self) -> dict[str, Any]:
        """The rule for JSON; ``of_plain`` reads it."""
        return {
            "least_age": self.least_age,
            "roles": list(self.roles),
            "owners": self.owners,
            "unknown_age": str(self.unknown_age),
        }

    @classmethod
    def of_plain(cls, plain: Mapping[str, Any]) -> Eligible:
        """The rule that a plain form stands for; raises ``BadValue`` for another."""
        try:
            return cls(**{**plain, "roles": tuple(plain.get("roles", ()))})
        except (TypeError, ValueError) as problem:
            raise BadValue(
                "eligible", Text(f"看不懂：{problem}。", f"cannot be read: {problem}.")
            ) from None

    def of_roll(self, roll: Roll, on: date) -> Roll:
        """The roll with those residences only that may tick; owners from elsewhere are added.

        A person whose age is not known stays, unless the rule leaves them out.
        """
        people = {person.id: person for person in roll.persons}
        kept = [
            link
            for link in roll.residences
            if (not self.roles or link.role in self.roles) and self._old(people[link.person], on)
        ]
        if self.owners:
            here = {link.person for link in roll.residences}
            for own in roll.ownerships:
                if own.person not in here and self._old(people[own.person], on):
                    here.add(own.person)
                    kept.append(Residence(own.person, own.unit, "owner"))
        may = tuple(kept)
        return roll if may == roll.residences else attrs.evolve(roll, residences=may)

    def unknown(self, persons: list[Person]) -> int:
        """For how many of these the age is asked and not known."""
        if self.least_age is None or self.unknown_age is not UnknownAge.ASK:
            return 0
        return sum(person.born is None for person in persons)

    def _old(self, person: Person, on: date) -> bool:
        if self.least_age is None:
            return True
        if person.born is None:
            return self.unknown_age is not UnknownAge.LEAVE_OUT
        return age(person.born, on) >= self.least_age


def age(born: date, on: date) -> int:
    """Whole years; who is born on 29 February is a year older on 1 March."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
