"""A component: one matter of an area (problems, meetings …), declared in one place.

From what is declared come the diary's state, the acts, what fields can refer to, the words of the
diary and how long what it seals is kept.  Components are values: nothing here runs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import attrs

from tickbox_core.declarations.acts import Act
from tickbox_core.declarations.cards import WallCard
from tickbox_core.declarations.examples import Play, Season
from tickbox_core.declarations.figures import Figure
from tickbox_core.declarations.notices import NoticeKind
from tickbox_core.declarations.personal import PersonalData, StillNeeded
from tickbox_core.declarations.retention import Retention
from tickbox_core.declarations.steps import NextStep
from tickbox_core.declarations.things import Thing
from tickbox_core.errors import BadValue
from tickbox_core.model._checks import frozen_mapping
from tickbox_core.text import Text

Exits = Mapping[str, tuple[str, ...]]
"""By state of a thing, as its choices name it, the acts that lead on and out; none at its end."""


@attrs.frozen
class EntryKind:
    """A kind of entry in the diary: its ``words``, and how long what it seals is kept.

    ``ends``: it seals nothing itself; its retention begins or ends a purpose of other entries.
    ``act`` is the key of the act that writes it: what its facts are called, that act's fields say.
    """

    words: Text
    retention: Retention | None = None
    ends: bool = False
    act: str = ""


@attrs.frozen(eq=False)
class Component:
    """One matter.  ``stages`` are what the keys of its acts begin with, each with its title; they
    and ``acts`` stand in the order of the year.

    ``state`` is the class that folds its entries (``kinds``, as it names them too); ``things`` are
    what the fields of acts, its own and others', may refer to.  ``service(desk)`` makes what its
    acts are done by (``desk.service(ItsClass)``), for a ``ComponentDesk`` of ``workflow``; the
    core's own are wired by the desk.  ``cards(desk)`` are what stands on the wall of it, in the
    order that they are to stand in.

    ``figures`` are its numbers of the year, ``notices`` what is printed of its things,
    ``next_steps(desk)`` what is to be done now.  ``personal`` says in words what its retentions
    name, ``purposes`` (by kind of thing) why what is kept for a thing stays; a purpose without an
    answer here goes on until an entry ends it.  ``examples`` play its part of the
    demonstration year by season, on a ``Stage`` of ``workflow``, and tell what has happened.
    ``exits`` says for each kind of thing, by its state (empty: one that its choices do not name),
    which acts lead on and out; a state that none leads out of is an end.

    Raises ``BadValue`` where what is declared does not fit together.
    """

    key: str
    stages: Mapping[str, Text] = attrs.field(converter=frozen_mapping)
    state: type[Any]
    kinds: Mapping[str, EntryKind] = attrs.field(converter=frozen_mapping)
    things: tuple[Thing, ...] = ()
    acts: tuple[Act, ...] = ()
    service: Callable[[Any], Any] | None = None
    cards: Callable[[Any], Iterable[WallCard]] | None = None
    figures: tuple[Figure, ...] = ()
    notices: tuple[NoticeKind, ...] = ()
    next_steps: Callable[[Any], Iterable[NextStep]] | None = None
    personal: Mapping[str, PersonalData] = attrs.field(factory=dict, converter=frozen_mapping)
    purposes: Mapping[str, StillNeeded] = attrs.field(factory=dict, converter=frozen_mapping)
    examples: Mapping[Season, Play] = attrs.field(factory=dict, converter=frozen_mapping)
    exits: Mapping[str, Exits] = attrs.field(factory=dict, converter=frozen_mapping)

    def __attrs_post_init__(self) -> None:
        if set(self.kinds) != set(self.state.kinds):
            differ = ", ".join(sorted(set(self.kinds) ^ set(self.state.kinds)))
            raise BadValue(
                self.key,
                Text(
                    f"声明的条目种类和状态所取的不一致：{differ}。",
                    f"declared kinds of entry are not those that its state takes: {differ}.",
                ),
            )
        known = {act.key for act in self.acts}
        if unknown := {one.act for one in self.kinds.values() if one.act} - known:
            listed = ", ".join(sorted(unknown))
            raise BadValue(
                self.key,
                Text(f"没有声明事务{listed}。", f"these acts are not declared: {listed}."),
            )
        self._check_exits(known)
        for act in self.acts:
            if act.stage not in self.stages:
                zh = "或".join(f"“{stage}/”" for stage in self.stages)
                en = " or ".join(f"'{stage}/'" for stage in self.stages)
                raise BadValue(
                    self.key,
                    Text(
                        f"事务“{act.key}”不以{zh}开头。",
                        f"the act '{act.key}' does not begin with {en}.",
                    ),
                )

    def _check_exits(self, known: set[str]) -> None:
        """Exits are of things that it declares, by acts that it declares."""
        kinds = {thing.kind for thing in self.things}
        led = {act for states in self.exits.values() for acts in states.values() for act in acts}
        wrong = sorted({*self.exits} - kinds | led - known)
        if wrong:
            listed = ", ".join(wrong)
            raise BadValue(
                self.key,
                Text(
                    f"声明的去路里没有这些：{listed}。",
                    f"exits name what is not declared: {listed}.",
                ),
            )
